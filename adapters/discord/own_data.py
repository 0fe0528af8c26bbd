"""What is stored about somebody: handed to them as a file, and deleted for good when they say so."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import Any

import discord
import structlog

from adapters.discord.failures import readable_failures
from adapters.discord.modals import FORGET_FIELD, forget_form
from adapters.discord.replying import reply, texts_for
from core.bots.own_data import OwnData as CoreOwnData
from core.errors import WorkError
from core.types.identifiers import MessageRef

log = structlog.get_logger()


class OwnData:
    """Serves `/mydata` and `/forgetme`."""

    def __init__(self, core: CoreOwnData) -> None:
        self._core = core
        self._tasks: set[asyncio.Task[None]] = set()

    async def hand_out(self, interaction: discord.Interaction[Any]) -> None:
        """Send everything as one JSON file, to the person alone."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        content, name = await self._core.file_for(interaction.user.id, most_bytes=interaction.filesize_limit)
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
        done = await self._core.forget(interaction.user.id)
        task = asyncio.create_task(_delete(done.messages, interaction.client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await reply(interaction, texts.say("forget-done", sessions=done.sessions))


async def _delete(messages: Sequence[MessageRef], client: discord.Client) -> None:
    """Delete galleries of somebody who is forgotten; those that cannot be reached are left."""
    for message in messages:
        channel = client.get_partial_messageable(int(message.channel))
        try:
            with readable_failures():
                await channel.get_partial_message(int(message.message)).delete()
        except WorkError as error:
            log.info("gallery not deleted", error=type(error).__name__)
