"""Takes messages down: they are deleted, or, where they are too old for that, show nothing any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import structlog

from adapters.telegram.captions import taken_down
from adapters.telegram.outlet import Outlet, Picture
from adapters.telegram.where import Spot
from core.community_ports import Role, SessionMessage
from core.errors import WorkError
from core.pictures import plain_tile
from core.texts.catalogue import Texts, texts_in
from core.types.identifiers import MessageRef
from core.types.sessions import Session

log = structlog.get_logger()

OutletOf = Callable[[Spot], Outlet]


async def bury(outlet_of: OutletOf, session: Session, known: Sequence[SessionMessage]) -> int:
    """Take down all that shows a session, in whichever chat; returns how many messages resisted."""
    galleries = [ref for turn in session.turns if turn.gallery is not None for ref in turn.gallery.messages]
    others = [one.message for one in known if one.role is not Role.POLL and not _is_text_of_a_report(one)]
    texts = texts_in(session.rules.language)
    return await take_down(outlet_of, (*galleries, *others), taken_down(session), texts)


def _is_text_of_a_report(one: SessionMessage) -> bool:
    """What is said in a report stays; its images go."""
    return one.role is Role.REPORT and one.number is None


async def take_down(outlet_of: OutletOf, messages: Iterable[MessageRef], caption: str, texts: Texts) -> int:
    """Take messages down; where one cannot be deleted, the caption (HTML) stands under a plain picture.

    What stands in a group that has got another number since is out of reach: in the new one, the message's
    number is that of another message.
    """
    resisted = 0
    for ref in dict.fromkeys(messages):
        outlet = outlet_of(Spot(chat=int(ref.channel)))
        resisted += not (outlet.holds(ref) and await _taken_down(outlet, int(ref.message), caption, texts))
    return resisted


async def _taken_down(outlet: Outlet, message: int, caption: str, texts: Texts) -> bool:
    """Whether the message shows nothing of the session any more."""
    try:
        await outlet.take_away(message)
    except WorkError as error:
        log.info("message not deleted", error=type(error).__name__)
        picture = Picture(content=plain_tile(texts.say("hidden-here")), name="hidden.png", caption=caption)
        is_emptied = await _emptied(outlet, message, picture, as_file=False)
        return is_emptied or await _emptied(outlet, message, picture, as_file=True)
    return True


async def _emptied(outlet: Outlet, message: int, picture: Picture, *, as_file: bool) -> bool:
    """Whether a plain picture is all that is seen there now; a file in an album can only become a file."""
    try:
        await outlet.replace_picture(message, picture, as_file=as_file)
    except WorkError as error:
        log.warning("message not taken down", error=type(error).__name__)
        return False
    return True
