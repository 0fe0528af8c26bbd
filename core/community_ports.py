"""What a bot among many people needs of the storage beside the conversation: Protocols, four methods at most.

As in `core.ports`, every method may raise `StorageError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from core.types.communities import CommunityRules
from core.types.identifiers import Identity, MessageRef, Place, SessionId, TurnId, UserId

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What can be written as JSON."""


class PostedGalleries(Protocol):
    """Knows which gallery a message shows."""

    async def turn_shown_by(self, platform: str, message: MessageRef) -> TurnId | None:
        """The turn whose gallery a platform's message shows, or `None` where it shows none of ours."""
        ...


class Role(StrEnum):
    """What a message of ours is for, beside the galleries."""

    HEADER = "header"
    """Says what was asked for, above the first gallery."""
    PHOTO = "photo"
    """One image of a gallery by itself; whoever may answer can react to it."""
    FILE = "file"
    """One image as it was made."""
    POLL = "poll"
    """Takes votes; it stands where the gallery does, and is named by the number of the poll."""
    TEXT = "text"
    """Tells what was asked for or written: a failure, or the expansions."""
    END = "end"
    RECAP = "recap"
    REPORT = "report"
    """Tells moderators what somebody has reported; with a number it is one of the images."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionMessage:
    """A message of ours that belongs to a turn; `number` is that of the one image it shows."""

    message: MessageRef
    turn: TurnId
    role: Role
    number: int | None = None


class SessionMessages(Protocol):
    """Knows the messages of sessions beside their galleries, on platforms that let no bot look for them."""

    async def note(self, platform: str, messages: Sequence[SessionMessage]) -> None:
        """Write messages down; one that is noted again is what it was noted as last."""
        ...

    async def named(self, platform: str, message: MessageRef) -> SessionMessage | None:
        """What a message is for, or `None` where it is none of ours."""
        ...

    async def of_session(self, platform: str, session_id: SessionId) -> Sequence[SessionMessage]:
        """All that are known of a session, oldest turns first."""
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

    async def move(self, platform: str, old: str, new: str, *, at: float) -> Sequence[SessionId]:
        """Let a community's rules and sessions, and what it has spent today, be those of another name of it.

        For groups that get another number. Rules of the new name stand where it has decided some already.
        Returns the sessions that have moved: whoever holds them in memory must let go of them. Told again,
        it changes nothing.
        """
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
        that moderators blocked an account, and what a day has cost a community, whoever it was. Image files
        go at once or, where they are younger than an hour, with one of the next sweeps.
        """
        ...


MOST_WRONG_CODES = 5
WRONG_CODES_SECONDS = 600.0
"""How many wrong codes one person may give within how long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """Two people have become one: who they are now, and with which accounts.

    Whoever holds `changed` sessions in memory must let go of them: answers in them have changed hands.
    """

    user: UserId
    accounts: tuple[Identity, ...]
    changed: tuple[SessionId, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Separated:
    """An account is a person of its own again; `changed` sessions must be let go of, as with `Joined`."""

    user: UserId
    left: tuple[Identity, ...]
    """The accounts that the other person goes on with."""
    changed: tuple[SessionId, ...] = ()


class Links(Protocol):
    """Makes one person of two accounts, and two people of one."""

    async def offer(self, user: UserId, *, code: str, until: float) -> None:
        """Let the code join others to this person once, until then; it takes the place of an earlier one."""
        ...

    async def join(self, user: UserId, code: str, *, at: float) -> Joined:
        """Let all that is the person's belong to whoever offered the code.

        Of two votes for one gallery the newer one stands. Beliefs under the same user model add up, others
        are kept, and every pick can still be taken back. The joined person is nobody any more: what comes in
        their name a moment later is refused with a `StorageError`, to be tried again.

        Raises `LinkRefusedError` (no such code, too many wrong ones, the person's own code, two accounts on
        one platform), or `UnfinishedSessionsError` where something is on its way in sessions of the person.
        """
        ...

    async def separate(self, identity: Identity, *, at: float) -> Separated:
        """Make the account a person of its own, with what was done on its platform and a copy of the taste.

        Consents hold for both. Raises `LinkRefusedError` where the account is a person of its own already, or
        `UnfinishedSessionsError` where something is on its way in its sessions.
        """
        ...
