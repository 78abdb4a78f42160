"""A chain under an outage with sliders, by Mesa's SolaraViz: `solara run experiments/mesa_in_the_browser/app.py`."""

from matplotlib.axes import Axes
from mesa import DataCollector
from mesa.visualization import Slider, SolaraViz, make_plot_component

from jitagents import SupplyModel, Worlds
from jitagents.behaviours.ordering import BaseStock
from jitagents.crises import Shock
from jitagents.network import serial


class Chain(SupplyModel):
    """Four stages in fifty worlds, each in calm and with an outage of the source; means are collected every day."""

    def __init__(self, cover: float = 3.0, duration: int = 10) -> None:
        worlds = Worlds(range(50), twins=True)
        outage = Shock({"tier": 3}, start=10, duration=duration)
        super().__init__(serial(stages=4), worlds=worlds, ordering=BaseStock(cover=cover), crisis={"outage": outage})
        self.datacollector = DataCollector({
            f"{column} in {name}": lambda model, column=column, world=world: model.buyers.get(column)[:, world].mean()
            for column in ("output", "stock")
            for name, world in (("calm", self.worlds.calm), ("the crisis", self.worlds.crisis))
        })  # fmt: skip

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def drawn(axes: Axes) -> None:
    """Draw calm dashed over the crisis, from zero on, with units."""
    axes.lines[0].set(linestyle="--", color="black", zorder=3)
    axes.set(ylabel="units, mean of 50 worlds", ylim=(0, None))
    axes.legend()


page = SolaraViz(
    Chain(),
    components=[
        make_plot_component(["output in calm", "output in the crisis"], drawn),
        make_plot_component(["stock in calm", "stock in the crisis"], drawn),
    ],
    model_params={
        "cover": Slider("cover (days)", value=3.0, min=0.0, max=10.0, step=0.5),
        "duration": Slider("outage (days)", value=10, min=1, max=40),
    },
    render_interval=5,
    name="A chain under an outage",
)
