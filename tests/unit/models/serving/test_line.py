"""The line before the workers: oldest first, in batches, and what ends workers is found out and refused."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable

import pytest

from core.errors import TransientError, WorkError
from models.serving.line import Call, Line
from tests.fakes.engines import Probe


def call(number: int, *, key: Hashable = None, deaths: int = 0) -> Call:
    job = Probe(number=number, key=key)
    answer = asyncio.get_running_loop().create_future()
    return Call(job=job, batch_key=key, show=None, answer=answer, due=0.0, deaths=deaths)


def waiting(*calls: Call, most_in_batch: int = 4) -> Line:
    line = Line(most_in_batch=most_in_batch)
    for one in calls:
        line.add(one)
    return line


def all_batches(line: Line) -> list[list[int]]:
    batches = []
    while batch := line.next_batch():
        batches.append([one.job.number for one in batch if isinstance(one.job, Probe)])
    return batches


async def test_no_kind_of_job_keeps_another_waiting_for_ever() -> None:
    line = waiting(*(call(number, key="many") for number in range(6)), call(6, key="rare"))
    for number in range(7, 12):
        line.add(call(number, key="many"))
    assert all_batches(line) == [[0, 1, 2, 3], [4, 5, 7, 8], [6], [9, 10, 11]]


async def test_workers_that_are_free_at_once_share_what_goes_together() -> None:
    line = waiting(*(call(number) for number in range(5)))
    first, second = line.next_batch(workers=2), line.next_batch(workers=1)
    assert (len(first), len(second), len(line)) == (3, 2, 0)


async def test_what_is_put_back_comes_before_all_others_and_in_its_order() -> None:
    line = waiting(*(call(number) for number in range(6)), most_in_batch=2)
    put_back = line.next_batch()
    line.next_batch()
    line.put_back(put_back)
    assert all_batches(line) == [[0, 1], [4, 5]]


async def test_what_has_been_answered_or_given_up_is_not_put_back() -> None:
    answered, given_up, open_still = calls = [call(number) for number in range(3)]
    line = waiting()
    answered.settle("done", 1.0)
    given_up.answer.cancel()
    line.put_back(calls)
    assert line.next_batch() == [open_still]


@pytest.mark.parametrize(
    ("deaths", "batches"), [(0, [[0, 1, 2]]), (1, [[0, 1, 2]]), (2, [[0], [1], [2]]), (3, [])]
)
async def test_what_was_in_hand_at_two_deaths_is_made_alone_and_at_the_third_refused(
    deaths: int, batches: list[list[int]]
) -> None:
    calls = [call(number, deaths=deaths) for number in range(3)]
    line = waiting()
    line.put_back(calls)
    assert all_batches(line) == batches
    for one in calls:
        assert one.is_open == bool(batches)
        if not batches:
            with pytest.raises(WorkError, match="every worker") as raised:
                await one.answer
            assert not isinstance(raised.value, TransientError)


async def test_others_do_not_wait_behind_what_is_made_alone() -> None:
    line = waiting(call(0), call(1, deaths=2), call(2))
    assert all_batches(line) == [[0, 2], [1]]


async def test_an_answer_is_given_once() -> None:
    one = call(1)
    one.settle("first", 1.0)
    one.settle("second", 2.0)
    one.fail(WorkError("third"))
    assert (await one.answer).result == "first"
