"""Kills the program at random moments and audits what it leaves behind, on SQLite and PostgreSQL.

    python benchmarks/crashes.py [--kills 200] [--database sqlite|postgresql|both]

The program is a real conductor on a real database; a chat at the other end of a socket delivers every event
until it is acknowledged, and knows no post that it has seen before. The tests run the same trial, smaller.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.fakes.crash.trial import Report, run_trial
from tests.fakes.postgres import running_postgres

RESULT = Path(__file__).parent / "results" / "crashes.json"
DATABASES = ("sqlite", "postgresql")


def measure(database: str, *, kills: int, seed: int) -> Report:
    """One trial on a new, empty database."""
    server = running_postgres() if database == "postgresql" else nullcontext()
    with server as running, tempfile.TemporaryDirectory() as folder:
        url = running.fresh_database() if running else None
        return asyncio.run(run_trial(url, Path(folder), kills=kills, seed=seed))


def main() -> None:
    """Measure, print a table and write the result; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    arguments = parser.parse_args()
    chosen = DATABASES if arguments.database == "both" else (arguments.database,)
    reports = {name: asdict(measure(name, kills=arguments.kills, seed=arguments.seed)) for name in chosen}
    table = Table("", *reports)
    for row in next(iter(reports.values())):
        table.add_row(row.replace("_", " "), *(str(report[row]) for report in reports.values()))
    Console(width=140).print(table)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(reports, indent=2) + "\n")
    raise SystemExit(any(report["wrong"] for report in reports.values()))


if __name__ == "__main__":
    main()
