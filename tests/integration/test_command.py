"""The installed command `pasta`, started as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PASTA = Path(sys.executable).with_name("pasta")
HELP_SECONDS = 0.3
RUNS = 8


def seconds_for_help() -> float:
    started = time.perf_counter()
    subprocess.run([PASTA, "--help"], check=True, stdout=subprocess.DEVNULL, timeout=30)
    return time.perf_counter() - started


def test_help_answers_at_once() -> None:
    assert min(seconds_for_help() for _ in range(RUNS)) <= HELP_SECONDS


def test_help_imports_nothing_heavy() -> None:
    source = (
        "import sys\nsys.argv = ['pasta', '--help']\nfrom bot.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'sqlalchemy', 'pydantic', 'numpy', 'structlog', 'telegram', 'discord'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=30
    )
    assert "doctor" in result.stdout
    assert result.stdout.splitlines()[-1] == "[]"


def test_a_reader_who_leaves_early_causes_no_noise() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody:
        result = subprocess.run(
            [PASTA, "--help"], stdout=nobody, stderr=subprocess.PIPE, text=True, check=False, timeout=30
        )
    assert result.stderr == ""


def test_bad_settings_end_in_one_line_and_no_traceback(tmp_path: Path) -> None:
    result = subprocess.run(
        [PASTA, "play", "--config", tmp_path / "none.yaml"],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert result.returncode == 2
    assert (
        result.stderr
        == f"pasta: {tmp_path / 'none.yaml'}: no such file; name another, or none to use the defaults\n"
    )
