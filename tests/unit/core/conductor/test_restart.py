"""After a crash: every session that owes something goes on, in whatever phase it stood."""

from __future__ import annotations

import asyncio

import pytest

from core.types.answers import Keep, Pick, Stop
from core.types.sessions import Phase, Session
from core.types.work import Change, EventRecord
from tests.fakes.sessions import (
    ANNA,
    BEN,
    BY_DEADLINE,
    BY_STARTER,
    a_key,
    begun,
    do,
    done,
    failed,
    in_phase,
    shown,
    worked,
)
from tests.fakes.world import StandingTime, World, a_moment

WORKING = [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING]


async def world_with(session: Session, *, world: World | None = None) -> World:
    """A world whose store holds that session and whose last conductor has died."""
    world = world or World()
    await world.agree(ANNA, BEN)
    record = EventRecord(key=a_key(), user=ANNA, kind="begin", payload={}, at=0.0)
    await world.store.save(Change(before=None, after=session, event=record))
    return world


@pytest.mark.parametrize("picks", [0, 2])
@pytest.mark.parametrize("phase", WORKING)
async def test_a_gallery_in_the_making_is_made(phase: Phase, picks: int) -> None:
    session = in_phase(phase, picks=picks)
    world = await world_with(session)
    async with world.conductor() as conductor:
        assert (await conductor.settled(session.id)).phase is Phase.AWAITING_PICK
    assert [one.view.heading for one in world.stage.posts] == [f"Turn {picks + 1} of 5"]
    assert bool(world.expander.requests) == (phase is Phase.EXPANDING)
    assert bool(world.renderer.jobs) == (phase in {Phase.EXPANDING, Phase.RENDERING})


async def test_candidates_that_were_saved_are_not_asked_for_again() -> None:
    session = begun()
    world = await world_with(done(session).session)
    async with world.conductor() as conductor:
        await conductor.settled(session.id)
    assert world.expander.requests == []
    assert len(world.policy.requests) == 1


async def test_an_end_is_shown() -> None:
    for act in (Keep(number=1), Stop()):
        session = do(shown(), act).session
        world = await world_with(session)
        async with world.conductor() as conductor:
            assert (await conductor.settled(session.id)).phase is Phase.FINISHED
        assert len(world.stage.deliveries) == 1


async def test_a_failure_is_told() -> None:
    session = failed(in_phase(Phase.RENDERING), "The printer is on fire.")
    world = await world_with(session)
    async with world.conductor() as conductor:
        assert (await conductor.settled(session.id)).phase is Phase.FAILED
    assert world.stage.tellings == ["The printer is on fire."]
    async with world.conductor() as conductor:
        await conductor.settled(session.id)
    assert len(world.stage.tellings) == 1, "it is told once"


async def test_sessions_that_wait_or_are_over_are_left_alone() -> None:
    for session in (shown(), shown(BY_STARTER), worked(do(shown(), Stop()).session)):
        world = await world_with(session)
        async with world.conductor() as conductor:
            assert await conductor.settled(session.id) == session
        assert world.stage.posts == []


@pytest.mark.parametrize(("down_seconds", "has_closed"), [(30.0, False), (600.0, True)])
async def test_a_deadline_that_passed_while_nobody_watched_closes_the_vote(
    down_seconds: float, *, has_closed: bool
) -> None:
    session = do(shown(BY_DEADLINE), Pick(number=1), user=BEN).session
    world = await world_with(session, world=World(time=StandingTime(1000.0 + down_seconds)))
    assert isinstance(world.time, StandingTime)
    async with world.conductor() as conductor:
        await world.time.move(0.0)
        assert bool((await conductor.look(session.id)).answered) == has_closed
        await world.time.move(30.0)
        assert len((await conductor.look(session.id)).answered) == 1


@pytest.mark.parametrize("phase", WORKING)
async def test_leaving_stops_the_work_and_the_next_conductor_does_it(phase: Phase) -> None:
    session = in_phase(phase)
    world = await world_with(session)
    hitch = {
        Phase.EXPANDING: world.expander.hitch,
        Phase.RENDERING: world.renderer.hitch,
        Phase.POSTING: world.stage.posting,
    }[phase]
    with hitch.held() as reached:
        async with world.conductor():
            await asyncio.wait_for(reached.wait(), 5)
        await a_moment()
        assert [task for task in asyncio.all_tasks() if task.get_name().startswith("drive")] == []
    assert (await world.store.load(session.id)) == session
    assert world.renderer.running == 0
    async with world.conductor() as conductor:
        assert (await conductor.settled(session.id)).phase is Phase.AWAITING_PICK


async def test_many_sessions_go_on_at_once() -> None:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held():
            names = [(await conductor.begin(world.wish())).session.id for _ in range(20)]
    async with world.conductor() as conductor:
        phases = {(await conductor.settled(name)).phase for name in names}
    assert phases == {Phase.AWAITING_PICK}
    assert len(world.stage.posts) == 20


async def test_after_the_conductor_has_left_nothing_is_begun() -> None:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        pass
    await conductor.begin(world.wish())
    await a_moment()
    assert world.expander.requests == []
    assert len(await world.store.unfinished()) == 1
