"""One turn's words exchanged in an intent."""

from __future__ import annotations

import pytest

from adapters.storage.privacy.words import with_other_words


@pytest.mark.parametrize(
    ("intent", "old", "new", "expected"),
    [
        ("a cat; at night", "at night", None, "a cat"),
        ("a cat; at night; red", "at night", None, "a cat; red"),
        ("a cat; at night; red", "at night; red", "red", "a cat; red"),
        ("a cat; red roses; red", "red", None, "a cat; red roses"),
        ("a cat; red; red", "red", "blue", "a cat; blue; red"),
        ("red; a cat", "red", None, "red; a cat"),
        ("a cat; (a|b)\\1", "(a|b)\\1", "\\g<0>", "a cat; \\g<0>"),
        ("a cat; line\nbreak", "line\nbreak", None, "a cat"),
        ("a cat", "never said", None, "a cat"),
    ],
)
def test_only_the_whole_words_of_that_turn_give_way(
    intent: str, old: str, new: str | None, expected: str
) -> None:
    assert with_other_words(intent, old, new) == expected
