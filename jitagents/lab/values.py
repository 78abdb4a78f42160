"""Values that overrides set, as plain numbers, texts, lists and mappings."""

from collections.abc import Sequence
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import QuotedString

from jitagents.studies.overrides import spelled_all


def values_of(overrides: Sequence[str]) -> dict[str, Any]:
    """The values that overrides set, by key; what is added or taken away is left out.

    Raises:
        InputError: an override that is not understood.
    """
    setting = spelled_all([one for one in overrides if not one.startswith(("+", "~"))])
    parsed = OverridesParser.create().parse_overrides(setting)
    return {str(one.key_or_group): _plain(one.value()) for one in parsed}


def _plain(value: Any) -> Any:
    """A value of Hydra's grammar without the quotes of its texts."""
    if isinstance(value, QuotedString):
        return value.text
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {str(_plain(key)): _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
