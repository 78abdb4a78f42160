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
