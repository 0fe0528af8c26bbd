"""Texts with entities: measured in UTF-16 code units, trimmed, and with what Telegram finds by itself."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from tests.fakes.telegram.world.users import Payload

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[a-zA-Z0-9_]{3,32})\b"
    r"|(?<!\w)(?P<hashtag>#\w+)"
)
_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
STYLES = (*_TAGS, "expandable_blockquote", "text_link", "text_mention", "custom_emoji")
_VERBATIM = ("code", "pre", "text_link", "text_mention")


def units(text: str) -> int:
    """How many UTF-16 code units a text has; Telegram counts in them."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """A part of a text, by UTF-16 code units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@dataclass(frozen=True, kw_only=True)
class Formatted:
    """A text and its entities."""

    text: str
    entities: tuple[Payload, ...] = ()

    @property
    def html(self) -> str:
        """The text with its entities as HTML."""
        opening: dict[int, list[str]] = {}
        closing: dict[int, list[str]] = {}
        for entity in self.entities:
            tags = _html_tags(entity)
            if tags is not None and entity["length"]:
                opening.setdefault(entity["offset"], []).append(tags[0])
                closing.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
        written, position = "", 0
        for character in self.text:
            written += "".join(closing.get(position, ())) + "".join(opening.get(position, ()))
            written += html.escape(character, quote=False)
            position += units(character)
        return written + "".join(closing.get(position, ()))

    def trimmed(self) -> Formatted:
        """Without white space at both ends."""
        text = self.text.strip()
        first = units(self.text) - units(self.text.lstrip())
        last = units(text)
        kept: list[Payload] = []
        for entity in self.entities:
            start = max(entity["offset"] - first, 0)
            end = min(entity["offset"] + entity["length"] - first, last)
            if end > start:
                kept.append(entity | {"offset": start, "length": end - start})
        return Formatted(text=text, entities=tuple(kept))

    def with_found(self) -> Formatted:
        """With the commands, mentions, addresses and hashtags that Telegram finds in every text."""
        found = list(self.entities)
        for match in _FOUND.finditer(self.text):
            assert match.lastgroup is not None
            offset, length = units(self.text[: match.start()]), units(match.group())
            if not any(_covers(entity, offset, length) for entity in self.entities):
                found.append({"type": match.lastgroup, "offset": offset, "length": length})
        found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(text=self.text, entities=tuple(found))

    def named(self, kind: str) -> list[str]:
        """The parts of the text with one kind of entity."""
        return [cut(self.text, one["offset"], one["length"]) for one in self.entities if one["type"] == kind]


def plain(text: str) -> Formatted:
    """A text as a person types it."""
    return Formatted(text=text).trimmed().with_found()


def _covers(entity: Payload, offset: int, length: int) -> bool:
    inside = entity["offset"] < offset + length and offset < entity["offset"] + entity["length"]
    return entity["type"] in _VERBATIM and inside


def _html_tags(entity: Payload) -> tuple[str, str] | None:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = _TAGS.get(kind)
    return None if tag is None else (f"<{tag}>", f"</{tag}>")
