"""Takes one person's words out of what a group of others has decided.

The expansions and images that came of these words are the group's and stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.loading import StoredRow
from adapters.storage.tables import picks, sessions, turns
from core.types.identifiers import UserId

TurnKey = tuple[str, int]

_mine = picks.alias("mine")
_THIS_TURN = turns.c.session_id == bindparam("session"), turns.c.serial == bindparam("turn")


async def withdraw_words(connection: AsyncConnection, user: UserId) -> None:
    """Let outcomes, and the intents built on them, be as if the person had voted there without words.

    Their votes must still be stored.
    """
    outcomes = (await connection.execute(_outcomes_with_words_of(user))).all()
    if not outcomes:
        return
    left: dict[TurnKey, list[str]] = defaultdict(list)
    for row in await connection.execute(_words_beside_those_of(user)):
        left[row.session_id, row.serial].append(row.words)
    words = {key: "; ".join(left[key]) or None for key in ((row.session_id, row.serial) for row in outcomes)}
    intents = await _intents(connection, {row.session_id for row in outcomes}, user)
    corrected = _corrected(intents, outcomes, words)
    await _update(connection, "outcome_words", words)
    await _update(connection, "intent", {key: new for key, new in corrected.items() if new != intents[key]})


def with_other_words(intent: str, old: str, new: str | None) -> str:
    """An intent (the prompt and each turn's words, joined by semicolons) with one turn's words exchanged."""
    part = re.compile(rf"; {re.escape(old)}(?=; |\Z)")
    return part.sub(lambda _: f"; {new}" if new else "", intent, count=1)


def _outcomes_with_words_of(user: UserId) -> Select[Any]:
    """The outcomes of others' galleries that the person's vote went into with words."""
    return (
        select(turns.c.session_id, turns.c.serial, turns.c.outcome_words)
        .select_from(_mine)
        .join(turns, (turns.c.session_id == _mine.c.session_id) & (turns.c.serial == _mine.c.serial))
        .join(sessions, sessions.c.id == _mine.c.session_id)
        .where(
            _mine.c.user_id == user,
            _mine.c.words.is_not(None),
            sessions.c.starter_id != user,
            turns.c.outcome_words.is_not(None),
            turns.c.outcome_position.is_not_distinct_from(_mine.c.position),
        )
    )


def _words_beside_those_of(user: UserId) -> Select[Any]:
    """What others said who voted for the same as the person, in the order in which it counts."""
    same_turn = (picks.c.session_id == _mine.c.session_id) & (picks.c.serial == _mine.c.serial)
    return (
        select(picks.c.session_id, picks.c.serial, picks.c.words)
        .select_from(_mine)
        .join(picks, same_turn)
        .where(
            _mine.c.user_id == user,
            _mine.c.words.is_not(None),
            picks.c.user_id != user,
            picks.c.words.is_not(None),
            picks.c.position.is_not_distinct_from(_mine.c.position),
        )
        .order_by(picks.c.place)
    )


async def _intents(connection: AsyncConnection, names: set[str], user: UserId) -> dict[TurnKey, str]:
    """All intents of those sessions, which the person has voted in."""
    voted_in = select(picks.c.session_id).where(picks.c.user_id == user)
    query = select(turns.c.session_id, turns.c.serial, turns.c.intent)
    rows = await connection.execute(query.where(turns.c.session_id.in_(voted_in)))
    return {(row.session_id, row.serial): row.intent for row in rows if row.session_id in names}


def _corrected(
    intents: dict[TurnKey, str], outcomes: Sequence[StoredRow], words: dict[TurnKey, str | None]
) -> dict[TurnKey, str]:
    """The intents with what is left of each outcome's words."""
    by_session: dict[str, list[StoredRow]] = defaultdict(list)
    for row in outcomes:
        by_session[row.session_id].append(row)
    corrected = dict(intents)
    for session, serial in intents:
        for row in by_session[session]:
            if row.serial < serial:
                new = words[session, row.serial]
                corrected[session, serial] = with_other_words(
                    corrected[session, serial], row.outcome_words, new
                )
    return corrected


async def _update(
    connection: AsyncConnection, column: str, values: dict[TurnKey, str | None] | dict[TurnKey, str]
) -> None:
    statement = update(turns).where(*_THIS_TURN).values({column: bindparam("new")})
    rows = [{"session": session, "turn": serial, "new": value} for (session, serial), value in values.items()]
    if rows:
        await connection.execute(statement, rows)
