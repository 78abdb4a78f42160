"""Results that a directory holds already, shown as a study asks now."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jitagents.results import Results
from jitagents.scenario.settings import SHOWN
from jitagents.summaries import Summary


def as_asked[Opened: (Results, Summary)](opened: Opened, config: Mapping[str, Any]) -> Opened:
    """The same with the settings that say how results are shown; to be drawn again if these are new."""
    asked, kept = ({key: one.get(key) or None for key in SHOWN} for one in (config, opened.config))
    if json.dumps(asked, default=str) == json.dumps(kept, default=str):
        return opened
    return replace(opened, config={**opened.config, **asked}, manifest=replace(opened.manifest, drawn={}))
