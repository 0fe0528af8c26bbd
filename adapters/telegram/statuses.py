"""How far a session is, told where people look: above its first gallery, then under the newest closed one.

In a group each change of a message counts against the twenty a minute, so that little is told there, and
images that are still being made are not shown anywhere: each look at them would be one more such change.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from adapters.telegram import captions, keyboards
from adapters.telegram.counting import Urgency
from adapters.telegram.pacing import SupersededError
from adapters.telegram.polls import POLL
from adapters.telegram.reach import Reach
from adapters.telegram.services import PLATFORM
from core.bots.showing.hiding import as_posted, rendering_of_gallery
from core.bots.showing.recent import Recent
from core.bots.showing.telling import Telling
from core.community_ports import Role
from core.conversation.gallery import GalleryView, view_of
from core.errors import StorageError, WorkError
from core.ports import Progress
from core.texts.catalogue import texts_in
from core.types.identifiers import SessionId, serial_of, turn_id
from core.types.sessions import ENDED, Session

log = structlog.get_logger()

PROGRESS_SECONDS = 3.0
"""Between two edits that tell one person how far the work is."""
GROUP_PROGRESS_SECONDS = 10.0
PROGRESS_EDITS_PER_SECOND = 5
"""For all sessions together: Telegram takes about 30 messages a second, and galleries need most of them."""


class Statuses:
    """Tells progress, and takes it away when what it was about stands there."""

    def __init__(self, reach: Reach, *, clock: Callable[[], float]) -> None:
        self._reach = reach
        self._headers: Recent[SessionId, int] = Recent()
        self._told: Recent[SessionId, bool] = Recent()
        self._telling = Telling(clock, seconds=_progress_seconds, per_second=PROGRESS_EDITS_PER_SECOND)

    async def note_header(self, session: Session, message: int) -> None:
        """Remember the message that tells how far the first gallery is; it goes when that is there."""
        self._headers.remember(session.id, message)
        await self._reach.note(session, message, Role.HEADER)
        if any(turn.shown for turn in session.turns):
            await self.clear(session)

    async def tell(self, session: Session, news: Progress | StorageError) -> None:
        """Tell how far the work is, where that is new and not too soon."""
        line = self._telling.line_for(session, news)
        if line is not None and await self._show(session, line):
            self._told.remember(session.id, True)

    async def clear(self, session: Session) -> None:
        """Take the progress away: what it was about stands there now."""
        self._telling.forget(session.id)
        try:
            await self._drop_header(session)
            if session.id in self._told:
                self._told.forget(session.id)
                await self._show(session, None)
        except WorkError as error:
            log.info("status not cleared", session=session.id, error=type(error).__name__)

    async def close(self, session: Session, view: GalleryView) -> None:
        """Show what came of a gallery; to one person alone also that the next one is on its way."""
        is_going_on = _is_going_on(session)
        status = None
        if is_going_on and session.place.community is None:
            status = texts_in(session.rules.language).say("progress-begun")
            self._told.remember(session.id, True)
        await self._show_closed(session, view, status, urgency=Urgency.EDIT, can_undo=is_going_on)

    async def _show(self, session: Session, line: str | None) -> bool:
        """Write how far the work is under the newest closed gallery, or above the first one.

        False where nothing stands there that has to be taken away again.
        """
        if self._reach.is_buried(session):
            return False
        urgency = Urgency.EDIT if line is None else Urgency.PROGRESS
        closed = [turn for turn in session.path if turn.outcome and turn.gallery and turn.gallery.messages]
        try:
            if closed:
                view = view_of(session, closed[-1])
                await self._show_closed(session, view, line, urgency=urgency, can_undo=line is not None)
            elif line is not None:
                await self._show_above(session, line)
        except SupersededError:
            return False
        return bool(closed)

    async def _show_above(self, session: Session, line: str) -> None:
        header = await self._header(session)
        if header is None:
            return
        controls = keyboards.cancel(turn_id(session.id, 1), texts_in(session.rules.language))
        text = captions.beginning(session, name=await self._reach.name(session), status=line)
        outlet = await self._reach.outlet(session)
        await outlet.rewrite(header, text, keyboard=controls, urgency=Urgency.PROGRESS)

    async def _show_closed(
        self, session: Session, view: GalleryView, status: str | None, *, urgency: Urgency, can_undo: bool
    ) -> None:
        gallery, outlet = session.turn(serial_of(view.turn)).gallery, await self._reach.outlet(session)
        if gallery is None or not gallery.messages or rendering_of_gallery(gallery) == POLL:
            return
        if not outlet.holds(gallery.messages[-1]):
            return
        texts = texts_in(session.rules.language)
        name, shown = await self._reach.name(session), as_posted(gallery, view, texts)
        caption = captions.closed_gallery(session, shown, name=name, status=status)
        can_cancel = status is not None and session.phase not in ENDED
        controls = keyboards.closed(view.turn, texts, can_undo=can_undo, can_cancel=can_cancel)
        message = int(gallery.messages[-1].message)
        await outlet.recaption(message, caption, keyboard=controls, urgency=urgency)

    async def _header(self, session: Session) -> int | None:
        """The message above the first gallery, also one from before a restart."""
        known = self._headers.get(session.id)
        if known is None:
            connection = await self._reach.connected()
            noted = await connection.messages.of_session(PLATFORM, session.id)
            known = next((int(one.message.message) for one in noted if one.role is Role.HEADER), 0)
            self._headers.remember(session.id, known)
        return known or None

    async def _drop_header(self, session: Session) -> None:
        header = await self._header(session)
        if header is not None:
            self._headers.remember(session.id, 0)
            await (await self._reach.outlet(session)).delete(header)


def _is_going_on(session: Session) -> bool:
    """Whether the next gallery is being made."""
    return session.current is not None and not session.current.shown and session.ending is None


def _progress_seconds(session: Session) -> float:
    return PROGRESS_SECONDS if session.place.community is None else GROUP_PROGRESS_SECONDS
