"""Empty databases of both kinds, and what stands in for a program of its own that uses one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from adapters.storage.opening import Storage, open_storage
from core.types.identifiers import Identity
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


@pytest.fixture
async def storage(url: str | None, tmp_path: Path) -> AsyncIterator[Storage]:
    """An open storage that knows Anna, Ben and Carla."""
    names = iter([ANNA, BEN, CARLA])
    async with open_storage(url, tmp_path, new_user_id=lambda: next(names)) as storage:
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
