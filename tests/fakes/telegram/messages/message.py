"""A message as it is seen now: its text or file, its buttons, its reactions."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.telegram.messages.polls import Poll
from tests.fakes.telegram.rules.texts import Formatted
from tests.fakes.telegram.world.files import StoredFile
from tests.fakes.telegram.world.users import Payload, User


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button below a message, with what it does; `raw` is all that the bot said of it."""

    label: str
    data: str | None = None
    url: str | None = None
    raw: Payload = field(repr=False)


@dataclass(kw_only=True, eq=False)
class Message:
    """A message in a chat, changed by edits and reactions."""

    id: int
    chat_id: int
    sender: User
    date: int
    formatted: Formatted | None = None
    photo: StoredFile | None = None
    document: StoredFile | None = None
    poll: Poll | None = None
    service: Payload | None = None
    keyboard: list[list[Payload]] = field(default_factory=list)
    other_markup: Payload | None = None
    """What else the bot put below it, such as a forced reply; such a message cannot be edited."""
    reply_to: Message | None = None
    topic: int | None = None
    topic_start: Message | None = None
    """The message that began the topic; Telegram takes every other one there for a reply to it."""
    album: str | None = None
    has_spoiler: bool = False
    caption_above: bool = False
    link_preview_options: Payload | None = None
    is_protected: bool = False
    is_silent: bool = False
    in_name_of_group: bool = False
    edits: int = 0
    edit_date: int | None = None
    is_deleted: bool = False
    reactions: dict[User, tuple[str, ...]] = field(default_factory=dict)
    anonymous_reactions: dict[User, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_media(self) -> bool:
        """Whether its text is the caption of a file."""
        return self.photo is not None or self.document is not None

    @property
    def text(self) -> str | None:
        """Its plain text; None where it is no message of text."""
        return None if self.formatted is None or self.has_media else self.formatted.text

    @property
    def caption(self) -> str | None:
        """The plain text below its photo or document."""
        return self.formatted.text if self.formatted is not None and self.has_media else None

    @property
    def entities(self) -> list[Payload]:
        """The entities of its text or caption."""
        return [] if self.formatted is None else list(self.formatted.entities)

    @property
    def html(self) -> str:
        """Its text or caption, as HTML."""
        return "" if self.formatted is None else self.formatted.html

    @property
    def buttons(self) -> list[list[Button]]:
        """The buttons below it, row by row."""
        return [
            [
                Button(label=one["text"], data=one.get("callback_data"), url=one.get("url"), raw=one)
                for one in row
            ]
            for row in self.keyboard
        ]

    @property
    def labels(self) -> list[list[str]]:
        """What stands on its buttons."""
        return [[button.label for button in row] for row in self.buttons]

    @property
    def sent_bytes(self) -> bytes | None:
        """Its photo or document as the bot has sent it."""
        file = self.photo or self.document
        return None if file is None else file.sent_bytes

    @property
    def shown_bytes(self) -> bytes | None:
        """Its photo as it is shown, recompressed, or its document."""
        file = self.photo or self.document
        return None if file is None else file.content

    def __repr__(self) -> str:
        what = self.text or self.caption or (self.poll and self.poll.question.text) or self.service or "…"
        return f"<message {self.id} by {self.sender.name}: {what!r:.60}>"
