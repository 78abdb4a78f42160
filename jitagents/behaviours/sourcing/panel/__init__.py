"""The panel of suppliers: candidates and qualification, scorecard, classes, phase-out, and shares."""

from jitagents.behaviours.sourcing.panel.panel import Panel

__all__ = ["Panel"]
