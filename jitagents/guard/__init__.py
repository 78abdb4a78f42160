"""Guard: a configuration from a stranger can neither run code nor choose where files are written."""

from jitagents.guard.loader import GROUP_VALUE, GuardedLoader
from jitagents.guard.names import fault_of_name
from jitagents.guard.nodes import fault_of_folder
from jitagents.guard.text import check_overrides

__all__ = ["GROUP_VALUE", "GuardedLoader", "check_overrides", "fault_of_folder", "fault_of_name"]
