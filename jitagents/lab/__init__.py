"""The laboratory in the browser: a crisis and its calm twin, answered while a slider moves."""
