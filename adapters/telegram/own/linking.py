"""`/link` and `/unlink`: answered in private chats alone, since a code is for nobody else."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import keyboard
from adapters.telegram.own.alone import check_alone, lead_away
from adapters.telegram.services import PLATFORM
from adapters.telegram.wording import escaped
from core.bots.members import Members
from core.linking import linking
from core.linking.codes import CODE_CHARACTERS, read_code
from core.types.identifiers import Identity

JOIN = "pasta:link:"
"""A control that joins; the code stands behind it."""


class Linking:
    """Joins an account with one on another platform, and separates it again."""

    def __init__(self, core: linking.Linking, members: Members) -> None:
        self._core = core
        self._members = members

    async def link(self, incoming: Incoming, connection: Connection) -> None:
        """Give a code, or join the account to whoever was given that one elsewhere."""
        if incoming.is_private:
            await self._link(incoming, incoming.text or None)
        else:
            key = "link-group-code" if incoming.text else "alone-only"
            await lead_away(incoming, connection, key, payload="link")

    async def linked(self, incoming: Incoming, _: Connection, code: str) -> None:
        """A link has brought somebody here: give them a code, or ask whether the one in it shall join."""
        texts, code = incoming.texts, read_code(code)[:CODE_CHARACTERS]
        if not code.isascii() or not code:
            await self._link(incoming, None)
            return
        button = InlineKeyboardButton(texts.say("link-confirm-yes"), callback_data=f"{JOIN}{code}")
        await incoming.outlet.write(escaped(texts.say("link-confirm")), keyboard=keyboard([button]))

    async def join(self, incoming: Incoming, _: Connection, code: str) -> None:
        """Join, now that the question was answered."""
        check_alone(incoming)
        user = await self._members.recognise(incoming.account)
        said = await incoming.when_durable(self._core.link(user, code, incoming.texts))
        await incoming.answer()
        await incoming.outlet.rewrite(incoming.number, escaped(said))

    async def unlink(self, incoming: Incoming, _: Connection) -> None:
        """Let the account go its own way again."""
        identity = Identity(platform=PLATFORM, account=str(incoming.account))
        await incoming.tell(await self._core.unlink(identity, incoming.texts))

    async def _link(self, incoming: Incoming, typed: str | None) -> None:
        user = await self._members.recognise(incoming.account)
        await incoming.tell(await self._core.link(user, typed, incoming.texts))
