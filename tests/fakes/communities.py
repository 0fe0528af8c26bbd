"""What a bot among many people keeps, in memory (the contract suite runs on these and on the real ones)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.budget import day_of
from core.community_ports import Json, Report, SavedImage, SessionMessage
from core.types.communities import CommunityRules
from core.types.identifiers import MessageRef, SessionId, UserId, serial_of, session_of
from core.types.sessions import Session
from tests.fakes.stores import InMemorySpending, InMemoryStore


class InMemoryCommunities:
    """A Communities port over a store in memory."""

    def __init__(self, store: InMemoryStore, spending: InMemorySpending | None = None) -> None:
        self._store = store
        self._spending = spending or InMemorySpending()
        self._rules: dict[tuple[str, str], CommunityRules] = {}

    async def rules_of(self, platform: str, community: str) -> CommunityRules:
        """What holds there now."""
        return self._rules.get((platform, community), CommunityRules())

    async def save_rules(
        self, platform: str, community: str, rules: CommunityRules, *, by: UserId, at: float
    ) -> None:
        """Let these rules hold from now on."""
        self._rules[platform, community] = rules

    async def move(self, platform: str, old: str, new: str, *, at: float) -> Sequence[SessionId]:
        """Let what holds in a community, and its sessions, be those of another name of it."""
        if old == new:
            return ()
        if (rules := self._rules.pop((platform, old), None)) is not None:
            channels = tuple(_moved(channel, old, new) for channel in rules.channels)
            told_in = rules.report_channel and _moved(rules.report_channel, old, new)
            self._rules.setdefault((platform, new), replace(rules, channels=channels, report_channel=told_in))
        self._spending.move(day_of(at), f"{platform}:{old}", f"{platform}:{new}")
        within = [one for one in self._store._sessions.values() if _is_in(one, platform, old)]
        for session in within:
            place = replace(session.place, community=new, channel=_moved(session.place.channel, old, new))
            self._store._sessions[session.id] = replace(session, place=place, version=session.version + 1)
        return sorted(session.id for session in within)


def _is_in(session: Session, platform: str, community: str) -> bool:
    return (session.place.platform, session.place.community) == (platform, community)


def _moved(channel: str, old: str, new: str) -> str:
    is_topic = channel.startswith(f"{old}:")
    return new + channel[len(old) :] if is_topic or channel == old else channel


class InMemorySessionMessages:
    """A SessionMessages port over a store in memory."""

    def __init__(self, store: InMemoryStore) -> None:
        self._store = store
        self._noted: dict[tuple[str, MessageRef], SessionMessage] = {}

    async def note(self, platform: str, messages: Sequence[SessionMessage]) -> None:
        """Write messages down; those of sessions that are no more are dropped."""
        for one in messages:
            if session_of(one.turn) in self._store._sessions:
                self._noted[platform, one.message] = one

    async def named(self, platform: str, message: MessageRef) -> SessionMessage | None:
        """What a message is for."""
        return self._noted.get((platform, message))

    async def of_session(self, platform: str, session_id: SessionId) -> Sequence[SessionMessage]:
        """All that are known of a session, oldest turns first."""
        own = [
            one
            for (where, _), one in self._noted.items()
            if where == platform and session_of(one.turn) == session_id
        ]
        return sorted(
            own,
            key=lambda one: (
                serial_of(one.turn),
                one.number or 0,
                one.message.channel,
                one.message.message,
            ),
        )


class InMemoryAuditLog:
    """An AuditLog; `entries` is all that was noted, oldest first."""

    def __init__(self) -> None:
        self.entries: list[tuple[UserId, str, Mapping[str, Json], float]] = []

    async def note(self, user: UserId, action: str, details: Mapping[str, Json], *, at: float) -> None:
        """Write down that somebody did something."""
        self.entries.append((user, action, details, at))


class InMemorySaved:
    """A Saved port."""

    def __init__(self) -> None:
        self._saved: dict[tuple[UserId, SessionId, int, int], SavedImage] = {}

    async def save(self, user: UserId, image: SavedImage) -> None:
        """Mark an image; marked again, it stays where it was."""
        self._saved.setdefault((user, image.session, image.serial, image.position), image)

    async def unsave(self, user: UserId, session_id: SessionId, *, serial: int, position: int) -> None:
        """Take a mark back, if there is one."""
        self._saved.pop((user, session_id, serial, position), None)

    async def saved_of(self, user: UserId, *, limit: int) -> Sequence[SavedImage]:
        """What the person has marked, newest first."""
        own = [image for (owner, *_), image in self._saved.items() if owner == user]
        return sorted(own, key=lambda image: (-image.at, image.session, image.serial, image.position))[:limit]


class InMemoryReports:
    """A Reports port; `recorded` is all that was reported, oldest first."""

    def __init__(self) -> None:
        self.recorded: list[Report] = []

    async def record(self, report: Report) -> None:
        """Write a report down."""
        self.recorded.append(report)
