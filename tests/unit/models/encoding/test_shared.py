from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import TransientError
from core.ports import Show
from models.encoder import EncoderWork, SharedEncoder, TextsWork
from models.serving.work import Answer, WorkerFigures


class Waiting:
    """A service whose jobs wait until they are let go; a row is the length of what it is for."""

    waiting = 0

    def __init__(self) -> None:
        self.jobs: list[EncoderWork] = []
        self.given_up = 0
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def run(self, job: EncoderWork, *, show: Show | None = None) -> Answer[NDArray[np.float32]]:
        self.jobs.append(job)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if self.error is not None:
            raise self.error
        rows = np.array([[len(item), 1] for item in self.asked_for(job)], np.float32)
        return Answer(result=rows, seconds=0.1)

    def figures(self) -> Sequence[WorkerFigures]:
        return []

    @staticmethod
    def asked_for(job: EncoderWork) -> tuple[str, ...] | tuple[bytes, ...]:
        return job.texts if isinstance(job, TextsWork) else job.images

    def asked(self) -> list[tuple[str, ...] | tuple[bytes, ...]]:
        return [self.asked_for(job) for job in self.jobs]


@pytest.fixture
def service() -> Waiting:
    """Lets everything through."""
    waiting = Waiting()
    waiting.gate.set()
    return waiting


async def begun(encoder: SharedEncoder, *texts: str) -> asyncio.Task[Sequence[Sequence[float]]]:
    """A call that has asked for what it needs."""
    call = asyncio.ensure_future(encoder.encode_texts(texts))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return call


async def test_only_what_is_missing_is_asked_for_and_each_thing_once(service: Waiting) -> None:
    encoder = SharedEncoder(service)
    assert await encoder.encode_texts(["a", "bb", "a"]) == [[1, 1], [2, 1], [1, 1]]
    assert await encoder.encode_texts(["ccc", "bb"]) == [[3, 1], [2, 1]]
    await encoder.encode_texts(["a", "ccc"])
    assert service.asked() == [("a", "bb"), ("ccc",)]


async def test_a_text_and_an_image_of_the_same_bytes_are_two_things(service: Waiting) -> None:
    encoder = SharedEncoder(service)
    await encoder.encode_texts(["same"])
    await encoder.encode_images([b"same"])
    assert service.asked() == [("same",), (b"same",)]


async def test_what_was_not_asked_for_longest_is_forgotten_first(service: Waiting) -> None:
    encoder = SharedEncoder(service, capacity=2)
    for text in ("a", "b", "a", "c"):
        await encoder.encode_texts([text])
    service.jobs.clear()
    await encoder.encode_texts(["a"])
    await encoder.encode_texts(["b"])
    assert service.asked() == [("b",)]


async def test_a_call_may_ask_for_more_than_is_remembered(service: Waiting) -> None:
    assert len(await SharedEncoder(service, capacity=1).encode_texts(["a", "b", "c"])) == 3


async def test_rows_belong_to_the_caller(service: Waiting) -> None:
    encoder = SharedEncoder(service)
    (row,) = await encoder.encode_texts(["a"])
    assert isinstance(row, list)
    row[0] = 7.0
    assert await encoder.encode_texts(["a"]) == [[1, 1]]


async def test_callers_who_want_the_same_at_once_share_one_job() -> None:
    service = Waiting()
    encoder = SharedEncoder(service)
    one, other = await begun(encoder, "a", "b"), await begun(encoder, "b", "c")
    service.gate.set()
    assert [len(rows) for rows in await asyncio.gather(one, other)] == [2, 2]
    assert service.asked() == [("a", "b"), ("c",)]


async def test_a_cancelled_caller_leaves_what_another_waits_for() -> None:
    service = Waiting()
    encoder = SharedEncoder(service)
    one, other = await begun(encoder, "a"), await begun(encoder, "a")
    one.cancel()
    await asyncio.wait([one])
    service.gate.set()
    assert await other == [[1, 1]]
    assert service.given_up == 0


async def test_what_nobody_waits_for_is_given_up_and_can_be_asked_for_again() -> None:
    service = Waiting()
    encoder = SharedEncoder(service)
    callers = [await begun(encoder, "a"), await begun(encoder, "a")]
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    again = await begun(encoder, "a")
    assert service.given_up == 1
    service.gate.set()
    assert await again == [[1, 1]]
    assert len(service.jobs) == 2


async def test_a_failure_is_told_to_all_who_wait_and_not_remembered() -> None:
    service = Waiting()
    service.error = TransientError("later")
    encoder = SharedEncoder(service)
    callers = [await begun(encoder, "a"), await begun(encoder, "a", "b")]
    service.gate.set()
    failed = await asyncio.gather(*callers, return_exceptions=True)
    assert all(isinstance(error, TransientError) for error in failed)
    service.error = None
    assert await encoder.encode_texts(["a"]) == [[1, 1]]
