"""User text as data: JSON in which no text can end its string, a line, a tag or a fence, or name a role."""

from __future__ import annotations

import json
import re
import unicodedata

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_STRUCTURAL = re.compile(r"[<>\[\]{}|`]")
"""What tags, fences, placeholders and role markers (`<|im_start|>`, `[INST]`) are made of.

A server that knows such markers takes them for its own wherever they stand, also in the middle of JSON."""

_JOINERS = "\u200c\u200d"
"""Scripts and emoji need these two; all other invisible characters only hide text."""


def quoted(described: object) -> str:
    """The object as JSON, one string to a line, with what is structural in its strings escaped."""
    text = json.dumps(_visible_in(described), ensure_ascii=False, indent=1)
    return _STRING.sub(lambda match: _STRUCTURAL.sub(_escape, match[0]), text)


def visible(text: str) -> str:
    """The text on one line, without control characters and without whatever cannot be seen."""
    shown = (" " if character.isspace() else character for character in text)
    return " ".join("".join(one for one in shown if _is_visible(one)).split())


def _is_visible(character: str) -> bool:
    return character in _JOINERS or character == " " or not unicodedata.category(character).startswith("C")


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _visible_in(described: object) -> object:
    if isinstance(described, str):
        return visible(described)
    if isinstance(described, dict):
        return {key: _visible_in(value) for key, value in described.items()}
    return [_visible_in(one) for one in described] if isinstance(described, list) else described
