"""What the line of jobs before worker processes costs, and what kills of workers leave of it.

    python benchmarks/render_queue.py [--workers 2] [--jobs 160] [--kills 20] [--runs 5]

*Overhead*: jobs in batches of four that take half a second, with results of 1.5 MB each; two batches for
each worker are let in at a time. One engine computes (a fixed count of hashes), the other sleeps. Ideal
batches, in the same run, are for the one that computes as many processes that do nothing but the same
batches, without a line, a pipe or a program beside them; for the one that sleeps they are batches times
seconds, divided by the workers. *Delay*: how late the program's event loop is meanwhile. *Kills*: under
load, workers are killed with SIGKILL at random moments; every job has to be answered once, with its own
result, and only what a killed worker had in hand may be begun again.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import itertools
import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.render_engine import (
    BATCH_SECONDS,
    MOST_IN_BATCH,
    Bench,
    Piece,
    Product,
    bare_seconds,
    hashes_for,
)
from core.errors import WorkError
from models.serving.pool import WorkerPool

RESULT = Path(__file__).parent / "results" / "render_queue.json"
KILLING_BATCH_SECONDS = 0.05
SAMPLE_SECONDS = 0.005


@dataclass(frozen=True, kw_only=True)
class Course:
    """One run through the line: how long, in how many batches, and how late the loop was, each time."""

    seconds: float
    batches: int
    delays: Sequence[float]


async def through_the_line(engine: Bench, *, workers: int, jobs: int) -> Course:
    """Have all jobs made, with two batches for each worker let in at a time."""
    pool: WorkerPool[Piece, Product]
    async with WorkerPool(engine, devices=["cpu"] * workers, most_in_batch=MOST_IN_BATCH) as pool:
        await _ready(pool)
        numbers = iter(range(jobs))

        async def ask() -> None:
            for number in numbers:
                assert (await pool.run(Piece(number=number))).result.number == number

        delays: list[float] = []
        sampling = asyncio.create_task(_sample(delays))
        began = time.perf_counter()
        await asyncio.gather(*(ask() for _ in range(2 * workers * MOST_IN_BATCH)))
        seconds = time.perf_counter() - began
        sampling.cancel()
        await asyncio.sleep(0.1)
        batches = sum(figures.batches_done for figures in pool.figures())
    return Course(seconds=seconds, batches=batches, delays=delays)


async def _ready(pool: WorkerPool[Piece, Product]) -> None:
    while not all(figures.is_ready for figures in pool.figures()):  # noqa: ASYNC110 - a measurement may poll
        await asyncio.sleep(0.01)


async def _done(pool: WorkerPool[Piece, Product], batches: int) -> None:
    """Wait for so many more batches, and for both workers: a worker that works is to be killed."""

    def done() -> int:
        return sum(figures.batches_done for figures in pool.figures())

    enough = done() + batches
    while done() < enough:  # noqa: ASYNC110 - a measurement may poll
        await asyncio.sleep(0.002)
    await _ready(pool)


async def _sample(delays: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(SAMPLE_SECONDS)
        delays.append(time.perf_counter() - began - SAMPLE_SECONDS)


@dataclass(kw_only=True)
class Killing:
    """What became of every job while workers were killed."""

    asked: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    failed: int = 0
    killed: list[int] = field(default_factory=list)

    def summary(self, notes: Path) -> dict[str, int]:
        """The figures to publish; `notes` is what the workers wrote down."""
        lines = [list(map(int, line.split())) for line in notes.read_text().splitlines()]
        begun = Counter(number for _, *numbers in lines for number in numbers)
        last_batches = {process: numbers for process, *numbers in lines}
        in_hand = Counter(number for process in self.killed for number in last_batches.get(process, ()))
        again = {number: count - 1 for number, count in begun.items() if count > 1}
        return {
            "kills": len(self.killed),
            "jobs": self.asked,
            "lost": self.asked - self.failed - len(self.answers),
            "failed": self.failed,
            "answered twice": sum(count > 1 for count in self.answers.values()),
            "in hand of a worker when it was killed": sum(in_hand.values()),
            "begun again": sum(again.values()),
            "begun again without need": sum(
                max(0, count - in_hand[number]) for number, count in again.items()
            ),
        }


async def under_fire(engine: Bench, *, workers: int, kills: int, seed: int) -> Killing:
    """Keep the workers busy and kill one of them, again and again."""
    found, numbers, chance = Killing(), itertools.count(), random.Random(seed)
    pool: WorkerPool[Piece, Product]
    async with WorkerPool(engine, devices=["cpu"] * workers, most_in_batch=MOST_IN_BATCH) as pool:

        async def ask() -> None:
            while len(found.killed) < kills:
                number = next(numbers)
                found.asked += 1
                try:
                    result = (await pool.run(Piece(number=number))).result
                except WorkError:
                    found.failed += 1
                else:
                    found.answers[result.number] += 1

        asking = asyncio.gather(*(ask() for _ in range(2 * workers * MOST_IN_BATCH)))
        while len(found.killed) < kills:
            await _done(pool, chance.randint(2, 10))
            await asyncio.sleep(chance.uniform(0.0, KILLING_BATCH_SECONDS))
            found.killed += _kill_a_worker(chance)
        await asking
    return found


def _kill_a_worker(chance: random.Random) -> list[int]:
    children = psutil.Process().children()
    workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    if not workers:
        return []
    victim = chance.choice(workers)
    victim.kill()
    return [victim.pid]


def measure_overhead(*, workers: int, jobs: int, runs: int) -> dict[str, list[float]]:
    """Every run's figures, for both engines."""
    batches = -(-jobs // MOST_IN_BATCH)
    computing, sleeping = Bench(hashes=hashes_for(BATCH_SECONDS)), Bench(hashes=None)
    ideals: Mapping[str, tuple[Bench, Callable[[], float]]] = {
        "computing": (
            computing,
            functools.partial(bare_seconds, computing, workers=workers, batches=batches),
        ),
        "sleeping": (sleeping, lambda: batches * BATCH_SECONDS / workers),
    }
    rows: dict[str, list[float]] = {}
    for number in range(runs):
        for name, (engine, ideal_seconds) in ideals.items():
            ideal = ideal_seconds()
            course = asyncio.run(through_the_line(engine, workers=workers, jobs=jobs))
            found = {
                "ideal batches, s": ideal,
                "through the line, s": course.seconds,
                "over ideal, %": 100 * (course.seconds / ideal - 1),
                "over ideal, ms for each batch": 1000 * (course.seconds - ideal) * workers / batches,
                "batches": course.batches,
                "loop delay p50, ms": 1000 * statistics.median(course.delays),
                "loop delay p99, ms": 1000 * statistics.quantiles(course.delays, n=100)[-1],
                "loop delay longest, ms": 1000 * max(course.delays),
            }
            print(
                f"run {number + 1} of {runs}, {name}: {found['over ideal, %']:.2f} % over ideal", flush=True
            )
            for figure, value in found.items():
                rows.setdefault(f"{name}: {figure}", []).append(round(value, 3))
    return rows


def measure_kills(*, workers: int, kills: int, seed: int = 1) -> dict[str, int]:
    """What so many kills left, with short batches."""
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        engine = Bench(hashes=hashes_for(KILLING_BATCH_SECONDS), notes=notes)
        return asyncio.run(under_fire(engine, workers=workers, kills=kills, seed=seed)).summary(notes)


def main() -> None:
    """Measure, print two tables and write the result; exit code 1 where a job was lost or done twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=160)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    load_before = os.getloadavg()[0]
    rows = measure_overhead(workers=wanted.workers, jobs=wanted.jobs, runs=wanted.runs)
    killing = measure_kills(workers=wanted.workers, kills=wanted.kills)
    overhead = Table("", "best", f"median of {wanted.runs}", "worst")
    for name, values in rows.items():
        overhead.add_row(
            name, *(f"{value:.2f}" for value in (min(values), statistics.median(values), max(values)))
        )
    kills = Table("", "")
    for name, count in killing.items():
        kills.add_row(name, str(count))
    Console().print(overhead, kills)
    machine = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load before": round(load_before, 2),
    }
    report = {"wanted": vars(wanted), "machine": machine, "overhead": rows, "kills": killing}
    RESULT.write_text(json.dumps(report, indent=2) + "\n")
    wrong = ("lost", "failed", "answered twice", "begun again without need")
    raise SystemExit(any(killing[name] for name in wrong))


if __name__ == "__main__":
    main()
