"""Identity of code: a text that changes with whatever a function or class of a user does.

Counted are the instructions as compiled, so that comments and the layout of the text change nothing, constants, default
values, and what the code refers to in its own module, in other modules of its package, and in the functions around it.
Other packages count by name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...), range)
MADE = ("__module__", "__dict__", "__weakref__", "__doc__", "__annotations__", "__annotate_func__", "__slots__",
        "__abstractmethods__", "_abc_impl", "__firstlineno__", "__static_attributes__", "__match_args__",
        "__dataclass_fields__", "__dataclass_params__", "__parameters__", "__orig_bases__", "__type_params__",
        "__annotations_cache__", "__qualname__")  # fmt: skip
"""Attributes of classes that Python or a decorator makes of the others."""
GENERATED = "<string>"
"""File of the methods that a dataclass gets."""


@dataclass
class Identity:
    """Collector of the parts of some code.

    Attributes:
        home: name of the module whose functions and values count by their content, as do those of its package.
        parts: texts, in the order in which the code was read.
        unknown: names of values that may be others at another time, with nothing to tell by.
    """

    home: str
    parts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    _met: set[int] = field(default_factory=set)

    def add(self, name: str, value: Any) -> None:
        """Count a value, and all that it refers to; each once."""
        value = getattr(value, "__wrapped__", value) if callable(value) else value
        if isinstance(value, PLAIN):
            self.parts.append(f"{name}={value!r}")
        elif isinstance(value, np.ndarray | np.generic):
            self.parts.append(f"{name}={value.dtype}{value.shape}{value.tobytes().hex()}")
        elif id(value) not in self._met:
            self._met.add(id(value))
            self._add_compound(name, value)

    def _add_compound(self, name: str, value: Any) -> None:
        module = str(getattr(value, "__module__", None))
        if isinstance(value, ModuleType):
            self.parts.append(f"{name}=module {value.__name__}")
        elif isinstance(value, list | tuple | set | frozenset | Mapping):
            self._add_items(name, value)
        elif isinstance(value, partial):
            self.add(name, (value.func, value.args, value.keywords))
        elif isinstance(value, property | classmethod | staticmethod):
            self.add(
                name, (getattr(value, "fget", None), getattr(value, "fset", None), getattr(value, "__func__", None))
            )
        elif isinstance(value, FunctionType | type) and self._is_home(module):
            self.parts.append(f"{name}={value.__qualname__}")
            self._add_function(value) if isinstance(value, FunctionType) else self._add_class(value)
        elif hasattr(value, "__qualname__"):
            self.parts.append(f"{name}={module}.{value.__qualname__}")
        elif is_dataclass(value) or hasattr(value, "__dict__"):
            self.add(name, type(value))
            self.add(name, vars(value))
        else:
            self.unknown.append(name)

    def _add_items(self, name: str, items: Any) -> None:
        if isinstance(items, set | frozenset):
            items = sorted(items, key=repr)
        self.parts.append(f"{name}={type(items).__name__} of {len(items)}")
        pairs = items.items() if isinstance(items, Mapping) else enumerate(items)
        for key, part in pairs:
            self.add(f"{name}[{key!r}]", part)

    def _add_function(self, function: FunctionType) -> None:
        names = set[str]()
        for code in _codes(function.__code__):
            plain = [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
            if code is function.__code__ and function.__doc__ is not None and plain:
                plain = plain[1:]
            self.parts.append(repr((code.co_name, code.co_code.hex(), code.co_names, code.co_varnames, plain)))
            names |= {*code.co_names}
        self.add("defaults", (function.__defaults__, function.__kwdefaults__))
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            try:
                self.add(name, cell.cell_contents)
            except ValueError:  # not yet filled
                self.parts.append(f"{name}=empty")
        self._add_named("", names, function.__globals__)

    def _add_named(self, place: str, names: set[str], there: Mapping[str, Any]) -> None:
        """Count what code names in a module, and what it names in the modules of its package that it finds there."""
        for name in sorted(names & {*there} - {"__builtins__"}):
            value = there[name]
            self.add(f"{place}{name}", value)
            if isinstance(value, ModuleType) and self._is_home(value.__name__):
                self._add_named(f"{place}{name}.", names - {name}, vars(value))

    def _is_home(self, module: str) -> bool:
        package = self.home.partition(".")[0]
        return module == self.home or (package != __package__ and module.partition(".")[0] == package)

    def _add_class(self, cls: type) -> None:
        for base in cls.__bases__:
            self.add("base", base)
        for name, part in vars(cls).items():
            code = getattr(part, "__code__", None)
            if name not in MADE and not (code is not None and code.co_filename == GENERATED):
                self.add(name, part)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)
