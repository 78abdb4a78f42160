"""Codes and words that people type: a game's code of four letters, a player's word, the key of the console."""

import secrets

LETTERS = "ABCDEFHJKLMNPRTUVWXY"
"""Letters that nobody takes for another one or for a digit: no G, I, O, Q, S, Z."""
CODE = 4
CONSONANTS, VOWELS, SYLLABLES = "bdfgjklmnprtvz", "aeiou", 5
"""Syllables of a word, 70 of which there are: 1.7 billion words."""


def new_code() -> str:
    """Draw the code of a game."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def new_word() -> str:
    """Draw a word that can be spoken, by which a player comes back from another browser."""
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(SYLLABLES))


def new_key() -> str:
    """Draw a key that nobody guesses."""
    return secrets.token_urlsafe(24)


def same(given: str, known: str) -> bool:
    """Compare what somebody typed with what is known, in a time that tells nothing; case and spaces do not matter."""
    typed = "".join(given.split()).casefold()
    return secrets.compare_digest(typed.encode(), known.casefold().encode())
