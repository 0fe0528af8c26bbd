"""Reports: whoever sees a gallery tells in the private chat what is wrong, and no one else reads along."""

from __future__ import annotations

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import data_in
from adapters.telegram.reports import questions
from adapters.telegram.reports.posts import ReportPosts
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import spot_of
from adapters.telegram.wording import escaped
from core.bots.acting import turn_of
from core.bots.members import Members
from core.bots.reporting import Reporting as CoreReporting
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.errors import NotNowError, StaleGalleryError
from core.types.sessions import Session


class Reporting:
    """Asks what a report needs, takes it down and has it shown to administrators."""

    def __init__(self, services: BotServices, members: Members, posts: ReportPosts) -> None:
        self._services = services
        self._members = members
        self._core = CoreReporting(services, members)
        self._posts = posts

    async def opened(self, incoming: Incoming, connection: Connection, payload: str) -> None:
        """A link under a gallery was followed: ask what is wrong."""
        turn = questions.turn_in(payload)
        if turn is None:
            raise NotNowError("unknown-control")
        self._core.check_rate(incoming.account)
        await self._seen(incoming, connection, Press(verb=Verb.KIND, turn=turn))
        keyboard = questions.which_kind(turn, incoming.texts)
        await incoming.say(escaped(incoming.texts.say("report-why")), keyboard=keyboard)

    async def press(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """An answer to one of the questions; they are asked in private chats alone."""
        answered = questions.answered(press.number)
        if answered is None or not incoming.is_private or press.custom_id not in data_in(incoming.message):
            raise NotNowError("unknown-control")
        session = await self._seen(incoming, connection, press)
        kind, image = answered
        if press.verb is Verb.REPORT:
            await self._record(incoming, connection, session, press)
        elif image is None:
            size, number = len(turn_of(session, press).images), press.number or 0
            await incoming.answer()
            keyboard = questions.which_image(press.turn, number, size, incoming.texts)
            await incoming.outlet.rewrite(
                incoming.number, escaped(incoming.texts.say("report-which")), keyboard=keyboard
            )
        else:
            await incoming.answer()
            heading = incoming.texts.say("report-heading", kind=kind, number=image)
            text = escaped(f"{heading}\n{incoming.texts.say('report-offer')}")
            keyboard = questions.without_words(press, incoming.texts)
            await incoming.outlet.rewrite(incoming.number, text, keyboard=keyboard)

    async def worded(self, incoming: Incoming, connection: Connection) -> bool:
        """Whether a message answers a question here: words to a report, which is then taken down."""
        answered = incoming.message.reply_to_message if incoming.message else None
        if answered is None or answered.from_user is None or answered.from_user.id != connection.bot.id:
            return False
        press = questions.asked_in(answered)
        if press is None or not incoming.is_private:
            return False
        if press.verb is Verb.KIND:
            raise NotNowError("report-by-button")
        session = await self._seen(incoming, connection, press)
        await self._record(incoming, connection, session, press, words=incoming.text)
        await incoming.outlet.offer(answered.message_id, None)
        return True

    async def _record(
        self, incoming: Incoming, connection: Connection, session: Session, press: Press, *, words: str = ""
    ) -> None:
        answered = questions.answered(press.number)
        if answered is None:
            raise NotNowError("unknown-control")
        kind, number = answered
        report = await self._core.record(
            incoming.account, session, press, kind=kind, number=number, words=words
        )
        if incoming.press is not None:
            await incoming.answer()
            await incoming.outlet.offer(incoming.number, None)
        is_shown = await self._posts.show(connection, session, report)
        said = incoming.texts.say("report-sent-group" if is_shown else "report-noted")
        await incoming.say(escaped(said))

    async def _seen(self, incoming: Incoming, connection: Connection, press: Press) -> Session:
        """The session, for whoever sees it: who began it, and who is in its group now."""
        session = await self._services.conductor.look(press.session)
        if session.place.platform != PLATFORM:
            raise StaleGalleryError
        there = spot_of(session.place)
        if not await self._members.began(incoming.account, session) and not await connection.is_member(
            incoming.account, there
        ):
            raise StaleGalleryError
        turn_of(session, press)
        return session
