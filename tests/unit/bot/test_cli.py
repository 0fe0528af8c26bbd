"""The command line: what is handed over, and how each kind of end is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import cli, doctor
from core.errors import PastaError

Play = Callable[..., None]


@pytest.fixture
def replace_play(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Play], None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.configure_logging", lambda settings: None)

    def replace(play: Play) -> None:
        module = ModuleType("bot.play")
        module.run_play = play  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "bot.play", module)

    return replace


def pasta(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["pasta", *arguments])
    with pytest.raises(SystemExit) as ending:
        cli.main()
    return ending.value.code


def test_play_gets_everything_that_was_said(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None], tmp_path: Path
) -> None:
    received: dict[str, Any] = {}
    replace_play(lambda **given: received.update(given))
    (tmp_path / "other.yaml").write_text("conversation: {turns: 3}")
    options = ["--answers", "2,none", "--seed", "7", "--output", "out", "--resume", "--config", "other.yaml"]
    assert pasta(monkeypatch, "play", "a white cat", *options) == 0
    assert received.pop("settings").conversation.turns == 3
    assert received.pop("prompt") == "a white cat"
    assert received == {"answers": "2,none", "seed": 7, "output": Path("out"), "resume": True}


def test_play_needs_nothing_to_be_said(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None]
) -> None:
    received: dict[str, Any] = {}
    replace_play(lambda **given: received.update(given))
    assert pasta(monkeypatch, "play") == 0
    del received["settings"]
    assert received == {"prompt": None, "answers": None, "seed": None, "output": None, "resume": False}


def test_the_settings_file_can_be_named_before_the_command(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None], tmp_path: Path
) -> None:
    received: dict[str, Any] = {}
    replace_play(lambda **given: received.update(given))
    (tmp_path / "other.yaml").write_text("conversation: {turns: 3}")
    assert pasta(monkeypatch, "--config", "other.yaml", "play") == 0
    assert received["settings"].conversation.turns == 3


def test_an_error_of_ours_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def play(**_: object) -> None:
        raise PastaError("The disk is full: free some space.")

    replace_play(play)
    assert pasta(monkeypatch, "play") == 2
    assert capsys.readouterr() == ("", "pasta: The disk is full: free some space.\n")


def test_settings_that_are_wrong_are_told_line_by_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("web: {prot: 1}\nlogging: {level: 7}\n")
    assert pasta(monkeypatch, "play", "--config", str(path)) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"pasta: {path}:1: web.prot: unknown key; did you mean web.port?",
        f"pasta: {path}:2: logging.level: found 7, allowed is debug, info, warning or error",
    ]


def test_a_bug_says_that_it_is_one_and_where(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def play(**_: object) -> None:
        raise ZeroDivisionError

    replace_play(play)
    assert pasta(monkeypatch, "play") == cli.BUG_EXIT_CODE
    lines = capsys.readouterr().err.splitlines()
    assert "Traceback" in lines[0]
    assert (
        lines[-1]
        == "pasta: ZeroDivisionError: this is a bug in pasta-bot; please report it with the lines above"
    )


def test_stopping_by_the_keyboard_is_exit_code_130_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, replace_play: Callable[[Play], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def play(**_: object) -> None:
        raise KeyboardInterrupt

    replace_play(play)
    assert pasta(monkeypatch, "play") == 130
    assert capsys.readouterr().err == ""


def test_doctor_ends_with_1_where_something_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "run_doctor", lambda config: config == Path("good.yaml"))
    assert pasta(monkeypatch, "doctor", "--config", "good.yaml") == 0
    assert pasta(monkeypatch, "--config", "bad.yaml", "doctor") == 1


def test_an_unknown_option_is_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pasta(monkeypatch, "play", "--sede", "1") == 2
    assert "--seed" in capsys.readouterr().err


def test_the_version_is_that_of_the_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pasta(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == "pasta-bot 0.1.0\n"
