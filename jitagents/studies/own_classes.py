"""Classes of the user's packages that a configuration names: they count by their code, as rules of a notebook do."""

from hashlib import sha256
from typing import Any

from jitagents.build import named
from jitagents.code_identity import Identity
from jitagents.trust import OURS
from jitagents.user_code import BEGIN

TARGET = "_target_"
"""Key of the path of a class in a configuration."""


def is_own(target: Any) -> bool:
    """Whether a target is the path of a class of the user's; of code of a notebook, the text itself has the hash."""
    return isinstance(target, str) and target.partition(".")[0] != OURS and not target.startswith(BEGIN)


def code_of(target: str) -> str:
    """Hash of the code of a class or function, and of what it refers to in its module.

    Raises:
        InputError: the path names nothing that can be built.
    """
    own = named(target, TARGET)
    identity = Identity(str(own.__module__))
    identity.add("rule", own)
    return sha256("\n".join(identity.parts).encode()).hexdigest()
