"""Takes a session's messages down: a line stands where its images were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
import structlog

from adapters.discord import layouts
from adapters.discord.failures import GoneError, readable_failures
from adapters.discord.layouts import first_text, session_in
from adapters.discord.sheets import Rendering, posted_rendering, rendering_of
from core.errors import WorkError
from core.texts.catalogue import texts_in
from core.types.sessions import Session

log = structlog.get_logger()

LOOKED_THROUGH = 200
"""How many messages after the first gallery are looked through for ends and recaps: these are not stored."""
LOOKED_BACK = 30
"""How many before it, for the one that says what was asked for."""


async def bury(
    channel: discord.PartialMessageable,
    session: Session,
    *,
    me: int,
    begun: str,
    also: Sequence[discord.Message] = (),
) -> int:
    """Take down all that stands in the channel of the session; returns how many messages resisted.

    `begun` is what the message says that stands above its first gallery; `also` may be far from it.
    """
    galleries = _galleries(session)
    others = {
        message.id: rendering_of(message)
        for message in (*await _around(channel, galleries), *also)
        if message.author.id == me and (session_in(message) == session.id or _first_line(message) == begun)
    }
    resisted = 0
    for number, rendering in {**others, **galleries}.items():
        message = channel.get_partial_message(number)
        resisted += not await _buried(message, session, rendering)
        if number in galleries:
            await _clear_reactions(message)
    return resisted


def _first_line(message: discord.Message) -> str:
    """What stands above all else in a message of ours, with components or without."""
    return (first_text(message) or message.content).partition("\n")[0]


def _galleries(session: Session) -> dict[int, Rendering]:
    """The messages that are known to show galleries."""
    return {
        int(ref.message): posted_rendering(turn.gallery)
        for turn in session.turns
        if turn.gallery is not None
        for ref in turn.gallery.messages
    }


async def _around(
    channel: discord.PartialMessageable, galleries: dict[int, Rendering]
) -> list[discord.Message]:
    """The messages of the channel that may belong to the session."""
    first = discord.Object(min(galleries)) if galleries else None
    try:
        found = [message async for message in channel.history(limit=LOOKED_THROUGH, after=first)]
        if first is not None:
            found += [message async for message in channel.history(limit=LOOKED_BACK, before=first)]
    except discord.HTTPException as error:
        log.info("history not read", error=type(error).__name__)
        return []
    return found


async def _buried(message: discord.PartialMessage, session: Session, rendering: Rendering) -> bool:
    """Whether the message shows nothing of the session any more."""
    try:
        with readable_failures():
            await message.edit(**_tombstone(texts_in(session.rules.language).say("taken-down"), rendering))
    except GoneError:
        return True
    except WorkError as error:
        log.warning("message not taken down", session=session.id, error=type(error).__name__)
        return False
    return True


def _tombstone(line: str, rendering: Rendering) -> dict[str, Any]:
    if rendering is Rendering.COMPONENTS:
        view = layouts.layout(layouts.text(line), colour=layouts.CLOSED_COLOUR)
        return {"view": view, "attachments": []}
    return {"content": line, "embeds": [], "view": None, "attachments": []}


async def _clear_reactions(message: discord.PartialMessage) -> None:
    try:
        with readable_failures():
            await message.clear_reactions()
    except WorkError as error:
        log.debug("reactions stay", error=type(error).__name__)
