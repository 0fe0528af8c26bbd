"""What a press does to its session; who may do it is the conversation's decision."""

from __future__ import annotations

from core.bots.gate import Gate
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.conductor.conductor import Receipt
from core.errors import StaleGalleryError
from core.texts.catalogue import Texts
from core.types.answers import (
    Act,
    Cancel,
    CloseVote,
    Compare,
    GoOn,
    Keep,
    PersonEvent,
    Pick,
    Stop,
    TryAgain,
    Undo,
)
from core.types.galleries import Comparison
from core.types.identifiers import EventKey, SessionId, TurnId, serial_of
from core.types.sessions import Session, Turn

PLAIN_ACTS: dict[Verb, Act] = {
    Verb.NONE: Pick(number=None),
    Verb.UNDO: Undo(),
    Verb.STOP: Stop(),
    Verb.CANCEL: Cancel(),
    Verb.BETTER: Compare(comparison=Comparison.BETTER),
    Verb.SAME: Compare(comparison=Comparison.SAME),
    Verb.WORSE: Compare(comparison=Comparison.WORSE),
    Verb.CLOSE: CloseVote(),
    Verb.AGAIN: TryAgain(),
    Verb.GO_ON: GoOn(),
}
ON_THE_SESSION = {Verb.AGAIN, Verb.GO_ON, Verb.CANCEL}
"""What is asked of a session as a whole, whichever gallery the control stands under."""


class Acting:
    """Turns what accounts do into events of the conversation."""

    def __init__(self, services: BotServices, members: Members, gate: Gate) -> None:
        self._services = services
        self._members = members
        self._gate = gate

    async def act(
        self,
        account: int,
        session: SessionId,
        act: Act,
        *,
        key: str,
        community: str | None,
        turn: TurnId | None = None,
    ) -> Receipt:
        """Let somebody's act happen; `key` names the press or message on its platform.

        Raises `RefusedError` or `StorageError`, as the conductor does.
        """
        await self._gate.check_may_answer(community, account)
        if isinstance(act, Pick) and act.words:
            await self._gate.check_text(community, act.words)
        event = PersonEvent(
            key=EventKey(f"{self._services.platform}:{key}"),
            session=session,
            user=await self._members.recognise(account),
            act=act,
            at=self._services.clock(),
            turn=turn,
        )
        return await self._services.conductor.handle(event)

    async def press(
        self, account: int, press: Press, act: Act, *, key: str, community: str | None
    ) -> Receipt:
        """Let a press happen, on its gallery or on the session as a whole."""
        turn = None if press.verb in ON_THE_SESSION else press.turn
        return await self.act(account, press.session, act, key=key, community=community, turn=turn)

    async def picked_by(self, account: int, session: Session, named: TurnId) -> int | None:
        """The number that the account's person has picked in that gallery."""
        turn = session.turn(serial_of(named))
        vote = turn.vote_of(await self._members.recognise(account))
        if vote is None or vote.position is None or turn.gallery is None:
            return None
        return turn.gallery.number_of(vote.position)


def act_of(press: Press) -> Act:
    """What a press means, for verbs that are answers."""
    number = press.number
    if press.verb is Verb.KEEP and number:
        return Keep(number=number)
    if press.verb in {Verb.PICK, Verb.AGREE}:
        return Pick(number=number or None)
    return PLAIN_ACTS[press.verb]


def noted(act: Act, session: Session, texts: Texts) -> str | None:
    """What is said about an answer whose outcome no gallery shows."""
    if isinstance(act, Compare):
        return texts.say("compare-noted", comparison=act.comparison.value)
    if isinstance(act, Pick) and session.rules.group:
        return texts.say("vote-counted", number=act.number or 0)
    return None


def turn_of(session: Session, press: Press) -> Turn:
    """The turn of a press, where it shows something; raises `StaleGalleryError`."""
    serial = serial_of(press.turn)
    if serial > len(session.turns):
        raise StaleGalleryError
    turn = session.turn(serial)
    if turn.gallery is None or not turn.images:
        raise StaleGalleryError
    return turn
