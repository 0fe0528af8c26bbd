"""Starts that cannot succeed: one line that names the key or the path and the cure, and no traceback."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.fakes.terminal import Terminal, complaint

PLAY = ("play", "a white cat", "--answers", "2,keep 1")


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    """A file system of so much room; only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


def fill(path: Path) -> None:
    """Write until there is no room."""
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("conversation:\n  turnz: 5\n", ("config.yaml", "2", "conversation.turnz", "turns")),
        ("conversation:\n  turns: many\n", ("config.yaml", "2", "conversation.turns")),
        ("web:\n\n  port: 99999\n", ("config.yaml", "3", "web.port")),
        ("conversation: [1\n", ("config.yaml",)),
    ],
)
def test_a_mistake_in_the_settings_names_key_and_line(
    terminal: Terminal, config: str, told: tuple[str, ...]
) -> None:
    terminal.configure(config)
    line = complaint(terminal.pasta(*PLAY))
    assert all(part in line for part in told), line


def test_a_mistake_in_the_environment_names_the_variable(terminal: Terminal) -> None:
    line = complaint(terminal.pasta(*PLAY, environment={"PASTA__CONVERSATION__TURNS": "many"}))
    assert "PASTA__CONVERSATION__TURNS" in line


def test_a_missing_settings_file_is_named(terminal: Terminal) -> None:
    assert "none.yaml: no such file" in complaint(terminal.pasta("--config", "none.yaml", *PLAY))


def test_a_data_directory_that_cannot_be_is_named(terminal: Terminal) -> None:
    (terminal.folder / "data").write_text("a file in the way")
    line = complaint(terminal.pasta(*PLAY))
    assert "data" in line
    assert "File exists" in line or "Not a directory" in line


def test_a_read_only_data_directory_is_named(terminal: Terminal) -> None:
    with small_disk(terminal.folder / "disk", "2m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        terminal.configure("data_directory: disk/data\n")
        line = complaint(terminal.pasta(*PLAY))
    assert "disk/data" in line
    assert "ead-only" in line


def test_a_disk_that_is_full_at_the_start_is_said_to_be(terminal: Terminal) -> None:
    with small_disk(terminal.folder / "disk", "64k"):
        terminal.configure("data_directory: disk/data\n")
        line = complaint(terminal.pasta(*PLAY))
    assert "No space is left" in line
    assert "disk/data" in line


def test_a_disk_that_fills_in_the_middle_ends_in_one_line_and_the_session_goes_on_later(
    terminal: Terminal,
) -> None:
    with small_disk(terminal.folder / "disk", "8m") as disk:
        terminal.configure("data_directory: disk/data\nlogging: {level: error}\n")
        assert terminal.pasta("play", "a white cat", "--answers", "2").returncode == 0
        filler = disk / "filler"
        fill(filler)
        full = terminal.pasta("play", "--resume", "--answers", "3,keep 1")
        assert full.returncode == 2
        assert "No space is left" in full.stderr.splitlines()[-1]
        assert "Traceback" not in full.stderr
        filler.unlink()
        assert "Kept: " in terminal.pasta("play", "--resume", "--answers", "keep 1").stdout


def test_a_database_of_a_newer_version_is_left_alone(terminal: Terminal) -> None:
    assert terminal.pasta(*PLAY).returncode == 0
    with sqlite3.connect(terminal.folder / "data" / "pasta.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    line = complaint(terminal.pasta(*PLAY))
    assert "pasta.db" in line
    assert "newer version" in line


def test_a_second_process_on_the_same_database_is_refused(terminal: Terminal) -> None:
    playing = terminal.start("play", "a white cat")
    assert playing.stdin is not None
    assert playing.stdout is not None
    try:
        playing.stdin.write("y\n")
        playing.stdin.flush()
        while "→" not in playing.stdout.readline():
            pass
        line = complaint(terminal.pasta(*PLAY))
    finally:
        playing.kill()
        playing.communicate()
    assert "Another pasta process is using" in line
    assert "data_directory" in line


def test_a_port_that_is_taken_is_named_by_the_doctor_with_its_key_and_line(terminal: Terminal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        terminal.configure(f"web:\n  port: {taken.getsockname()[1]}\n")
        result = terminal.pasta("doctor", environment={"COLUMNS": "300"})
    assert result.returncode == 1
    assert "web.port" in result.stdout
    assert "config.yaml:2" in result.stdout
    assert "Traceback" not in result.stderr


def test_the_doctor_names_a_database_that_cannot_be_used(terminal: Terminal) -> None:
    (terminal.folder / "data").mkdir()
    (terminal.folder / "data" / "pasta.db").write_text(
        "no database at all, but text that goes on for a while" * 9
    )
    result = terminal.pasta("doctor", environment={"COLUMNS": "300"})
    assert result.returncode == 1
    assert "it is no SQLite database" in result.stdout
    assert "storage.url" in result.stdout
