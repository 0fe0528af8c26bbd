"""Begins sessions: checks what the channel allows, asks once for consent, and says at once that it begins."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
import structlog

from adapters.discord import layouts
from adapters.discord.modals import agree_form
from adapters.discord.private import private_place
from adapters.discord.replying import PATIENCE_SECONDS, reply, texts_for
from adapters.discord.services import DiscordOptions
from adapters.discord.stage import DiscordStage
from adapters.discord.where import asker_of
from core.bots.beginning import new_session
from core.bots.gate import Gate
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.wishes import Wish
from core.errors import NotNowError, RefusedError
from core.types.answers import NewSession
from core.types.sessions import Session

log = structlog.get_logger()


class Beginning:
    """Turns `/imagine` into sessions."""

    def __init__(
        self,
        services: BotServices,
        options: DiscordOptions,
        members: Members,
        gate: Gate,
        stage: DiscordStage,
    ) -> None:
        self._services = services
        self._options = options
        self._members = members
        self._gate = gate
        self._stage = stage

    async def begin(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Begin a session where the command was given, or ask for consent first."""
        if is_member(interaction) and not wish.private:
            _check_allowed(interaction)
        self._gate.check_pace(interaction.user.id)
        if not await self._members.has_agreed(interaction.user.id):
            await self._gate.check_may_begin(asker_of(interaction))
            form = agree_form(wish, texts_for(interaction), most=self._options.max_prompt_characters)
            await interaction.response.send_modal(form)
            return
        await self._begin(interaction, wish)

    async def agreed(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Write the yes down and begin."""
        await self._gate.check_may_begin(asker_of(interaction))
        await self._members.agree(interaction.user.id)
        await self._begin(interaction, wish)

    async def _begin(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Begin, one session after the other for each person."""
        async with self._gate.one_at_a_time(interaction.user.id):
            await self._gate.check_may_begin(asker_of(interaction))
            await self._begin_wish(interaction, wish)

    async def _begin_wish(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        new = await new_session(
            self._services,
            self._members,
            self._gate,
            asker_of(interaction),
            wish,
            key=str(interaction.id),
            language=texts_for(interaction).language,
            most_turns=self._options.most_turns,
        )
        if wish.private or not is_member(interaction):
            await self._begin_in_private(interaction, new)
        else:
            await self._begin_here(interaction, new)

    async def _begin_here(self, interaction: discord.Interaction[Any], new: NewSession) -> None:
        beginning = asyncio.create_task(self._services.conductor.begin(new))
        done, _ = await asyncio.wait([beginning], timeout=PATIENCE_SECONDS)
        if not done:
            await interaction.response.defer(thinking=True)
        try:
            session = (await beginning).session
        except RefusedError:
            if not done:
                await interaction.delete_original_response()
            raise
        layout = self._first_layout(interaction, session)
        if interaction.response.is_done():
            message: int | None = (await interaction.edit_original_response(view=layout)).id
        else:
            message = (await interaction.response.send_message(view=layout)).message_id
        if message is not None:
            await self._stage.note_header(session, message)

    async def _begin_in_private(self, interaction: discord.Interaction[Any], new: NewSession) -> None:
        """Begin where nobody else looks on; what is said about it is whispered."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        found = await private_place(interaction, can_open=is_member(interaction))
        session = (await self._services.conductor.begin(replace(new, place=found.place))).session
        if found.header is not None:
            await self._stage.note_header(session, found.header)
            await reply(interaction, texts_for(interaction).say("private-where", where=found.link or ""))
            return
        layout = self._first_layout(interaction, session)
        message = await interaction.edit_original_response(view=layout)
        await self._stage.whispers.renew(session.id, interaction)
        await self._stage.note_header(session, message.id)

    def _first_layout(self, interaction: discord.Interaction[Any], session: Session) -> discord.ui.LayoutView:
        """The message that stands above the first gallery."""
        status = texts_for(interaction).say("progress-writing")
        return layouts.beginning(session, interaction.user.mention, status=status)


def is_member(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot itself is where the command was given: on that server, or in a talk with it."""
    if interaction.guild_id is None:
        return interaction.context.dm_channel
    return interaction.is_guild_integration() or not interaction.is_user_integration()


def _check_allowed(interaction: discord.Interaction[Any]) -> None:
    """Refuse, with the permission's name, where the bot could not show a gallery."""
    if interaction.guild_id is None:
        return
    missing = missing_permissions(
        interaction.app_permissions, in_thread=isinstance(interaction.channel, discord.Thread)
    )
    if missing:
        log.warning(
            "permissions missing", guild=interaction.guild_id, channel=interaction.channel_id, names=missing
        )
        raise NotNowError("refused-permissions", names=", ".join(missing))


def missing_permissions(granted: discord.Permissions, *, in_thread: bool) -> list[str]:
    """What the bot lacks to show a gallery, by the names that Discord's settings have."""
    speak = "send_messages_in_threads" if in_thread else "send_messages"
    needed = {
        "view_channel": "View Channel",
        speak: "Send Messages in Threads" if in_thread else "Send Messages",
        "attach_files": "Attach Files",
    }
    return [title for name, title in needed.items() if not getattr(granted, name)]
