"""One-time codes that people carry from one platform to the other: made to be read, and read forgivingly."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without digits and letters that look alike (0 and O, 1, I and L), and without U, so that no words arise."""

CODE_CHARACTERS = 8


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))


def shown(code: str) -> str:
    """The code as people are shown it: in two halves."""
    half = CODE_CHARACTERS // 2
    return f"{code[:half]}-{code[half:]}"


def read_code(text: str) -> str:
    """The code that somebody typed, in whatever case and with whatever between its characters."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).upper()
