"""Summaries: studies whose replications are not kept, only their moments, quantiles and daily means."""

from jitagents.summaries.summary import Summary

__all__ = ["Summary"]
