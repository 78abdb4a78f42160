"""The steps of the debrief, one a module: each makes a `Step` of boards that have been played."""
