"""Progress: told while work takes long, never in its way."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from core.conductor.announcer import Announcer
from core.errors import WorkError
from core.ports import Progress
from tests.fakes.ports import FakeStage
from tests.fakes.sessions import begun

TICK = 0.005


def announcer(stage: FakeStage, *, interval_seconds: float | None = TICK) -> Announcer:
    return Announcer(stage, begun(), progress=Progress(duty="render"), interval_seconds=interval_seconds)


async def until(stage: FakeStage, tellings: int) -> None:
    async with asyncio.timeout(5):
        while stage.telling.calls < tellings:  # noqa: ASYNC110 - the fake counts, and tells nobody
            await asyncio.sleep(TICK)


async def test_quick_work_stays_silent() -> None:
    stage = FakeStage()
    with announcer(stage):
        await asyncio.sleep(0)
    await asyncio.sleep(4 * TICK)
    assert stage.progress == []


async def test_long_work_is_told_of_again_and_again_as_far_as_it_is() -> None:
    stage = FakeStage()
    with announcer(stage) as told:
        await until(stage, 1)
        told.progress = replace(told.progress, done=3, total=4)
        await until(stage, stage.telling.calls + 2)
    assert stage.progress[0] == Progress(duty="render")
    assert stage.progress[-1] == Progress(duty="render", done=3, total=4)


async def test_what_changes_by_itself_is_looked_up_before_each_telling() -> None:
    stage, ahead = FakeStage(), iter(range(9, 0, -1))
    with announcer(stage) as told:
        told.refreshed = lambda progress: replace(progress, users_ahead=next(ahead))
        await until(stage, 2)
    assert [progress.users_ahead for progress in stage.progress[:2]] == [9, 8]


async def test_after_the_work_nothing_more_is_told() -> None:
    stage = FakeStage()
    with announcer(stage):
        await until(stage, 1)
    so_far = stage.telling.calls
    await asyncio.sleep(4 * TICK)
    assert stage.telling.calls == so_far


async def test_without_an_interval_nothing_is_told() -> None:
    stage = FakeStage()
    with announcer(stage, interval_seconds=None):
        await asyncio.sleep(2 * TICK)
    assert stage.telling.calls == 0


async def test_a_stage_that_fails_to_tell_stops_nothing() -> None:
    stage = FakeStage()
    stage.telling.fail_always(WorkError("no"))
    with announcer(stage):
        await until(stage, 3)
    assert stage.progress == []


async def test_a_stage_that_is_slow_to_tell_is_asked_once_at_a_time_and_given_up_at_the_end() -> None:
    stage = FakeStage()
    with stage.telling.held() as reached, announcer(stage):
        await asyncio.wait_for(reached.wait(), 5)
        await asyncio.sleep(5 * TICK)
        assert stage.telling.calls == 1
    await asyncio.sleep(TICK)
    assert stage.progress == []
