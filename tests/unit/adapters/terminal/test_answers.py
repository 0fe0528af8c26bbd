"""What somebody types, read as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.answers import HELP, Typed, UnreadableAnswerError, read_answer
from core.errors import RefusedError
from core.types.answers import Act, Cancel, Compare, GoOn, Keep, Pick, Stop, TryAgain, Undo
from core.types.galleries import Comparison


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("2", Pick(number=2)),
        (" 2 ", Pick(number=2)),
        ("12", Pick(number=12)),
        ("none", Pick(number=None)),
        ("NONE", Pick(number=None)),
        ("0", Pick(number=None)),
        ("4+at night", Pick(number=4, words="at night")),
        ("4 + at night", Pick(number=4, words="at night")),
        ("none+more red", Pick(number=None, words="more red")),
        ("+at night", Pick(number=None, words="at night")),
        ("2+one + one", Pick(number=2, words="one + one")),
        ("2+first\nsecond", Pick(number=2, words="first\nsecond")),
        ("keep 1", Keep(number=1)),
        ("Keep   3", Keep(number=3)),
        ("undo", Undo()),
        ("STOP", Stop()),
        ("cancel", Cancel()),
        ("more", GoOn()),
        ("again", TryAgain()),
        ("better", Compare(comparison=Comparison.BETTER)),
        ("same", Compare(comparison=Comparison.SAME)),
        ("worse", Compare(comparison=Comparison.WORSE)),
    ],
)
def test_every_answer_can_be_typed(text: str, act: Act) -> None:
    assert read_answer(text) == Typed(act=act)


def test_an_image_of_an_older_gallery_can_be_kept_by_its_turn() -> None:
    assert read_answer("keep 2.1") == Typed(act=Keep(number=1), turn=2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "+",
        "2+",
        "two",
        "2 at night",
        "keep",
        "keep me",
        "keep 1.2.3",
        "-1",
        "1.5",
        "1000",
        "nonesuch",
    ],
)
def test_what_is_no_answer_is_refused_with_all_that_are(text: str) -> None:
    with pytest.raises(UnreadableAnswerError) as refusal:
        read_answer(text)
    assert isinstance(refusal.value, RefusedError)
    assert HELP in str(refusal.value)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_an_answer_or_refused(text: str) -> None:
    try:
        read_answer(text)
    except UnreadableAnswerError as refusal:
        assert text.strip() in str(refusal)  # noqa: PT017 - both ways are right


def test_the_help_names_only_what_can_be_typed() -> None:
    for example in ("2", "none", "2+at night", "+at night", "keep 1", "keep 2.1", "undo", "stop", "cancel"):
        assert example in HELP
        read_answer(example)
