"""Where a session's messages go: a channel that others may see, or whispers to one person.

A whisper (an ephemeral message) exists only as an answer to a press or command of the last 15 minutes. So the
newest one of each private session is remembered, and what is to be shown waits until there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import discord
import structlog

from adapters.discord.failures import GoneError, readable_failures
from adapters.discord.pictures import Upload
from core.bots.showing.recent import Recent
from core.types.identifiers import SessionId

log = structlog.get_logger()

WHISPER = "whisper"
"""In place of a channel's number, where a session is shown to its person alone."""
TOKEN_SECONDS = 14 * 60.0
"""Discord lets an interaction be followed up for 15 minutes."""


class Outlet(Protocol):
    """Takes messages for one session; raises `WorkError` (also `GoneError`) or `TransientError`."""

    async def send(
        self, message: dict[str, Any], uploads: Sequence[Upload] = (), *, nonce: str | None = None
    ) -> int:
        """Send a message and return its number; one with the same nonce is not sent twice if possible."""
        ...

    async def edit(self, number: int, message: dict[str, Any]) -> None:
        """Edit a message of ours."""
        ...

    async def delete(self, number: int) -> None:
        """Delete a message of ours."""
        ...


class ChannelOutlet:
    """A channel, thread or direct talk."""

    def __init__(self, channel: discord.PartialMessageable) -> None:
        self.channel = channel

    async def send(
        self, message: dict[str, Any], uploads: Sequence[Upload] = (), *, nonce: str | None = None
    ) -> int:
        """Send a message of the bot's own, which no token limits."""
        with readable_failures():
            files = [upload.file for upload in uploads]
            once: dict[str, Any] = {} if nonce is None else {"nonce": nonce}
            return (await self.channel.send(**message, **once, files=files)).id

    async def edit(self, number: int, message: dict[str, Any]) -> None:
        """Edit a message of ours."""
        with readable_failures():
            await self.channel.get_partial_message(number).edit(**message)

    async def delete(self, number: int) -> None:
        """Delete a message of ours."""
        with readable_failures():
            await self.channel.get_partial_message(number).delete()


class WhisperOutlet:
    """Follow-ups that only one person sees."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction

    async def send(
        self, message: dict[str, Any], uploads: Sequence[Upload] = (), *, nonce: str | None = None
    ) -> int:
        """Whisper; a repeated one cannot be told from a first."""
        with readable_failures():
            files = [upload.file for upload in uploads]
            sent = await self._interaction.followup.send(**message, files=files, ephemeral=True, wait=True)
        return sent.id

    async def edit(self, number: int, message: dict[str, Any]) -> None:
        """Edit the message that was pressed, or one that this press has brought."""
        source = self._interaction.message
        with readable_failures():
            if source is not None and source.id == number:
                await self._interaction.edit_original_response(**message)
            else:
                await self._interaction.followup.edit_message(number, **message)

    async def delete(self, number: int) -> None:
        """Delete a message that this press has brought."""
        with readable_failures():
            await self._interaction.followup.delete_message(number)


class Whispers:
    """The newest press or command of each private session; lost at a restart, and renewed by `/resume`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._newest: Recent[SessionId, tuple[discord.Interaction[Any], float]] = Recent()
        self._renewed = asyncio.Condition()

    async def renew(self, session: SessionId, interaction: discord.Interaction[Any]) -> None:
        """Show what comes as an answer to this; who may see the session has been checked."""
        async with self._renewed:
            self._newest.remember(session, (interaction, self._clock()))
            self._renewed.notify_all()

    def live(self, session: SessionId) -> WhisperOutlet | None:
        """The way to whisper now, if there is one."""
        newest = self._newest.get(session)
        if newest is None or self._clock() - newest[1] > TOKEN_SECONDS:
            return None
        return WhisperOutlet(newest[0])

    async def outlet(self, session: SessionId) -> WhisperOutlet:
        """The way to whisper, once there is one."""
        async with self._renewed:
            await self._renewed.wait_for(lambda: self.live(session) is not None)
        found = self.live(session)
        if found is None:
            raise GoneError("Nobody is there to be told.")
        return found
