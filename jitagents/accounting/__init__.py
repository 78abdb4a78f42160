"""Books: what a model's days cost and are worth; they only read."""
