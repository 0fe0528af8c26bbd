"""Shows sessions on Telegram: a gallery is one numbered picture with controls, or a poll where a group votes.

Telegram lets no bot look for its own messages: what a crash leaves between sending and noting is sent twice,
and both copies answer for the same turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace

import structlog

from adapters.telegram import captions, keyboards
from adapters.telegram.connection import Connection
from adapters.telegram.counting import Urgency
from adapters.telegram.failures import GoneError
from adapters.telegram.outlet import Keyboard, Outlet
from adapters.telegram.pacing import SupersededError
from adapters.telegram.pictures import composite, of_the_end
from adapters.telegram.polls import POLL_CHANNEL, PollsUnderWay, ballot_of
from adapters.telegram.services import PLATFORM
from adapters.telegram.tombstones import bury
from adapters.telegram.where import spot_of
from core.bots.showing.ends import end_of
from core.bots.showing.hiding import (
    WithPlainTiles,
    as_posted,
    concealed,
    concealed_view,
    marks_any,
    named,
    rendering_of_gallery,
)
from core.bots.showing.recent import Recent
from core.bots.showing.telling import Telling
from core.community_ports import Role, SessionMessage
from core.conversation.gallery import GalleryView, view_of
from core.errors import StorageError, TransientError, WorkError
from core.ports import ImageStore, People, PostedMessages, Progress
from core.texts.catalogue import texts_in
from core.types.identifiers import MessageRef, SessionId, TurnId, serial_of, turn_id
from core.types.sessions import Session, Turn

log = structlog.get_logger()

COMPOSITE = "composite"
POLL = "poll"
PROGRESS_SECONDS = 3.0
"""Between two edits that tell one person how far the work is."""
GROUP_PROGRESS_SECONDS = 10.0
PROGRESS_EDITS_PER_SECOND = 5
"""For all sessions together: Telegram takes about 30 messages a second, and galleries need most of them."""


class TelegramStage:
    """A Stage port; `connect` gives it the bot once that is ready, and until then everything waits."""

    def __init__(
        self, images: ImageStore, people: People, *, clock: Callable[[], float], photo_polls: bool = True
    ) -> None:
        self._images = WithPlainTiles(images)
        self._people = people
        self._photo_polls = photo_polls
        self._connection: Connection | None = None
        self._is_connected = asyncio.Event()
        self._names: Recent[str, str] = Recent()
        self._headers: Recent[SessionId, int] = Recent()
        self._told: Recent[SessionId, bool] = Recent()
        self._anew: Recent[SessionId, bool] = Recent()
        self._without_polls: Recent[int, bool] = Recent()
        self._buried: Recent[SessionId, bool] = Recent()
        self.polls = PollsUnderWay()
        self._telling = Telling(clock, seconds=_progress_seconds, per_second=PROGRESS_EDITS_PER_SECOND)
        self._tasks: set[asyncio.Task[None]] = set()

    def connect(self, connection: Connection) -> None:
        """Show things through this connection from now on."""
        self._connection = connection
        self._is_connected.set()

    def disconnect(self) -> None:
        """Let what is to be shown wait: the bot is about to leave."""
        self._is_connected.clear()

    async def connected(self) -> Connection:
        """Wait until the bot is connected."""
        await self._is_connected.wait()
        assert self._connection is not None
        return self._connection

    async def close(self) -> None:
        """Give up what still decorates messages."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def note_name(self, account: int, name: str) -> None:
        """Remember how somebody is called, for the galleries of their sessions."""
        self._names.remember(str(account), name)

    async def note_header(self, session: Session, message: int) -> None:
        """Remember the message that tells how far the first gallery is; it goes when that is there."""
        self._headers.remember(session.id, message)
        await self._note(session, message, Role.HEADER)
        if any(turn.shown for turn in session.turns):
            await self._clear_status(session)

    def post_anew(self, session_id: SessionId) -> None:
        """Let the gallery that is to be shown once more be a new message, not the old one opened again."""
        self._anew.remember(session_id, True)

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Post a gallery, or open the message again that showed it before an undo."""
        outlet, turn = await self._outlet(session), session.turn(serial_of(view.turn))
        hides = marks_any(view)
        shown = concealed_view(view, texts_in(session.rules.language)) if hides else view
        posted = await self._opened_again(outlet, turn, session, view)
        if posted is None:
            posted = await self._post(outlet, session, shown, hides=hides)
        self._start(self._clear_status(session))
        return posted

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Show what came of a gallery and, where it is no group that reads it, that the next one is made."""
        gallery, outlet = session.turn(serial_of(view.turn)).gallery, await self._outlet(session)
        if gallery is None or not gallery.messages or self._is_gone(session):
            return
        is_going_on = session.current is not None and not session.current.shown and session.ending is None
        texts = texts_in(session.rules.language)
        is_private = outlet.spot.community is None
        status = texts.say("progress-begun") if is_going_on and is_private else None
        if rendering_of_gallery(gallery) == POLL:
            message = int(gallery.messages[-1].message)
            controls = keyboards.closed(view.turn, texts, can_undo=is_going_on, can_cancel=False)
            await self._close_poll(outlet, message, controls)
        else:
            if status is not None:
                self._told.remember(session.id, True)
            await self._show_closed(session, view, status, can_undo=is_going_on)

    async def deliver(self, session: Session) -> None:
        """Show the image by itself, with what it was made from, or what was picked on the way."""
        outlet = await self._outlet(session)
        shown = concealed(session)
        end = end_of(shown)
        pictures = await of_the_end(end, self._images)
        turn = _newest_turn(session)
        controls = keyboards.ended(turn, texts_in(session.rules.language), has_images=bool(pictures))
        caption = captions.ending(session, end, name=await self._name(session))
        await self._clear_status(session)
        sent: list[int] = []
        if len(pictures) == 1:
            sent = [await outlet.show(replace(pictures[0], caption=caption), keyboard=controls)]
        else:
            if pictures:
                sent = await outlet.show_album(pictures)
            sent.append(await outlet.write(caption, keyboard=controls))
        for message in sent:
            await self._note(session, message, Role.END)

    async def end_for_good(self, session: Session) -> int:
        """Show that moderators have ended a session; returns how many messages could not be changed."""
        if not session.is_taken_down:
            await self._clear_status(session)
            return 0
        self._buried.remember(session.id, True)
        connection = await self.connected()
        known = await connection.messages.of_session(PLATFORM, session.id)
        return await bury(connection.outlet, session, known)

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """Tell progress in the session's newest message; a failure gets a message with *Try again*."""
        if isinstance(news, str):
            controls = keyboards.failed(_newest_turn(session), texts_in(session.rules.language))
            await (await self._outlet(session)).write(captions.failure(session, news), keyboard=controls)
            return
        line = self._telling.line_for(session, news)
        if line is not None:
            self._told.remember(session.id, True)
            await self._show_status(session, line)

    async def _opened_again(
        self, outlet: Outlet, turn: Turn, session: Session, view: GalleryView
    ) -> PostedMessages | None:
        """The gallery's old message, with its controls again; a poll that is closed stays closed."""
        gallery = turn.gallery
        assert gallery is not None
        is_new = self._anew.get(session.id) is not None
        self._anew.forget(session.id)
        if not gallery.revision or not gallery.messages:
            return None
        message, is_poll = int(gallery.messages[-1].message), rendering_of_gallery(gallery) == POLL
        if is_new:
            await (self._withdraw(outlet, message) if is_poll else self._strip(outlet, message))
        if is_new or is_poll:
            return None
        shown = as_posted(gallery, view, texts_in(session.rules.language))
        caption, controls = await self._open(session, shown)
        if not await outlet.recaption(message, caption, keyboard=controls):
            return None
        return PostedMessages(messages=gallery.messages[-1:], rendering=gallery.rendering or COMPOSITE)

    async def _post(
        self, outlet: Outlet, session: Session, view: GalleryView, *, hides: bool
    ) -> PostedMessages:
        """Post in the best way that the chat takes."""
        if session.rules.group and self._photo_polls and not self._without_polls.get(outlet.spot.chat):
            try:
                return await self._post_poll(outlet, session, view, hides=hides)
            except (TransientError, GoneError):
                raise
            except WorkError as error:
                log.warning("poll refused", reason=str(error))
                self._without_polls.remember(outlet.spot.chat, True)
        caption, controls = await self._open(session, view)
        picture = await composite(view, caption, self._images)
        message = await outlet.show(picture, keyboard=controls)
        return PostedMessages(messages=(outlet.spot.ref(message),), rendering=named(COMPOSITE, hiding=hides))

    async def _post_poll(
        self, outlet: Outlet, session: Session, view: GalleryView, *, hides: bool
    ) -> PostedMessages:
        texts = texts_in(session.rules.language)
        ballot = await ballot_of(session, view, self._images)
        controls = keyboards.answers(view.turn, len(view.tiles), view.controls, texts, votes=True)
        async with self.polls.posting():
            message, poll = await outlet.ask(ballot, keyboard=controls)
            ref = MessageRef(channel=POLL_CHANNEL, message=poll)
            noted = SessionMessage(message=ref, turn=view.turn, role=Role.POLL)
            await (await self.connected()).messages.note(PLATFORM, [noted])
        return PostedMessages(messages=(outlet.spot.ref(message),), rendering=named(POLL, hiding=hides))

    async def _open(self, session: Session, view: GalleryView) -> tuple[str, Keyboard]:
        """The caption and controls of a gallery that waits for its answer."""
        texts = texts_in(session.rules.language)
        caption = captions.open_gallery(session, view, name=await self._name(session))
        return caption, keyboards.answers(view.turn, len(view.tiles), view.controls, texts, votes=False)

    async def _clear_status(self, session: Session) -> None:
        """Take the progress away: what it was about stands there now."""
        self._telling.forget(session.id)
        try:
            await self._drop_header(session)
            if self._told.get(session.id):
                self._told.forget(session.id)
                await self._show_status(session, None)
        except WorkError as error:
            log.info("status not cleared", session=session.id, error=type(error).__name__)

    async def _show_status(self, session: Session, line: str | None) -> None:
        """Write how far the work is under the newest closed gallery, or above the first one."""
        if self._is_gone(session):
            return
        closed = [turn for turn in session.path if turn.outcome and turn.gallery and turn.gallery.messages]
        if closed:
            await self._show_closed(session, view_of(session, closed[-1]), line, can_undo=line is not None)
            return
        header = await self._header(session)
        if header is None or line is None:
            return
        controls = keyboards.cancel(turn_id(session.id, 1), texts_in(session.rules.language))
        text = captions.beginning(session, name=await self._name(session), status=line)
        try:
            outlet = await self._outlet(session)
            await outlet.rewrite(header, text, keyboard=controls, urgency=Urgency.PROGRESS)
        except SupersededError:
            return

    async def _show_closed(
        self, session: Session, view: GalleryView, status: str | None, *, can_undo: bool
    ) -> None:
        gallery, outlet = session.turn(serial_of(view.turn)).gallery, await self._outlet(session)
        if gallery is None or not gallery.messages or rendering_of_gallery(gallery) == POLL:
            return
        texts = texts_in(session.rules.language)
        caption = captions.closed_gallery(
            session, as_posted(gallery, view, texts), name=await self._name(session), status=status
        )
        controls = keyboards.closed(view.turn, texts, can_undo=can_undo, can_cancel=status is not None)
        is_progress = status is not None and status != texts.say("progress-begun")
        urgency = Urgency.PROGRESS if is_progress else Urgency.EDIT
        try:
            message = int(gallery.messages[-1].message)
            await outlet.recaption(message, caption, keyboard=controls, urgency=urgency)
        except SupersededError:
            return

    async def _close_poll(self, outlet: Outlet, message: int, controls: Keyboard) -> None:
        try:
            await outlet.close_poll(message, keyboard=controls)
        except TransientError:
            raise
        except WorkError as error:
            log.info("poll not closed", error=type(error).__name__)
            await outlet.offer(message, controls)  # its time was up, so Telegram has closed it

    async def _strip(self, outlet: Outlet, message: int) -> None:
        """Take the controls from a message that another one stands in for."""
        try:
            await outlet.offer(message, None)
        except WorkError as error:
            log.info("controls not taken away", error=type(error).__name__)

    async def _withdraw(self, outlet: Outlet, message: int) -> None:
        """Delete a poll that another one stands in for: closed, it would tell how the vote stands."""
        try:
            await outlet.delete(message)
        except WorkError as error:
            log.info("poll not deleted", error=type(error).__name__)

    async def _header(self, session: Session) -> int | None:
        """The message above the first gallery, also one from before a restart."""
        known = self._headers.get(session.id)
        if known is None:
            connection = await self.connected()
            noted = await connection.messages.of_session(PLATFORM, session.id)
            known = next((int(one.message.message) for one in noted if one.role is Role.HEADER), 0)
            self._headers.remember(session.id, known)
        return known or None

    async def _drop_header(self, session: Session) -> None:
        header = await self._header(session)
        if header is not None:
            self._headers.remember(session.id, 0)
            await (await self._outlet(session)).delete(header)

    async def _note(self, session: Session, message: int, role: Role) -> None:
        ref = spot_of(session.place).ref(message)
        noted = SessionMessage(message=ref, turn=_newest_turn(session), role=role)
        await (await self.connected()).messages.note(PLATFORM, [noted])

    async def _name(self, session: Session) -> str:
        """How whoever began is called; empty where that is not known (any more)."""
        account = await self._people.account_of(session.starter, PLATFORM)
        return "" if account is None else self._names.get(account) or ""

    async def _outlet(self, session: Session) -> Outlet:
        return (await self.connected()).outlet(spot_of(session.place))

    def _is_gone(self, session: Session) -> bool:
        return session.is_taken_down or self._buried.get(session.id) is not None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _progress_seconds(session: Session) -> float:
    return PROGRESS_SECONDS if session.place.community is None else GROUP_PROGRESS_SECONDS


def _newest_turn(session: Session) -> TurnId:
    """The turn that a control of the session as a whole names."""
    turn = session.current or session.turns[-1]
    return turn_id(session.id, turn.serial)
