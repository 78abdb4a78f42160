"""Code of the user that a configuration holds as an object: rules of a notebook, which no path names."""

import inspect
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from textwrap import dedent
from typing import Any, Self
from uuid import uuid4

import cloudpickle

from jitagents.code_identity import Identity
from jitagents.errors import InputError

BEGIN = "<code "
"""Beginning of the text that stands for it where results are kept."""


class UserCode:
    """A class or function of the user in the place of a path.

    It is pickled by value, so that other processes need not find the module or notebook in which it stands.

    Args:
        made: makes the object of its parameters.
        rule: the user's class, function or object that it is made of.
    """

    def __init__(self, made: Callable[..., Any], rule: Any) -> None:
        own = rule if isinstance(rule, type) or hasattr(rule, "__qualname__") else type(rule)
        identity = Identity(str(own.__module__))
        identity.add("rule", rule)
        self.made, self.module, self.unknown = made, identity.home, tuple(identity.unknown)
        self.name = f"{identity.home}.{own.__qualname__}"
        text = "\n".join([*identity.parts, *([uuid4().hex] if identity.unknown else [])])
        self.source = source_of(rule)
        self.hash = sha256(text.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{BEGIN}{self.name} {self.hash}>"

    def __deepcopy__(self, memory: dict[int, Any]) -> Self:
        return self

    @cached_property
    def sent(self) -> bytes | None:
        """The code pickled by value; None if something that it refers to cannot be pickled."""
        module = sys.modules.get(self.module)
        by_name = module is None or self.module in ("__main__", *cloudpickle.list_registry_pickle_by_value())
        try:
            if not by_name:
                cloudpickle.register_pickle_by_value(module)
            return bytes(cloudpickle.dumps(self.made))
        except Exception:  # pickling calls code of all that it meets
            return None
        finally:
            if not by_name:
                cloudpickle.unregister_pickle_by_value(module)

    def __reduce__(self) -> tuple[Any, ...]:
        if self.sent is None:
            raise InputError(f"{self.name}: refers to something that cannot be sent to another process")
        return _received, (self.sent, {key: value for key, value in vars(self).items() if key not in ("made", "sent")})


def _received(sent: bytes, told: dict[str, Any]) -> UserCode:
    here = object.__new__(UserCode)
    vars(here).update(told, made=pickle.loads(sent), sent=sent)
    return here


def source_of(rule: Any) -> str:
    """The text of a class or function as it was written; of a class without a file, the text of its methods."""
    own = rule if isinstance(rule, type) or inspect.isroutine(rule) else type(rule)
    with suppress(OSError, TypeError):
        return dedent(inspect.getsource(own))
    methods = [one for one in vars(own).values() if inspect.isfunction(one)] if isinstance(own, type) else []
    texts = list[str]()
    for method in methods:
        with suppress(OSError, TypeError):
            texts.append(inspect.getsource(method))
    return "\n".join(texts)


def codes_in(node: Any) -> list[UserCode]:
    """The code of the user in a configuration."""
    if isinstance(node, UserCode):
        return [node]
    parts = node.values() if isinstance(node, Mapping) else node if isinstance(node, list | tuple) else ()
    return [code for part in parts for code in codes_in(part)]
