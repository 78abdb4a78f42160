"""Modules that the server of processes imports; all of them stay, and no process looks for garbage among them."""

import gc
from importlib import import_module

from jitagents.process_server import FIGURES, SIMULATOR

gc.disable()
for name in (*SIMULATOR, *FIGURES):
    import_module(name)
gc.freeze()
gc.enable()
