"""Past sessions: a list of them, each with its turns, and going on from any of these."""

from __future__ import annotations

from telegram import InlineKeyboardButton

from adapters.telegram import captions
from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import button, keyboard
from adapters.telegram.outlet import Keyboard
from adapters.telegram.own.alone import check_alone
from adapters.telegram.pictures import recap_photo
from adapters.telegram.services import PLATFORM
from adapters.telegram.stage import TelegramStage
from adapters.telegram.unsettled import settled
from adapters.telegram.where import Spot, spot_of
from adapters.telegram.wording import bold, escaped, fitting, plain, quiet
from core.bots import looking_back
from core.bots.looking_back import is_waiting, newest_message, picked_number, ways_on
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.bots.showing.hiding import WithPlainTiles, concealed
from core.bots.showing.wording import branch_line, come_so_far
from core.community_ports import Role, SessionMessage
from core.conversation.gallery import shortened
from core.errors import NotNowError
from core.texts.catalogue import Texts
from core.types.identifiers import SessionId, TurnId, serial_of, turn_id
from core.types.sessions import Phase, Session, Turn

MOST_LISTED = 10
LABEL_CHARACTERS = 40
"""Of a prompt on a button: a phone shows about so many."""
WAYS_IN_A_ROW = 2


class LookingBack:
    """Shows people their own sessions; the galleries of those stay in the chats where they are."""

    def __init__(
        self,
        services: BotServices,
        members: Members,
        core: looking_back.LookingBack,
        stage: TelegramStage,
    ) -> None:
        self._members = members
        self._core = core
        self._stage = stage
        self._images = WithPlainTiles(services.images)

    async def history(self, incoming: Incoming, _: Connection) -> None:
        """List the person's sessions, newest first."""
        texts = incoming.texts
        sessions = await self._sessions(incoming)
        if not sessions:
            await incoming.tell(texts.say("history-empty"))
            return
        rows = [[_opens(session, texts)] for session in sessions[:MOST_LISTED]]
        text = f"{bold(texts.say('history-heading'))}\n{escaped(texts.say('history-choose'))}"
        await incoming.outlet.write(text, keyboard=keyboard(*rows))

    async def resume(self, incoming: Incoming, connection: Connection) -> None:
        """Show the gallery that waits for the person once more; in a group, one that waits there."""
        sessions = [one for one in await self._sessions(incoming) if is_waiting(one) and _is_on_telegram(one)]
        if not incoming.is_private:
            sessions = [one for one in sessions if _is_here(incoming, one)]
        if not sessions:
            raise NotNowError("refused-nothing-waits")
        await self._show_again(incoming, connection, sessions[0])

    async def linked(self, incoming: Incoming, connection: Connection, session_id: str) -> None:
        """Show the session that a link names: what waits of it, or all of it."""
        session = await self._own(incoming, SessionId(session_id), to_look_at=True)
        if is_waiting(session) and _is_here(incoming, session):
            await self._show_again(incoming, connection, session)
        else:
            await self._show(incoming, connection, session)

    async def open(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """Show a whole session."""
        check_alone(incoming)
        session = await self._own(incoming, press.session, to_look_at=True)
        await incoming.answer()
        await self._show(incoming, connection, session)

    async def show_again(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """Show the gallery that waits in a session once more."""
        session = await self._own(incoming, press.session)
        if not is_waiting(session):
            raise NotNowError("refused-nothing-waits")
        await incoming.when_durable(self._show_again(incoming, connection, session))
        await incoming.answer()

    async def go_on(self, incoming: Incoming, connection: Connection, press: Press) -> None:
        """Build on the pick of an earlier turn."""
        session = await self._own(incoming, press.session)
        await _check_reaches(incoming, connection, session)
        await self._core.go_on_from(
            incoming.account,
            session,
            serial_of(press.turn),
            key=incoming.key,
            community=session.place.community,
        )
        await incoming.answer(incoming.texts.say("one-moment"))
        if not _is_here(incoming, session):
            await _tell_where(incoming, session)

    async def _show_again(self, incoming: Incoming, connection: Connection, session: Session) -> None:
        await _check_reaches(incoming, connection, session)
        if session.phase is Phase.AWAITING_PICK:
            self._stage.post_anew(session.id)
        await self._core.show_again(
            incoming.account, session, key=incoming.key, community=session.place.community
        )
        settled()
        if not _is_here(incoming, session):
            await _tell_where(incoming, await self._core.shown_again(session.id))

    async def _show(self, incoming: Incoming, connection: Connection, session: Session) -> None:
        """The recap, and all turns of a session, those taken back too, with the ways on."""
        texts, session = incoming.texts, concealed(session)
        if session.answered or session.kept is not None:
            photo = await recap_photo(session, bold(texts.say("recap-heading")), self._images)
            number = await incoming.outlet.show(photo)
            noted = SessionMessage(
                message=incoming.spot.ref(number), turn=_any_turn(session), role=Role.RECAP
            )
            await connection.messages.note(PLATFORM, [noted])
        tree = [bold(shortened(session.prompt, captions.HEADING_CHARACTERS)), *_branches(session, texts)]
        if not _is_on_telegram(session):
            tree.append(quiet(texts.say("history-elsewhere", platform=session.place.platform)))
        await incoming.outlet.write(fitting(tree), keyboard=_ways(session, texts))

    async def _sessions(self, incoming: Incoming) -> list[Session]:
        """The person's own that may be shown, newest first."""
        sessions = await self._core.own_sessions(incoming.account)
        return [session for session in sessions if not session.is_taken_down]

    async def _own(self, incoming: Incoming, session_id: SessionId, *, to_look_at: bool = False) -> Session:
        session = await self._members.own_session(incoming.account, session_id, to_look_at=to_look_at)
        if session.is_taken_down:
            raise NotNowError("refused-moderated")
        return session


async def _check_reaches(incoming: Incoming, connection: Connection, session: Session) -> None:
    """Refuse to show anything in a group that whoever asks for it has left."""
    if _is_here(incoming, session) or session.place.community is None:
        return
    if not await connection.is_member(incoming.account, spot_of(session.place)):
        raise NotNowError("refused-not-member")


async def _tell_where(incoming: Incoming, session: Session) -> None:
    """Say where the session goes on."""
    where = escaped(link) if (link := _link_to(session)) else plain(session.prompt)
    await incoming.outlet.write(incoming.texts.say("resume-shown", where=where))


def _is_here(incoming: Incoming, session: Session) -> bool:
    return _is_on_telegram(session) and spot_of(session.place).chat == incoming.spot.chat


def _is_on_telegram(session: Session) -> bool:
    """Whether it goes on here; those of an account elsewhere can be looked at."""
    return session.place.platform == PLATFORM


def _link_to(session: Session) -> str | None:
    """What opens the session's newest gallery, in chats whose messages have addresses."""
    message = newest_message(session) if _is_on_telegram(session) else None
    return None if message is None else Spot(chat=int(message.channel)).link(int(message.message))


def _any_turn(session: Session) -> TurnId:
    """Names the session, as its newest turn."""
    return turn_id(session.id, session.turns[-1].serial)


def _opens(session: Session, texts: Texts) -> InlineKeyboardButton:
    label = f"{shortened(session.prompt, LABEL_CHARACTERS)} · {come_so_far(session, texts)}"
    return button(label, Verb.OPEN, _any_turn(session))


def _branches(session: Session, texts: Texts) -> list[str]:
    return [_branch(session, turn, texts) for turn in session.turns]


def _branch(session: Session, turn: Turn, texts: Texts) -> str:
    """One turn of the tree; what was taken back hangs beside it."""
    line = branch_line(session, turn, texts, plain=plain)
    return f"└ <i>{escaped(texts.say('history-undone'))}</i>" if line is None else f"• {line}"


def _ways(session: Session, texts: Texts) -> Keyboard | None:
    """Where one can go from a session: to its gallery, and on from each pick."""
    if not _is_on_telegram(session):
        return None
    link = _link_to(session)
    there = [InlineKeyboardButton(texts.say("report-link"), url=link)] if link is not None else []
    if is_waiting(session):
        there.append(button(texts.say("button-show-again"), Verb.SHOW, _any_turn(session)))
    ways = [
        button(
            texts.say("history-turn", number=number, image=picked_number(turn)),
            Verb.BUILD_ON,
            turn_id(session.id, turn.serial),
        )
        for number, turn in ways_on(session)
    ]
    rows = [there, *(ways[start : start + WAYS_IN_A_ROW] for start in range(0, len(ways), WAYS_IN_A_ROW))]
    return keyboard(*rows) if any(rows) else None
