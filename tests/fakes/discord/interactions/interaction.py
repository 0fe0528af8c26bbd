"""One interaction, from the press to everything the bot says to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.messages.seen import SELECTS, walk
from tests.fakes.discord.world.places import Channel
from tests.fakes.discord.world.users import Payload, User

FIRST_RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
TEXT_INPUT = 4
LABEL = 18


class InteractionKind(IntEnum):
    """What somebody did."""

    COMMAND = 2
    COMPONENT = 3
    MODAL = 5


class ResponseKind(IntEnum):
    """What the bot can answer first."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    MODAL = 9


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to fill in."""

    custom_id: str
    label: str
    value: str
    placeholder: str
    required: bool
    least: int
    most: int
    component: Payload


@dataclass(kw_only=True, eq=False)
class Modal:
    """A form that somebody sees."""

    custom_id: str
    title: str
    components: list[Payload]
    asked_by: Interaction

    @property
    def fields(self) -> list[Field]:
        """What can be filled in, from the top."""
        labels: dict[int, str] = {
            id(one["component"]): one["label"] for one in self.components if one["type"] == LABEL
        }
        return [
            Field(
                custom_id=one["custom_id"],
                label=labels.get(id(one)) or one.get("label") or "",
                value=one.get("value") or "",
                placeholder=one.get("placeholder") or "",
                required=one.get("required") is not False,
                least=one.get("min_length") or 0,
                most=4000 if one.get("max_length") is None else one["max_length"],
                component=one,
            )
            for one in walk(self.components)
            if one["type"] in (TEXT_INPUT, *SELECTS)
        ]


@dataclass(frozen=True, kw_only=True)
class Response:
    """The first answer, and how long it took."""

    kind: ResponseKind
    seconds: float
    message: Message | None = None
    modal: Modal | None = None
    ephemeral: bool = False


@dataclass(kw_only=True, eq=False)
class Interaction:
    """Something that somebody did and the bot is to answer."""

    id: int
    token: str
    kind: InteractionKind
    user: User
    channel: Channel
    began_at: float
    name: str
    source: Message | None = None
    caused_by: Interaction | None = None
    """The interaction that asked for the form which was sent."""
    response: Response | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def metadata(self) -> Payload:
        """What a message says about the interaction it answers."""
        body: Payload = {
            "id": str(self.id),
            "type": int(self.kind),
            "user": self.user.payload(),
            "authorizing_integration_owners": {"0": str(self.channel.guild_id or 0)},
        }
        if self.kind is InteractionKind.COMPONENT and self.source is not None:
            body["interacted_message_id"] = str(self.source.id)
        if self.caused_by is not None:
            body["triggering_interaction_metadata"] = self.caused_by.metadata()
        return body
