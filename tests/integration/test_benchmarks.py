"""The benchmarks run; their figures are for a quiet machine and are not looked at here."""

from __future__ import annotations

import json
import subprocess
import sys

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
