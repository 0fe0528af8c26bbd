"""Worker processes: they work beside the loop, are replaced when killed, and end with their parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from core.errors import TransientError
from core.patience import Patience
from models.serving.processes import WorkerProcesses

PARENT = """
import asyncio
from models.serving.processes import WorkerProcesses
from tests.unit.models.serving.test_processes import busy, nothing, process_id

async def main():
    async with WorkerProcesses(2, prepare=nothing) as processes:
        print(await processes.run(process_id, None), flush=True)
        await processes.run(busy, 60.0)

if __name__ == "__main__":
    asyncio.run(main())
"""
INTERRUPTED = """
import asyncio, os, signal
from models.serving.processes import WorkerProcesses
from tests.unit.models.serving.test_processes import double, nothing

async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: None)
    async with WorkerProcesses(2, prepare=nothing) as processes:
        jobs = [asyncio.create_task(processes.run(double, 21)) for _ in range(2)]
        await asyncio.sleep(0.02)
        os.killpg(0, signal.SIGINT)
        print(await asyncio.gather(*jobs))

if __name__ == "__main__":
    asyncio.run(main())
"""
ROOT = Path(__file__).parents[4]


def nothing() -> None:
    """Nothing to prepare."""


def mark() -> None:
    os.environ["PREPARED"] = "yes"


def prepared(_: None) -> str | None:
    return os.environ.get("PREPARED")


def process_id(_: None) -> int:
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def fail(_: None) -> None:
    raise ZeroDivisionError("as asked")


def busy(seconds: float) -> float:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return seconds


def die(_: None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def priority(_: None) -> int:
    return os.nice(0)


def is_interruptible(_: None) -> bool:
    return signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


@pytest.fixture
async def processes() -> AsyncIterator[WorkerProcesses]:
    """Two prepared processes."""
    async with WorkerProcesses(2, prepare=mark) as workers:
        yield workers


async def test_work_is_done_in_another_process_that_was_prepared(processes: WorkerProcesses) -> None:
    assert await processes.run(double, 21) == 42
    assert await processes.run(process_id, None) != os.getpid()
    assert await processes.run(prepared, None) == "yes"


async def test_workers_give_way_and_leave_ctrl_c_to_their_parent(processes: WorkerProcesses) -> None:
    assert await processes.run(priority, None) > os.nice(0)
    assert not await processes.run(is_interruptible, None)


async def test_the_loop_runs_on_while_workers_are_busy(processes: WorkerProcesses) -> None:
    await processes.run(double, 1)
    work = asyncio.gather(*(processes.run(busy, 0.3) for _ in range(2)))
    ticks = 0
    while not work.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert ticks >= 10


async def test_an_error_reaches_the_caller_and_only_the_caller(processes: WorkerProcesses) -> None:
    with pytest.raises(ZeroDivisionError, match="as asked"):
        await processes.run(fail, None)
    assert await processes.run(double, 2) == 4


async def test_a_killed_worker_is_replaced_and_asking_again_succeeds(processes: WorkerProcesses) -> None:
    with pytest.raises(TransientError):
        await processes.run(die, None)
    assert await processes.run(double, 3) == 6


async def test_whoever_was_waiting_when_a_worker_was_killed_asks_again(processes: WorkerProcesses) -> None:
    patience = Patience(first_wait_seconds=0.01)
    work = [asyncio.create_task(patience.ask(lambda: processes.run(busy, 0.2))) for _ in range(4)]
    victim = await processes.run(process_id, None)
    os.kill(victim, signal.SIGKILL)
    assert await asyncio.gather(*work) == [0.2] * 4


async def test_a_cancelled_caller_takes_no_worker_with_it(processes: WorkerProcesses) -> None:
    await processes.run(double, 1)
    jobs = [asyncio.create_task(processes.run(busy, 0.2)) for _ in range(6)]
    await asyncio.sleep(0.05)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    async with asyncio.timeout(2.0):
        assert await processes.run(double, 4) == 8


async def test_outside_its_time_nothing_is_run() -> None:
    workers = WorkerProcesses(1, prepare=nothing)
    with pytest.raises(TransientError):
        await workers.run(double, 1)
    async with workers:
        child = await workers.run(process_id, None)
    with pytest.raises(TransientError):
        await workers.run(double, 1)
    assert not psutil.pid_exists(child)


def test_workers_that_only_just_start_leave_ctrl_c_to_their_parent_too(tmp_path: Path) -> None:
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        start_new_session=True,
        timeout=30,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("[42, 42]\n", "")


def test_workers_end_with_a_parent_that_is_killed_however_busy_they_are(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    children = psutil.Process(parent.pid).children(recursive=True)
    assert worker in [child.pid for child in children]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
