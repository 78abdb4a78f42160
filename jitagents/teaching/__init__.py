"""Teaching: a contest of the rules of a class."""
