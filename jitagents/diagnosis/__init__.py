"""Diagnosis of shortages: one world is run again, and causes are followed back until they add up to the shortage."""
