"""What a press does. It is answered when it is durable, at once and before anything else is sent."""

from __future__ import annotations

import structlog

from adapters.telegram import captions, keyboards
from adapters.telegram.beginning import Beginning
from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.originals import Originals
from adapters.telegram.pictures import recap_photo
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import Spot, spot_of
from adapters.telegram.wording import MESSAGE_CHARACTERS, plain
from core.bots import acting as core_acting
from core.bots.acting import act_of, noted, turn_of
from core.bots.looking_back import LookingBack
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.bots.showing.hiding import concealed
from core.bots.showing.recent import Recent
from core.bots.showing.wishes import Wish
from core.bots.showing.wording import all_expansions
from core.community_ports import Role, SessionMessage
from core.conductor.conductor import Receipt
from core.errors import ForeignSessionError, NotNowError, StaleGalleryError
from core.texts.catalogue import texts_in
from core.types.answers import Act, Pick
from core.types.identifiers import SessionId, serial_of
from core.types.sessions import Session

log = structlog.get_logger()

AGREEING_SECONDS = 600.0
"""How long a second press is a yes to what the first one was told."""


class Acting:
    """Turns presses into events, and refusals into words."""

    def __init__(
        self,
        services: BotServices,
        members: Members,
        core: core_acting.Acting,
        looking_back: LookingBack,
        beginning: Beginning,
        originals: Originals,
    ) -> None:
        self._services = services
        self._members = members
        self._core = core
        self._looking_back = looking_back
        self._beginning = beginning
        self._originals = originals
        self._asked: Recent[int, float] = Recent()

    async def press(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """Let a press happen; raises what the core refuses it with."""
        match press.verb:
            case Verb.WORDS:
                await self._ask_for_words(incoming, press)
            case Verb.WHICH | Verb.MORE | Verb.BACK:
                await self._offer_others(incoming, connection, press)
            case Verb.TEXTS:
                await self._tell_texts(incoming, connection, press)
            case Verb.RECAP | Verb.SHARE:
                await self._show_recap(incoming, connection, press)
            case Verb.RESTART:
                await self._start_again(incoming, connection, press)
            case Verb.SAVE:
                session = await self._seen(incoming, press.session)
                await self._looking_back.save(incoming.account, session)
                await incoming.answer(incoming.texts.say("saved-noted"))
            case Verb.ORIGINALS:
                session = await self._seen(incoming, press.session)
                await self._originals.send(incoming, connection, session, press)
            case _:
                await self._do(incoming, press)

    async def _do(self, incoming: Incoming, press: Press) -> None:
        """Act, and say what came of it; the session's messages show it too."""
        session = await self._seen(incoming, press.session)
        act = act_of(press)
        await self._agree_by_a_second_press(incoming, session, act)
        receipt = await incoming.when_durable(self._handled(incoming, press, act))
        said = noted(act, receipt.session, incoming.texts) or _counted(act, incoming)
        await incoming.answer(said)
        if press.verb is Verb.KEEP:
            await self._put_back(incoming, receipt.session, press)

    async def _handled(self, incoming: Incoming, press: Press, act: Act) -> Receipt:
        community = incoming.spot.community
        return await self._core.press(incoming.account, press, act, key=incoming.key, community=community)

    async def _agree_by_a_second_press(self, incoming: Incoming, session: Session, act: Act) -> None:
        """Tell a voter who has not agreed yet what is stored; pressing again after that is a yes."""
        if not isinstance(act, Pick) or not session.rules.group:
            return
        if await self._members.has_agreed(incoming.account):
            return
        asked_at, now = self._asked.get(incoming.account), self._services.clock()
        if asked_at is not None and now - asked_at < AGREEING_SECONDS:
            await self._members.agree(incoming.account)
            return
        self._asked.remember(incoming.account, now)
        raise NotNowError("consent-by-pressing-again")

    async def _seen(self, incoming: Incoming, session_id: SessionId) -> Session:
        """A session that whoever presses can see: a client can be made to send any data."""
        session = await self._services.conductor.look(session_id)
        if session.place.platform != PLATFORM:
            raise StaleGalleryError
        here = spot_of(session.place).chat == incoming.spot.chat
        if not here and not await self._members.began(incoming.account, session):
            log.warning("foreign press", session=session_id, account=incoming.account)
            raise ForeignSessionError
        return session

    async def _own(self, incoming: Incoming, session_id: SessionId) -> Session:
        session = await self._seen(incoming, session_id)
        if not await self._members.began(incoming.account, session):
            raise ForeignSessionError
        return session

    async def _ask_for_words(self, incoming: Incoming, press: Press) -> None:
        """Say how: the answer is a reply, which a bot may read in groups as well."""
        session = await self._seen(incoming, press.session)
        if not session.rules.group and not await self._members.began(incoming.account, session):
            raise ForeignSessionError
        await incoming.answer(incoming.texts.say("words-by-reply"))

    async def _offer_others(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """Other controls under the same gallery."""
        if press.verb is Verb.WHICH:
            session = await self._own(incoming, press.session)
        else:
            session = await self._seen(incoming, press.session)
        turn = turn_of(session, press)
        texts = texts_in(session.rules.language)
        await incoming.answer(incoming.texts.say("which-one") if press.verb is Verb.WHICH else None)
        if press.verb is Verb.WHICH:
            controls = keyboards.which_one(press.turn, len(turn.images), texts)
        elif press.verb is Verb.MORE:
            report = connection.deep_link(f"report-{press.turn.replace('.', '-')}")
            controls = keyboards.more(press.turn, texts, report_url=report)
        else:
            controls = keyboards.standing(session, press.turn, texts, poll=_is_poll(incoming))
        await incoming.outlet.offer(incoming.number, controls)

    async def _put_back(self, incoming: Incoming, session: Session, press: Press) -> None:
        """An image of an earlier gallery was kept: nothing else shows that the question is answered."""
        if session.turn(serial_of(press.turn)).outcome is not None and not _is_poll(incoming):
            controls = keyboards.standing(session, press.turn, texts_in(session.rules.language), poll=False)
            await incoming.outlet.offer(incoming.number, controls)

    async def _tell_texts(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        session = await self._seen(incoming, press.session)
        turn = turn_of(_shown(session), press)
        await incoming.answer()
        number = await incoming.say(all_expansions(turn, plain=plain, most=MESSAGE_CHARACTERS))
        noted_as = SessionMessage(message=incoming.spot.ref(number), turn=press.turn, role=Role.TEXT)
        await connection.messages.note(PLATFORM, [noted_as])

    async def _show_recap(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """The recap goes to its person alone, or to everybody in the chat."""
        session = _shown(await self._own(incoming, press.session))
        if not session.answered and session.kept is None:
            raise NotNowError("refused-nothing-to-share")
        await incoming.answer(incoming.texts.say("one-moment"))
        caption = captions.recap(session, incoming.texts, name=incoming.name)
        photo = await recap_photo(session, caption, self._originals.images)
        is_public = press.verb is Verb.SHARE or incoming.is_private
        spot = incoming.spot if is_public else Spot(chat=incoming.account)
        outlet = connection.outlet(spot)
        controls = keyboards.closed(press.turn, incoming.texts, can_undo=False, can_cancel=False)
        number = await outlet.show(photo, keyboard=controls)
        noted_as = SessionMessage(message=outlet.spot.ref(number), turn=press.turn, role=Role.RECAP)
        await connection.messages.note(PLATFORM, [noted_as])

    async def _start_again(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        session = await self._own(incoming, press.session)
        await incoming.answer()
        await self._beginning.begin_with(incoming, connection, Wish.like(session), incoming.number)


def _shown(session: Session) -> Session:
    """The session as it may be shown; raises `NotNowError` where moderators took it down."""
    if session.is_taken_down:
        raise NotNowError("refused-moderated")
    return concealed(session)


def _is_poll(incoming: Incoming) -> bool:
    return incoming.message is not None and incoming.message.poll is not None


def _counted(act: Act, incoming: Incoming) -> str | None:
    """What an answer is acknowledged with."""
    if isinstance(act, Pick):
        return incoming.texts.say("closed-picked", number=act.number or 0)
    return None
