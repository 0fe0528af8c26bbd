"""What people did on Telegram is confirmed when it is saved, not when it is fetched."""

from __future__ import annotations

import asyncio

import pytest

from adapters.telegram.unsettled import Unsettled, settled

LONG, SHORT = 10.0, 0.05


async def test_nothing_under_way_is_waited_for_no_time_at_all() -> None:
    await asyncio.wait_for(Unsettled().all_settled(within=LONG), 1)


async def test_a_handler_settles_its_update_with_its_first_call() -> None:
    unsettled = Unsettled()
    unsettled.take(1)
    saved, goes_on = asyncio.Event(), asyncio.Event()

    async def handler() -> None:
        with unsettled.handling(1):
            await saved.wait()
            settled()
            await goes_on.wait()

    task = asyncio.create_task(handler())
    waiting = asyncio.create_task(unsettled.all_settled(within=LONG))
    await asyncio.sleep(SHORT)
    assert not waiting.done()
    saved.set()
    await asyncio.wait_for(waiting, 1)
    assert not task.done()
    goes_on.set()
    await task


async def test_the_end_of_a_handler_settles_its_update_also_where_it_failed() -> None:
    unsettled = Unsettled()
    unsettled.take(7)
    with pytest.raises(RuntimeError), unsettled.handling(7):
        raise RuntimeError
    await asyncio.wait_for(unsettled.all_settled(within=LONG), 1)


async def test_one_that_is_stuck_is_not_waited_for_for_ever() -> None:
    unsettled = Unsettled()
    unsettled.take(1)
    unsettled.take(2)
    with unsettled.handling(2):
        pass
    await asyncio.wait_for(unsettled.all_settled(within=SHORT), 1)


async def test_outside_of_handlers_there_is_nothing_to_settle() -> None:
    unsettled = Unsettled()
    unsettled.take(1)
    settled()
    waiting = asyncio.create_task(unsettled.all_settled(within=LONG))
    await asyncio.sleep(SHORT)
    assert not waiting.done()
    waiting.cancel()


async def test_who_waits_can_be_cancelled_in_the_very_moment_of_settling() -> None:
    unsettled = Unsettled()
    unsettled.take(1)

    async def polls() -> None:
        while True:
            await unsettled.all_settled(within=LONG)
            await asyncio.sleep(SHORT)

    polling = asyncio.create_task(polls())
    await asyncio.sleep(SHORT)
    with unsettled.handling(1):
        settled()
        await asyncio.sleep(0)
        polling.cancel()
    await asyncio.wait({polling}, timeout=1)
    assert polling.cancelled()
