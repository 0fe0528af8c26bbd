"""The keyboard of `pasta play`: lines from a terminal, a pipe or a file, and every way to the end of them."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

import pytest

from bot.play import Keyboard

CTRL_D, BACKSPACE = b"\x04", b"\x7f"

WAITS_AND_FAILS = """
import asyncio, sys
from bot.play import Keyboard
from core.errors import StorageFullError

async def main():
    waiting = asyncio.create_task(Keyboard(sys.stdin).line())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    raise StorageFullError("data")

try:
    asyncio.run(main())
except StorageFullError:
    sys.exit(2)
"""


@pytest.fixture
def pipe() -> Iterator[tuple[BinaryIO, TextIO]]:
    """An end to type into, and one to read from."""
    to_read, to_type = os.pipe()
    with open(to_type, "wb", buffering=0) as typed, open(to_read, encoding="utf-8") as read:  # noqa: PTH123
        yield typed, read


@pytest.fixture
def terminal() -> Iterator[tuple[BinaryIO, TextIO]]:
    """The same of a terminal, which edits each line before it hands it over."""
    person, program = pty.openpty()
    with open(person, "wb", buffering=0) as typed, open(program, encoding="utf-8") as read:  # noqa: PTH123
        yield typed, read


async def all_lines(keyboard: Keyboard) -> list[str]:
    lines = []
    while (line := await keyboard.line()) is not None:
        lines.append(line)
    return lines


async def test_text_that_is_pasted_at_once_is_read_line_by_line(pipe: tuple[BinaryIO, TextIO]) -> None:
    typed, read = pipe
    typed.write("2\n\n4+größer, 猫\nkeep 1\n".encode())
    typed.close()
    assert await all_lines(Keyboard(read)) == ["2", "", "4+größer, 猫", "keep 1"]


async def test_a_line_that_comes_byte_by_byte_is_one_line(pipe: tuple[BinaryIO, TextIO]) -> None:
    typed, read = pipe
    line = asyncio.create_task(Keyboard(read).line())
    for byte in "größer, 猫🐱\n".encode():
        assert not line.done()
        typed.write(bytes((byte,)))
        await asyncio.sleep(0.001)
    assert await line == "größer, 猫🐱"


async def test_what_stands_after_the_last_line_counts_and_then_it_is_the_end(
    pipe: tuple[BinaryIO, TextIO],
) -> None:
    typed, read = pipe
    typed.write(b"2\nkeep 1")
    typed.close()
    keyboard = Keyboard(read)
    assert await all_lines(keyboard) == ["2", "keep 1"]
    assert await keyboard.line() is None


async def test_bytes_that_are_no_text_are_no_error(pipe: tuple[BinaryIO, TextIO]) -> None:
    typed, read = pipe
    typed.write(b"a \xff cat\n")
    assert await Keyboard(read).line() == "a \ufffd cat"


async def test_a_file_on_the_disk_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "answers"
    path.write_text("2\nkeep 1\n" * 9000)
    with path.open(encoding="utf-8") as answers:
        assert await all_lines(Keyboard(answers)) == ["2", "keep 1"] * 9000


def test_nothing_can_be_typed_where_there_is_no_keyboard() -> None:
    assert asyncio.run(Keyboard(None).line()) is None
    with Path(os.devnull).open() as nothing:
        assert asyncio.run(Keyboard(nothing).line()) is None


async def test_whoever_stops_waiting_takes_no_line_away(pipe: tuple[BinaryIO, TextIO]) -> None:
    typed, read = pipe
    keyboard = Keyboard(read)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(keyboard.line(), timeout=0.01)
    typed.write(b"2\n")
    assert await keyboard.line() == "2"


async def test_a_terminal_edits_the_line_that_is_typed(terminal: tuple[BinaryIO, TextIO]) -> None:
    typed, read = terminal
    line = asyncio.create_task(Keyboard(read).line())
    typed.write(b"29")
    await asyncio.sleep(0.01)
    assert not line.done()
    typed.write(BACKSPACE + b"+at night\n")
    assert await line == "2+at night"


async def test_ctrl_d_is_the_end(terminal: tuple[BinaryIO, TextIO]) -> None:
    typed, read = terminal
    typed.write(b"2\n" + CTRL_D)
    assert await all_lines(Keyboard(read)) == ["2"]


async def test_a_terminal_that_is_gone_is_the_end(terminal: tuple[BinaryIO, TextIO]) -> None:
    typed, read = terminal
    line = asyncio.create_task(Keyboard(read).line())
    await asyncio.sleep(0.01)
    typed.close()
    assert await line is None


def test_an_error_ends_the_program_in_order_while_the_keyboard_is_waited_for() -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-c", WAITS_AND_FAILS],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert waiting.wait(timeout=30) == 2
    finally:
        waiting.kill()
        _, told = waiting.communicate()
    assert told == ""
