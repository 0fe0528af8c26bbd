"""Texts in Telegram's HTML, read as strictly as Telegram reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.fakes.telegram.rules.texts import Formatted, units
from tests.fakes.telegram.world.users import Payload

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_CHARACTER = re.compile(r"&(?:(?P<name>lt|gt|amp|quot)|#(?P<number>\d+)|#x(?P<hex>[0-9a-fA-F]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>[^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:=(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9.-]+)))?""")
_MENTION = re.compile(r"tg://user\?id=(\d+)$")


class MarkupError(ValueError):
    """A text that Telegram cannot read; the message is Telegram's."""


@dataclass(kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass
class _Reader:
    source: str
    place: int = 0
    text: str = ""
    opened: list[_Open] = field(default_factory=list)
    entities: list[Payload] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.place < len(self.source):
            self._step()
        if self.opened:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Formatted(text=self.text, entities=tuple(self.entities))

    def _step(self) -> None:
        character = self.source[self.place]
        if character == "&" and (match := _CHARACTER.match(self.source, self.place)):
            self.text += _character(match)
            self.place = match.end()
        elif character == "<":
            self._tag()
        else:
            self.text += character
            self.place += 1

    def _tag(self) -> None:
        where = len(self.source[: self.place].encode())
        match = _TAG.match(self.source, self.place)
        if match is None:
            raise MarkupError(f"Unclosed start tag at byte offset {where}")
        name = match["name"].lower()
        if match["end"]:
            self._end(name, where)
        else:
            self._start(name, match["rest"], where)
        self.place = match.end()

    def _start(self, name: str, rest: str, where: int) -> None:
        if name not in _KINDS:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {where}')
        if _ATTRIBUTE.sub("", rest).strip():
            expected = "Expected equal sign in declaration of an attribute of the tag"
            raise MarkupError(f'{expected} "{name}" at byte offset {where}')
        attributes = {
            one[0].lower(): _CHARACTER.sub(_character, one[1] or one[2] or one[3])
            for one in _ATTRIBUTE.findall(rest)
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.opened.append(_Open(tag=name, attributes=attributes, offset=units(self.text)))

    def _end(self, name: str, where: int) -> None:
        if not self.opened:
            raise MarkupError(f"Unexpected end tag at byte offset {where}")
        last = self.opened.pop()
        if name not in ("", last.tag):
            raise MarkupError(
                f'Unmatched end tag at byte offset {where}, expected "</{last.tag}>", found "</{name}>"'
            )
        length = units(self.text) - last.offset
        more = _more(last)
        if length and more is not None:
            kind = more.pop("type", _KINDS[last.tag])
            self.entities.append({"type": kind, "offset": last.offset, "length": length} | more)


def read_html(source: str) -> Formatted:
    """The text and the entities of a text in HTML."""
    return _Reader(source.replace("\r", "")).read()


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["number"]) if match["number"] else int(match["hex"], 16)
    return chr(code) if 0 < code < 0x110000 else match.group()


def _more(opened: _Open) -> Payload | None:
    """What an entity says besides its place; None where the tag stands for nothing."""
    attributes = opened.attributes
    if opened.tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": attributes.get("emoji-id", "")}
    if opened.tag != "a":
        return {}
    address = attributes.get("href", "")
    mentioned = _MENTION.match(address)
    if mentioned:
        return {"type": "text_mention", "user": {"id": int(mentioned[1])}}
    return {"url": address} if re.match(r"(https?|tg)://[^\s/]", address) else None
