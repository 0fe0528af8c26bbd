"""Lines that fit into a message: the first one, and the newest of the others."""

from __future__ import annotations

from adapters.telegram.wording import MESSAGE_CHARACTERS, fitting


def units(text: str) -> int:
    """Characters as Telegram counts them."""
    return len(text.encode("utf-16-le")) // 2


def test_what_fits_is_shown_whole() -> None:
    assert fitting(["heading", "one", "two"]) == "heading\none\ntwo"
    assert fitting(["heading"]) == "heading"


def test_of_what_does_not_fit_the_newest_lines_are_shown() -> None:
    said = fitting(["heading", "old line", "new line"], most=20)
    assert said == "heading\n…\nnew line"


def test_a_message_is_never_longer_than_telegram_takes_it() -> None:
    for line in ("x" * 120, "🐈" * 120, "x"):
        said = fitting(["heading", *[line] * 3000])
        assert MESSAGE_CHARACTERS - 250 < units(said) <= MESSAGE_CHARACTERS
        assert said.endswith(line)
