"""What a batch of changes teaches about people: belief arithmetic inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage.loading import belief_of
from adapters.storage.tables import beliefs, picks
from adapters.storage.writing.memory import Memory
from adapters.storage.writing.rows import PickKey
from core.belief import Belief, learn, take_back, unknown_person
from core.types.identifiers import SessionId, UserId
from core.types.work import Change, Lesson

Owner = tuple[UserId, str]
"""A person and a user model."""

Beliefs = Memory[Owner, Belief]
"""The newest beliefs, as they are stored; only the writer adds to it, and only what it has committed."""


async def learn_lessons(
    connection: AsyncConnection, changes: Sequence[Change], memory: Beliefs, *, decay: float
) -> tuple[dict[Owner, Belief], dict[PickKey, int]]:
    """The beliefs that all lessons lead to, in order, and which update each lesson was.

    A session has one change in a batch, so the update number of a vote that is taken back is stored already.
    """
    lessons = [(change.session_id, lesson) for change in changes for lesson in change.lessons]
    if not lessons:
        return {}, {}
    known = await _known_beliefs(connection, {_owner(lesson) for _, lesson in lessons}, memory)
    numbers = await _update_numbers(connection, lessons)
    learned: dict[Owner, Belief] = {}
    updates: dict[PickKey, int] = {}
    for session_id, lesson in lessons:
        owner, vote = _owner(lesson), (session_id, lesson.serial, lesson.user)
        belief = learned.get(owner) or known.get(owner) or unknown_person(lesson.user_model, lesson.log_prior)
        if not lesson.taken_back:
            learned[owner] = learn(belief, lesson.log_likelihoods, decay=decay)
            updates[vote] = learned[owner].updates
        elif vote in numbers:
            update = numbers[vote]
            learned[owner] = take_back(belief, lesson.log_likelihoods, update=update, decay=decay)
    return learned, updates


def _owner(lesson: Lesson) -> Owner:
    return lesson.user, lesson.user_model


async def _known_beliefs(
    connection: AsyncConnection, owners: Collection[Owner], memory: Beliefs
) -> dict[Owner, Belief]:
    known = {owner: belief for owner in owners if (belief := memory.get(owner)) is not None}
    missing = [owner for owner in owners if owner not in known]
    if missing:
        query = select(beliefs).where(tuple_(beliefs.c.user_id, beliefs.c.user_model).in_(missing))
        for row in await connection.execute(query):
            known[row.user_id, row.user_model] = belief_of(row)
    return known


async def _update_numbers(
    connection: AsyncConnection, lessons: Sequence[tuple[SessionId, Lesson]]
) -> dict[PickKey, int]:
    votes = [(session_id, lesson.serial, lesson.user) for session_id, lesson in lessons if lesson.taken_back]
    if not votes:
        return {}
    key = tuple_(*picks.primary_key.columns)
    query = select(*picks.primary_key.columns, picks.c.update_number)
    stored = await connection.execute(query.where(key.in_(votes), picks.c.update_number.is_not(None)))
    return {(row.session_id, row.serial, row.user_id): row.update_number for row in stored}
