"""Keeps what is one's own out of groups: there a button leads to the private chat, which answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardButton

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import keyboard
from adapters.telegram.wording import escaped
from core.bots.showing.controls import Press
from core.errors import NotNowError

Handle = Callable[[Incoming, Connection], Awaitable[None]]
HandlePress = Callable[[Incoming, Connection, Press], Awaitable[None]]
HandleRest = Callable[[Incoming, Connection, str], Awaitable[None]]
"""Told what a link or a control names beside what it is for."""


def alone(handle: Handle, *, payload: str) -> Handle:
    """A command that is answered in private chats; from a group the payload brings people there."""

    async def handled(incoming: Incoming, connection: Connection) -> None:
        if incoming.is_private:
            await handle(incoming, connection)
        else:
            await lead_away(incoming, connection, "alone-only", payload=payload)

    return handled


async def lead_away(incoming: Incoming, connection: Connection, key: str, *, payload: str) -> None:
    """Say one line, with a button that opens the private chat and goes on there."""
    texts = incoming.texts
    button = InlineKeyboardButton(texts.say("button-alone"), url=connection.deep_link(payload))
    await incoming.say(escaped(texts.say(key)), keyboard=keyboard([button]))


def check_alone(incoming: Incoming) -> None:
    """Refuse a press that shows what is one's own where others look on: its data must be forged."""
    if not incoming.is_private:
        raise NotNowError("alone-only")
