"""The benchmarks run; their figures are for a quiet machine and are not looked at here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
