"""Screen of a network of one's own: files are dropped, faults told with their places, and all screens run on it."""

import secrets
from collections.abc import Callable, Mapping
from html import escape
from io import StringIO

import pandas as pd
import panel as pn
from panel.viewable import Viewable

from jitagents.errors import InputError
from jitagents.lab.downloads import tables
from jitagents.lab.dropping import Dropping
from jitagents.lab.job import Job
from jitagents.lab.look import HALF
from jitagents.lab.rooms.own_experiment import OwnExperiment
from jitagents.lab.rooms.own_network import Dropped, read_files
from jitagents.lab.screen import Screen
from jitagents.lab.session import Session
from jitagents.lab.tables import BARS, faults, table
from jitagents.network.columns import AGENTS, CARRIERS, LANES
from jitagents.network.tiers import tiers
from jitagents.spreadsheet import cells
from jitagents.studies.telling import Tell

NAME, FIRST = "own_network", "network"
"""Names of this screen, and of the one that opens on another network."""
TABLES = {"agents": AGENTS, "lanes": LANES, "carriers": CARRIERS}
MOST = 8
"""Networks that are kept at a time."""


class OwnNetwork:
    """The screen of one session.

    Attributes:
        view: what is shown.
    """

    def __init__(self, session: Session) -> None:
        self._session, say = session, session.say
        self._dropped: Dropped | None = None
        self._job = Job(say)
        self._said = pn.pane.HTML("", sizing_mode="stretch_width", stylesheets=[BARS])
        self._use = pn.widgets.Button(label=say("Use this network"), color="primary", disabled=True)
        self._back = pn.widgets.Button(label=say("Back to the first network"), visible=bool(session.state.network))
        self._use.on_click(lambda _: self._start())
        self._back.on_click(lambda _: session.reopen(network="", target="", agent="", screen=NAME))
        asked = say("Drop two files, agents.csv and lanes.csv, or one workbook with these sheets; 5 MB each at most.")
        kept = say("Files are read on this machine; nothing in them is run, and no copy is kept.")
        columns = pn.pane.HTML(_columns(), stylesheets=[BARS])
        begin = escape(say("The present network as tables, to begin with"))
        saves = {place: self._table(place) for place in ("agents", "lanes", "carriers")}
        self.view: Viewable = pn.FlexBox(
            pn.Column(
                Dropping(asked, self._read).view, pn.pane.HTML(f"<p>{escape(kept)}</p>", stylesheets=[BARS]),
                self._said,
                pn.FlexBox(self._use, self._back, gap="4px 12px"), self._job.view, styles=HALF,
            ),
            pn.Column(
                pn.pane.HTML(f"<h3>{begin}</h3>", stylesheets=[BARS]), tables(saves),
                pn.Card(columns, title=say("The columns of the tables"), collapsed=True, sizing_mode="stretch_width"),
                styles=HALF,
            ),
            gap="16px",
        )  # fmt: skip

    def _table(self, place: str) -> Callable[[], StringIO]:
        """A table of the present network as a text file."""
        rows: pd.DataFrame = getattr(self._session.experiment.network, place)
        return lambda: StringIO(cells(rows).to_csv(index=False))

    def _read(self, files: Mapping[str, bytes]) -> None:
        """Read what was dropped so far, and tell what is there or what is wrong with it."""
        self._dropped, self._use.disabled = None, True
        if not files:
            self._said.object = ""
            return
        try:
            self._dropped = read_files(files)
        except InputError as error:
            self._said.object = f"<h3>{escape(self._session.say('Not yet'))}</h3>{faults(error.faults)}"
            return
        self._use.disabled = False
        self._said.object = self._summary(self._dropped)

    def _summary(self, dropped: Dropped) -> str:
        say, agents = self._session.say, dropped.network.agents
        count = agents.groupby(tiers(dropped.network))["kind"].value_counts().unstack(fill_value=0)
        heads = [say("tier"), *(say(str(kind)) for kind in count.columns)]
        rows = [[str(tier), *map(str, numbers)] for tier, numbers in zip(count.index, count.to_numpy(), strict=True)]
        said = say("{agents} agents and {lanes} lanes.", agents=len(agents), lanes=len(dropped.network.lanes))
        return f"<h3>{escape(said)}</h3>{table(heads, rows, texts=(0,))}"

    def _start(self) -> None:
        """Compose the experiment on the network, and open the page on it."""
        session, dropped = self._session, self._dropped
        if dropped is None:
            return

        def work(tell: Tell) -> OwnExperiment:
            tell(0.0)
            own = OwnExperiment(dropped.network, dropped.files)
            tell(0.5)
            own.run(own.start.run)
            return own

        self._job.start(session.say("Trying the network"), work, self._enter)

    def _enter(self, own: OwnExperiment) -> None:
        others = self._session.experiment.others
        own.others = others
        while len(others) >= MOST:
            others.pop(next(iter(others)))
        name = secrets.token_urlsafe(8)
        others[name] = own
        self._session.reopen(network=name, target=own.start.target, agent="", screen=FIRST)


def _columns() -> str:
    """The columns of each table: name, meaning and unit."""
    parts = []
    for place, fields in TABLES.items():
        rows = [
            [
                name,
                f"{field.meaning}{f' ({field.unit})' if field.unit else ''}",
                "" if field.default is not None else "*",
            ]
            for name, field in fields.items()
        ]
        parts.append(f"<h3>{place}</h3>{table(['', '', '*'], rows)}")
    return "".join(parts)


def view(session: Session) -> Viewable:
    """The screen of a session."""
    return OwnNetwork(session).view


SCREEN = Screen(NAME, "Own network", view, runs=False)
