"""Durable turns per second without models: the conductor and its store against one locked connection.

    python benchmarks/turns.py [--sessions 1000] [--rate 1050] [--seconds 8] [--runs 5]

1,000 people at once, an instant expander and renderer (four constant images), SQLite with synchronous=FULL.
A turn is everything that the program saves for one answer: the answer with its belief, 25 candidates, the
slate, the images and the posted gallery: four commits, each durable before the next step.

Measurements of ours: *closed loop* (everybody answers at once, again and again: throughput) and *offered
load* (answers arrive at a fixed rate, as a Poisson process: how long until one is acknowledged, and until the
next gallery stands), and the closed loop once more without `tune_interpreter` (the garbage collector and the
thread switches as Python has them). The peer saves the same rows with the same four commits through one
aiosqlite connection behind a lock, without doing any of the conversation's work.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import aiosqlite
from rich.console import Console
from rich.table import Table

from adapters.storage.opening import open_storage
from bot.wiring import new_session_id, tune_interpreter
from core.candidates import Gathering
from core.conductor.conductor import Conductor
from core.conductor.settings import Limits, Ports
from core.conversation.gallery import GalleryView
from core.errors import StorageError
from core.ports import Consent, ExpansionRequest, People, PostedMessages, Progress, Purpose
from core.types.answers import NewSession, PersonEvent, Pick
from core.types.identifiers import EventKey, Identity, MessageRef, Place, SessionId, TurnId, UserId
from core.types.sessions import Rules, Session
from core.types.slates import Category, Expansion
from models.agent.baseline import GeneratorOrder
from tests.fakes.ports import FakeAllowance, FakeLikelihood, FakeRenderer, FakeSafety

RESULT = Path(__file__).parent / "results" / "turns.json"
PLATFORM = "bench"


class InstantExpander:
    """Hands out lists that were written before; no two turns of a session get the same."""

    source = "instant-1"
    costs = False

    def __init__(self) -> None:
        self._lists = itertools.cycle([_expansions(take) for take in range(64)])

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """25 expansions."""
        return next(self._lists)


def _expansions(take: int) -> list[Expansion]:
    return [
        Expansion(text=f"a white cat, {category} number {number}, take {take}", category=category)
        for category in Category
        for number in range(5)
    ]


@dataclass
class InstantStage:
    """Posts in no time and wakes whoever waits for the gallery."""

    waiting: dict[SessionId, asyncio.Future[TurnId]] = field(default_factory=dict)

    def next_gallery(self, session: SessionId) -> asyncio.Future[TurnId]:
        """A future for the next posted gallery of a session."""
        self.waiting[session] = asyncio.get_running_loop().create_future()
        return self.waiting[session]

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Post."""
        if (waiting := self.waiting.pop(session.id, None)) is not None:
            waiting.set_result(view.turn)
        message = MessageRef(channel="bench", message=view.nonce)
        return PostedMessages(messages=(message,), rendering="instant")

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Nothing to see."""

    async def deliver(self, session: Session) -> None:
        """Nothing to see."""

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """Failures end the benchmark."""
        if isinstance(news, str):
            raise SystemExit(f"a session failed: {news}")


@dataclass(frozen=True, kw_only=True)
class Latencies:
    """What one measurement saw, in seconds."""

    seconds: float
    to_acknowledged: list[float]
    to_gallery: list[float]

    def row(self) -> dict[str, float]:
        """Turns per second, and percentiles in milliseconds."""
        return {
            "turns_per_second": len(self.to_acknowledged) / self.seconds,
            "acknowledged_p50_ms": percentile(self.to_acknowledged, 50) * 1000,
            "acknowledged_p99_ms": percentile(self.to_acknowledged, 99) * 1000,
            "next_gallery_p50_ms": percentile(self.to_gallery, 50) * 1000,
            "next_gallery_p99_ms": percentile(self.to_gallery, 99) * 1000,
        }


def percentile(values: list[float], share: int) -> float:
    """That percentile."""
    return statistics.quantiles(values, n=100)[share - 1]


@dataclass(kw_only=True)
class Person:
    """Somebody with a session; a new one begins when the last turn is used up."""

    user: UserId
    bench: Bench
    turn: TurnId | None = None
    session: SessionId | None = None
    used: int = 0

    async def begin(self) -> None:
        """Begin a session and wait for its gallery."""
        receipt = await self.bench.conductor.begin(
            NewSession(
                key=new_key(),
                user=self.user,
                place=Place(platform=PLATFORM, channel="bench"),
                prompt="a white cat",
                rules=Rules(),
                seed=next(_keys),
                at=time.time(),
            )
        )
        self.session, self.used = receipt.session.id, 0
        self.turn = await self.bench.stage.next_gallery(self.session)

    async def answer(self, seen: Latencies) -> None:
        """Pick an image, and wait until the pick is durable and the next gallery stands."""
        assert self.session is not None
        began = time.perf_counter()
        event = PersonEvent(
            key=new_key(),
            session=self.session,
            user=self.user,
            act=Pick(number=1 + next(_keys) % 4),
            at=time.time(),
            turn=self.turn,
        )
        self.used += 1
        is_last = self.used == Rules().turns
        gallery = None if is_last else self.bench.stage.next_gallery(self.session)
        await self.bench.conductor.handle(event)
        seen.to_acknowledged.append(time.perf_counter() - began)
        if gallery is None:
            await self.begin()
            return
        self.turn = await gallery
        seen.to_gallery.append(time.perf_counter() - began)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A running conductor and its instant stage."""

    conductor: Conductor
    stage: InstantStage


@asynccontextmanager
async def running_people(folder: Path, count: int) -> AsyncIterator[list[Person]]:
    """A real store, instant everything else, and people who each look at a first gallery."""
    stage = InstantStage()
    async with open_storage(None, folder) as storage:
        ports = Ports(
            sessions=storage.sessions,
            beliefs=storage.beliefs,
            people=storage.people,
            images=storage.images,
            gathering=Gathering(primary=InstantExpander()),
            policy=GeneratorOrder(),
            renderer=FakeRenderer(),
            likelihood=FakeLikelihood(),
            safety=FakeSafety(),
            stages={PLATFORM: stage},
            allowance=FakeAllowance(),
        )
        limits = Limits(images_at_once=64, sessions_in_memory=2 * count)
        async with Conductor(ports, limits, clock=time.time, new_id=new_session_id) as conductor:
            bench = Bench(conductor=conductor, stage=stage)
            users = [await _member(storage.people, number) for number in range(count)]
            people = [Person(user=user, bench=bench) for user in users]
            await asyncio.gather(*(person.begin() for person in people))
            yield people


async def _member(people: People, number: int) -> UserId:
    user = await people.recognise(Identity(platform=PLATFORM, account=str(number)))
    consent = Consent(user=user, purpose=Purpose.RUN, version="1", granted=True, at=time.time())
    await people.record_consent(consent)
    return user


_keys = itertools.count(1)


def new_key() -> EventKey:
    """A key no event has had."""
    return EventKey(f"key-{next(_keys)}")


async def closed_loop(people: list[Person], seconds: float) -> Latencies:
    """Everybody answers as soon as their gallery stands."""
    seen = Latencies(seconds=seconds, to_acknowledged=[], to_gallery=[])
    end = time.perf_counter() + seconds

    async def live(person: Person) -> None:
        while time.perf_counter() < end:
            await person.answer(seen)

    began = time.perf_counter()
    await asyncio.gather(*map(live, people))
    return replace(seen, seconds=time.perf_counter() - began)


async def offered_load(people: list[Person], *, rate: float, seconds: float) -> Latencies:
    """Answers arrive `rate` times a second, whether or not earlier ones are through."""
    seen = Latencies(seconds=seconds, to_acknowledged=[], to_gallery=[])
    chance, ready = random.Random(1), deque(people)

    async def answer(person: Person) -> None:
        await person.answer(seen)
        ready.append(person)

    now = began = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        while now < began + seconds:
            if ready:
                tasks.create_task(answer(ready.popleft()))
            now += chance.expovariate(rate)
            await asyncio.sleep(max(0.0, now - time.perf_counter()))
    return replace(seen, seconds=time.perf_counter() - began)


PEER_SCHEMA = """
CREATE TABLE sessions (id TEXT PRIMARY KEY, phase TEXT, version INT);
CREATE TABLE turns (session TEXT, serial INT, intent TEXT, base TEXT, status TEXT, slate TEXT,
                    PRIMARY KEY (session, serial));
CREATE TABLE candidates (session TEXT, serial INT, n INT, text TEXT, category TEXT, seed INT, source TEXT,
                         PRIMARY KEY (session, serial, n));
CREATE TABLE images (session TEXT, serial INT, position INT, hash TEXT,
                     PRIMARY KEY (session, serial, position));
CREATE TABLE galleries (session TEXT, serial INT, display TEXT, message TEXT, posted REAL,
                        PRIMARY KEY (session, serial));
CREATE TABLE picks (session TEXT, serial INT, user TEXT, position INT, at REAL,
                    PRIMARY KEY (session, serial, user));
CREATE TABLE beliefs (user TEXT PRIMARY KEY, evidence TEXT, updates INT);
CREATE TABLE events (key TEXT PRIMARY KEY, session TEXT, kind TEXT, payload TEXT, at REAL);
"""
PHASE = "UPDATE sessions SET phase = ?, version = version + 1 WHERE id = ?"
BELIEF = "INSERT INTO beliefs VALUES (?, ?, 1) ON CONFLICT (user) DO UPDATE SET updates = updates + 1"


async def peer_turn(db: aiosqlite.Connection, lock: asyncio.Lock, session: str, serial: int) -> None:
    """The same rows in the same four commits, each behind the lock."""
    now = time.time()
    async with lock:
        await db.execute("INSERT INTO events VALUES (?, ?, 'pick', '{}', ?)", (new_key(), session, now))
        await db.execute("INSERT INTO picks VALUES (?, ?, 'user', 1, ?)", (session, serial, now))
        await db.execute(BELIEF, (session, "[0.1, 0.2, 0.3]"))
        await db.execute(
            "INSERT INTO turns VALUES (?, ?, 'a white cat', 'a white cat', 'open', NULL)", (session, serial)
        )
        await db.execute(PHASE, ("expanding", session))
        await db.commit()
    rows = [
        (session, serial, n, f"a white cat, style {n}, take 12345", "style", n, "fake-1") for n in range(25)
    ]
    async with lock:
        await db.executemany("INSERT INTO candidates VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        await db.execute(
            "UPDATE turns SET slate = '[0,5,10,15]' WHERE session = ? AND serial = ?", (session, serial)
        )
        await db.execute("INSERT INTO galleries VALUES (?, ?, '[2,0,1,3]', NULL, NULL)", (session, serial))
        await db.execute(PHASE, ("rendering", session))
        await db.commit()
    async with lock:
        images = [(session, serial, n, "0" * 64) for n in range(4)]
        await db.executemany("INSERT INTO images VALUES (?, ?, ?, ?)", images)
        await db.execute(PHASE, ("posting", session))
        await db.commit()
    async with lock:
        await db.execute(
            "UPDATE galleries SET message = 'm', posted = ? WHERE session = ? AND serial = ?",
            (now, session, serial),
        )
        await db.execute(PHASE, ("awaiting_pick", session))
        await db.commit()


async def locked_connection(folder: Path, *, count: int, seconds: float) -> Latencies:
    """The peer: `count` sessions share one connection."""
    seen = Latencies(seconds=seconds, to_acknowledged=[], to_gallery=[])
    lock, end = asyncio.Lock(), time.perf_counter() + seconds
    async with aiosqlite.connect(folder / "peer.db") as db:
        await db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {PEER_SCHEMA}")

        async def live(session: str) -> None:
            async with lock:
                await db.execute("INSERT INTO sessions VALUES (?, 'expanding', 0)", (session,))
                await db.commit()
            for serial in itertools.count(1):
                if time.perf_counter() >= end:
                    return
                began = time.perf_counter()
                await peer_turn(db, lock, session, serial)
                seen.to_acknowledged.append(time.perf_counter() - began)
                seen.to_gallery.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(live(f"session-{number}") for number in range(count)))
        return replace(seen, seconds=time.perf_counter() - began)


async def measure(*, sessions: int, rate: float, seconds: float) -> dict[str, dict[str, float]]:
    """All measurements, one after the other, on the same disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with running_people(folder / "untuned", sessions) as people:
            untuned = await closed_loop(people, seconds)
        tune_interpreter()
        async with running_people(folder / "ours", sessions) as people:
            await closed_loop(people, seconds / 5)
            throughput = await closed_loop(people, seconds)
            offered = await offered_load(people, rate=rate, seconds=seconds)
        peer = await locked_connection(folder, count=sessions, seconds=seconds)
    return {
        "ours, closed loop": throughput.row(),
        f"ours, {rate:g} turns/s offered": offered.row(),
        "ours, closed loop, Python's defaults": untuned.row(),
        "one locked aiosqlite connection, closed loop": peer.row(),
    }


def measure_apart(*, sessions: int, rate: float, seconds: float) -> dict[str, dict[str, float]]:
    """The measurements in a process of their own, since tuning an interpreter cannot be undone."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(_measure, sessions, rate, seconds).result()


def _measure(sessions: int, rate: float, seconds: float) -> dict[str, dict[str, float]]:
    return asyncio.run(measure(sessions=sessions, rate=rate, seconds=seconds))


def medians(runs: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """The median of each figure over all runs."""
    return {
        name: {figure: statistics.median(run[name][figure] for run in runs) for figure in row}
        for name, row in runs[0].items()
    }


def main() -> None:
    """Measure, print a table of medians and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=1050)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--runs", type=int, default=5)
    settings = vars(parser.parse_args())
    count = settings.pop("runs")
    runs = [measure_apart(**settings) for _ in range(count)]
    rows = medians(runs)
    table = Table("", *(name.replace("_", " ") for name in next(iter(rows.values()))))
    for name, row in rows.items():
        table.add_row(name, *(f"{value:,.1f}" for value in row.values()))
    Console(width=160).print(table)
    RESULT.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    RESULT.write_text(
        json.dumps({"settings": settings, "machine": machine, "medians": rows, "runs": runs}, indent=2) + "\n"
    )


if __name__ == "__main__":
    main()
