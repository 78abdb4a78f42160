"""The day: what lies between the rows of a model, and what is built before the first one."""
