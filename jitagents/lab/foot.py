"""The foot of the page: the state as a link, as a command, and as a file that the command line runs."""

from io import StringIO

import panel as pn
from panel.viewable import Viewable

from jitagents.lab.document import NAME, command, document
from jitagents.lab.session import Session
from jitagents.lab.state import State


def foot(session: Session) -> Viewable:
    """The command that leads to the numbers of the page, and the file to save."""
    say, experiment = session.say, session.experiment
    shown = pn.widgets.TextAreaInput(
        label=say("The same numbers on the command line"), value=command(experiment, session.state), disabled=False,
        sizing_mode="stretch_width", rows=3,
    )  # fmt: skip
    save = pn.widgets.FileDownload(
        callback=lambda: StringIO(document(experiment, session.state)), filename=f"{NAME}.yaml",
        label=say("Save as YAML"), embed=False,
    )  # fmt: skip

    def write(before: State, after: State) -> None:
        if before.run != after.run:
            shown.value = command(experiment, after)

    session.watch_state(write)
    return pn.Card(
        shown, save, title=say("Keep this state"), collapsed=True, margin=(16, 0), sizing_mode="stretch_width"
    )
