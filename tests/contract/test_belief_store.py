"""What every BeliefStore promises: a belief is what its lessons add up to."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.belief import Belief, learn, unknown_person
from core.types.answers import CloseVote, Keep, Pick, Undo
from core.types.sessions import Session
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import acting, beginning, saved, saved_gallery, saved_until_shown
from tests.fakes.sessions import ANNA, BEN, BY_STARTER, CARLA, NOW
from tests.fakes.stores import Stores

DECAY = 0.9


def rebuilt(session: Session, *, positions: list[int | None]) -> Belief:
    """The belief after these positions have been picked, one after the other."""
    matrix = session.turns[0].outcomes
    assert matrix is not None
    belief = unknown_person(matrix.user_model, matrix.log_prior)
    for position in positions:
        belief = learn(belief, matrix.column(position), decay=DECAY)
    return belief


def position_of(session: Session, number: int) -> int:
    """The slate position shown at a number of the open gallery."""
    assert session.current is not None
    assert session.current.gallery is not None
    return session.current.gallery.order[number - 1]


async def test_nothing_is_believed_about_somebody_who_has_not_picked(stores: Stores) -> None:
    assert await stores.beliefs.belief(ANNA, USER_MODEL) is None


async def test_every_counted_answer_is_one_update(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    first = position_of(session, 2)
    session = await saved_until_shown(
        stores.sessions, await saved(stores.sessions, acting(session, Pick(number=2)))
    )
    await saved(stores.sessions, acting(session, Pick(number=None)))
    belief = await stores.beliefs.belief(ANNA, USER_MODEL)
    assert belief == rebuilt(session, positions=[first, None])
    assert await stores.beliefs.belief(ANNA, "another-model") is None
    assert await stores.beliefs.belief(BEN, USER_MODEL) is None


async def test_two_sessions_of_one_person_answered_at_once_both_count(stores: Stores) -> None:
    sessions = [await saved_gallery(stores.sessions) for _ in range(3)]
    await asyncio.gather(*(stores.sessions.save(acting(one, Pick(number=1))) for one in sessions))
    belief = await stores.beliefs.belief(ANNA, USER_MODEL)
    assert belief == rebuilt(sessions[0], positions=[position_of(one, 1) for one in sessions])


async def test_an_answer_taken_back_leaves_what_the_others_taught(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    other = await saved_gallery(stores.sessions)
    session = await saved_until_shown(
        stores.sessions, await saved(stores.sessions, acting(session, Pick(number=1)))
    )
    await saved(stores.sessions, acting(other, Pick(number=3)))
    await saved(stores.sessions, acting(session, Undo()))
    belief = await stores.beliefs.belief(ANNA, USER_MODEL)
    assert belief is not None
    assert belief.updates == 2
    only_the_other = rebuilt(other, positions=[position_of(other, 3)])
    assert belief.log_evidence == pytest.approx(only_the_other.log_evidence, abs=1e-12)


async def test_an_answer_given_anew_after_undo_can_be_taken_back_too(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    for number in (1, 2):
        session = await saved(stores.sessions, acting(session, Pick(number=number)))
        session = await saved_until_shown(stores.sessions, session)
        session = await saved(stores.sessions, acting(session, Undo()))
        session = await saved_until_shown(stores.sessions, session)
    belief = await stores.beliefs.belief(ANNA, USER_MODEL)
    assert belief is not None
    assert belief.log_evidence == pytest.approx([0.0] * len(belief.log_evidence), abs=1e-12)


async def test_a_group_teaches_about_each_voter_when_its_gallery_closes(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions, BY_STARTER)
    votes = {ANNA: 1, BEN: 2, CARLA: 2}
    for user, number in votes.items():
        session = await saved(stores.sessions, acting(session, Pick(number=number), user=user))
    assert await stores.beliefs.belief(BEN, USER_MODEL) is None
    session = await saved(stores.sessions, acting(session, Undo(), user=CARLA))
    open_gallery = session
    session = await saved(stores.sessions, acting(session, CloseVote()))
    for user in (ANNA, BEN):
        position = position_of(open_gallery, votes[user])
        assert await stores.beliefs.belief(user, USER_MODEL) == rebuilt(session, positions=[position])
    assert await stores.beliefs.belief(CARLA, USER_MODEL) is None
    await saved(stores.sessions, acting(await saved_until_shown(stores.sessions, session), Undo()))
    belief = await stores.beliefs.belief(BEN, USER_MODEL)
    assert belief is not None
    assert belief.log_evidence == pytest.approx([0.0] * len(belief.log_evidence), abs=1e-12)


async def test_keeping_an_image_of_the_open_gallery_teaches_as_a_pick_does(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    await saved(stores.sessions, acting(session, Keep(number=4)))
    expected = rebuilt(session, positions=[position_of(session, 4)])
    assert await stores.beliefs.belief(ANNA, USER_MODEL) == expected


async def test_a_gallery_without_outcomes_teaches_nothing_and_is_undone_all_the_same(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    bare = replace(session, id=type(session.id)("b" * 16), turns=(replace(session.turns[0], outcomes=None),))
    await saved(stores.sessions, replace(beginning(at=NOW), after=bare))
    bare = await saved(stores.sessions, acting(bare, Pick(number=1)))
    bare = await saved(stores.sessions, acting(await saved_until_shown(stores.sessions, bare), Undo()))
    assert await stores.sessions.load(bare.id) == bare
    assert await stores.beliefs.belief(ANNA, USER_MODEL) is None
