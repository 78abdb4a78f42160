"""Controls of an experiment: the method and its stock, the outage, customers, records, a second source."""

from collections.abc import Sequence
from typing import Any

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.look import PANEL, numbers
from jitagents.lab.methods import METHODS
from jitagents.lab.session import Session
from jitagents.lab.state import State

LONGEST = 30
"""Days of the longest outage: its course is over at the end of the measured days."""
SAID = {"lost_sale": "Sales are lost", "backorder": "Customers wait"}
RECORDS = {"exact": "Right", "maturity_3": "Small errors", "maturity_1": "Bad"}


class Controls:
    """The controls of one session; they follow its state, and change it.

    Args:
        session: whose state they change.
        names: of the controls that are shown; empty: all.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session, names: Sequence[str] = ()) -> None:
        self._session, self._following = session, False
        say, agents = session.say, session.experiment.agents
        makers = agents.loc[agents["tier"] > 0].sort_values(["tier", "name"], ascending=[False, True])["name"]
        wide = {"sizing_mode": "stretch_width"}
        self._widgets: dict[str, Any] = {
            "method": pn.widgets.Select(
                label=say("Method of ordering"), options={say(one.title): name for name, one in METHODS.items()}, **wide
            ),
            "buffer": pn.widgets.FloatSlider(label="", start=0, end=1, step=0.5, format=numbers(say.language), **wide),
            "duration": pn.widgets.IntSlider(label=say("Outage (days)"), start=1, end=LONGEST, **wide),
            "target": pn.widgets.Select(
                label=say("Which firm fails"),
                options={say("as in the study ({name})", name=self._usual()): ""} | {name: name for name in makers},
                **wide,
            ),
            "serving": pn.widgets.Select(
                label=say("Customers who find nothing"), options={say(one): name for name, one in SAID.items()}, **wide
            ),
            "records": pn.widgets.Select(
                label=say("Records of stock and orders"),
                options={say(one): key for key, one in RECORDS.items()},
                **wide,
            ),
            "second": pn.widgets.Checkbox(label=say("A second source steps in, if there is one")),
            "predict": pn.widgets.Checkbox(label=say("Predict first, then see")),
        }
        if names:
            self._widgets = {name: self._widgets[name] for name in names}
        for name in {"buffer", "duration"} & {*self._widgets}:
            vars(self._widgets[name])["_debounce"] = 0  # a slider tells its value at once, and not 50 ms later
        self._follow(session.state)
        for name, widget in self._widgets.items():
            widget.param.watch(lambda event, name=name: self._change(name, event.new), "value")
        session.watch_state(lambda _, after: self._follow(after))
        self.view: Viewable = pn.Column(*self._widgets.values(), styles=PANEL)

    def _usual(self) -> str:
        return ", ".join(self._session.experiment.loaded.overview.targets[:2])

    def _change(self, name: str, value: Any) -> None:
        if not self._following:
            self._session.change(**{name: int(value) if isinstance(value, bool) else value})

    def _follow(self, state: State) -> None:
        """Show a state; the slider of the buffer becomes that of the method."""
        method, self._following = METHODS[state.method], True
        try:
            self._widgets["buffer"].param.update(
                label=self._session.say(method.label), start=method.low, end=method.high, step=method.step,
                value=min(max(state.amount, method.low), method.high),
            )  # fmt: skip
            for name, widget in self._widgets.items():
                if name != "buffer":
                    value = getattr(state, name)
                    widget.value = bool(value) if name in ("second", "predict") else value
        finally:
            self._following = False
