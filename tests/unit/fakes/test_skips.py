"""Skips that can be forbidden."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SKIPS = {
    "a test skips itself": "import pytest\ndef test_it(): pytest.skip('no such thing')",
    "a test is marked": "import pytest\n@pytest.mark.skip(reason='no such thing')\ndef test_it(): pass",
    "a fixture skips": (
        "import pytest\n@pytest.fixture\ndef thing(): pytest.skip('no such thing')\ndef test_it(thing): ..."
    ),
    "a module skips": "import pytest\npytest.skip('no such thing', allow_module_level=True)",
}


def outcome(folder: Path, source: str, *, forbid: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(source)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.fakes.skips",
        "-p",
        "no:cacheprovider",
        str(folder),
    ]
    environment = os.environ | {"PASTA_FORBID_SKIPS": "1" if forbid else "0", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_and_says_why_where_skips_are_forbidden(tmp_path: Path, source: str) -> None:
    result = outcome(tmp_path, source, forbid=True)
    assert result.returncode != 0
    assert "Skipping is forbidden here" in result.stdout
    assert "no such thing" in result.stdout


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    result = outcome(tmp_path, SKIPS["a test skips itself"], forbid=False)
    assert "1 skipped" in result.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    source = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False"
    assert outcome(tmp_path, source, forbid=True).returncode == 0
