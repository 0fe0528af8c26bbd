"""What a bot among many people needs of the storage beside the conversation: Protocols, four methods at most.

As in `core.ports`, every method may raise `StorageError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from core.types.communities import CommunityRules
from core.types.identifiers import MessageRef, Place, SessionId, TurnId, UserId

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What can be written as JSON."""


class PostedGalleries(Protocol):
    """Knows which gallery a message shows."""

    async def turn_shown_by(self, platform: str, message: MessageRef) -> TurnId | None:
        """The turn whose gallery a platform's message shows, or `None` where it shows none of ours."""
        ...


class Activity(Protocol):
    """Knows how much somebody does."""

    async def begun_since(self, user: UserId, place: Place, *, at: float) -> int:
        """How many sessions the person has begun in that place's community, or outside any, since `at`.

        Channels are not told apart; sessions that failed before their first gallery do not count.
        """
        ...


class Communities(Protocol):
    """Knows what holds in each community; who may decide that is the caller's affair."""

    async def rules_of(self, platform: str, community: str) -> CommunityRules:
        """What holds there now; the rules of a community that has decided nothing are the defaults."""
        ...

    async def save_rules(
        self, platform: str, community: str, rules: CommunityRules, *, by: UserId, at: float
    ) -> None:
        """Let these rules hold from now on; the audit log tells what they were before."""
        ...


class AuditLog(Protocol):
    """Remembers what moderators have done."""

    async def note(self, user: UserId, action: str, details: Mapping[str, Json], *, at: float) -> None:
        """Write down that somebody did something, for good.

        The entry outlives the person, who is no longer named in it then: details hold nothing they wrote.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedImage:
    """An image that somebody marked for themselves: the slate position of a session's turn, and when."""

    session: SessionId
    serial: int
    position: int
    at: float


class Saved(Protocol):
    """Knows which images people have marked for themselves, in anybody's sessions."""

    async def save(self, user: UserId, image: SavedImage) -> None:
        """Mark an image; marked again, it stays where it was."""
        ...

    async def unsave(self, user: UserId, session_id: SessionId, *, serial: int, position: int) -> None:
        """Take a mark back, if there is one."""
        ...

    async def saved_of(self, user: UserId, *, limit: int) -> Sequence[SavedImage]:
        """What the person has marked, newest first."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One person's complaint about a gallery, or about the image at one of its slate positions.

    `kind` says in a word what is wrong, `words` are the person's own.
    """

    kind: str
    session: SessionId
    serial: int
    position: int | None
    by: UserId
    at: float
    community: str | None = None
    words: str | None = None


class Reports(Protocol):
    """Keeps what people complain about; telling the moderators is the caller's affair."""

    async def record(self, report: Report) -> None:
        """Write a report down, for good and, without its words, in the audit log."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What went when somebody was forgotten; `withdrawn` counts the records by kind.

    Whoever holds `gone` or `changed` sessions in memory must let go of them: the former were the person's own
    and exist no more, from the latter their votes have been taken.
    """

    id: str
    withdrawn: Mapping[str, int]
    gone: tuple[SessionId, ...]
    changed: tuple[SessionId, ...]


class PersonalData(Protocol):
    """Hands out and takes out what is stored about one person."""

    async def export(self, user: UserId) -> dict[str, Json]:
        """All that is stored about the person, by kind; images are named by their hash."""
        ...

    async def forget(self, user: UserId, *, at: float) -> Forgotten:
        """Delete the person, their sessions whole, and what they did in others' sessions.

        Raises `UnfinishedSessionsError` and deletes nothing where sessions of theirs go on: cancel these
        first. Whoever comes back is somebody new.

        It stays that somebody was forgotten and how many records went, what others' beliefs learnt in their
        sessions, what the audit log tells (without naming them), images that others' sessions show as well,
        and that moderators blocked an account. Image files go at once or, where they are younger than an
        hour, with one of the next sweeps.
        """
        ...
