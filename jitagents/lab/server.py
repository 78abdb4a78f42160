"""The server of the laboratory: on this machine only, below an address that nobody can guess."""

import gc
import webbrowser

import panel as pn
from tornado.ioloop import IOLoop

from jitagents import console
from jitagents.lab.experiment import Experiment
from jitagents.lab.look import LOOK
from jitagents.lab.page import page

APP = "lab"


def serve(experiment: Experiment, host: str, port: int, token: str, *, browser: bool) -> None:
    """Serve pages until the process is interrupted.

    Everything, connections and files too, lies below `/TOKEN/`; whoever does not know the token finds nothing.

    Args:
        experiment: behind the pages.
        host: address on which to listen.
        port: on which to listen; 0: a free one.
        token: of the address.
        browser: whether the page is opened.

    Raises:
        OSError: the port is taken.
    """
    gc.collect()
    gc.freeze()  # what is composed stays; collections while pages answer then leave it out
    pn.extension(notifications=False, inline=True, raw_css=[LOOK])
    server = pn.serve(
        {APP: lambda: page(experiment)}, address=host, port=port, prefix=f"/{token}", show=False, start=False,
        verbose=False, title="jitagents", autoreload=False, websocket_origin=f"{host}:{port}" if port else None,
    )  # fmt: skip
    address = f"http://{host}:{server.port}/{token}/{APP}"
    console.OUT.print(f"laboratory: {address}\nCtrl-C ends it.", soft_wrap=True, highlight=False)
    server.start()
    IOLoop.current().add_callback(_look_for_busy_marks)
    if browser:
        IOLoop.current().call_later(0.2, webbrowser.open, address)
    try:
        IOLoop.current().start()
    except KeyboardInterrupt:
        console.OUT.print("ended")
    finally:
        server.stop()


def _look_for_busy_marks() -> None:
    """Start Panel's look for marks of work that has ended, on the thread of the server.

    Panel 1.10 starts it in the first callback of a page, which is on another thread since Bokeh 3.10; it then puts the
    start off to the next callback, again and again, for which an idle server takes the time of a processor.
    """
    pn.state._schedule_busy_cleanup()
