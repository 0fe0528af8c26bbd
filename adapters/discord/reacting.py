"""Reactions under a gallery: adding a number picks, taking it away before the next gallery undoes.

Moderators who clear all reactions undo nothing: that comes as an event of its own, which is not listened to.
"""

from __future__ import annotations

import time

import discord
import structlog

from adapters.discord.seeding import number_of
from adapters.discord.services import PLATFORM
from adapters.discord.stage import DiscordStage
from core.bots.acting import Acting
from core.bots.members import Members
from core.bots.services import BotServices
from core.errors import PastaError, RefusedError
from core.types.answers import Act, Pick, Undo
from core.types.identifiers import MessageRef, TurnId, session_of

log = structlog.get_logger()


class Reacting:
    """Turns reactions into events; what cannot be done is left without a word: nobody asked to be told."""

    def __init__(self, services: BotServices, members: Members, core: Acting, stage: DiscordStage) -> None:
        self._services = services
        self._members = members
        self._core = core
        self._stage = stage

    async def added(self, event: discord.RawReactionActionEvent, client: discord.Client) -> None:
        """Pick, where whoever reacts may; a stranger's reaction is taken away where that is allowed."""
        number = number_of(event.emoji)
        turn = None if number is None else await self._turn_of(event, client)
        if turn is None:
            return
        session = await self._services.conductor.look(session_of(turn))
        if session.rules.group or await self._members.began(event.user_id, session):
            await self._act(event, turn, Pick(number=number))
        elif event.guild_id is not None:
            await _take_away(event, client)

    async def removed(self, event: discord.RawReactionActionEvent, client: discord.Client) -> None:
        """Undo, where the pick of that number stands and the next gallery is not there yet."""
        number = number_of(event.emoji)
        turn = None if number is None else await self._turn_of(event, client)
        if turn is None:
            return
        session = await self._services.conductor.look(session_of(turn))
        if session.ending is None and await self._core.picked_by(event.user_id, session, turn) == number:
            await self._act(event, turn, Undo())

    async def _turn_of(self, event: discord.RawReactionActionEvent, client: discord.Client) -> TurnId | None:
        if client.user is not None and event.user_id == client.user.id:
            return None
        message = MessageRef(channel=str(event.channel_id), message=str(event.message_id))
        known = self._stage.turn_just_posted(message)
        return known or await self._services.posted_galleries.turn_shown_by(PLATFORM, message)

    async def _act(self, event: discord.RawReactionActionEvent, turn: TurnId, act: Act) -> None:
        """The key is new each time: Discord sends a reaction once, and a repeated pick changes nothing."""
        name = f"{event.message_id}:{event.user_id}:{type(act).__name__.lower()}:{time.time_ns()}"
        community = None if event.guild_id is None else str(event.guild_id)
        try:
            await self._core.act(
                event.user_id, session_of(turn), act, key=name, community=community, turn=turn
            )
        except RefusedError as error:
            log.debug("reaction changes nothing", reason=error.key)
        except PastaError as error:
            log.warning("reaction not counted", error=type(error).__name__)


async def _take_away(event: discord.RawReactionActionEvent, client: discord.Client) -> None:
    channel = client.get_partial_messageable(event.channel_id, guild_id=event.guild_id)
    message = channel.get_partial_message(event.message_id)
    try:
        await message.remove_reaction(event.emoji, discord.Object(event.user_id))
    except discord.HTTPException:
        log.debug("a stranger's reaction stays")
