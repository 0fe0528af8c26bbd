"""The benchmarks run; their figures are for a quiet machine and are not looked at here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.telegram_limits import broken_limits, busiest, messages_of
from tests.fakes.telegram import Request

SMALL = (
    "import asyncio, json; from benchmarks.turns import measure; "
    "print(json.dumps(asyncio.run(measure(sessions=20, rate=50.0, seconds=1.0))))"
)


def test_durable_turns_are_counted_for_ours_and_for_the_peer() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SMALL], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 0, result.stderr
    rows = json.loads(result.stdout.splitlines()[-1])
    assert len(rows) == 4
    for row in rows.values():
        assert row["turns_per_second"] > 10
        assert 0 < row["acknowledged_p50_ms"] <= row["acknowledged_p99_ms"]


PRESSES = (
    "import asyncio, json, pathlib, sys; from benchmarks.discord_load import measure; "
    "figures = measure(pathlib.Path(sys.argv[1]), members=4, channels=2, rounds=2, pause=2.0); "
    "print(json.dumps(asyncio.run(figures).summary()))"
)


def test_presses_on_discord_are_timed_through_the_whole_program(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PRESSES, tmp_path], capture_output=True, text=True, check=False, timeout=100
    )
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout.splitlines()[-1])
    assert figures["presses"] == 8
    assert 0 < figures["acknowledged, p50 s"] <= figures["acknowledged, longest s"]
    assert figures["other requests a second, most"] > 0


GROUPS = (
    "import asyncio, json, pathlib, sys; from benchmarks.telegram_load import measure; "
    "figures = measure(pathlib.Path(sys.argv[1]), groups=3, members=3, minutes=2.0, speed=10.0); "
    "figures = asyncio.run(figures); print(json.dumps([figures.summary(), figures.problems]))"
)


def test_groups_on_telegram_are_played_in_through_the_whole_bot(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", GROUPS, tmp_path], capture_output=True, text=True, check=False, timeout=100
    )
    assert result.returncode == 0, result.stderr
    figures, problems = json.loads(result.stdout.splitlines()[-1])
    assert problems == []
    assert figures["sessions"] >= 3
    assert figures["galleries"] >= figures["sessions"]
    assert 0 < figures["answered, p50 s"] <= figures["answered, longest s"]
    assert 0 < figures["messages in a group in 60 s, most"] <= 20


@pytest.mark.parametrize(
    ("method", "params", "count", "seconds_apart", "broken"),
    [
        ("sendMessage", {}, 20, 1.5, 0),
        ("sendMessage", {}, 21, 2.9, 1),
        ("editMessageCaption", {}, 21, 2.9, 1),
        ("sendMediaGroup", {"media": [1, 2, 3, 4]}, 6, 10.0, 1),
        ("sendMessage", {}, 15, 0.6, 1),
        ("sendMessage", {}, 31, 0.01, 3),
        ("answerCallbackQuery", {}, 100, 0.01, 0),
        ("deleteMessage", {}, 100, 0.01, 0),
    ],
)
def test_limits_of_telegram_are_counted_apart_from_the_bot(
    method: str, params: dict[str, object], count: int, seconds_apart: float, broken: int
) -> None:
    requests = [
        Request(method=method, at=seconds_apart * number, params={"chat_id": -7, **params})
        for number in range(count)
    ]
    times = messages_of(requests)
    assert len(broken_limits(times)) == broken
    if broken:
        assert max(busiest(times).values()) > 14
