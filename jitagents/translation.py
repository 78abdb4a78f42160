"""Sentences of pages in the reader's language: English is the source, a catalogue of each package has the others."""

import re
from numbers import Real
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

LANGUAGES = {"en": "English", "fr": "français"}
"""Languages of the pages, by their code (ISO 639-1)."""
NUMBERS = {"fr": {",": "\u202f", ".": ",", " million": " millions", " billion": " milliards", " trillion": " billions"}}
"""Marks and scales of numbers by language, each by the English one (Unicode CLDR)."""
ENGLISH = re.compile(r"(?<=\d)[.,](?=\d)|(?<=\d) (?:m|b|tr)illion\b")
"""Marks and scales of an English number."""


class Translation(Formatter):
    """Sentences of a package, and numbers, in one language.

    Args:
        language: a code of `LANGUAGES`.
        folder: that holds a catalogue `CODE.yaml` for each language but English, a mapping of English sentences to
            translated ones. A sentence that it lacks is shown in English.
    """

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        path = folder / f"{language}.yaml"
        self.sentences: dict[str, str] = {} if language == "en" else yaml.safe_load(path.read_text(encoding="utf-8"))

    def __call__(self, sentence: str, **values: object) -> str:
        """The sentence in the language, with values in place of its `{names}`."""
        said = self.sentences.get(sentence, sentence)
        return self.vformat(said, (), values) if values else said

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value of a sentence; numbers as the language writes them."""
        text = format(value, format_spec)
        return self.number(text) if isinstance(value, Real) else text

    def number(self, text: object) -> str:
        """A number as the language writes it, from its English text: `1,234.5` is `1 234,5` in French."""
        marks = NUMBERS.get(self.language, {})
        return ENGLISH.sub(lambda found: marks.get(found[0], found[0]), str(text))
