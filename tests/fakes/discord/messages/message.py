"""A message as it is stored, and as the members see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.discord.messages.pinging import pings
from tests.fakes.discord.messages.seen import Button, Media, Select, buttons, media, selects, texts
from tests.fakes.discord.world.users import Payload, User

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


@dataclass(kw_only=True, eq=False)
class Attachment:
    """A file that hangs on a message."""

    id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None
    spoiler: bool
    url: str

    def payload(self) -> Payload:
        """The attachment object."""
        body: Payload = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.content),
            "url": self.url,
            "proxy_url": self.url,
            "content_type": self.content_type,
        }
        if self.description is not None:
            body["description"] = self.description
        return body


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change of a message: when, and what was sent to change it."""

    at: float
    body: Payload


@dataclass(kw_only=True, eq=False)
class Message:
    """One message; `seen_only_by` names the only person who sees an ephemeral one."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    written_at: str
    content: str = ""
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    nonce: str | int | None = None
    allowed_mentions: Payload | None = None
    reference: Payload | None = None
    seen_only_by: User | None = None
    interaction: Payload | None = None
    reactions: dict[str, list[User]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    edited_at: str | None = None
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.seen_only_by is not None

    @property
    def loading(self) -> bool:
        """Whether it says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def is_v2(self) -> bool:
        """Whether it is made of Components V2."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def pings(self) -> set[str]:
        """Whom it notifies: `@everyone`, `@here`, and members and roles as they are mentioned."""
        return pings(" ".join([self.content, *texts("", [], self.components)]), self.allowed_mentions)

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, from the top."""
        return buttons(self.components)

    @property
    def selects(self) -> list[Select]:
        """Its menus, from the top."""
        return selects(self.components)

    @property
    def texts(self) -> list[str]:
        """All that can be read in it, from the top."""
        return texts(self.content, self.embeds, self.components)

    @property
    def media(self) -> list[Media]:
        """All pictures and files that it shows, from the top."""
        if self.is_v2:
            return self._placed
        loose = [
            Media(url=one.url, description=one.description, spoiler=one.spoiler, content=one.content)
            for one in self.loose_attachments
        ]
        return [*loose, *self._placed]

    @property
    def loose_attachments(self) -> list[Attachment]:
        """The files that no embed and no component shows; Discord lists only these."""
        placed = {item.url for item in self._placed}
        return [one for one in self.attachments if one.url not in placed]

    @property
    def _placed(self) -> list[Media]:
        return list(media(self.embeds, self.components, {one.url: one for one in self.attachments}))

    def __repr__(self) -> str:
        return f"<message {self.id} by {self.author.name}: {' / '.join(self.texts)[:60]!r}>"
