"""`/settings`: moderators decide what holds on their server, and see what that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

from adapters.discord import layouts
from adapters.discord.failures import readable_failures
from adapters.discord.replying import boundary, reply_with, texts_for
from adapters.discord.syncing import said
from adapters.discord.where import community_of
from adapters.discord.wording import in_words
from core.bots.gate import Change
from core.bots.rule_changes import (
    MOST_SESSIONS_A_DAY,
    blocking,
    hiding_above,
    listed,
    unblocking,
    unlisted,
)
from core.errors import NotNowError, WorkError
from core.texts.catalogue import texts_in
from core.types.communities import CommunityRules, SafetyLevel

if TYPE_CHECKING:
    from adapters.discord.client import PastaClient
else:
    PastaClient = discord.Client  # discord.py looks the annotations up at run time

Turns = app_commands.Range[int, 1, 20]
Sessions = app_commands.Range[int, 1, MOST_SESSIONS_A_DAY]
Percent = app_commands.Range[int, 0, 100]
Word = app_commands.Range[str, 1, 50]
AnyChannel = discord.TextChannel | discord.VoiceChannel


async def show(interaction: discord.Interaction[PastaClient]) -> None:
    """Tell what holds."""
    async with boundary(interaction):
        check_manages(interaction)
        await _tell(interaction, await interaction.client.gate.rules_of(community_of(interaction)))


@app_commands.describe(most=said("settings-turns-most"))
async def turns(interaction: discord.Interaction[PastaClient], most: Turns | None = None) -> None:
    """Decide how many turns a session has, and may have at most."""
    await _change(interaction, lambda rules: replace(rules, turns=most))


@app_commands.describe(sessions=said("settings-quota-sessions"))
async def quota(interaction: discord.Interaction[PastaClient], sessions: Sessions | None = None) -> None:
    """Decide how many sessions a member may begin in a day."""
    await _change(interaction, lambda rules: replace(rules, sessions_per_day=sessions))


@app_commands.describe(level=said("settings-safety-level"))
async def safety(interaction: discord.Interaction[PastaClient], level: Literal["strict", "spoiler"]) -> None:
    """Decide what becomes of images that the safety check marks."""
    await _change(interaction, lambda rules: replace(rules, safety=SafetyLevel(level)))


@app_commands.describe(percent=said("settings-risk-percent"))
async def risk(interaction: discord.Interaction[PastaClient], percent: Percent | None = None) -> None:
    """Decide above which risk the safety check marks an image."""
    await _change(interaction, lambda rules: hiding_above(rules, percent))


@app_commands.describe(spoken=said("settings-language-spoken"))
async def language(
    interaction: discord.Interaction[PastaClient], spoken: Literal["en", "de"] | None = None
) -> None:
    """Decide which language galleries speak."""
    await _change(interaction, lambda rules: replace(rules, language=spoken))


@app_commands.describe(channel=said("settings-reports-channel"))
async def reports(
    interaction: discord.Interaction[PastaClient], channel: discord.TextChannel | None = None
) -> None:
    """Decide where reports appear; a first message there proves that they can."""
    async with boundary(interaction):
        check_manages(interaction)
        await interaction.response.defer(thinking=True, ephemeral=True)
        if channel is not None:
            await _try_out(channel, await interaction.client.gate.rules_of(community_of(interaction)))
        wanted = None if channel is None else str(channel.id)
        await _decide(interaction, lambda rules: replace(rules, report_channel=wanted))


@app_commands.describe(member=said("settings-block-member"), word=said("settings-block-word"))
async def block(
    interaction: discord.Interaction[PastaClient],
    member: discord.User | None = None,
    word: Word | None = None,
) -> None:
    """Keep a member, a word or both out."""
    await _change(interaction, lambda rules: blocking(rules, _account(member), word))


@app_commands.describe(member=said("settings-unblock-member"), word=said("settings-unblock-word"))
async def unblock(
    interaction: discord.Interaction[PastaClient],
    member: discord.User | None = None,
    word: Word | None = None,
) -> None:
    """Let them in again."""
    await _change(interaction, lambda rules: unblocking(rules, _account(member), word))


@app_commands.describe(channel=said("settings-channel"))
async def add_channel(interaction: discord.Interaction[PastaClient], channel: AnyChannel) -> None:
    """Allow one more channel; before the first, every one is."""
    await _change(interaction, lambda rules: replace(rules, channels=listed(rules.channels, str(channel.id))))


@app_commands.describe(channel=said("settings-channel"))
async def remove_channel(interaction: discord.Interaction[PastaClient], channel: AnyChannel) -> None:
    """Allow a channel no longer."""
    await _change(
        interaction, lambda rules: replace(rules, channels=unlisted(rules.channels, str(channel.id)))
    )


async def clear_channels(interaction: discord.Interaction[PastaClient]) -> None:
    """Allow every channel."""
    await _change(interaction, lambda rules: replace(rules, channels=()))


@app_commands.describe(role=said("settings-role"))
async def add_role(interaction: discord.Interaction[PastaClient], role: discord.Role) -> None:
    """Let one more role begin sessions; before the first, everybody may."""
    await _change(interaction, lambda rules: replace(rules, starters=listed(rules.starters, str(role.id))))


@app_commands.describe(role=said("settings-role"))
async def remove_role(interaction: discord.Interaction[PastaClient], role: discord.Role) -> None:
    """Let a role begin sessions no longer."""
    await _change(interaction, lambda rules: replace(rules, starters=unlisted(rules.starters, str(role.id))))


async def clear_roles(interaction: discord.Interaction[PastaClient]) -> None:
    """Let everybody begin sessions."""
    await _change(interaction, lambda rules: replace(rules, starters=()))


async def _change(interaction: discord.Interaction[PastaClient], change: Change) -> None:
    async with boundary(interaction):
        await _decide(interaction, change)


async def _decide(interaction: discord.Interaction[PastaClient], change: Change) -> None:
    """Let the change hold, and tell all that holds now."""
    community = check_manages(interaction)
    await _tell(interaction, await interaction.client.gate.change(community, interaction.user.id, change))


async def _tell(interaction: discord.Interaction[PastaClient], rules: CommunityRules) -> None:
    texts = texts_for(interaction)
    what = layouts.text(f"### {texts.say('settings-heading')}\n{in_words(rules, texts)}")
    await reply_with(interaction, layouts.layout(what, colour=layouts.OPEN_COLOUR))


async def _try_out(channel: discord.TextChannel, rules: CommunityRules) -> None:
    """Refuse a channel in which the bot cannot write."""
    what = layouts.text(texts_in(rules.language).say("settings-reports-here"))
    try:
        with readable_failures():
            await channel.send(view=layouts.layout(what, colour=layouts.CLOSED_COLOUR))
    except WorkError as error:
        raise NotNowError("refused-report-channel", channel=channel.mention) from error


def _account(member: discord.User | None) -> int | None:
    return None if member is None else member.id


def check_manages(interaction: discord.Interaction[Any]) -> str:
    """The server; refuses whoever may not manage it, whatever its command permissions say."""
    community = community_of(interaction)
    if community is None or not interaction.permissions.manage_guild:
        raise NotNowError("refused-not-manager")
    return community


def settings_group() -> app_commands.Group:
    """The command and all below it."""
    group = app_commands.Group(
        name="settings",
        description=said("settings-description"),
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    channels = app_commands.Group(name="channels", description=said("settings-channels"), parent=group)
    roles = app_commands.Group(name="roles", description=said("settings-roles"), parent=group)
    commands: tuple[tuple[app_commands.Group, str, str, Any], ...] = (
        (group, "show", "settings-show", show),
        (group, "turns", "settings-turns", turns),
        (group, "quota", "settings-quota", quota),
        (group, "safety", "settings-safety", safety),
        (group, "risk", "settings-risk", risk),
        (group, "language", "settings-language", language),
        (group, "reports", "settings-reports", reports),
        (group, "block", "settings-block", block),
        (group, "unblock", "settings-unblock", unblock),
        (channels, "add", "settings-channels-add", add_channel),
        (channels, "remove", "settings-channels-remove", remove_channel),
        (channels, "clear", "settings-channels-clear", clear_channels),
        (roles, "add", "settings-roles-add", add_role),
        (roles, "remove", "settings-roles-remove", remove_role),
        (roles, "clear", "settings-roles-clear", clear_roles),
    )
    for parent, name, description, callback in commands:
        parent.add_command(app_commands.Command(name=name, description=said(description), callback=callback))
    return group
