"""Reading of tables: the one way in which files of rows and columns come in."""

from jitagents.reading.dialect import Dialect
from jitagents.reading.headings import folded, misspelt, renamed, twice
from jitagents.reading.reader import read
from jitagents.reading.table import Table, text

__all__ = ["Dialect", "Table", "folded", "misspelt", "read", "renamed", "text", "twice"]
