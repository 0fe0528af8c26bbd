"""A group's votes in polls: each is an answer like a press, and taking it back withdraws it."""

from __future__ import annotations

import structlog
from telegram import PollAnswer

from adapters.telegram import keyboards
from adapters.telegram.connection import Connection
from adapters.telegram.polls import POLL_CHANNEL, PollsUnderWay, number_voted
from adapters.telegram.services import PLATFORM
from adapters.telegram.where import spot_of
from adapters.telegram.wording import escaped
from core.bots.acting import Acting
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Verb
from core.bots.showing.recent import Recent
from core.errors import ConsentRequiredError, PastaError, RefusedError
from core.texts.catalogue import texts_in
from core.types.answers import Act, Pick, Undo
from core.types.identifiers import MessageRef, TurnId, serial_of, session_of
from core.types.sessions import Session

log = structlog.get_logger()


class Voting:
    """Turns votes into events; who has not agreed yet is asked under the poll, once for all."""

    def __init__(self, services: BotServices, members: Members, core: Acting, polls: PollsUnderWay) -> None:
        self._services = services
        self._members = members
        self._core = core
        self._polls = polls
        self._uncounted: Recent[tuple[int, TurnId], int | None] = Recent()
        self._asked: Recent[TurnId, bool] = Recent()

    async def voted(self, answer: PollAnswer, connection: Connection, *, key: str) -> None:
        """Count a vote, or withdraw it."""
        voter = answer.user
        ref = MessageRef(channel=POLL_CHANNEL, message=answer.poll_id)
        poll = await connection.messages.named(PLATFORM, ref)
        if poll is None:
            await self._polls.noted()
            poll = await connection.messages.named(PLATFORM, ref)
        if poll is None or voter is None or voter.is_bot:
            return
        session = await self._services.conductor.look(session_of(poll.turn))
        act: Act = Undo()
        if answer.option_ids:
            size = len(session.turn(serial_of(poll.turn)).images)
            act = Pick(number=number_voted(answer.option_ids[0], size=size))
        try:
            await self._act(voter.id, session, poll.turn, act, key=key)
        except ConsentRequiredError:
            if isinstance(act, Pick):
                self._uncounted.remember((voter.id, poll.turn), act.number)
                await self._ask(connection, session, poll.turn)
        except RefusedError as error:
            log.info("vote changes nothing", reason=error.key)
        except PastaError as error:
            log.warning("vote not counted", error=type(error).__name__)

    async def agreed(self, account: int, turn: TurnId, *, key: str) -> str:
        """Write a voter's yes down and count what they have voted; returns the key of what to tell them."""
        await self._members.agree(account)
        mine = (account, turn)
        if mine not in self._uncounted:
            return "consent-vote-again"
        session = await self._services.conductor.look(session_of(turn))
        await self._act(account, session, turn, Pick(number=self._uncounted.get(mine)), key=key)
        self._uncounted.forget(mine)
        return "consent-vote-counted"

    async def _act(self, account: int, session: Session, turn: TurnId, act: Act, *, key: str) -> None:
        community = session.place.community
        await self._core.act(account, session.id, act, key=key, community=community, turn=turn)

    async def _ask(self, connection: Connection, session: Session, turn: TurnId) -> None:
        """One question for all who vote in this poll without having agreed."""
        if self._asked.get(turn):
            return
        self._asked.remember(turn, True)
        texts = texts_in(session.rules.language)
        agree = keyboards.button(texts.say("consent-yes"), Verb.AGREE, turn)
        gallery = session.turn(serial_of(turn)).gallery
        reply_to = int(gallery.messages[-1].message) if gallery and gallery.messages else None
        await connection.outlet(spot_of(session.place)).write(
            escaped(texts.say("consent-voters")), keyboard=keyboards.keyboard([agree]), reply_to=reply_to
        )
