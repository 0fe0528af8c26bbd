"""Holds people to what a server's moderators have decided, and lets moderators decide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import discord

from adapters.discord.people import Members
from adapters.discord.services import PLATFORM, DiscordServices
from core.errors import BlockedTextError, NotNowError
from core.safety import BlockList
from core.types.communities import CommunityRules
from core.types.identifiers import Place, UserId
from core.types.sessions import Rules

DAY_SECONDS = 24 * 60 * 60

Change = Callable[[CommunityRules], CommunityRules]


class Servers:
    """Knows the rules of every server; in a direct talk with the bot there are none."""

    def __init__(self, services: DiscordServices, members: Members) -> None:
        self._services = services
        self._members = members
        self._changing = asyncio.Lock()

    async def rules_of(self, guild: int | None) -> CommunityRules:
        """What holds on that server now."""
        if guild is None:
            return CommunityRules()
        return await self._services.communities.rules_of(PLATFORM, str(guild))

    async def change(self, interaction: discord.Interaction[Any], change: Change) -> CommunityRules:
        """Let other rules hold from now on where a moderator says so; raises `NotNowError` for others."""
        check_manages(interaction)
        by, guild = await self._members.recognise(interaction.user), interaction.guild_id
        async with self._changing:  # two moderators at once must not undo each other's change
            rules = change(await self.rules_of(guild))
            await self._services.communities.save_rules(
                PLATFORM, str(guild), rules, by=by, at=self._services.clock()
            )
        return rules

    async def check_may_begin(self, interaction: discord.Interaction[Any]) -> None:
        """Refuse, with the reason, whoever may not begin a session there now."""
        rules = await self.rules_of(interaction.guild_id)
        _check_not_blocked(rules, interaction.user.id)
        _check_channel(rules, interaction)
        _check_role(rules, interaction)
        if rules.sessions_per_day is not None:
            await self._check_quota(interaction, rules.sessions_per_day)

    async def check_may_answer(self, guild: int | None, account: int) -> None:
        """Refuse a blocked member's answers."""
        _check_not_blocked(await self.rules_of(guild), account)

    async def check_text(self, guild: int | None, text: str) -> None:
        """Refuse a text with a word that the server has blocked; other lists are not asked here."""
        rules = await self.rules_of(guild)
        reason = await _block_list(rules.blocked_words).refused_text(text)
        if reason:
            raise BlockedTextError(reason)

    async def usual_rules(self, guild: int | None, *, most_turns: int) -> tuple[Rules, int]:
        """What holds for a new session there, and how many turns may be asked for at most."""
        rules, usual = await self.rules_of(guild), self._services.rules
        if rules.turns is None:
            return usual, most_turns
        return replace(usual, turns=rules.turns), rules.turns

    async def _check_quota(self, interaction: discord.Interaction[Any], most: int) -> None:
        user: UserId = await self._members.recognise(interaction.user)
        place = Place(
            platform=PLATFORM, channel=str(interaction.channel_id), community=str(interaction.guild_id)
        )
        since = self._services.clock() - DAY_SECONDS
        if await self._services.activity.begun_since(user, place, at=since) >= most:
            raise NotNowError("refused-quota", most=most)


def check_manages(interaction: discord.Interaction[Any]) -> None:
    """Refuse whoever may not manage the server, whatever its command permissions say."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise NotNowError("refused-not-manager")


def _check_not_blocked(rules: CommunityRules, account: int) -> None:
    if str(account) in rules.blocked_members:
        raise NotNowError("refused-blocked-member")


def _check_channel(rules: CommunityRules, interaction: discord.Interaction[Any]) -> None:
    """A thread belongs to its channel."""
    here = {str(interaction.channel_id), str(getattr(interaction.channel, "parent_id", None))}
    if rules.channels and here.isdisjoint(rules.channels):
        raise NotNowError("refused-channel", channels=" ".join(f"<#{channel}>" for channel in rules.channels))


def _check_role(rules: CommunityRules, interaction: discord.Interaction[Any]) -> None:
    member = interaction.user
    theirs = {str(role.id) for role in member.roles} if isinstance(member, discord.Member) else set()
    if rules.starters and theirs.isdisjoint(rules.starters):
        raise NotNowError("refused-role", roles=" ".join(f"<@&{role}>" for role in rules.starters))


@lru_cache(maxsize=256)
def _block_list(words: tuple[str, ...]) -> BlockList:
    """Compiled once for each change of the words."""
    return BlockList(words)
