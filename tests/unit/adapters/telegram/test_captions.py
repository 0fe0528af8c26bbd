"""What stands under pictures fits there, however long people's texts are and whatever is in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram import captions
from adapters.telegram.wording import CAPTION_CHARACTERS, plain, within
from core.bots.showing.ends import TheEnd
from core.conversation.gallery import view_of
from core.texts.catalogue import LANGUAGES
from core.types.sessions import Closing, Rules, Session
from tests.fakes.sessions import shown
from tests.fakes.telegram.rules.markup import read_html
from tests.fakes.telegram.rules.texts import units

LONG = ("🐈‍⬛ a.b/c@d:e <b>&amp;" * 200)[:2000]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [2, 4, 5])
def test_the_longest_gallery_fits_under_its_picture(language: str, size: int) -> None:
    session = wordy(language, size=size)
    turn = session.turns[0]
    caption = captions.open_gallery(session, view_of(session, turn), name=LONG)
    assert units(read_html(caption).text) <= CAPTION_CHARACTERS
    closed = captions.closed_gallery(session, view_of(session, turn), name=LONG, status="x" * 120)
    assert units(read_html(closed).text) <= CAPTION_CHARACTERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_end_fits_under_its_picture(language: str) -> None:
    end = TheEnd(images=(), expansion=LONG, seed=2**63)
    text = captions.ending(wordy(language, size=4), end, name=LONG)
    assert units(read_html(text).text) <= CAPTION_CHARACTERS


@given(st.text(max_size=400), st.integers(min_value=2, max_value=300))
def test_a_text_is_cut_to_what_telegram_counts(text: str, most: int) -> None:
    assert units(within(text, most)) <= most


@given(st.text(max_size=200))
def test_nothing_that_somebody_writes_is_a_mark(text: str) -> None:
    read = read_html(plain(text))
    assert read.entities == ()
    assert read.with_found().entities == ()


def wordy(language: str, *, size: int) -> Session:
    """A session in which everything is as long as it can be."""
    session = shown(Rules(slate_size=size))
    turn = session.turns[0]
    candidates = tuple(replace(candidate, text=LONG) for candidate in turn.candidates)
    rules = replace(
        session.rules,
        language=language,
        group=True,
        closing=Closing.DEADLINE,
        deadline_seconds=60.0 * 1440,
    )
    return replace(
        session, prompt=LONG, rules=rules, notice=LONG, turns=(replace(turn, candidates=candidates),)
    )
