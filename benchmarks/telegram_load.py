"""Whether the bot on Telegram keeps the limits, loses nothing and answers presses soon, among many groups.

    python benchmarks/telegram_load.py [--groups 30] [--members 10] [--minutes 10] [--rounds 3] [--at-once 3]

The real bot (its polling python-telegram-bot application, its lanes, its storage on SQLite) is connected to a
strict imitation of Telegram that refuses what comes too soon: more than 20 messages a minute in a group, 30 a
second overall, and one a second in a chat after three at once; edits and each photo of an album count. All
members play at the same time: in two of three groups each member has a session of their own, in the third
they vote together by polls. They think 5 to 60 s, and answer by numbers, in words, with *none of these*, by
keeping an image, undo now and then, and ask for originals. That is more than a group's 20 messages a minute
can carry, on purpose: galleries have to wait there, and none may get lost.

Pictures are flat tiles that cost nothing: the painter has a benchmark of its own. Bot, imitation and members
share one process and one core, so a press waits for all three; the answer is timed from the moment it is
handed to Telegram to its arrival there. With `--speed 4` the clock of Telegram, of the members and of the
bot's lanes goes four times as fast as the machine's, so that four times as much comes at once; times to
answers stay real seconds, and other times are of the faster clock. The published figures are of `--speed 2`.

After the given minutes the members stop. What is owed then must come, and every gallery that the database
knows is looked for in its group.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import random
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from adapters.telegram.pacing import Lanes
from benchmarks.telegram_figures import Figures, table_of
from benchmarks.telegram_limits import broken_limits, busiest, messages_of
from benchmarks.telegram_members import Member, Seen
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Phase, Session
from tests.fakes.circle import Circle
from tests.fakes.telegram import Clock, FakeTelegram, Group
from tests.fakes.world import FakeTime, World

RESULT = Path(__file__).parent / "results" / "telegram_load.json"
GOAL_P99_SECONDS = 1.0
DRAINING_SECONDS = 600.0
ANSWER_WITHIN_SECONDS = 5.0
OWED = frozenset({Phase.EXPANDING, Phase.RENDERING, Phase.POSTING, Phase.DELIVERING})


class ClockOfTelegram(FakeTime):
    """The imitation's clock as the world behind the bot reads it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        """Sleep on that clock."""
        await self._clock.sleep(seconds)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is measured."""

    groups: int
    members: int
    minutes: float
    speed: float


async def measure(folder: Path, *, groups: int, members: int, minutes: float, speed: float) -> Figures:
    """Let everybody play for so long, wait for what is owed, and look at everything."""
    async with FakeTelegram(speed=speed) as telegram:
        telegram.limits.like_telegram()
        clock = telegram.clock
        places = [telegram.add_group(f"Circle {number}") for number in range(groups)]
        seen, until = Seen(), clock.now() + 60 * minutes
        everybody = [
            _members(telegram, group, number, count=members, seen=seen, until=until)
            for number, group in enumerate(places)
        ]
        telegram.pending_updates.clear()  # the bot has been there for long
        circle = _circle(telegram, places[0], everybody[0], folder)
        async with circle.bot() as conductor:
            await _play(everybody)
            await _all_answered(seen)
            sessions = [await conductor.look(one) for one in _begun(folder)]
            owed, stopped = sum(one.phase in OWED for one in sessions), clock.now()
            sessions = await _drained(conductor, folder, clock)
            drained = clock.now() - stopped
        counted = messages_of(telegram.requests)
        return Figures(
            answers_seconds=[one.answer.seconds / speed for one in seen.presses if one.answer],
            unanswered=sum(one.answer is None for one in seen.presses),
            waits_seconds=seen.waits_seconds,
            sessions=len(sessions),
            galleries=sum(turn.gallery is not None for one in sessions for turn in one.turns),
            lost=[problem for one in sessions for problem in _lost(one, places)],
            owed=owed,
            drained_seconds=drained,
            floods=len(telegram.floods),
            violations=[str(one) for one in telegram.violations],
            broken=broken_limits(counted, jitter_seconds=0.1 * (speed - 1)),
            most=busiest(counted),
            given_up=seen.given_up,
        )


def _members(
    telegram: FakeTelegram, group: Group, number: int, *, count: int, seen: Seen, until: float
) -> list[Member]:
    """A group's members; the bot is an administrator in every other group."""
    group.add_bot(admin=number % 2 == 0)
    people = [telegram.add_user(f"member {number}-{one}") for one in range(count)]
    return [
        Member(
            person=group.add(person),
            group=group,
            clock=telegram.clock,
            chance=random.Random(person.name),
            seen=seen,
            until=until,
        )
        for person in people
    ]


def _circle(telegram: FakeTelegram, group: Group, members: Sequence[Member], folder: Path) -> Circle:
    """The bot, whose lanes and world go by the clock of Telegram."""
    clock = telegram.clock
    return Circle(
        telegram=telegram,
        group=group,
        mia=members[0].person,
        ben=members[-1].person,
        folder=folder,
        world=World(time=ClockOfTelegram(clock)),
        new_lanes=lambda: Lanes(clock=clock.now, sleep=clock.sleep),
    )


async def _play(everybody: Sequence[Sequence[Member]]) -> None:
    """In every third group all vote together, in the others each has sessions of their own."""
    works = []
    for number, members in enumerate(everybody):
        if number % 3 == 2:
            works += [members[0].begin_votes(), *(member.vote() for member in members[1:])]
        else:
            works += [member.play_alone() for member in members]
    await asyncio.gather(*works)


async def _all_answered(seen: Seen) -> None:
    """Wait until every press has its answer, but not for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
            for one in seen.presses:
                await one.query.answered.wait()


async def _drained(conductor: Conductor, folder: Path, clock: Clock) -> list[Session]:
    """All sessions, once none waits for the bot, or after long."""
    until = clock.now() + DRAINING_SECONDS
    while True:
        sessions = [await conductor.look(one) for one in _begun(folder)]
        if not any(one.phase in OWED for one in sessions) or clock.now() > until:
            return sessions
        await clock.sleep(1.0)


def _begun(folder: Path) -> list[SessionId]:
    """Every session that the database knows."""
    with closing(sqlite3.connect(folder / "pasta.db")) as database:
        return [SessionId(one) for (one,) in database.execute("select id from sessions order by id")]


def _lost(session: Session, groups: Sequence[Group]) -> list[str]:
    """The galleries of a session that are not there, and what is still owed."""
    found = [f"{session.id} waits: {session.phase}"] if session.phase in OWED | {Phase.FAILED} else []
    standing = {message.id for group in groups for message in group.messages if _chat_of(session, group)}
    for turn in session.turns:
        messages = turn.gallery.messages if turn.gallery else ()
        if not any(int(one.message) in standing for one in messages):
            found.append(f"{session.id}: the gallery of turn {turn.serial} is not there")
    return found


def _chat_of(session: Session, group: Group) -> bool:
    return session.place.channel == str(group.id)


def run(wanted: Wanted, *, rounds: int, at_once: int) -> list[Figures]:
    """So many runs, each from an empty database and in a process of its own."""
    runs = []
    with ProcessPoolExecutor(at_once, mp_context=multiprocessing.get_context("spawn")) as pool:
        for number, figures in enumerate(pool.map(run_once, [wanted] * rounds), start=1):
            told = f"run {number} of {rounds}: {figures.summary()}"
            print(told, *figures.problems[:5], sep="\n  ", flush=True)
            runs.append(figures)
    return runs


def run_once(wanted: Wanted) -> Figures:
    """One run."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), **asdict(wanted)))


def show(runs: Sequence[Figures], arguments: Mapping[str, float], *, load_before: float) -> None:
    """Print a table and write the result."""
    figures = table_of(runs)
    table = Table("figure", "median", "highest")
    for name, (median, highest) in figures.items():
        table.add_row(name, f"{median:g}", f"{highest:g}")
    Console().print(table)
    problems = [problem for one in runs for problem in one.problems]
    met = figures["answered, p99 s"][1] <= GOAL_P99_SECONDS and not problems
    goal = f"goal (p99 at most {GOAL_P99_SECONDS:.0f} s, limits kept, nothing lost)"
    print(f"{goal}: {'met' if met else 'missed'}")
    machine = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load before": round(load_before, 2),
    }
    result = {
        "wanted": arguments,
        "machine": machine,
        "figures": {name: {"median": both[0], "highest": both[1]} for name, both in figures.items()},
        "problems": problems,
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


def main() -> None:
    """Run as often as wanted, and show what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--groups", type=int, default=30)
    parser.add_argument("--members", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the clock goes")
    parser.add_argument("--rounds", type=int, default=1, help="of which median and highest are told")
    parser.add_argument("--at-once", type=int, default=1, help="rounds that run side by side")
    arguments = vars(parser.parse_args())
    load_before = os.getloadavg()[0]
    wanted = Wanted(**{name: arguments[name] for name in ("groups", "members", "minutes", "speed")})
    runs = run(wanted, rounds=arguments["rounds"], at_once=arguments["at_once"])
    show(runs, arguments, load_before=load_before)


if __name__ == "__main__":
    main()
