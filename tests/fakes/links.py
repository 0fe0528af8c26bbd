"""Accounts that become one person, and two again, in memory: the contract suite runs on this one, too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from core.belief import Belief
from core.community_ports import MOST_WRONG_CODES, WRONG_CODES_SECONDS, Joined, Separated
from core.conversation.session import owed
from core.errors import LinkRefusedError, UnfinishedSessionsError
from core.linking.tastes import one_taste
from core.types.galleries import Feedback, Vote
from core.types.identifiers import Identity, SessionId, UserId
from core.types.sessions import Session
from tests.fakes.communities import InMemorySaved
from tests.fakes.stores import InMemoryStore

Answer = TypeVar("Answer", Vote, Feedback)
Which = Callable[[Session], bool]


@dataclass(kw_only=True)
class InMemoryLinks:
    """A Links port over a store in memory."""

    store: InMemoryStore
    saved: InMemorySaved
    decay: float = 1.0
    offers: dict[UserId, tuple[str, float]] = field(default_factory=dict)
    wrong: list[tuple[UserId, float]] = field(default_factory=list)
    common: dict[tuple[UserId, UserId, str], Belief] = field(default_factory=dict)

    async def offer(self, user: UserId, *, code: str, until: float) -> None:
        """Let the code join others to this person once, until then."""
        self.offers[user] = code, until

    async def join(self, user: UserId, code: str, *, at: float) -> Joined:
        """Let all that is the person's belong to whoever offered the code."""
        tries = [then for who, then in self.wrong if who == user and then > at - WRONG_CODES_SECONDS]
        if len(tries) >= MOST_WRONG_CODES:
            seconds = tries[-MOST_WRONG_CODES] + WRONG_CODES_SECONDS - at
            raise LinkRefusedError("refused-link-many", minutes=max(1, -int(-seconds // 60)))
        host = next((who for who, offer in self.offers.items() if offer[0] == code and offer[1] > at), None)
        if host is None:
            self.wrong.append((user, at))
            raise LinkRefusedError("refused-link-code")
        self._check(host, user)
        self._join_tastes(host, user)
        changed = self._hand_over(user, host, lambda _: True)
        for identity in self._accounts(user):
            self.store._people[identity] = host
        for (who, purpose), consent in list(self.store._consents.items()):
            mine = self.store._consents.get((host, purpose))
            if who == user and (mine is None or mine.at <= consent.at):
                self.store._consents[host, purpose] = replace(consent, user=host)
        self.offers.pop(host)
        self.offers.pop(user, None)
        return Joined(user=host, accounts=self._accounts(host), changed=changed)

    async def separate(self, identity: Identity, *, at: float) -> Separated:
        """Make the account a person of its own."""
        user = self.store._people.get(identity)
        accounts = () if user is None else self._accounts(user)
        if user is None or len(accounts) == 1:
            raise LinkRefusedError("refused-link-none")
        self._check_rests(user, lambda session: session.place.platform == identity.platform)
        new = UserId(f"{user} on {identity.platform} at {at}")
        self.store._people[identity] = new
        changed = self._hand_over(user, new, lambda session: session.place.platform == identity.platform)
        for (who, model), belief in list(self.store._beliefs.items()):
            if who == user:
                self.store._beliefs[new, model] = self.common[user, new, model] = belief
        for (who, purpose), consent in list(self.store._consents.items()):
            if who == user:
                self.store._consents[new, purpose] = replace(consent, user=new)
        self.offers.pop(user, None)
        left = tuple(one for one in accounts if one != identity)
        return Separated(user=new, left=left, changed=changed)

    def _accounts(self, user: UserId) -> tuple[Identity, ...]:
        own = (identity for identity, known in self.store._people.items() if known == user)
        return tuple(sorted(own, key=lambda identity: identity.platform))

    def _check(self, host: UserId, guest: UserId) -> None:
        accounts = self._accounts(host)
        if host == guest:
            raise LinkRefusedError("refused-link-own", accounts=len(accounts))
        platforms = {one.platform for one in accounts} & {one.platform for one in self._accounts(guest)}
        if platforms:
            raise LinkRefusedError("refused-link-platform", platform=min(platforms))
        self._check_rests(guest, lambda _: True)

    def _check_rests(self, user: UserId, which: Which) -> None:
        own = (one for one in self.store._sessions.values() if one.starter == user and which(one))
        if busy := tuple(one.id for one in own if owed(one)):
            raise UnfinishedSessionsError(busy)

    def _hand_over(self, old: UserId, new: UserId, which: Which) -> tuple[SessionId, ...]:
        changed = []
        for name, session in self.store._sessions.items():
            if which(session) and session != (renamed := _renamed(session, old, new)):
                self.store._sessions[name] = replace(renamed, version=session.version + 1)
                changed.append(name)
        for (name, serial, user), number in list(self.store._updates.items()):
            if user == old and which(self.store._sessions[name]):
                del self.store._updates[name, serial, user]
                self.store._updates[name, serial, new] = number
        for (user, name, *place), image in list(self.saved._saved.items()):
            if user == old and which(self.store._sessions[name]):
                del self.saved._saved[user, name, place[0], place[1]]
                self.saved._saved.setdefault((new, name, place[0], place[1]), image)
        return tuple(name for name in changed if not owed(self.store._sessions[name]))

    def _join_tastes(self, host: UserId, guest: UserId) -> None:
        for (who, model), belief in list(self.store._beliefs.items()):
            if who == guest:
                del self.store._beliefs[guest, model]
                self.store._beliefs[host, model] = self._one_belief(host, guest, belief)

    def _one_belief(self, host: UserId, guest: UserId, theirs: Belief) -> Belief:
        mine = self.store._beliefs.get((host, theirs.user_model))
        if mine is None:
            return theirs
        common = self.common.get((host, guest, mine.user_model))
        common = common or self.common.get((guest, host, mine.user_model))
        taste = one_taste(mine, theirs, common, decay=self.decay)
        for (name, serial, user), number in self.store._updates.items():
            if user == host or (user == guest and number <= taste.common_updates):
                self.store._updates[name, serial, user] = number + taste.host_shift
            elif user == guest:
                self.store._updates[name, serial, user] = number + taste.guest_shift
        return taste.belief


def _renamed(session: Session, old: UserId, new: UserId) -> Session:
    turns = tuple(
        replace(
            turn,
            votes=_answers(turn.votes, old, new),
            feedback=_answers(turn.feedback, old, new),
        )
        for turn in session.turns
    )
    return replace(session, starter=new if session.starter == old else session.starter, turns=turns)


def _answers(answers: tuple[Answer, ...], old: UserId, new: UserId) -> tuple[Answer, ...]:
    """With the old person's as the new one's; of two the newer one stands."""
    both = [one for one in answers if one.voter in {old, new}]
    newest = max(both, key=lambda one: (one.at, one.voter == new), default=None)
    left = (one for one in answers if one.voter not in {old, new} or one is newest)
    return tuple(replace(one, voter=new) if one is newest else one for one in left)
