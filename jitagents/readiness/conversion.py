"""Conversion of one flow alone to just-in-time, beside the network as it is, under crises that strike that flow."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from math import ceil, isnan
from typing import Any

from jitagents.crises.effects import ANY, BUYER, CARRIERS, LANES, RECEIVER, SELLER, Effect
from jitagents.errors import InputError
from jitagents.network import Network
from jitagents.parameters import LONGEST, Parameters, param
from jitagents.points import ONLY
from jitagents.scenario.setup import disruptions_of
from jitagents.study import Study

AS_IS, CONVERTED = "as_is", "converted"
COST, STOCK = "cost", "stock_value"
JIT = "jitagents.behaviours.ordering.Jit"
AT_BUYER = (RECEIVER, ANY)
"""Roles of agents that a disruption strikes at the end of the flow; the others are struck at its beginning."""


@dataclass(frozen=True)
class Conversion(Parameters):
    """Just-in-time as a flow gets it when it is converted: what was consumed is ordered, above some days of cover.

    Attributes:
        cover: stock on hand above what is under way, days.
    """

    cover: float = param(0.5, "days", "mean flow held on hand above what is under way", low=0)

    def study(self, study: Study, seller: str, buyer: str) -> Study:
        """Return the study of a flow: the first variant as it is, and with the flow converted; a crisis at each level.

        Each disruption of the study acts alone, and strikes the flow: its lane, its seller, or, if it acts on records
        or receipts, its buyer; final demand is struck everywhere, and carriers as stated. A seller is out for its time
        to recover where the network states one.

        Args:
            study: of the network as it is.
            seller, buyer: of the flow.

        Raises:
            InputError: the study has no crisis, or one that cannot act alone.
        """
        usual = deepcopy(next(iter(study.configs.values())))
        if not usual["crisis"]:
            raise InputError("crisis: the study has none; flows are tried under crises, e.g. crisis=supplier_outage")
        network = study.network
        usual["crisis"] = {name: _aimed(node, name, network, seller, buyer) for name, node in usual["crisis"].items()}
        usual |= {
            "levels": {ONLY: list(usual["crisis"])}, "measures": [COST, STOCK], "scopes": ["network"], "daily": [],
            "loss_map": False, "objective": None, "labels": {}, "reported": {}, "figures": {}, "view": None,
            "workers": 1,  # a study of seconds: to start processes would take longer
        }  # fmt: skip
        point = stock_point(network, seller, buyer)
        rule = {
            "where": {"name": point},
            "when": {"start": -LONGEST},
            "ordering": {"_target_": JIT, "cover": self.cover},
        }
        converted = {**usual, "exemptions": {**(usual["exemptions"] or {}), CONVERTED: rule}}
        return study.changed(usual, {AS_IS: usual, CONVERTED: converted})


def stock_point(network: Network, seller: str, buyer: str) -> str:
    """Return the name of the stock that a flow fills: the input of a plant, or the buyer's own."""
    agents = network.agents.set_index("name")
    return f"{buyer}/{agents['item'][seller]}" if agents["kind"][buyer] == "plant" else buyer


def _aimed(node: Any, name: str, network: Network, seller: str, buyer: str) -> Any:
    """A disruption with the flow as its target."""
    if not isinstance(node, Mapping) or "target" not in node:
        return node
    effect = _effect(node, name)
    if effect.table == CARRIERS:
        return node
    if effect.table == LANES:
        return {**node, "target": {"seller": seller, "buyer": buyer}}
    if effect.role == BUYER:
        return {**node, "target": {"kind": "buyer"}}
    if effect.role in AT_BUYER:
        return {**node, "target": {"name": buyer}}
    stated = float(network.agents.set_index("name")["ttr"][seller])
    longer = {} if isnan(stated) or effect.role != SELLER else {"duration": max(ceil(stated), 1)}
    return {**node, "target": {"name": seller}, **longer}


def _effect(node: Mapping[str, Any], name: str) -> Effect:
    """The effect of a disruption, whatever its target is."""
    return disruptions_of({"crisis": {name: {**node, "target": {}}}})[name].effect
