"""Takes one person's words out of what a group of others has decided.

The expansions and images that came of these words are the group's and stay.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.loading import StoredRow
from adapters.storage.tables import picks, sessions, turns
from core.types.identifiers import UserId


async def withdraw_words(connection: AsyncConnection, user: UserId) -> None:
    """Let outcomes, and the intents built on them, be as if the person had voted there without words.

    Their votes must still be stored.
    """
    query: Select[Any] = (
        select(picks.c.session_id, picks.c.serial, turns.c.outcome_position, turns.c.outcome_words)
        .select_from(picks)
        .join(turns)
        .join(sessions, sessions.c.id == picks.c.session_id)
        .where(
            picks.c.user_id == user,
            sessions.c.starter_id != user,
            picks.c.words.is_not(None),
            turns.c.outcome_words.is_not(None),
            picks.c.position.is_not_distinct_from(turns.c.outcome_position),
        )
    )
    for turn in (await connection.execute(query)).all():
        words = await _words_of_others(connection, turn, user)
        this_turn = turns.c.session_id == turn.session_id, turns.c.serial == turn.serial
        await connection.execute(update(turns).where(*this_turn).values(outcome_words=words))
        await _correct_intents(connection, turn, words)


async def _words_of_others(connection: AsyncConnection, turn: StoredRow, user: UserId) -> str | None:
    query = select(picks.c.words).where(
        picks.c.session_id == turn.session_id,
        picks.c.serial == turn.serial,
        picks.c.user_id != user,
        picks.c.words.is_not(None),
        picks.c.position.is_not_distinct_from(turn.outcome_position),
    )
    return "; ".join((await connection.scalars(query.order_by(picks.c.place))).all()) or None


async def _correct_intents(connection: AsyncConnection, turn: StoredRow, words: str | None) -> None:
    later = turns.c.session_id == turn.session_id, turns.c.serial > turn.serial
    query = select(turns.c.serial, turns.c.intent).where(*later)
    for row in (await connection.execute(query)).all():
        intent = with_other_words(row.intent, turn.outcome_words, words)
        this_turn = turns.c.session_id == turn.session_id, turns.c.serial == row.serial
        await connection.execute(update(turns).where(*this_turn).values(intent=intent))


def with_other_words(intent: str, old: str, new: str | None) -> str:
    """An intent (the prompt and each turn's words, joined by semicolons) with one turn's words exchanged."""
    part = re.compile(rf"; {re.escape(old)}(?=; |\Z)")
    return part.sub(lambda _: f"; {new}" if new else "", intent, count=1)
