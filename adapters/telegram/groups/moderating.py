"""Administrators end sessions and take their images down, from a report or by answering a message."""

from __future__ import annotations

import structlog

from adapters.telegram.connection import Connection
from adapters.telegram.groups.deciding import check_moderates
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import data_in
from adapters.telegram.questions import turn_named
from adapters.telegram.services import PLATFORM
from adapters.telegram.stage import TelegramStage
from adapters.telegram.wording import escaped, quiet, unlinked
from core.bots.moderating import Moderating as CoreModerating
from core.bots.moderating import done_key
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.errors import NotNowError, WorkError
from core.texts.catalogue import texts_in
from core.types.answers import Halt, TakeDown
from core.types.identifiers import SessionId, session_of
from core.types.sessions import Session

log = structlog.get_logger()


class Moderating:
    """Lets those who may delete messages in a session's group end it for good."""

    def __init__(self, services: BotServices, core: CoreModerating, stage: TelegramStage) -> None:
        self._services = services
        self._core = core
        self._stage = stage

    async def take_down(self, incoming: Incoming, connection: Connection) -> None:
        """`/takedown` in answer to a message: take down the session that this belongs to."""
        session_id = await self._session_answered(incoming, connection)
        if session_id is None:
            raise NotNowError("refused-take-down-what")
        session = await self._services.conductor.look(session_id)
        await check_moderates(incoming, connection, session)
        ended = await self._core.end(incoming.account, session, TakeDown(), key=incoming.key)
        resisted = await self._stage.end_for_good(ended)
        texts = texts_in(session.rules.language) if incoming.in_name_of_chat else incoming.texts
        await incoming.tell(texts.say(done_key(ended, resisted=resisted)))

    async def press(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """A button under a report was pressed."""
        if press.custom_id not in data_in(incoming.message):
            raise NotNowError("unknown-control")
        session = await self._services.conductor.look(press.session)
        await check_moderates(incoming, connection, session)
        act = TakeDown() if press.verb is Verb.TAKE_DOWN else Halt()
        ended = await self._core.end(incoming.account, session, act, key=incoming.key)
        await incoming.answer(incoming.texts.say(done_key(ended, resisted=0)))
        resisted = await self._stage.end_for_good(ended)
        if resisted:
            await incoming.say(escaped(incoming.texts.say(done_key(ended, resisted=resisted))))
        elif ended.is_taken_down:
            await _close(incoming, ended)

    async def _session_answered(self, incoming: Incoming, connection: Connection) -> SessionId | None:
        """The session of the message that was answered, where that is one of ours."""
        answered = incoming.message.reply_to_message if incoming.message else None
        if answered is None or answered.from_user is None or answered.from_user.id != connection.bot.id:
            return None
        turn = turn_named(answered)
        if turn is not None:
            return session_of(turn)
        ref = incoming.spot.ref(answered.message_id)
        named = await connection.messages.named(PLATFORM, ref)
        return session_of(named.turn) if named else await self._core.session_shown_by(ref)


async def _close(incoming: Incoming, session: Session) -> None:
    """The report stays, without buttons, and says who has seen to it; its images went with the session."""
    assert incoming.message is not None
    done = texts_in(session.rules.language).say("report-done", moderator=unlinked(incoming.name))
    try:
        await incoming.outlet.rewrite(incoming.number, f"{incoming.message.text_html}\n{quiet(done)}")
    except WorkError as error:
        log.warning("report not closed", error=type(error).__name__)
