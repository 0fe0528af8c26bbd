"""SIGKILL at random moments, on both databases: nothing acknowledged is lost and nothing counts twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.crash.trial import Report, run_trial


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """An empty database; `None` is a file in the data directory."""
    if request.param == "sqlite":
        return None
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


def check(report: Report, *, kills: int) -> None:
    assert report.wrong == []
    assert report.kills == kills
    assert report.sessions >= kills // 5
    assert report.answers > report.sessions
    assert report.duplicate_posts <= kills
    assert report.most_duplicates_of_one_session_and_kill <= 1


@pytest.mark.timeout(240)
def test_ten_kills_lose_nothing(url: str | None, tmp_path: Path) -> None:
    check(asyncio.run(run_trial(url, tmp_path, kills=10, seed=1)), kills=10)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_two_hundred_kills_lose_nothing_and_land_in_every_working_phase(
    url: str | None, tmp_path: Path
) -> None:
    report = asyncio.run(run_trial(url, tmp_path, kills=200, seed=2))
    check(report, kills=200)
    assert {"expanding", "rendering", "posting", "delivering"} <= report.phases_found_after_kills.keys()
    assert report.repeated > 0
