"""Takes a session's messages down: they are deleted, or, where they are too old for that, show nothing."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from adapters.telegram.captions import taken_down
from adapters.telegram.outlet import Outlet, Picture
from core.community_ports import Role, SessionMessage
from core.errors import WorkError
from core.pictures import plain_tile
from core.texts.catalogue import texts_in
from core.types.sessions import Session

log = structlog.get_logger()


async def bury(outlet: Outlet, session: Session, known: Sequence[SessionMessage]) -> int:
    """Take down all that stands in the chat of a session; returns how many messages resisted."""
    galleries = [
        int(ref.message)
        for turn in session.turns
        if turn.gallery is not None
        for ref in turn.gallery.messages
    ]
    others = [int(one.message.message) for one in known if one.role is not Role.POLL]
    resisted = 0
    for message in dict.fromkeys((*galleries, *others)):
        resisted += not await _buried(outlet, session, message)
    return resisted


async def _buried(outlet: Outlet, session: Session, message: int) -> bool:
    """Whether the message shows nothing of the session any more."""
    try:
        await outlet.delete(message)
    except WorkError as error:
        log.info("message not deleted", session=session.id, error=type(error).__name__)
        return await _emptied(outlet, session, message)
    return True


async def _emptied(outlet: Outlet, session: Session, message: int) -> bool:
    tile = plain_tile(texts_in(session.rules.language).say("hidden-here"))
    picture = Picture(content=tile, name="hidden.png", caption=taken_down(session))
    try:
        await outlet.replace_picture(message, picture)
    except WorkError as error:
        log.warning("message not taken down", session=session.id, error=type(error).__name__)
        return False
    return True
