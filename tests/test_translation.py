"""Sentences in other languages: catalogues are read, names are filled in, what is missing is said in English."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from jitagents.translation import LANGUAGES, Translation

PACKAGE = Path(__file__).parents[1] / "jitagents"
CATALOGUES = sorted(PACKAGE.rglob("translations/*.yaml"))
FIELD = r"{\w+[^}]*}"


def test_a_sentence_is_translated_and_its_names_are_filled_in(tmp_path: Path) -> None:
    (tmp_path / "fr.yaml").write_text("'week {week}': 'semaine {week}'\n", encoding="utf-8")
    said = Translation("fr", tmp_path)
    assert said("week {week}", week=3) == "semaine 3"
    assert said("stock") == "stock"
    assert Translation("en", tmp_path)("week {week}", week=3) == "week 3"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("1,234,567.5 ± 0.1", "1\u202f234\u202f567,5 ± 0,1"), ("−0.5 … 2", "−0,5 … 2"),
        ("4.72 million", "4,72 millions"), ("2 billion", "2 milliards"), ("7 %", "7 %"), ("–", "–"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_language_does(english: str, french: str, tmp_path: Path) -> None:
    (tmp_path / "fr.yaml").write_text("{}", encoding="utf-8")
    said = Translation("fr", tmp_path)
    assert said.number(english) == french
    assert Translation("en", tmp_path).number(english) == english
    assert said("{share:.2f} of {name}, {whole}", share=0.25, name="part 1.5", whole=3) == "0,25 of part 1.5, 3"


def said_by(path: Path) -> str:
    """The text of a file; of a module also its strings, which may be written over several lines."""
    text = path.read_text(encoding="utf-8")
    nodes = ast.walk(ast.parse(text)) if path.suffix == ".py" else ()
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join([text, *strings])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_catalogues_keep_the_names_of_each_sentence(path: Path) -> None:
    assert path.stem in LANGUAGES
    for sentence, said in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        assert sorted(re.findall(FIELD, sentence)) == sorted(re.findall(FIELD, said)), sentence


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_catalogues_have_only_sentences_that_their_package_says(path: Path) -> None:
    package = PACKAGE / path.relative_to(PACKAGE).parts[0]
    endings = (".py", ".html", ".j2", ".yaml")
    texts = [one for one in package.rglob("*") if one.suffix in endings and one != path]
    source = "".join(said_by(one) for one in texts)
    assert [one for one in yaml.safe_load(path.read_text(encoding="utf-8")) if one not in source] == []


TOLD = re.compile(r"""\bt\("([^"]+)\"""")
CALLED = {"Refused", "said"}
"""Names of calls whose first argument is a sentence that people of the beer game read."""


def sentences(path: Path) -> set[str]:
    """Sentences that a template of the beer game, or a module of it, says in the reader's language."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return {*TOLD.findall(text)}
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    called = [node.args[0] for node in calls if getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLED]
    texts = [one for node in called for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return {one.value for one in texts if isinstance(one.value, str) and one.value}


def test_whatever_the_beer_game_says_is_in_its_catalogue() -> None:
    folder = PACKAGE / "beer_game"
    paths = [
        *folder.glob("*.py"),
        *folder.glob("server/*.py"),
        *folder.glob("debrief/played.py"),
        *folder.glob("templates/*.html"),
    ]
    said = {one for path in paths for one in sentences(path)}
    assert {"Open", "Nobody sits there.", "{name} = {value!r}: must be a whole number."} <= said
    for language in LANGUAGES.keys() - {"en"}:
        catalogue = yaml.safe_load((folder / "translations" / f"{language}.yaml").read_text(encoding="utf-8"))
        assert said - catalogue.keys() == set()


def test_refusals_of_the_beer_game_are_sentences_and_not_made_of_parts() -> None:
    """A sentence that is put together where it is refused is in no catalogue."""
    paths = [*(PACKAGE / "beer_game").glob("*.py"), *(PACKAGE / "beer_game" / "server").glob("*.py")]
    calls = [
        node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    refused = [node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id == "Refused"]
    assert len(refused) > 10
    assert all(isinstance(one, ast.Constant) for one in refused)
