"""Messages of Telegram as an HTML page, from what the bot sent: a likeness of Telegram's own program.

It knows what the bot sends, as the imitation of Telegram understood it: texts, photos, albums, files, polls
and buttons. Nothing is drawn that Telegram would have refused.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from benchmarks import drawing
from benchmarks.drawing import image, keycaps
from tests.fakes.telegram import Message, Person, Poll

STYLE = Path(__file__).with_suffix(".css")
WIDTH = 500
QUOTED_CHARACTERS = 60


class Drawing:
    """Draws a chat as somebody sees it in their own program: what they wrote stands on the right."""

    def __init__(self, viewer: Person, *, voting: str, hidden: str) -> None:
        self._viewer = viewer
        self._voting = voting
        """What Telegram's program says below an open poll, in the viewer's language."""
        self._hidden = hidden

    def page(self, messages: Sequence[Message], *, toast: str = "") -> str:
        """Messages in their order, and what a press is answered with."""
        groups = [list(group) for _, group in groupby(messages, key=lambda one: one.album or str(one.id))]
        parts = [self._message(group) for group in groups]
        if toast:
            parts.append(f'<div class="toast">{keycaps(html.escape(toast))}</div>')
        return drawing.page(STYLE.read_text(), *parts, width=WIDTH)

    def _message(self, group: Sequence[Message]) -> str:
        """One message, or an album."""
        first, is_own = group[0], group[0].sender is self._viewer
        name = html.escape(first.sender.name)
        author = "" if is_own else f'<div class="author">{name}</div>'
        bubble = f'<div class="bubble">{author}{_quote(first)}{self._body(group)}{_reactions(group)}</div>'
        column = f'<div class="column">{bubble}{_keyboard(group[-1])}</div>'
        avatar = "" if is_own else f'<div class="avatar">{name[:1].upper()}</div>'
        return f'<div class="message{" own" if is_own else ""}">{avatar}{column}</div>'

    def _body(self, group: Sequence[Message]) -> str:
        message = group[0]
        words = "" if len(group) > 1 or not message.html else f'<div class="words">{_words(message)}</div>'
        if message.poll is not None:
            return self._poll(message.poll)
        if message.document is not None:
            return "".join(map(_file, group)) + words
        if message.photo is not None:
            kind = "album" if len(group) > 1 else "photo"
            return f'<div class="{kind} wide">{"".join(map(_photo, group))}</div>{words}'
        return words

    def _poll(self, poll: Poll) -> str:
        chosen = poll.votes.get(self._viewer, ())
        options = "".join(
            f'<div class="option"><span class="dot{" chosen" if number in chosen else ""}"></span>'
            f"<span>{html.escape(option.text.text)}</span>"
            f"{image(option.photo.content) if option.photo else ''}</div>"
            for number, option in enumerate(poll.options)
        )
        about = (
            "" if poll.description is None else f"<blockquote>{keycaps(poll.description.html)}</blockquote>"
        )
        question = html.escape(poll.question.text)
        note = f"<small>{self._voting} · {self._hidden}</small>"
        return f'<div class="poll">{about}<h3>{question}</h3>{note}{options}</div>'


def _words(message: Message) -> str:
    return keycaps(message.html.replace("</blockquote>\n", "</blockquote>"))


def _photo(message: Message) -> str:
    assert message.shown_bytes is not None
    return f"<div{' class=hidden' if message.has_spoiler else ''}>{image(message.shown_bytes)}</div>"


def _file(message: Message) -> str:
    assert message.document is not None
    size = f"{len(message.document.content) / 1024:.0f} KB"
    name = html.escape(message.document.name)
    return f'<div class="file">{image(message.document.content)}<div>{name}<small>{size}</small></div></div>'


def _quote(message: Message) -> str:
    """What the message answers."""
    answered = message.reply_to
    if answered is None:
        return ""
    said = answered.text or answered.caption or (answered.poll.question.text if answered.poll else "")
    line = html.escape(" ".join(said.split())[:QUOTED_CHARACTERS])
    return f'<div class="quote"><b>{html.escape(answered.sender.name)}</b><span>{keycaps(line)}</span></div>'


def _reactions(group: Sequence[Message]) -> str:
    shown = [emoji for message in group for emojis in message.reactions.values() for emoji in emojis]
    chips = "".join(f'<span class="reaction">{emoji} 1</span>' for emoji in shown)
    return f'<div class="reactions">{chips}</div>' if chips else ""


def _keyboard(message: Message) -> str:
    rows = "".join(
        '<div class="row">'
        + "".join(
            f'<span class="button{" leads" if one.url else ""}">{keycaps(html.escape(one.label))}</span>'
            for one in row
        )
        + "</div>"
        for row in message.buttons
    )
    return f'<div class="keyboard">{rows}</div>' if rows else ""
