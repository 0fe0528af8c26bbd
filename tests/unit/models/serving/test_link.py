"""Worker processes and their parent: they leave Ctrl-C to it, and end with it however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[4]
PARENT = """
import asyncio
from models.serving.pool import WorkerPool
from tests.fakes.engines import Probe, ProbeEngine

async def main():
    async with WorkerPool(ProbeEngine, devices=("cpu", "cpu")) as pool:
        print((await pool.run(Probe())).result.process, flush=True)
        await pool.run(Probe(act="spin", seconds=60.0))

if __name__ == "__main__":
    asyncio.run(main())
"""
INTERRUPTED = """
import asyncio, os, signal
from models.serving.pool import WorkerPool
from tests.fakes.engines import Probe, ProbeEngine

async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: None)
    async with WorkerPool(ProbeEngine, devices=("cpu", "cpu")) as pool:
        jobs = [asyncio.create_task(pool.run(Probe(number=42, key=key))) for key in range(2)]
        for _ in range(20):
            await asyncio.sleep(0.02)
            os.killpg(0, signal.SIGINT)
        print([answer.result.number for answer in await asyncio.gather(*jobs)])
        print([figures.restarts for figures in pool.figures()])

if __name__ == "__main__":
    asyncio.run(main())
"""
FORGOTTEN = """
import asyncio
from models.serving.pool import WorkerPool
from tests.fakes.engines import Probe, ProbeEngine

async def main():
    pool = await WorkerPool(ProbeEngine).__aenter__()
    print((await pool.run(Probe())).result.process, flush=True)

if __name__ == "__main__":
    asyncio.run(main())
"""


def started(script: Path, text: str) -> subprocess.Popen[str]:
    """A program of its own, in a process group of its own."""
    script.write_text(text)
    return subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        start_new_session=True,
    )


def test_workers_that_only_just_start_leave_ctrl_c_to_their_parent_too(tmp_path: Path) -> None:
    printed = started(tmp_path / "interrupted.py", INTERRUPTED).communicate(timeout=30)
    assert printed == ("[42, 42]\n[0, 0]\n", "")


def test_workers_end_with_a_parent_that_is_killed_however_busy_they_are(tmp_path: Path) -> None:
    parent = started(tmp_path / "parent.py", PARENT)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    children = psutil.Process(parent.pid).children(recursive=True)
    assert worker in [child.pid for child in children]
    parent.kill()
    parent.communicate(timeout=10)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_workers_end_with_a_parent_that_forgot_them(tmp_path: Path) -> None:
    parent = started(tmp_path / "forgotten.py", FORGOTTEN)
    worker, trouble = parent.communicate(timeout=20)
    assert trouble == ""
    assert not psutil.pid_exists(int(worker))
