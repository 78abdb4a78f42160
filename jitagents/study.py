"""Studies as users see them: `load` composes one by name, `Study` runs it."""

from jitagents.studies.loading import load
from jitagents.studies.study import Levels, Study

__all__ = ["Levels", "Study", "load"]
