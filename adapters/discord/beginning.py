"""Begins sessions: checks what the channel allows, asks once for consent, and says at once that it begins."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
import structlog

from adapters.discord import layouts
from adapters.discord.communities import Servers
from adapters.discord.memory import Recent
from adapters.discord.modals import agree_form
from adapters.discord.people import Members
from adapters.discord.private import private_place
from adapters.discord.replying import PATIENCE_SECONDS, reply, texts_for
from adapters.discord.services import PLATFORM, DiscordOptions, DiscordServices
from adapters.discord.stage import DiscordStage
from adapters.discord.wishes import Wish
from core.errors import NotNowError, RefusedError
from core.types.answers import NewSession
from core.types.identifiers import EventKey, Place
from core.types.sessions import Session

log = structlog.get_logger()


class Beginning:
    """Turns `/imagine` into sessions."""

    def __init__(
        self,
        services: DiscordServices,
        options: DiscordOptions,
        members: Members,
        servers: Servers,
        stage: DiscordStage,
    ) -> None:
        self._services = services
        self._options = options
        self._members = members
        self._servers = servers
        self._stage = stage
        self._began_at: Recent[int, float] = Recent()
        self._under_way: set[int] = set()

    async def begin(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Begin a session where the command was given, or ask for consent first."""
        if is_member(interaction) and not wish.private:
            _check_allowed(interaction)
        self._check_cooldown(interaction.user.id)
        if not await self._members.has_agreed(interaction.user):
            await self._servers.check_may_begin(interaction)
            form = agree_form(wish, texts_for(interaction), most=self._options.max_prompt_characters)
            await interaction.response.send_modal(form)
            return
        await self._begin(interaction, wish)

    async def agreed(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Write the yes down and begin."""
        await self._servers.check_may_begin(interaction)
        await self._members.agree(interaction.user)
        await self._begin(interaction, wish)

    async def _begin(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        """Begin, one session after the other for each person: two at once could pass a quota of one."""
        account = interaction.user.id
        if account in self._under_way:
            raise NotNowError("refused-too-soon", seconds=1)
        self._under_way.add(account)
        try:
            await self._servers.check_may_begin(interaction)
            await self._begin_wish(interaction, wish)
        finally:
            self._under_way.discard(account)

    async def _begin_wish(self, interaction: discord.Interaction[Any], wish: Wish) -> None:
        await self._servers.check_text(interaction.guild_id, wish.prompt)
        usual, most_turns = await self._servers.usual_rules(
            interaction.guild_id, most_turns=self._options.most_turns
        )
        language = (await self._servers.rules_of(interaction.guild_id)).language
        new = NewSession(
            key=EventKey(f"discord:{interaction.id}"),
            user=await self._members.recognise(interaction.user),
            place=_place_of(interaction),
            prompt=wish.prompt,
            rules=wish.rules(
                usual, language=language or texts_for(interaction).language, most_turns=most_turns
            ),
            seed=self._services.new_seed() if wish.seed is None else wish.seed,
            at=self._services.clock(),
        )
        if wish.private or not is_member(interaction):
            await self._begin_in_private(interaction, new)
        else:
            await self._begin_here(interaction, new)
        self._began_at.remember(interaction.user.id, self._services.clock())

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

    def _check_cooldown(self, account: int) -> None:
        began_at = self._began_at.get(account)
        left = 0.0 if began_at is None else began_at + self._options.cooldown_seconds - self._services.clock()
        if left > 0:
            raise NotNowError("refused-too-soon", seconds=max(1, round(left)))


def _place_of(interaction: discord.Interaction[Any]) -> Place:
    community = None if interaction.guild_id is None else str(interaction.guild_id)
    return Place(platform=PLATFORM, channel=str(interaction.channel_id), community=community)


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
