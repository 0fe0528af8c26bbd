"""Storage that fails: it is waited out, nothing is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import structlog

from core.conductor.conductor import Conductor
from core.errors import StorageError, StorageFullError, StorageUnavailableError, WorkError
from core.types.answers import Cancel, Pick
from core.types.sessions import Phase
from tests.fakes.ports import Hitch
from tests.fakes.sessions import ANNA
from tests.fakes.world import World, a_moment


@pytest.fixture
async def world() -> World:
    """A world in which Anna has agreed."""
    world = World()
    await world.agree(ANNA)
    return world


@pytest.fixture
async def conductor(world: World) -> AsyncIterator[Conductor]:
    """A conductor at work."""
    async with world.conductor() as conductor:
        yield conductor


@pytest.mark.parametrize("error", [StorageFullError("the data directory"), StorageUnavailableError("locked")])
async def test_storage_that_fails_is_waited_out_and_no_work_is_lost(
    world: World, conductor: Conductor, error: StorageError
) -> None:
    name = (await conductor.begin(world.wish())).session.id
    world.store.saving.fail(error, times=5)
    session = await conductor.settled(name)
    assert session.phase is Phase.AWAITING_PICK
    assert world.stage.tellings == []
    waits = world.time.waits
    assert len(waits) == 5
    assert waits == sorted(waits)
    assert waits[-1] <= 1.5 * world.limits.patience.longest_wait_seconds


@pytest.mark.parametrize("hitch", ["saving", "answering"])
async def test_a_gallery_that_was_posted_is_not_posted_again_while_saving_that_has_to_wait(
    world: World, conductor: Conductor, hitch: str
) -> None:
    with world.stage.posting.held() as reached:
        name = (await conductor.begin(world.wish())).session.id
        await asyncio.wait_for(reached.wait(), 5)
        trouble: Hitch = getattr(world.store, hitch)
        trouble.fail(StorageFullError("the data directory"), times=1 if hitch == "answering" else 4)
    assert (await conductor.settled(name)).phase is Phase.AWAITING_PICK
    assert len(world.stage.posts) == 1


async def test_a_full_disk_is_no_fault_of_the_work(world: World, conductor: Conductor) -> None:
    world.stage.posting.fail(StorageFullError("the folder of pictures"), times=6)
    name = await world.begin(conductor)
    assert (await conductor.look(name)).phase is Phase.AWAITING_PICK
    assert world.stage.tellings == []


async def test_people_are_told_once_that_their_session_waits_for_the_storage(
    world: World, conductor: Conductor
) -> None:
    world.stage.posting.fail(StorageFullError("the folder of pictures"), times=6)
    await world.begin(conductor)
    assert [str(trouble)[:17] for trouble in world.stage.troubles] == ["No space is left "]


async def test_a_stage_that_cannot_tell_of_trouble_harms_nothing(world: World, conductor: Conductor) -> None:
    world.stage.telling.fail_always(WorkError("nobody there"))
    world.stage.posting.fail(StorageFullError("the folder of pictures"), times=2)
    name = await world.begin(conductor)
    assert (await conductor.look(name)).phase is Phase.AWAITING_PICK


async def test_storage_that_cannot_be_read_is_waited_out_too(world: World, conductor: Conductor) -> None:
    with world.expander.hitch.held() as reached:
        name = (await conductor.begin(world.wish())).session.id
        await asyncio.wait_for(reached.wait(), 5)
        world.store.saving.fail(StorageUnavailableError("locked"))
        world.store.loading.fail(StorageUnavailableError("locked"), times=2)
    await a_moment()
    assert (await conductor.settled(name)).phase is Phase.AWAITING_PICK
    assert world.store.loading.calls == 3


async def test_a_bug_in_a_store_ends_its_driver_and_not_the_program(
    world: World, conductor: Conductor
) -> None:
    with structlog.testing.capture_logs() as logs:
        with world.expander.hitch.held() as reached:
            name = (await conductor.begin(world.wish())).session.id
            await asyncio.wait_for(reached.wait(), 5)
            world.store.saving.fail(RuntimeError("the prompt was: a white cat"))
        await conductor.settled(name)
    assert (await conductor.settled(name)).phase is Phase.EXPANDING
    assert "driver gave up" in {entry["event"] for entry in logs}
    assert "white cat" not in repr(logs)
    other = await world.begin(conductor)
    assert (await conductor.look(other)).phase is Phase.AWAITING_PICK
    assert name in await world.store.unfinished(), "a restart takes it up"


async def test_an_answer_that_cannot_be_saved_leaves_work_under_way_alone(
    world: World, conductor: Conductor
) -> None:
    name = await world.begin(conductor)
    with world.renderer.hitch.held() as reached:
        await conductor.handle(world.event(name, Pick(number=1)))
        await asyncio.wait_for(reached.wait(), 5)
        world.store.saving.fail(StorageFullError("the data directory"))
        with pytest.raises(StorageFullError):
            await conductor.handle(world.event(name, Cancel()))
    assert (await conductor.settled(name)).phase is Phase.AWAITING_PICK
    assert len(world.renderer.jobs) == 8, "nothing was rendered twice"


async def test_an_answer_that_cannot_be_saved_is_not_counted_and_can_be_given_again(
    world: World, conductor: Conductor
) -> None:
    name = await world.begin(conductor)
    press = world.event(name, Pick(number=1))
    world.store.saving.fail(StorageFullError("the data directory"))
    with pytest.raises(StorageFullError):
        await conductor.handle(press)
    assert (await conductor.settled(name)).answered == ()
    receipt = await conductor.handle(press)
    assert not receipt.repeated
    assert len((await conductor.settled(name)).answered) == 1


async def test_a_beginning_that_cannot_be_saved_leaves_nothing_behind(
    world: World, conductor: Conductor
) -> None:
    world.store.saving.fail(StorageFullError("the data directory"))
    wish = world.wish()
    with pytest.raises(StorageFullError):
        await conductor.begin(wish)
    await a_moment()
    assert world.stage.posts == []
    receipt = await conductor.begin(wish)
    assert (await conductor.settled(receipt.session.id)).phase is Phase.AWAITING_PICK


async def test_an_answer_that_was_saved_although_storage_said_no_goes_on(
    world: World, conductor: Conductor
) -> None:
    name = await world.begin(conductor)
    world.store.answering.fail(StorageUnavailableError("connection lost"))
    press = world.event(name, Pick(number=1))
    with pytest.raises(StorageUnavailableError):
        await conductor.handle(press)
    session = await conductor.settled(name)
    assert (session.phase, len(session.answered)) == (Phase.AWAITING_PICK, 1)
    assert (await conductor.handle(press)).repeated


async def test_an_answer_whose_giver_hung_up_while_it_was_saved_goes_on(
    world: World, conductor: Conductor
) -> None:
    name = await world.begin(conductor)
    with world.store.answering.held() as reached:
        caller = asyncio.create_task(conductor.handle(world.event(name, Pick(number=1))))
        await asyncio.wait_for(reached.wait(), 5)
        caller.cancel()
        await a_moment()
    session = await conductor.settled(name)
    assert (session.phase, len(session.answered)) == (Phase.AWAITING_PICK, 1)


async def test_what_is_owed_is_done_as_soon_as_it_can_be_read(world: World, conductor: Conductor) -> None:
    name = await world.begin(conductor)
    world.store.answering.fail(StorageUnavailableError("connection lost"))
    world.store.loading.fail(StorageUnavailableError("connection lost"), times=3)
    with pytest.raises(StorageUnavailableError):
        await conductor.handle(world.event(name, Pick(number=1)))
    await a_moment()
    assert len((await conductor.settled(name)).answered) == 1
    assert len(world.stage.posts) == 2
    assert len(world.time.waits) == 3
