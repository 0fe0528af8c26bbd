"""Workers in trouble: killed, broken, never able to start; jobs are neither lost nor done twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.errors import TransientError, WorkError
from core.patience import Patience
from models.serving.pool import WorkerPool
from models.serving.work import Onlooker
from tests.fakes.engines import SECRET, Probe, ProbeEngine, Seen, no_engine, until

Pool = WorkerPool[Probe, Seen]
SOON = Patience(first_wait_seconds=0.05, longest_wait_seconds=0.1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "noted"


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[dict[str, object]]]:
    """What the operator reads; in no test it holds a prompt."""
    with capture_logs() as entries:
        yield entries  # type: ignore[misc] # structlog's own type is wider
    assert SECRET not in str(entries)


def counted(file: Path) -> Counter[str]:
    return Counter(file.read_text().splitlines())


async def test_the_jobs_of_a_killed_worker_are_done_by_another_and_nobody_notices(file: Path) -> None:
    async with WorkerPool(ProbeEngine, most_in_batch=2, restarts=SOON) as pool:
        jobs = [Probe(act="die once", number=1, file=file), *(Probe(number=n, file=file) for n in (2, 3))]
        answers = await asyncio.gather(*map(pool.run, jobs))
        assert [answer.result.together for answer in answers] == [(1, 2), (1, 2), (3,)]
        assert pool.figures()[0].restarts == 1
    assert counted(file) == {"begun 1": 2, "died 1": 1, "begun 2": 2, "begun 3": 1}


async def test_a_worker_killed_while_it_is_idle_is_replaced_before_anybody_asks() -> None:
    async with WorkerPool(ProbeEngine, restarts=SOON) as pool:
        victim = (await pool.run(Probe())).result.process
        os.kill(victim, signal.SIGKILL)
        await until(lambda: pool.figures()[0].restarts == 1 and pool.figures()[0].is_ready)
        assert (await pool.run(Probe())).result.process != victim


async def test_what_ends_every_worker_is_found_out_and_its_neighbours_are_done(file: Path) -> None:
    async with WorkerPool(ProbeEngine, most_in_batch=3, restarts=SOON) as pool:
        await pool.run(Probe())
        jobs = [Probe(number=1, file=file), Probe(act="die", number=2, file=file), Probe(number=3, file=file)]
        first, deadly, last = await asyncio.gather(*map(pool.run, jobs), return_exceptions=True)
        assert isinstance(deadly, WorkError)
        assert not isinstance(deadly, TransientError)
        for answer in (first, last):
            assert not isinstance(answer, BaseException)
            assert len(answer.result.together) == 1
        assert pool.figures()[0].restarts == 3
    assert counted(file) == {"begun 1": 3, "begun 2": 3, "begun 3": 3}


async def test_a_worker_that_cannot_be_understood_is_replaced_and_the_job_refused_in_the_end(
    logged: list[dict[str, object]],
) -> None:
    async with WorkerPool(ProbeEngine, restarts=SOON) as pool:
        with pytest.raises(WorkError, match="every worker"):
            await pool.run(Probe(act="unreadable result"))
        assert (await pool.run(Probe(number=4))).result.number == 4
    assert [entry["error"] for entry in logged if entry["event"] == "worker not understood"] == [
        "ValueError"
    ] * 3


async def test_answers_that_had_arrived_when_the_worker_was_killed_are_not_done_again(file: Path) -> None:
    jobs = [Probe(number=1, file=file), Probe(number=2, size_bytes=1_000_000, file=file)]
    async with WorkerPool(_dies_while_it_answers, most_in_batch=2, restarts=SOON) as pool:
        first, second = await asyncio.gather(*map(pool.run, jobs))
        assert (first.result.together, second.result.together) == ((1, 2), (2,))
    assert counted(file) == {"begun 1": 1, "begun 2": 2}


class _DeadlyToPickle:
    """Sending it takes the process with it."""

    def __reduce__(self) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


class _DiesWhileItAnswers(ProbeEngine):
    def perform(self, jobs: Sequence[Probe], onlooker: Onlooker) -> Sequence[Seen | WorkError]:
        results = list(super().perform(jobs, onlooker))
        last = results[-1]
        if len(jobs) > 1 and isinstance(last, Seen):
            results[-1] = replace(last, found=_DeadlyToPickle())
        return results


def _dies_while_it_answers(device: str) -> ProbeEngine:
    return _DiesWhileItAnswers(device)


async def test_no_job_is_lost_or_answered_twice_while_workers_are_killed_at_random(file: Path) -> None:
    chance, count = random.Random(5), 300
    answers: Counter[int] = Counter()
    async with WorkerPool(ProbeEngine, devices=("cpu", "cpu"), most_in_batch=4, restarts=SOON) as pool:

        async def ask(number: int) -> None:
            job = Probe(
                act="spin", number=number, seconds=0.003, key=number % 3, file=file, size_bytes=50_000
            )
            answers[(await pool.run(job)).result.number] += 1

        asked = asyncio.gather(*map(ask, range(count)))
        kills = 0
        while not asked.done() and kills < 4:
            await asyncio.sleep(chance.uniform(0.1, 0.2))
            kills += _kill_one(file, chance)
        await asked
    begun = counted(file)
    assert answers == dict.fromkeys(range(count), 1)
    assert kills >= 2
    assert sum(begun.values()) - count <= 4 * kills
    assert max(begun.values()) <= 3


def _kill_one(file: Path, chance: random.Random) -> bool:
    import psutil

    workers = [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
    if not workers:
        return False
    chance.choice(workers).kill()
    return True


async def test_one_worker_that_cannot_start_leaves_the_work_to_the_others(
    logged: list[dict[str, object]],
) -> None:
    async with WorkerPool(_only_on_cpu, devices=("cuda:0", "cpu"), restarts=SOON) as pool:
        answers = await asyncio.gather(*(pool.run(Probe(number=number)) for number in range(4)))
        assert {answer.result.device for answer in answers} == {"cpu"}
        await until(lambda: pool.figures()[0].restarts >= 2)
    reasons = {entry["reason"] for entry in logged if entry["event"] == "worker could not start"}
    assert reasons == {"There is no cuda:0 here."}


def _only_on_cpu(device: str) -> ProbeEngine:
    return ProbeEngine(device) if device == "cpu" else no_engine(device)


async def test_where_no_worker_can_start_nobody_waits_for_ever() -> None:
    async with WorkerPool(no_engine, devices=("cuda:0",), name="painter", restarts=SOON) as pool:
        for _ in range(2):
            with pytest.raises(TransientError, match="painter cannot be started"):
                await pool.run(Probe())
        assert pool.figures()[0].is_ready is False


async def test_a_worker_that_could_not_start_is_tried_again_until_it_can(tmp_path: Path) -> None:
    async with WorkerPool(partial(_from_the_third_time_on, tmp_path), restarts=SOON) as pool:
        assert (await pool.run(Probe(number=5))).result.number == 5
        assert pool.figures()[0].restarts == 2


def _from_the_third_time_on(folder: Path, device: str) -> ProbeEngine:
    tries = len(list(folder.iterdir()))
    (folder / str(tries)).touch()
    if tries == 0:
        raise ImportError("no such library")
    if tries == 1:
        os._exit(3)
    return ProbeEngine(device)


async def test_a_device_on_which_nothing_ends_well_is_not_tried_in_a_frenzy() -> None:
    async with WorkerPool(_dies_at_once, restarts=Patience(first_wait_seconds=0.4)) as pool:
        began = time.perf_counter()
        with pytest.raises(TransientError):
            await pool.run(Probe())
        assert time.perf_counter() - began >= 0.4
        assert pool.figures()[0].restarts == 3


def _dies_at_once(device: str) -> ProbeEngine:
    os._exit(1)


async def test_an_engine_that_keeps_failing_gives_way_to_a_new_one(logged: list[dict[str, object]]) -> None:
    async with WorkerPool(ProbeEngine, restarts=SOON) as pool:
        first = (await pool.run(Probe())).result.process
        for act in ("bug", "echo", "bug", "bug"):
            with_bug = await asyncio.gather(pool.run(Probe(act=act)), return_exceptions=True)
            assert isinstance(with_bug[0], WorkError) == (act == "bug")
        second = (await pool.run(Probe())).result.process
        assert first != second
        assert pool.figures()[0].restarts == 1
    failures = [entry for entry in logged if entry["event"] == "engine failed"]
    assert [entry["error"] for entry in failures] == ["ValueError"] * 3
    assert "engines.py:" in str(failures[0]["where"])
