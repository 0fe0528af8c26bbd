"""What a bot among many people keeps, in memory (the contract suite runs on these and on the real ones)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.community_ports import Json, Report, SavedImage
from core.types.communities import CommunityRules
from core.types.identifiers import SessionId, UserId


class InMemoryCommunities:
    """A Communities port."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], CommunityRules] = {}

    async def rules_of(self, platform: str, community: str) -> CommunityRules:
        """What holds there now."""
        return self._rules.get((platform, community), CommunityRules())

    async def save_rules(
        self, platform: str, community: str, rules: CommunityRules, *, by: UserId, at: float
    ) -> None:
        """Let these rules hold from now on."""
        self._rules[platform, community] = rules


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
