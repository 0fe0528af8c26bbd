"""Moderators end sessions and take their images down, from a report or from the message itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
import structlog

from adapters.discord import layouts
from adapters.discord.failures import readable_failures
from adapters.discord.layouts import session_in
from adapters.discord.replying import reply, texts_for
from adapters.discord.stage import DiscordStage
from core.bots.moderating import Moderating as CoreModerating
from core.bots.moderating import done_key
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.errors import NotNowError, WorkError
from core.texts.catalogue import texts_in
from core.types.answers import Halt, TakeDown
from core.types.identifiers import MessageRef, SessionId
from core.types.sessions import Session

log = structlog.get_logger()


class Moderating:
    """Lets those with Manage Messages in a session's channel end it for good."""

    def __init__(self, services: BotServices, core: CoreModerating, stage: DiscordStage) -> None:
        self._services = services
        self._core = core
        self._stage = stage

    async def press(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A button under a report was pressed."""
        act = TakeDown() if press.verb is Verb.TAKE_DOWN else Halt()
        done = await self._end(interaction, press.session, act)
        if isinstance(act, TakeDown) and interaction.message is not None:
            await _close_report(interaction, interaction.message)
        await reply(interaction, texts_for(interaction).say(done))

    async def on_message(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Take down the session that a message belongs to."""
        ref = MessageRef(channel=str(message.channel.id), message=str(message.id))
        session = session_in(message) or await self._core.session_shown_by(ref)
        if session is None:
            raise NotNowError("refused-not-mine")
        done = await self._end(interaction, session, TakeDown(), also=[message])
        await reply(interaction, texts_for(interaction).say(done))

    async def _end(
        self,
        interaction: discord.Interaction[Any],
        session_id: SessionId,
        act: Halt | TakeDown,
        *,
        also: Sequence[discord.Message] = (),
    ) -> str:
        """End the session for good; returns the key of what to tell the moderator."""
        session = await self._services.conductor.look(session_id)
        if not _moderates(interaction, session):
            raise NotNowError("refused-not-moderator")
        await interaction.response.defer(thinking=True, ephemeral=True)
        ended = await self._core.end(interaction.user.id, session, act, key=str(interaction.id))
        return done_key(ended, resisted=await self._stage.end_for_good(ended, also))


async def _close_report(interaction: discord.Interaction[Any], report: discord.Message) -> None:
    """The report stays, without the images, and says who has seen to it."""
    done = texts_in(str(interaction.guild_locale)).say("report-done", moderator=interaction.user.mention)
    told = layouts.text("\n".join((layouts.first_text(report), f"-# {done}")))
    try:
        with readable_failures():
            await report.edit(view=layouts.layout(told, colour=layouts.CLOSED_COLOUR), attachments=[])
    except WorkError as error:
        log.warning("report not closed", error=type(error).__name__)


def _moderates(interaction: discord.Interaction[Any], session: Session) -> bool:
    """Whether somebody may manage messages where the session is; in direct talks nobody may."""
    if interaction.guild is None or str(interaction.guild_id) != session.place.community:
        return False
    if str(interaction.channel_id) == session.place.channel or not session.place.channel.isdecimal():
        return interaction.permissions.manage_messages
    channel = interaction.guild.get_channel_or_thread(int(session.place.channel))
    if channel is None or not isinstance(interaction.user, discord.Member):
        return False
    return channel.permissions_for(interaction.user).manage_messages
