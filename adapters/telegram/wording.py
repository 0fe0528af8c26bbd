"""Words with the marks of Telegram's HTML, in which people's texts mean nothing but themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from core.bots.showing.wording import PROMPT_CHARACTERS
from core.conversation.gallery import shortened

CAPTION_CHARACTERS = 1024
MESSAGE_CHARACTERS = 4096
TOAST_CHARACTERS = 200
LINKED = re.compile(r"(?<=\w)[.:@](?=[\w/])|[@#/](?=\w)")
"""What makes Telegram draw a link, name somebody (who is told then) or offer a command."""
JOINER = "\u2060"
"""Takes no room, and breaks what would be a link."""


def plain(text: str, *, most: int = PROMPT_CHARACTERS) -> str:
    """A person's text on one line, so that nothing in it is a mark, a link or a call to anybody."""
    return html.escape(within(unlinked(text), most), quote=False)


def within(text: str, most: int) -> str:
    """A text on one line, cut where it is longer than Telegram counts: emojis and the like are two."""
    line = shortened(text, most)
    surplus = len(line.encode("utf-16-le")) // 2 - most
    return line if surplus <= 0 else shortened(line, len(line) - surplus)


def unlinked(text: str) -> str:
    """A text in which Telegram finds no link, name or command."""
    return LINKED.sub(rf"\g<0>{JOINER}", text)


def fitting(lines: Sequence[str], *, most: int = MESSAGE_CHARACTERS) -> str:
    """The first line and the newest others, as many as a message holds; Telegram counts in UTF-16."""
    first, *others = lines
    left, kept = most - _units(first) - 2, list[str]()
    for line in reversed(others):
        left -= _units(line) + 1
        if left < 0:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join((first, *reversed(kept)))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bold(text: str) -> str:
    """Text of ours, in bold."""
    return f"<b>{html.escape(text, quote=False)}</b>"


def quiet(text: str) -> str:
    """Text of ours that stands back."""
    return f"<i>{html.escape(text, quote=False)}</i>"


def escaped(text: str) -> str:
    """Text of ours, which Telegram shall not read as HTML."""
    return html.escape(text, quote=False)


MARKDOWN_BOLD = re.compile(r"\*\*(.+?)\*\*")
MARKDOWN_ITALIC = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


def from_catalogue(text: str) -> str:
    """A text of the catalogue with its few marks (`**bold**`, `*slanted*`) as HTML."""
    return MARKDOWN_ITALIC.sub(r"<i>\1</i>", MARKDOWN_BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False)))
