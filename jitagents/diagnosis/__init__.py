"""Why a shortage came about: one world run again, and its causes followed back until they add up to it."""
