"""Nearest names: a misspelt one leads to the right one, of the choices that fit the place."""

import random
from collections.abc import Iterator

import pytest

from jitagents.catalogue import choices
from jitagents.config_directory import top_level_keys
from jitagents.errors import closest
from jitagents.spelling import edits


def misspelt(name: str, rng: random.Random) -> Iterator[str]:
    place, letter = rng.randrange(len(name) - 1), rng.choice("abcdefghijklmnopqrstuvwxyz")
    yield name[:place] + name[place + 1 :]
    yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    yield name[:place] + letter + name[place + 1 :]
    yield from (name.upper(), name.title().replace("_", ""), name.replace("_", "-"), name.replace("_", " "), f"{name}s")


def test_nearly_every_misspelt_name_leads_to_the_right_one() -> None:
    rng, right, asked = random.Random(1), 0, 0
    for there in ({*group} for group in (*choices().values(), top_level_keys())):
        for name in sorted(one for one in there if len(one) > 2):
            for word in misspelt(name, rng):
                asked += word not in there
                right += word not in there and closest(word, sorted(there)) == name
    assert asked >= 573
    assert right > 0.95 * asked


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        ("moving", ["naive", "moving_average", "planned"], "moving_average"),
        ("EOQ", ["reorder_point", "jit"], "reorder_point"),
        ("fifo", ["oldest_first", "linear"], "oldest_first"),
        ("crisis.outage.warning", ["crisis.outage.target", "crisis.outage.start"], ""),
        ("ordering.covr", ["ordering.cover", "ordering.z"], "ordering.cover"),
        ("nothing like it", ["jit", "kanban"], ""),
    ],
)
def test_what_is_meant(word: str, names: list[str], meant: str) -> None:
    assert closest(word, names) == meant


def test_a_swap_is_one_edit() -> None:
    assert (edits("covre", "cover"), edits("covr", "cover"), edits("", "abc"), edits("abc", "abc")) == (1, 1, 3, 0)
