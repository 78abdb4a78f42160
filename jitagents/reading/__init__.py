"""Reading of tables: the one way in which files of rows and columns come in."""

from jitagents.reading.dialect import Dialect
from jitagents.reading.headings import folded, misspelt, renamed, twice
from jitagents.reading.table import Table, read, text

__all__ = ["Dialect", "Table", "folded", "misspelt", "read", "renamed", "text", "twice"]
