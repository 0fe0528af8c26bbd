"""From a pick to the next gallery, with the next gallery made ahead of need and without.

    python benchmarks/preparation.py [--turns 10] [--people 8] [--thinks 4] [--runs 3]

A fresh `pasta run` (SQLite, two painting processes, the web page) with `preparation.picks` at 4, its default,
and at 0. *Alone*: one person looks at each gallery for so many seconds and picks. *Crowd*: so many people do
the same at once, about as many as two painters can serve; it shows that nobody's gallery waits for one that
was made ahead. The shares of turns and images are the program's own (`pasta_turns_prepared`,
`pasta_images_made_ahead`), read off `/metrics`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import tempfile
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from rich.table import Table

from benchmarks.gallery import PROMPTS, Visitor, visitor
from tests.fakes.serving import Running, running

RESULT = Path(__file__).parent / "results" / "preparation.json"
PICKS = (4, 0)
COUNTED = ("turns_followed", "turns_prepared", "images_made_ahead", "images_used_ahead")


async def _play(one: Visitor, prompt: str, *, turns: int, thinks: float) -> None:
    await one.begin(prompt)
    for turn in range(1, turns + 1):
        await asyncio.sleep(one.chance.uniform(0.5, 1.5) * thinks)
        await one.pick(turn)


async def waits(program: Running, *, people: int, turns: int, thinks: float) -> list[float]:
    """The seconds from each pick to its gallery, of all people who play at once; beginnings are left out."""
    visitors = [visitor(program, number) for number in range(people)]
    playing = [
        _play(one, PROMPTS[number % len(PROMPTS)], turns=turns, thinks=thinks)
        for number, one in enumerate(visitors)
    ]
    await asyncio.gather(*playing)
    for one in visitors:
        await one.client.aclose()
    return [seconds for one in visitors for seconds in one.seconds[1:]]


def counted(program: Running) -> dict[str, float]:
    """What the program itself has counted."""
    families = text_string_to_metric_families(program.get("/metrics")[1].decode())
    values = {sample.name: sample.value for family in families for sample in family.samples}
    return {name: values[f"pasta_{name}_total"] for name in COUNTED}


def measure(*, picks: int, turns: int, people: int, thinks: float) -> dict[str, float]:
    """One run of a fresh program."""
    config = f"conversation: {{turns: 20}}\npreparation: {{picks: {picks}}}"
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), config=config) as program:
        alone = asyncio.run(waits(program, people=1, turns=turns, thinks=thinks))
        after = counted(program)
        crowd = asyncio.run(waits(program, people=people, turns=3, thinks=thinks))
    return {
        "alone: median wait, s": statistics.median(alone),
        "alone: longest wait, s": max(alone),
        "alone: turns that were prepared": after["turns_prepared"] / after["turns_followed"],
        "alone: images made ahead that were shown": (
            after["images_used_ahead"] / after["images_made_ahead"] if after["images_made_ahead"] else 0.0
        ),
        "crowd: median wait, s": statistics.median(crowd),
        "crowd: longest wait, s": max(crowd),
    }


def main() -> None:
    """Run, print a table and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--thinks", type=float, default=4.0)
    parser.add_argument("--runs", type=int, default=3)
    wanted = vars(parser.parse_args())
    settings = {name: value for name, value in wanted.items() if name != "runs"}
    runs = {picks: [measure(picks=picks, **settings) for _ in range(wanted["runs"])] for picks in PICKS}
    medians = {
        picks: {name: round(statistics.median(run[name] for run in of_picks), 3) for name in of_picks[0]}
        for picks, of_picks in runs.items()
    }
    table = Table(f"median of {wanted['runs']}", "made ahead for 4 picks", "for none")
    for name in medians[0]:
        table.add_row(name, *(f"{medians[picks][name]:.2f}" for picks in PICKS))
    Console().print(table)
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    result = {"wanted": wanted, "machine": machine, "medians": {str(k): v for k, v in medians.items()}}
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
