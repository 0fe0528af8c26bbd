"""`pasta play`: from a prompt to a kept image, as a person at a terminal sees it."""

from __future__ import annotations

import io
import re
import signal
import subprocess
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from tests.fakes.terminal import Terminal, complaint

EVERY_KIND = "2,none,undo,3,better,4+at night,+brighter,keep 1"


def pictures(folder: Path) -> list[Path]:
    return sorted((folder / "gallery").glob("*.png"))


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_answers_of_every_kind_end_with_a_kept_image(terminal: Terminal) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", EVERY_KIND, "--seed", "7")

    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "Kept: " in result.stdout
    assert "Turn 5 of 5" in result.stdout
    assert "Noted: better." in result.stdout
    kept = next(path for path in pictures(terminal.folder) if path.name.endswith("-final.png"))
    assert size_of(kept) == (512, 512)


def test_every_gallery_is_one_numbered_picture_with_four_expansions_under_it(terminal: Terminal) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", "1,2,stop")

    galleries = [path for path in pictures(terminal.folder) if not path.name.endswith("-final.png")]
    assert len(galleries) == 3
    assert all(size_of(path)[0] > 2 * 512 for path in galleries)
    assert len(re.findall(r"^  [1-4]  .*cat.*\(\w+\)$", result.stdout, re.MULTILINE)) == 12
    for gallery in galleries:
        assert str(gallery.relative_to(terminal.folder)) in result.stdout


def test_the_same_seed_and_answers_lead_to_the_same_image(terminal: Terminal) -> None:
    finals = []
    for folder in ("one", "other"):
        terminal.pasta("play", "an image of love", "--answers", "1,keep 2", "--seed", "3", "--output", folder)
        finals.append(next((terminal.folder / folder).glob("*-final.png")).read_bytes())
    assert finals[0] == finals[1]


def test_words_reach_the_next_expansions(terminal: Terminal) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", "2+wearing a hat,stop")
    second = result.stdout.partition("Turn 2 of 5")[2]
    assert second.count("wearing a hat") == 4


def test_an_earlier_image_can_be_kept_after_the_last_turn(terminal: Terminal) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", "1,none,none,none,none,keep 1.3")
    assert "keeps image N of turn T" in result.stdout
    assert result.stdout.rstrip().endswith("Kept.")


def test_one_more_turn_can_be_taken_after_the_last(terminal: Terminal) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", "1,none,none,none,none,more,keep 4")
    assert "Turn 6 of 6" in result.stdout
    assert result.stdout.rstrip().endswith("Kept.")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("9", "There is no image 9; choose 1 to 4, or none."),
        ("undo", "There is nothing to undo."),
        ("better", "from the second turn on"),
        ("keep 7.1", "There is no turn 7."),
        ("perhaps", "“perhaps” is no answer."),
        ("more", "The session is still going on."),
        ("again", "Nothing has failed."),
    ],
)
def test_an_answer_that_cannot_be_is_explained_and_asked_for_again(
    terminal: Terminal, answer: str, told: str
) -> None:
    result = terminal.pasta("play", "a white cat", "--answers", f"{answer},keep 1")
    assert told in result.stdout
    assert result.stdout.rstrip().endswith("Kept.")


@pytest.mark.parametrize(
    "prompt",
    [
        "an image of love",
        "قطة بيضاء",
        "🦙",
        "quantum llama " * 142,
        "<script>alert(1)</script>",
        "[bold]x[/bold]",
        ":cat:",
    ],
)
def test_any_prompt_leads_to_a_gallery(terminal: Terminal, prompt: str) -> None:
    result = terminal.pasta("play", prompt, "--answers", "keep 1")
    assert result.returncode == 0, result.stderr
    assert prompt.strip() in result.stdout


@pytest.mark.parametrize(("prompt", "cause"), [("   ", "is empty"), ("x" * 2001, "2000 is the most")])
def test_a_prompt_that_cannot_be_used_is_refused_in_one_line(
    terminal: Terminal, prompt: str, cause: str
) -> None:
    assert cause in complaint(terminal.pasta("play", prompt, "--answers", "keep 1"))


def test_a_blocked_word_is_refused_before_anything_is_drawn(terminal: Terminal) -> None:
    terminal.configure("safety:\n  blocked_words: [weasel]\n")
    assert "because of “Weasel”" in complaint(terminal.pasta("play", "a Weasel", "--answers", "keep 1"))
    assert pictures(terminal.folder) == []


def test_words_that_are_longer_than_the_setting_allows_are_refused(terminal: Terminal) -> None:
    environment = {"PASTA__CONVERSATION__MAX_WORDS_CHARACTERS": "5"}
    result = terminal.pasta("play", "a cat", "--answers", "2+at night,keep 1", environment=environment)
    assert "The text has 8 characters; 5 is the most." in result.stdout
    assert "Kept: " in result.stdout


def test_nothing_is_stored_without_a_yes(terminal: Terminal) -> None:
    line = complaint(terminal.pasta("play", "a white cat", typed="n\n"))
    assert "Nothing was stored" in line
    assert terminal.pasta("play", "--resume", typed="\n").stderr.startswith("pasta: You have no session")


def test_a_typed_session_asks_for_consent_once(terminal: Terminal) -> None:
    first = terminal.pasta("play", typed="\na white cat\n2\nkeep 1\n\n")
    again = terminal.pasta("play", "a red fox", typed="keep 1\n\n")
    assert "May your prompts and picks be stored" in first.stdout
    assert "May your prompts and picks be stored" not in again.stdout
    assert "Kept: " in first.stdout
    assert "Kept: " in again.stdout


def test_a_killed_session_goes_on_where_it_was(terminal: Terminal) -> None:
    playing = terminal.start("play", "a white cat")
    assert playing.stdin is not None
    assert playing.stdout is not None
    playing.stdin.write("y\n2+wearing a hat\n")
    playing.stdin.flush()
    _read_until("Turn 2 of 5", playing.stdout)
    playing.send_signal(signal.SIGKILL)
    playing.communicate()

    result = terminal.pasta("play", "--resume", typed="keep 3\n\n")

    assert "Turn 2 of 5" in result.stdout
    assert result.stdout.count("wearing a hat") >= 4
    assert "Kept: " in result.stdout


def test_a_session_left_open_waits_for_resume(terminal: Terminal) -> None:
    left = terminal.pasta("play", "a white cat", "--answers", "2")
    assert "pasta play --resume goes on with it" in left.stdout
    assert "Kept: " in terminal.pasta("play", "--resume", "--answers", "keep 1").stdout


def test_ctrl_c_leaves_at_once_and_loses_nothing(terminal: Terminal) -> None:
    playing = terminal.start("play", "a white cat")
    assert playing.stdin is not None
    assert playing.stdout is not None
    playing.stdin.write("y\n")
    playing.stdin.flush()
    _read_until("→", playing.stdout)
    playing.send_signal(signal.SIGINT)
    try:
        playing.wait(timeout=10)
    except subprocess.TimeoutExpired:
        playing.kill()
        raise
    assert playing.returncode == 130
    assert playing.stderr is not None
    assert "Traceback" not in playing.stderr.read()
    assert "Kept: " in terminal.pasta("play", "--resume", "--answers", "keep 1").stdout


def _read_until(text: str, stream: IO[str]) -> None:
    seen = io.StringIO()
    while text not in seen.getvalue():
        line = stream.readline()
        assert line, seen.getvalue()
        seen.write(line)
