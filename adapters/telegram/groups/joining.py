"""The bot comes into a group: it says how to begin, once."""

from __future__ import annotations

import structlog
from telegram import ChatMemberAdministrator, ChatMemberUpdated

from adapters.telegram.connection import Connection, is_there
from adapters.telegram.where import Spot, is_group
from adapters.telegram.wording import escaped
from core.errors import WorkError
from core.texts.catalogue import texts_in

log = structlog.get_logger()


async def joined(change: ChatMemberUpdated, connection: Connection) -> None:
    """Greet a group that the bot was not in before, in the language of whoever let it in."""
    was_there, is_now = is_there(change.old_chat_member), is_there(change.new_chat_member)
    if not is_group(change.chat) or was_there or not is_now:
        return
    log.info("joined a group", chat=change.chat.id)
    texts = texts_in(change.from_user.language_code)
    is_administrator = isinstance(change.new_chat_member, ChatMemberAdministrator)
    said = texts.say("joined-group" if is_administrator else "joined-group-as-member")
    try:
        await connection.outlet(Spot(chat=change.chat.id)).write(escaped(said))
    except WorkError as error:
        log.info("could not greet a group", chat=change.chat.id, error=type(error).__name__)
