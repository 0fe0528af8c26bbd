"""What a bot among many people keeps, in memory (the contract suite runs on these and on the real ones)."""

from __future__ import annotations

from collections.abc import Mapping

from core.community_ports import Json
from core.types.communities import CommunityRules
from core.types.identifiers import UserId


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
