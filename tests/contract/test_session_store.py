"""What every SessionStore promises."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.conversation.session import advance, owed
from core.errors import RefusedError, RepeatedEventError, StorageError
from core.types.answers import Act, Cancel, CloseVote, Compare, GoOn, Keep, Pick, Stop, TryAgain, Undo
from core.types.galleries import Comparison
from core.types.identifiers import EventKey, SessionId, UserId
from core.types.sessions import Closing, Rules, Session
from core.types.slates import Slate
from core.types.work import Change, Duty, SlateChosen, WorkEvent, WorkFailed
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import acting, beginning, saved, saved_gallery, saved_until_shown, working
from tests.fakes.sessions import ANNA, BEN, BY_DEADLINE, BY_STARTER, CARLA, GROUP, NOW
from tests.fakes.stores import InMemoryStore, Stores

RULES = st.sampled_from(
    [
        Rules(finishes=True, hides_images_above=0.25),
        Rules(turns=2, images_per_position=2, use_taste=False),
        GROUP,
        replace(BY_STARTER, finishes=True),
        BY_DEADLINE,
    ]
)
PICKS = st.builds(
    Pick, number=st.none() | st.integers(1, 4), words=st.sampled_from([None, "at night", "“ü”\n😀"])
)
ACTS: st.SearchStrategy[Act] = st.one_of(
    PICKS,
    PICKS,
    st.just(Undo()),
    st.sampled_from([CloseVote(), TryAgain(), GoOn()]),
    st.builds(Compare, comparison=st.sampled_from(Comparison)),
    st.builds(Keep, number=st.integers(1, 4)) | st.sampled_from([Stop(), Cancel()]),
)
Move = str | tuple[UserId, Act]
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.tuples(st.sampled_from([ANNA, ANNA, BEN, CARLA]), ACTS),
    st.sampled_from(["show the next gallery"] * 5 + ["work", "fail"]),
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rules=RULES, moves=st.lists(MOVES, min_size=15, max_size=40))
async def test_every_saved_step_loads_back_as_it_was_and_teaches_what_memory_would_learn(
    stores: Stores, sketch: InMemoryStore, rules: Rules, moves: list[Move]
) -> None:
    session = await _save_in_both(stores, sketch, beginning(rules))
    for move in moves:
        while (change := _change(session, move)) is not None:
            session = await _save_in_both(stores, sketch, change)
            assert await stores.sessions.load(session.id) == session
            if move != "show the next gallery":
                break
    for user in (ANNA, BEN, CARLA):
        assert await stores.beliefs.belief(user, USER_MODEL) == await sketch.belief(user, USER_MODEL)
    assert set(await stores.sessions.unfinished()) == set(await sketch.unfinished())


async def _save_in_both(stores: Stores, sketch: InMemoryStore, change: Change) -> Session:
    await stores.sessions.save(change)
    return await saved(sketch, change)


def _change(session: Session, move: Move) -> Change | None:
    """What a move changes, if it can be made."""
    if isinstance(move, tuple):
        user, act = move
        try:
            return acting(session, act, user=user)
        except RefusedError:
            return None
    wanted = owed(session)
    if wanted is None or (move == "show the next gallery" and wanted.duty is Duty.AWAIT_DEADLINE):
        return None
    if move != "fail":
        return working(session)
    failing = WorkEvent(owed=wanted, result=WorkFailed(reason="It broke."))
    return Change(before=session, after=advance(session, failing).session)


async def test_a_session_never_saved_is_not_there(stores: Stores) -> None:
    assert await stores.sessions.load(SessionId("0" * 16)) is None
    assert await stores.sessions.session_of_event(EventKey("never")) is None


async def test_the_newest_vote_stands_last_and_the_others_keep_their_order(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions, BY_STARTER)
    for user, number in ((ANNA, 1), (BEN, 2), (CARLA, 3), (ANNA, 4)):
        session = await saved(stores.sessions, acting(session, Pick(number=number), user=user))
    session = await saved(stores.sessions, acting(session, Undo(), user=BEN))
    loaded = await stores.sessions.load(session.id)
    assert loaded is not None
    assert [vote.voter for vote in loaded.turns[0].votes] == [CARLA, ANNA]


async def test_numbers_come_back_to_the_last_bit(stores: Stores) -> None:
    begun = beginning(Rules(group=True, closing=Closing.DEADLINE, deadline_seconds=0.1 + 0.2), at=1e9 + 1 / 3)
    session = replace(begun.after, seed=2**63 - 1)
    await stores.sessions.save(replace(begun, after=session))
    session = await saved(stores.sessions, working(session))
    wanted = owed(session)
    assert wanted is not None
    for number, log_propensity in enumerate((-math.log(7), -5e-324)):
        slate = Slate(chosen=(0, 5, 10, 15), policy="p", log_propensity=log_propensity)
        after = advance(session, WorkEvent(owed=wanted, result=SlateChosen(slate=slate))).session
        other = replace(after, id=SessionId(f"f{number:015}"))
        await stores.sessions.save(Change(before=None, after=other))
        assert await stores.sessions.load(other.id) == other


async def test_a_repeated_event_is_refused_and_nothing_of_its_change_is_saved(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    change = acting(session, Pick(number=1))
    session = await saved_until_shown(stores.sessions, await saved(stores.sessions, change))
    again = replace(acting(session, Pick(number=2)), event=change.event)
    with pytest.raises(RepeatedEventError):
        await stores.sessions.save(again)
    assert await stores.sessions.load(session.id) == session
    assert change.event is not None
    assert await stores.sessions.session_of_event(change.event.key) == session.id


async def test_an_event_that_comes_twice_at_once_counts_once(stores: Stores) -> None:
    first, second = beginning(), beginning()
    second = replace(second, event=first.event)
    results = await asyncio.gather(
        stores.sessions.save(first), stores.sessions.save(second), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), RepeatedEventError]
    assert await stores.sessions.load(first.session_id) == first.after
    assert await stores.sessions.load(second.session_id) is None


async def test_of_two_changes_to_the_same_version_only_one_is_saved(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions)
    bystander = beginning()
    first, second = acting(session, Pick(number=1)), acting(session, Pick(number=2))
    results = await asyncio.gather(
        *(stores.sessions.save(change) for change in (first, second, bystander)), return_exceptions=True
    )
    assert results[0] is None
    assert isinstance(results[1], StorageError)
    assert results[2] is None
    assert await stores.sessions.load(session.id) == first.after
    assert await stores.sessions.load(bystander.session_id) == bystander.after


async def test_what_builds_on_a_step_that_was_never_saved_is_refused(stores: Stores) -> None:
    begun = beginning()
    with pytest.raises(StorageError):
        await stores.sessions.save(working(begun.after))
    session = await saved(stores.sessions, begun)
    with pytest.raises(StorageError):
        await stores.sessions.save(working(working(session).after))
    assert await stores.sessions.load(session.id) == session


async def test_a_session_begins_once(stores: Stores) -> None:
    begun = beginning()
    await stores.sessions.save(begun)
    with pytest.raises(StorageError):
        await stores.sessions.save(replace(begun, event=None, after=replace(begun.after, prompt="a dog")))
    assert await stores.sessions.load(begun.session_id) == begun.after


async def test_steps_saved_one_behind_the_other_without_waiting_all_count(stores: Stores) -> None:
    changes = [beginning()]
    for _ in range(4):
        changes.append(working(changes[-1].after))
    await asyncio.gather(*(stores.sessions.save(change) for change in changes))
    assert await stores.sessions.load(changes[0].session_id) == changes[-1].after


async def test_many_sessions_saved_at_once_are_all_there(stores: Stores) -> None:
    sessions = await asyncio.gather(*(saved_gallery(stores.sessions) for _ in range(60)))
    for session in sessions[::7]:
        assert await stores.sessions.load(session.id) == session


async def test_unfinished_are_those_that_owe_something_oldest_first(stores: Stores) -> None:
    late = await saved(stores.sessions, beginning(at=NOW + 2))
    early = await saved(stores.sessions, beginning(at=NOW + 1))
    waiting = await saved_gallery(stores.sessions)
    dated = await saved_gallery(stores.sessions, BY_DEADLINE)
    ending = await saved(stores.sessions, acting(await saved_gallery(stores.sessions), Stop()))
    assert await stores.sessions.unfinished() == [dated.id, ending.id, early.id, late.id]
    await saved(stores.sessions, working(ending))
    assert await stores.sessions.unfinished() == [dated.id, early.id, late.id]
    assert waiting.id not in await stores.sessions.unfinished()


async def test_somebodys_own_sessions_are_found_newest_first(stores: Stores) -> None:
    begun = [await saved(stores.sessions, beginning(at=NOW + number)) for number in range(3)]
    await saved(stores.sessions, beginning(user=BEN))
    assert await stores.history.sessions_of(ANNA, limit=2) == [begun[2].id, begun[1].id]
    assert await stores.history.sessions_of(CARLA, limit=2) == []


async def test_a_cancelled_caller_leaves_the_others_unharmed(stores: Stores) -> None:
    changes = [beginning() for _ in range(5)]
    tasks = [asyncio.create_task(stores.sessions.save(change)) for change in changes]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.wait(tasks)
    for number in (0, 1, 3, 4):
        await tasks[number]
        assert await stores.sessions.load(changes[number].session_id) == changes[number].after


async def test_what_came_of_refining_is_kept_until_the_keep_is_taken_back(stores: Stores) -> None:
    session = await saved_gallery(stores.sessions, Rules(finishes=True))
    keeps = (Keep(number=1), Undo(), Keep(number=2), Undo(), Keep(number=3), Undo(), Keep(number=4))
    for act in (*keeps, Undo(), Pick(number=1), Keep(number=2)):
        session = await saved(stores.sessions, acting(session, act))
        assert await stores.sessions.load(session.id) == session
        while owed(session) is not None:
            session = await saved(stores.sessions, working(session))
            assert await stores.sessions.load(session.id) == session
        assert (session.kept is not None and session.kept.finish is not None) is isinstance(act, Keep)
