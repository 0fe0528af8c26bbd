"""Reads the database after a trial: is everything that was acknowledged there, once, and nothing else?

The events are the account of what people did; the votes, the turns and the beliefs must be what it comes to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from adapters.storage.database.engines import make_database
from adapters.storage.opening import Storage
from adapters.storage.tables import events
from core.belief import learn, unknown_person
from core.types.identifiers import EventKey, SessionId, UserId, turn_id
from core.types.sessions import Phase, Session, Turn, TurnStatus
from tests.fakes.crash.chat import Chat
from tests.fakes.ports import USER_MODEL

AN_END = "the end"


async def stored_events(url: str | None, data_directory: Path) -> dict[str, list[Row[Any]]]:
    """Every event by session, in the order in which they were received."""
    database = make_database(url, data_directory)
    by_session: dict[str, list[Row[Any]]] = defaultdict(list)
    async with database.reader.connect() as connection:
        for row in await connection.execute(select(events).order_by(events.c.at)):
            by_session[row.session_id].append(row)
    await database.dispose()
    return by_session


async def audit(
    storage: Storage, chat: Chat, stored: dict[str, list[Row[Any]]], sessions: Iterable[str]
) -> list[str]:
    """Everything that is not as it was acknowledged."""
    kept = {row.key: row.session_id for rows in stored.values() for row in rows}
    wrong = [
        f"event {key} is lost"
        for key, ack in chat.acknowledged.items()
        if kept.get(key) != ack["session"] or not await _is_known(storage, key)
    ]
    loaded = [(name, await storage.sessions.load(SessionId(name))) for name in sessions]
    wrong += [f"session {name} is lost" for name, session in loaded if session is None]
    found = [session for _, session in loaded if session is not None]
    for session in found:
        wrong += _wrong_votes(session, Account.of(session, stored[session.id]))
    return wrong + await _wrong_beliefs(storage, found)


async def _is_known(storage: Storage, key: str) -> bool:
    return await storage.sessions.session_of_event(EventKey(key)) is not None


@dataclass
class Account:
    """The votes that a session's events come to: per turn and voter, what may stand (`None`: no vote)."""

    votes: dict[str, dict[str, set[str | None]]] = field(default_factory=lambda: defaultdict(dict))
    answered: list[str] = field(default_factory=list)
    """What an undo takes back in a solo session: answers to turns, or an end, newest last."""

    @classmethod
    def of(cls, session: Session, rows: Sequence[Row[Any]]) -> Account:
        """Go through the events once."""
        account = cls()
        for row in rows:
            if row.kind == "undo":
                account.votes.pop(account.answered.pop(), None)
            elif row.kind in {"pick", "keep"}:
                account.vote(row, solo=not session.rules.group)
        return account

    def vote(self, row: Row[Any], *, solo: bool) -> None:
        """A keep on a gallery that is closed ends the session and is no vote; a group's may be either."""
        turn: str = json.loads(row.payload)["turn"]
        may_stand = self.votes[turn].get(row.user_id, {None})
        if row.kind == "keep" and solo and turn in self.answered:
            self.answered.append(AN_END)
            return
        is_either = row.kind == "keep" and not solo
        self.votes[turn][row.user_id] = {*may_stand, row.key} if is_either else {row.key}
        if solo:
            self.answered.append(turn)


def _wrong_votes(session: Session, account: Account) -> list[str]:
    wrong = [] if session.phase is Phase.FINISHED else [f"session {session.id} is {session.phase}"]
    for turn in session.turns:
        name = turn_id(session.id, turn.serial)
        if any(count > 1 for count in Counter(vote.voter for vote in turn.votes).values()):
            wrong.append(f"{name}: somebody counts twice")
        if turn.status is TurnStatus.ANSWERED and not session.rules.group and len(turn.votes) != 1:
            wrong.append(f"{name}: {len(turn.votes)} answers count")
        if turn.status is not TurnStatus.UNDONE and not _agree(turn, account.votes.get(name, {})):
            wrong.append(f"{name}: {turn.votes} stand, the events say {account.votes.get(name)}")
    return wrong


def _agree(turn: Turn, expected: dict[str, set[str | None]]) -> bool:
    standing = {str(vote.voter): str(vote.key) for vote in turn.votes}
    voters = standing.keys() | expected.keys()
    return all(standing.get(voter) in expected.get(voter, {None}) for voter in voters)


async def _wrong_beliefs(storage: Storage, sessions: Sequence[Session]) -> list[str]:
    """Stored beliefs that differ from what the standing votes teach."""
    taught: dict[UserId, list[tuple[Turn, int | None]]] = defaultdict(list)
    for session in sessions:
        for turn in session.answered:
            for vote in turn.votes:
                taught[vote.voter].append((turn, vote.position))
    wrong = []
    for user, votes in taught.items():
        stored = await storage.beliefs.belief(user, USER_MODEL)
        rebuilt = _rebuilt(votes)
        found = stored.log_probs if stored else ()
        if any(abs(a - b) > 1e-9 for a, b in zip(found, rebuilt, strict=True)):
            wrong.append(f"the belief about {user} is {found}, its votes say {rebuilt}")
    return wrong


def _rebuilt(votes: Sequence[tuple[Turn, int | None]]) -> tuple[float, ...]:
    belief = None
    for turn, position in votes:
        assert turn.outcomes is not None
        belief = belief or unknown_person(USER_MODEL, turn.outcomes.log_prior)
        belief = learn(belief, turn.outcomes.column(position))
    return belief.log_probs if belief else ()
