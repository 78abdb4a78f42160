"""Sentences of pages in the reader's language: English is the source, a catalogue of each package has the others."""

from pathlib import Path

import yaml

LANGUAGES = {"en": "English", "fr": "français"}
"""Languages of the pages, by their code (ISO 639-1)."""


class Translation:
    """Sentences of a package in one language.

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
        return said.format(**values) if values else said
