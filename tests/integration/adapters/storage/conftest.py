"""Empty databases of both kinds, and what stands in for a program of its own that uses one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from adapters.storage.opening import Storage, open_storage
from core.types.identifiers import Identity
from tests.fakes.prepared import prepare_sqlite
from tests.fakes.sessions import ANNA, BEN, CARLA

CHECKOUT = Path(__file__).parents[4]
Saver = Callable[[], subprocess.Popen[str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """An empty database; `None` is the file in the data directory."""
    if request.param == "sqlite":
        return None
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


class Clock:
    """The time, and how far it has been put ahead."""

    def __init__(self) -> None:
        self.ahead_seconds = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_seconds


@pytest.fixture
def clock() -> Clock:
    """The storage's clock."""
    return Clock()


@pytest.fixture
async def storage(url: str | None, tmp_path: Path, clock: Clock) -> AsyncIterator[Storage]:
    """An open storage that knows Anna, Ben and Carla, and would call two more people Aaron and Dora."""
    names = iter([ANNA, BEN, CARLA, "aaron", "dora"])
    if url is None:
        await prepare_sqlite(tmp_path)
    async with open_storage(url, tmp_path, clock=clock, new_user_id=lambda: next(names)) as storage:
        for name in (ANNA, BEN, CARLA):
            await storage.people.recognise(Identity(platform="fake", account=name))
        yield storage


@pytest.fixture
def start_saver(url: str | None, tmp_path: Path) -> Iterator[Saver]:
    """Start another process on the same database, which has opened it when this returns."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        arguments = [sys.executable, "-m", "tests.fakes.saver", url or "-", str(tmp_path)]
        process = subprocess.Popen(arguments, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "open 0\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
