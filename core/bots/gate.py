"""Holds people to what a community's moderators have decided, and to the pace that the operator has set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.recent import Recent
from core.errors import BlockedTextError, NotNowError
from core.safety import BlockList
from core.types.communities import CommunityRules
from core.types.identifiers import Place, UserId
from core.types.sessions import Rules

DAY_SECONDS = 24 * 60 * 60

Change = Callable[[CommunityRules], CommunityRules]
Named = Callable[[str | None, Iterable[str]], str]
"""How a platform shows channels or roles of one of its communities to people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Somebody who wants to begin a session, and where; channels and roles as the platform names them.

    A thread belongs to its channel, so there can be two of these.
    """

    account: int
    place: Place
    channels: frozenset[str]
    roles: frozenset[str] = frozenset()


class Gate:
    """Knows the rules of every community; in a direct talk with the bot there are none."""

    def __init__(
        self,
        services: BotServices,
        members: Members,
        *,
        cooldown_seconds: float,
        channels: Named,
        roles: Named,
    ) -> None:
        self._services = services
        self._members = members
        self._cooldown_seconds = cooldown_seconds
        self._channels_named = channels
        self._roles_named = roles
        self._changing = asyncio.Lock()
        self._began_at: Recent[int, float] = Recent()
        self._under_way: set[int] = set()

    async def rules_of(self, community: str | None) -> CommunityRules:
        """What holds in that community now."""
        if community is None:
            return CommunityRules()
        return await self._services.communities.rules_of(self._services.platform, community)

    async def change(self, community: str, account: int, change: Change) -> CommunityRules:
        """Let other rules hold from now on; that the account may decide is the caller's to check."""
        by = await self._members.recognise(account)
        async with self._changing:  # two moderators at once must not undo each other's change
            rules = change(await self.rules_of(community))
            await self._services.communities.save_rules(
                self._services.platform, community, rules, by=by, at=self._services.clock()
            )
        return rules

    def check_pace(self, account: int) -> None:
        """Refuse whoever has begun a session a moment ago."""
        began_at = self._began_at.get(account)
        left = 0.0 if began_at is None else began_at + self._cooldown_seconds - self._services.clock()
        if left > 0:
            raise NotNowError("refused-too-soon", seconds=max(1, round(left)))

    @asynccontextmanager
    async def one_at_a_time(self, account: int) -> AsyncIterator[None]:
        """Begin a session within: two at once by one person could pass a quota of one."""
        if account in self._under_way:
            raise NotNowError("refused-too-soon", seconds=1)
        self._under_way.add(account)
        try:
            yield
            self._began_at.remember(account, self._services.clock())
        finally:
            self._under_way.discard(account)

    async def check_may_begin(self, asker: Asker) -> None:
        """Refuse, with the reason, whoever may not begin a session there now."""
        community, platform = asker.place.community, self._services.platform
        rules = await self.rules_of(community)
        self._check_not_blocked(rules, asker.account)
        if rules.channels and asker.channels.isdisjoint(rules.channels):
            named = self._channels_named(community, rules.channels)
            raise NotNowError("refused-channel", platform=platform, channels=named)
        if rules.starters and asker.roles.isdisjoint(rules.starters):
            named = self._roles_named(community, rules.starters)
            raise NotNowError("refused-role", platform=platform, roles=named)
        if rules.sessions_per_day is not None:
            await self._check_quota(asker, rules.sessions_per_day)

    async def check_may_answer(self, community: str | None, account: int) -> None:
        """Refuse a blocked member's answers."""
        self._check_not_blocked(await self.rules_of(community), account)

    async def check_text(self, community: str | None, text: str) -> None:
        """Refuse a text with a word that the community has blocked; other lists are not asked here."""
        rules = await self.rules_of(community)
        reason = await _block_list(rules.blocked_words).refused_text(text)
        if reason:
            raise BlockedTextError(reason)

    async def usual_rules(self, community: str | None, *, most_turns: int) -> tuple[Rules, int]:
        """What holds for a new session there, and how many turns may be asked for at most."""
        rules, usual = await self.rules_of(community), self._services.rules
        if rules.hides_images_above is not None:
            usual = replace(usual, hides_images_above=rules.hides_images_above)
        if rules.turns is None:
            return usual, most_turns
        return replace(usual, turns=rules.turns), rules.turns

    async def _check_quota(self, asker: Asker, most: int) -> None:
        user: UserId = await self._members.recognise(asker.account)
        since = self._services.clock() - DAY_SECONDS
        if await self._services.activity.begun_since(user, asker.place, at=since) >= most:
            raise NotNowError("refused-quota", platform=self._services.platform, most=most)

    def _check_not_blocked(self, rules: CommunityRules, account: int) -> None:
        if str(account) in rules.blocked_members:
            raise NotNowError("refused-blocked-member", platform=self._services.platform)


@lru_cache(maxsize=256)
def _block_list(words: tuple[str, ...]) -> BlockList:
    """Compiled once for each change of the words."""
    return BlockList(words)
