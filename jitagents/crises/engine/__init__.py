"""The disruption engine: applies disruptions to the state of a model and to what the day reads."""
