"""What is stored about somebody: handed to them as a file, and deleted for good when they say so."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from typing import Any

import discord
import structlog

from adapters.discord.failures import readable_failures
from adapters.discord.modals import FORGET_FIELD, forget_form
from adapters.discord.people import Members
from adapters.discord.replying import reply, texts_for
from adapters.discord.services import PLATFORM, DiscordServices
from core.conductor.forgetting import forget
from core.errors import WorkError
from core.types.identifiers import MessageRef, UserId

log = structlog.get_logger()

EVERY_SESSION = 100_000


class OwnData:
    """Serves `/mydata` and `/forgetme`."""

    def __init__(self, services: DiscordServices, members: Members) -> None:
        self._services = services
        self._members = members
        self._tasks: set[asyncio.Task[None]] = set()

    async def hand_out(self, interaction: discord.Interaction[Any]) -> None:
        """Send everything as one JSON file, to the person alone."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        user = await self._members.recognise(interaction.user)
        data = await self._services.personal_data.export(user)
        content, name = await asyncio.to_thread(_as_file, data, interaction.filesize_limit)
        file = discord.File(io.BytesIO(content), filename=name)
        await interaction.followup.send(texts_for(interaction).say("mydata-here"), file=file, ephemeral=True)

    async def ask(self, interaction: discord.Interaction[Any]) -> None:
        """Say what will go, and ask for a word that nobody types by mistake."""
        await interaction.response.send_modal(forget_form(texts_for(interaction)))

    async def forget(self, interaction: discord.Interaction[Any], fields: dict[str, str]) -> None:
        """Delete everything, if the word is the right one; galleries that stand here go as well."""
        texts = texts_for(interaction)
        if fields.get(FORGET_FIELD, "").strip().casefold() != texts.say("forget-word").casefold():
            await reply(interaction, texts.say("forget-not"))
            return
        await interaction.response.defer(thinking=True, ephemeral=True)
        user = await self._members.recognise(interaction.user)
        messages = await self._messages_of(user)
        forgotten = await forget(
            user,
            conductor=self._services.conductor,
            personal_data=self._services.personal_data,
            clock=self._services.clock,
        )
        task = asyncio.create_task(_delete(messages, interaction.client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await reply(interaction, texts.say("forget-done", sessions=len(forgotten.gone)))

    async def _messages_of(self, user: UserId) -> list[MessageRef]:
        ids = await self._services.history.sessions_of(user, limit=EVERY_SESSION)
        sessions = [await self._services.conductor.look(session_id) for session_id in ids]
        return [
            message
            for session in sessions
            if session.place.platform == PLATFORM
            for turn in session.turns
            if turn.gallery is not None
            for message in turn.gallery.messages
        ]


def _as_file(data: object, most_bytes: int) -> tuple[bytes, str]:
    """JSON, packed where it is too large to send as it is."""
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    if len(content) <= most_bytes:
        return content, "my-data.json"
    return gzip.compress(content), "my-data.json.gz"


async def _delete(messages: list[MessageRef], client: discord.Client) -> None:
    """Delete galleries of somebody who is forgotten; those that cannot be reached are left."""
    for message in messages:
        channel = client.get_partial_messageable(int(message.channel))
        try:
            with readable_failures():
                await channel.get_partial_message(int(message.message)).delete()
        except WorkError as error:
            log.info("gallery not deleted", error=type(error).__name__)
