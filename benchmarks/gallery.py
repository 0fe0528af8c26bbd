"""From a pick to the next gallery, through the web page as a browser uses it, with everything running.

    python benchmarks/gallery.py [--turns 60] [--people 50] [--runs 5]

A fresh `pasta run` with its defaults (SQLite, two painting processes) is asked over HTTP. *Alone*: one person
picks again and again; a gallery counts as shown when its fragment and all four images have arrived.
*Together*: so many people begin at the same moment and pick as soon as they can. *Newcomer*: while they do,
one more person begins, again and again.

The fair share of a person is the time in which the two processes paint one gallery for everybody who is
there: nobody should wait longer. The delay of the program's event loop is its own
(`pasta_loop_delay_seconds`), read off `/metrics` before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import re
import statistics
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from tests.fakes.serving import Running, running

RESULT = Path(__file__).parent / "results" / "gallery.json"
PROMPTS = (
    "a white cat", "an image of love", "quantum llama", "a lighthouse at night", "two foxes in the snow",
    "happiness", "a robot in a garden", "a red bicycle by the sea", "a castle in the clouds", "an owl",
)  # fmt: skip
TURNS = 20
PROCESSES = 2
PATIENCE_SECONDS = 300.0


@dataclass(kw_only=True)
class Visitor:
    """One person's browser: a cookie, a session, and how long each gallery took."""

    client: httpx.AsyncClient
    chance: random.Random
    session: str = ""
    seconds: list[float] = field(default_factory=list)

    async def begin(self, prompt: str) -> None:
        """Agree, begin, and wait for the first gallery."""
        await self._post("/consent", {"agreed": True})
        began = time.perf_counter()
        answer = await self._post("/sessions", {"key": str(uuid.uuid4()), "prompt": prompt})
        self.session = answer["session"]["id"]
        await self._wait_for(f"{self.session}.1")
        self.seconds.append(time.perf_counter() - began)

    async def pick(self, turn: int) -> None:
        """Pick an image of that turn, and wait for the next gallery."""
        body = {
            "key": str(uuid.uuid4()),
            "act": "pick",
            "number": self.chance.randint(1, 4),
            "turn": f"{self.session}.{turn}",
        }
        began = time.perf_counter()
        await self._post(f"/sessions/{self.session}/answers", body)
        await self._wait_for(f"{self.session}.{turn + 1}")
        self.seconds.append(time.perf_counter() - began)

    async def _wait_for(self, turn: str) -> None:
        """Follow the session's events as the page does, until the gallery and its images are here."""
        async with self.client.stream("GET", f"/sessions/{self.session}/events") as news:
            async for line in news.aiter_lines():
                if line == "event: changed" and await self._has_shown(turn):
                    return
        raise AssertionError("the events have ended")

    async def _has_shown(self, turn: str) -> bool:
        page = (await self.client.get(f"/sessions/{self.session}/view")).text
        if f'data-turn="{turn}"' not in page or 'data-mode="gallery"' not in page:
            return False
        gallery = page.partition('<ol class="gallery"')[2].partition("</ol>")[0]
        urls = re.findall(r'<img src="([^"]+)"', gallery)
        images = await asyncio.gather(*(self.client.get(url) for url in urls))
        assert len(images) == 4
        assert all(image.status_code == 200 for image in images)
        return True

    async def _post(self, path: str, body: dict[str, object]) -> dict[str, dict[str, str]]:
        answer = await self.client.post(path, json=body, headers={"Origin": str(self.client.base_url)[:-1]})
        answer.raise_for_status()
        parsed: dict[str, dict[str, str]] = answer.json()
        return parsed


def visitor(program: Running, number: int) -> Visitor:
    """A new person."""
    client = httpx.AsyncClient(base_url=program.url + "/", timeout=PATIENCE_SECONDS)
    return Visitor(client=client, chance=random.Random(number))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one run has shown, in seconds."""

    alone: list[float]
    alone_delay_share_within_50_ms: float
    image_seconds: float
    first: list[float]
    together: list[float]
    fair_share: float
    newcomer: list[float]
    together_delay_share_within_50_ms: float


async def measure(program: Running, *, turns: int, people: int) -> Figures:
    """All three measurements on one program."""
    calm = Numbers.of(program)
    alone = await _alone(program, turns)
    after = Numbers.of(program)
    visitors = [visitor(program, number) for number in range(people)]
    rush = asyncio.create_task(_together(visitors))
    newcomer = visitor(program, people)
    newcomers = asyncio.create_task(_keep_coming(newcomer, rush))
    await rush
    await newcomers
    end = Numbers.of(program)
    image_seconds = (end.image_seconds - after.image_seconds) / (end.images - after.images)
    for one in (*visitors, newcomer):
        await one.client.aclose()
    return Figures(
        alone=alone,
        alone_delay_share_within_50_ms=after.share_within_50_ms(calm),
        image_seconds=image_seconds,
        first=[one.seconds[0] for one in visitors],
        together=[seconds for one in visitors for seconds in one.seconds],
        fair_share=(people + 1) * 4 * image_seconds / PROCESSES,
        newcomer=newcomer.seconds,
        together_delay_share_within_50_ms=end.share_within_50_ms(after),
    )


async def _alone(program: Running, turns: int) -> list[float]:
    """The seconds from each pick to its gallery; beginnings are not picks."""
    seconds: list[float] = []
    for number in range(-(-turns // TURNS)):
        one = visitor(program, 1000 + number)
        await one.begin(PROMPTS[number % len(PROMPTS)])
        for turn in range(1, TURNS):
            await one.pick(turn)
        seconds += one.seconds[1:]
        await one.client.aclose()
    return seconds


async def _together(visitors: Sequence[Visitor]) -> None:
    async def play(one: Visitor, prompt: str) -> None:
        await one.begin(prompt)
        for turn in (1, 2):
            await one.pick(turn)

    await asyncio.gather(*(play(one, PROMPTS[i % len(PROMPTS)]) for i, one in enumerate(visitors)))


async def _keep_coming(newcomer: Visitor, rush: asyncio.Task[None]) -> None:
    await asyncio.sleep(2.0)
    while not rush.done():
        await newcomer.begin("a white cat")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What /metrics says at one moment."""

    images: float
    image_seconds: float
    samples: float
    samples_within_50_ms: float

    @classmethod
    def of(cls, program: Running) -> Numbers:
        """Read them."""
        text = program.get("/metrics")[1].decode()
        return cls(
            images=_number(text, "pasta_image_seconds_count"),
            image_seconds=_number(text, "pasta_image_seconds_sum"),
            samples=_number(text, "pasta_loop_delay_seconds_count"),
            samples_within_50_ms=_number(text, 'pasta_loop_delay_seconds_bucket{le="0.05"}'),
        )

    def share_within_50_ms(self, before: Numbers) -> float:
        """The share of all samples since then that were at most 50 ms late."""
        return (self.samples_within_50_ms - before.samples_within_50_ms) / (self.samples - before.samples)


def _number(text: str, name: str) -> float:
    line = next(line for line in text.splitlines() if line.startswith(name + " "))
    return float(line.rpartition(" ")[2])


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of all lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def summary(runs: Sequence[Figures]) -> dict[str, float]:
    """The median over runs of each figure."""
    rows = {
        "alone, pick to gallery, p50 s": [quantile(run.alone, 0.5) for run in runs],
        "alone, pick to gallery, p95 s": [quantile(run.alone, 0.95) for run in runs],
        "alone, loop at most 50 ms late, % of samples": [
            100 * run.alone_delay_share_within_50_ms for run in runs
        ],
        "together, one image, mean s": [run.image_seconds for run in runs],
        "together, fair share s": [run.fair_share for run in runs],
        "together, first gallery, p50 s": [quantile(run.first, 0.5) for run in runs],
        "together, p50 s": [quantile(run.together, 0.5) for run in runs],
        "together, longest wait s": [max(run.together) for run in runs],
        "together, newcomer's longest wait s": [max(run.newcomer, default=0.0) for run in runs],
        "together, loop at most 50 ms late, % of samples": [
            100 * run.together_delay_share_within_50_ms for run in runs
        ],
    }
    return {name: round(statistics.median(values), 3) for name, values in rows.items()}


def main() -> None:
    """Run, print a table and write the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    wanted = parser.parse_args()
    runs = []
    for number in range(wanted.runs):
        with (
            tempfile.TemporaryDirectory() as folder,
            running(Path(folder), config=f"conversation: {{turns: {TURNS}}}") as program,
        ):
            runs.append(asyncio.run(measure(program, turns=wanted.turns, people=wanted.people)))
        print(f"run {number + 1} of {wanted.runs}: {summary(runs[-1:])}")
    figures = summary(runs)
    table = Table("figure", f"median of {wanted.runs}")
    for name, value in figures.items():
        table.add_row(name, str(value))
    Console().print(table)
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    RESULT.write_text(
        json.dumps({"wanted": vars(wanted), "machine": machine, "figures": figures}, indent=2) + "\n"
    )


if __name__ == "__main__":
    main()
