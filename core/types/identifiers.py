"""Names of things: short, opaque strings that fit into a chat platform's button data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

SessionId = NewType("SessionId", str)
"""16 hexadecimal digits."""

TurnId = NewType("TurnId", str)
"""`<session>.<serial>`; it names the turn and its gallery alike."""

UserId = NewType("UserId", str)
"""A person, whichever platform they come from."""

EventKey = NewType("EventKey", str)
"""What the platform calls one press or message; a repeated one is dropped."""

ImageHash = NewType("ImageHash", str)
"""SHA-256 of an image's bytes, in hexadecimal."""

ShareToken = NewType("ShareToken", str)
"""Names a shared recap in its link; whoever has it may see the recap."""


def turn_id(session_id: SessionId, serial: int) -> TurnId:
    """The name of a session's turn, counted from 1 over all its turns, undone ones too."""
    return TurnId(f"{session_id}.{serial}")


def session_of(turn: TurnId) -> SessionId:
    """The session of a turn."""
    return SessionId(turn.partition(".")[0])


def serial_of(turn: TurnId) -> int:
    """The serial number of a turn in its session."""
    return int(turn.partition(".")[2])


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who somebody is on one platform; several identities may be one person."""

    platform: str
    account: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a session is shown: a channel of a platform, in that platform's own words.

    `community` is the server that the channel belongs to; direct talks and the web page have none.
    """

    platform: str
    channel: str
    community: str | None = None


def account_of(place: Place) -> str:
    """Whose share of a day's budget pays: the community's, or else all of the platform's together."""
    return place.platform if place.community is None else f"{place.platform}:{place.community}"


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRef:
    """One message that a platform has posted for us."""

    channel: str
    message: str
