"""Figures of a study's results, one a module: functions of tables that return a matplotlib figure."""
