"""Accounting: the records of a simulated model, its costs and measures. It only reads the model."""
