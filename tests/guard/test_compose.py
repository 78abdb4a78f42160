"""What choices of groups determine is composed once: the same as the whole, and anew when a file has changed."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hydra.errors import HydraException
from hydra.types import RunMode
from hypothesis import given, settings
from hypothesis import strategies as st
from omegaconf import OmegaConf

from jitagents.config import CONFIG, as_ours
from jitagents.config_directory import choices, conf_directory
from jitagents.errors import InputError
from jitagents.guard import GuardedLoader

CHOOSING = st.lists(
    st.sampled_from(
        [f"{group}={one}" for group in ("ordering", "network", "crisis", "study") for one in choices(group)]
    )
    | st.sampled_from(["~crisis", "+validation=ripple", "ordering=jti"]),
    max_size=4,
)
SETTING = st.lists(
    st.sampled_from(
        ["replications=3", "++ordering.cover=2", "+ordering.z=1", "~network.name", "variants=null", "ordering={x: 1}",
         "variants={a: ['ordering=jit']}", "study.x=1", "study=${ordering}", "+twice=${days}", "days=30", "days=31"]
    ),
    max_size=4,
)  # fmt: skip


@pytest.fixture
def loader() -> Iterator[GuardedLoader]:
    with as_ours():
        yield GuardedLoader(conf_directory())


@settings(max_examples=20)
@given(CHOOSING, SETTING, st.randoms())
def test_as_if_the_whole_was_composed(choosing: list[str], setting: list[str], order: Any) -> None:
    overrides = [*choosing, *setting]
    order.shuffle(overrides)

    def tried(compose: Any) -> Any:
        try:
            tree: Any = OmegaConf.to_container(compose(), resolve=False)
        except (HydraException, InputError, ValueError) as error:
            return type(error)
        tree.pop("hydra", None)
        return [*tree.items()]

    with as_ours():
        loader = GuardedLoader(conf_directory())
        whole = tried(lambda: loader.load_configuration(CONFIG, overrides, RunMode.RUN, from_shell=False))
        for _ in range(2):  # composed, and taken from what is kept
            assert tried(lambda: loader.compose(CONFIG, overrides)) == whole


def test_values_set_once_are_not_kept(loader: GuardedLoader) -> None:
    before = loader.compose(CONFIG, ["ordering=jit"])
    changed = loader.compose(CONFIG, ["ordering=jit", "ordering.cover=77", "++ordering.own={a: 1}"])
    assert changed.ordering.cover == 77
    assert loader.compose(CONFIG, ["ordering=jit"]) == before


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    folder = shutil.copytree(conf_directory(), tmp_path / "conf")
    file = folder / "ordering" / "jit.yaml"
    with as_ours():
        loader = GuardedLoader(folder)
        assert loader.compose(CONFIG, ["ordering=jit"]).ordering.cover != 77
        file.write_text("cover: 77\n")
        assert loader.compose(CONFIG, ["ordering=jit"]).ordering.cover == 77
