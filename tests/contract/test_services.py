"""Every service: worker processes of this machine, and the fake in this process."""

from __future__ import annotations

import asyncio
import pickle
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.errors import TransientError, WorkError
from models.serving.pool import WorkerPool
from models.serving.work import Answer, Service
from tests.fakes.engines import SECRET, Probe, ProbeEngine, Seen, until
from tests.fakes.services import ImmediateService

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOST_IN_BATCH = 3


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["immediate", "pool"])
async def service(request: pytest.FixtureRequest) -> AsyncIterator[Service[Probe, Seen]]:
    """One engine in batches of at most three; it has begun to work."""
    if request.param == "immediate":
        yield ImmediateService(ProbeEngine("cpu"), most_in_batch=MOST_IN_BATCH)
        return
    async with WorkerPool(ProbeEngine, devices=["cpu"], most_in_batch=MOST_IN_BATCH) as pool:
        await pool.run(Probe())
        yield pool


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "noted"


def begin(service: Service[Probe, Seen], *jobs: Probe) -> list[asyncio.Task[Answer[Seen]]]:
    """Ask for these at once."""
    return [asyncio.create_task(service.run(job)) for job in jobs]


async def batches(service: Service[Probe, Seen], *jobs: Probe) -> list[tuple[int, ...]]:
    """With whom each was made, of jobs asked for at once."""
    return [answer.result.together for answer in await asyncio.gather(*begin(service, *jobs))]


async def test_each_job_has_its_own_answer_and_its_share_of_the_time(service: Service[Probe, Seen]) -> None:
    jobs = [Probe(act="sleep", seconds=0.02, number=number, size_bytes=number) for number in range(3)]
    answers = await asyncio.gather(*begin(service, *jobs))
    assert [answer.result.number for answer in answers] == [0, 1, 2]
    assert [len(answer.result.weight) for answer in answers] == [0, 1, 2]
    assert 0.06 <= sum(answer.seconds for answer in answers) < 1


async def test_what_goes_together_is_made_together_up_to_the_most(service: Service[Probe, Seen]) -> None:
    alike = [Probe(number=number) for number in range(5)]
    assert await batches(service, *alike) == [(0, 1, 2)] * 3 + [(3, 4)] * 2


async def test_the_oldest_comes_first_and_takes_along_what_goes_with_it(
    service: Service[Probe, Seen],
) -> None:
    busy = begin(service, Probe(act="sleep", seconds=0.1, key="busy"))
    await until(lambda: service.waiting == 0)
    keys = ("a", "b", "a", "b", "a", "a")
    jobs = [Probe(number=number, key=key) for number, key in enumerate(keys)]
    made: list[int] = []

    async def made_in_order(job: Probe) -> tuple[int, ...]:
        together = (await service.run(job)).result.together
        made.append(job.number)
        return together

    together = await asyncio.gather(*map(made_in_order, jobs))
    assert together == [(0, 2, 4), (1, 3), (0, 2, 4), (1, 3), (0, 2, 4), (5,)]
    assert made == [0, 2, 4, 1, 3, 5]
    await asyncio.gather(*busy)


async def test_an_error_that_stands_for_one_job_reaches_only_that(service: Service[Probe, Seen]) -> None:
    well, refused, also_well = begin(service, Probe(number=1), Probe(number=2, act="refuse"), Probe(number=3))
    assert (await well).result.together == (1, 2, 3)
    with pytest.raises(WorkError, match="not number 2"):
        await refused
    assert (await also_well).result.number == 3


async def test_what_the_engine_raises_all_of_the_batch_get(service: Service[Probe, Seen]) -> None:
    for job in begin(service, Probe(number=1), Probe(number=2, act="not now")):
        with pytest.raises(TransientError, match="later") as raised:
            await job
        assert raised.value.retry_after_seconds == 7.0
    assert (await service.run(Probe(number=3))).result.number == 3


async def test_an_unforeseen_error_is_told_without_its_words(service: Service[Probe, Seen]) -> None:
    with pytest.raises(WorkError, match="ValueError") as raised:
        await service.run(Probe(act="bug"))
    assert SECRET not in str(raised.value)
    assert not isinstance(raised.value, TransientError)
    assert (await service.run(Probe(number=3))).result.number == 3


async def test_previews_come_to_their_job_on_the_loop_and_none_after_the_answer(
    service: Service[Probe, Seen],
) -> None:
    seen: dict[int, list[bytes]] = {1: [], 2: []}
    threads = set()

    async def look(job: Probe) -> int:
        def show(preview: bytes) -> None:
            threads.add(threading.get_ident())
            seen[job.number].append(preview)

        await service.run(job, show=show)
        return len(seen[job.number])

    counts = await asyncio.gather(*(look(Probe(act="show", number=number)) for number in seen))
    strays: list[bytes] = []
    await service.run(Probe(act="sleep", seconds=0.2, number=3), show=strays.append)
    assert [len(previews) for previews in seen.values()] == counts
    assert strays == []
    assert all(1 <= count <= 4 for count in counts)
    for number, previews in seen.items():
        assert previews == sorted(previews)
        assert all(preview.startswith(f"{number}: ".encode()) for preview in previews)
    assert threads == {threading.get_ident()}


async def test_a_job_that_is_given_up_while_it_waits_is_never_begun(
    service: Service[Probe, Seen], file: Path
) -> None:
    (busy,) = begin(service, Probe(act="sleep", seconds=0.1, key="busy"))
    await until(lambda: service.waiting == 0)
    (unwanted,) = begin(service, Probe(number=1, file=file))
    await until(lambda: service.waiting == 1)
    unwanted.cancel()
    await asyncio.wait([unwanted])
    assert service.waiting == 0
    await busy
    wanted = Probe(number=2, file=file)
    assert (await service.run(wanted)).result.together == (2,)
    assert wanted.noted() == "begun 2\n"


async def test_an_engine_learns_that_nobody_wants_its_batch_any_more(
    service: Service[Probe, Seen], file: Path
) -> None:
    slow = Probe(act="until unwanted", number=1, seconds=10.0, file=file)
    one, other = begin(service, slow, Probe(number=2))
    await until(lambda: slow.has("begun"))
    one.cancel()
    await asyncio.sleep(0.05)
    assert not slow.has("unwanted")
    other.cancel()
    await until(lambda: slow.has("unwanted"))
    assert (await service.run(Probe(number=3))).result.together == (3,)


async def test_whoever_is_left_of_a_batch_gets_their_answer(
    service: Service[Probe, Seen], file: Path
) -> None:
    given_up = Probe(number=1, act="sleep", seconds=0.1, file=file)
    one, other = begin(service, given_up, Probe(number=2))
    await until(lambda: given_up.has("begun"))
    one.cancel()
    assert (await other).result.together == (1, 2)
    assert one.cancelled()


async def test_the_figures_count_what_was_done(service: Service[Probe, Seen]) -> None:
    before = service.figures()[0]
    await batches(service, *(Probe(number=number, act="sleep", seconds=0.01) for number in range(4)))
    await until(lambda: service.figures()[0].batches_done == before.batches_done + 2)
    after = service.figures()[0]
    assert after.jobs_done == before.jobs_done + 4
    assert after.busy_seconds >= before.busy_seconds + 0.04
    assert (after.is_ready, after.restarts, after.device) == (True, 0, "cpu")
    assert after.memory_bytes["resident"] > 0


async def test_what_passes_between_program_and_service_pickles(service: Service[Probe, Seen]) -> None:
    answer = await service.run(Probe(number=1))
    for passed in (Probe(number=1), answer, service.figures()):
        assert pickle.loads(pickle.dumps(passed)) == passed
