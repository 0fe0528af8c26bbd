"""Galleries: the order is fair and repeatable, and everything fits where platforms put it."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conversation.gallery import Control, GalleryView, shortened, shuffled_order, view_of
from core.types.answers import Pick, Undo
from core.types.identifiers import turn_id
from core.types.sessions import Rules, Session
from tests.fakes.sessions import BEN, BY_DEADLINE, BY_STARTER, GROUP, SESSION, do, shown, the_open, worked

CHI_SQUARE_23_AT_ONE_IN_A_THOUSAND = 49.73


def view(session: Session) -> GalleryView:
    return view_of(session, the_open(session))


@given(size=st.integers(2, 9), seed=st.integers(), serial=st.integers(1, 999))
def test_an_order_names_every_position_once_and_is_the_same_again(size: int, seed: int, serial: int) -> None:
    order = shuffled_order(size, seed=seed, serial=serial)
    assert sorted(order) == list(range(size))
    assert order == shuffled_order(size, seed=seed, serial=serial)


def test_all_orders_are_equally_likely_over_seeds() -> None:
    draws = 9600
    counts = Counter(shuffled_order(4, seed=seed, serial=1) for seed in range(draws))
    expected = draws / 24
    chi_square = sum((counts[order] - expected) ** 2 / expected for order in itertools.permutations(range(4)))
    assert chi_square < CHI_SQUARE_23_AT_ONE_IN_A_THOUSAND


def test_turns_of_one_session_are_shuffled_apart() -> None:
    assert len({shuffled_order(4, seed=7, serial=serial) for serial in range(1, 60)}) > 12


def test_tiles_stand_in_display_order_with_their_own_image_and_text() -> None:
    session = shown(Rules(images_per_position=2))
    turn = the_open(session)
    assert turn.gallery is not None
    for tile, position in zip(view(session).tiles, turn.gallery.order, strict=True):
        assert tile.position == position
        assert tile.number == turn.gallery.number_of(position)
        assert tile.images == turn.images[position]
        assert len(tile.images) == 2
        assert tile.caption == turn.candidate_at(position).text
        assert tile.alt_text == f"Image {tile.number}: {tile.caption}"
        assert tile.category is turn.candidate_at(position).category


def test_a_nonce_fits_into_25_characters_up_to_turn_999_and_revision_9999() -> None:
    session = shown()
    turn = the_open(session)
    assert turn.gallery is not None
    late = replace(turn, serial=999, gallery=replace(turn.gallery, revision=9999))
    assert len(view_of(session, late).nonce) <= 25
    assert view_of(session, late).nonce == f"{turn_id(SESSION, 999)}.9999"


def test_every_posting_of_a_gallery_has_a_nonce_of_its_own() -> None:
    session = shown()
    again = worked(do(do(session, Pick(number=1)).session, Undo()).session)
    assert view(again).turn == view(session).turn
    assert view(again).nonce != view(session).nonce


def test_the_heading_counts_used_turns_and_not_undone_ones() -> None:
    session = shown(picks=1)
    assert view(session).heading == "Turn 2 of 5"
    back = worked(do(session, Undo()).session)
    assert view(back).heading == "Turn 1 of 5"
    assert view(worked(do(back, Pick(number=1)).session)).heading == "Turn 2 of 5"


def test_a_gallery_shows_what_can_be_done_with_it() -> None:
    always = [Control.NONE, Control.WORDS, Control.KEEP, Control.STOP]
    assert list(view(shown()).controls) == always
    assert set(view(shown(picks=1)).controls) == {*always, Control.COMPARE, Control.UNDO}
    assert set(view(shown(GROUP)).controls) == {*always, Control.UNDO}
    for rules in (BY_STARTER, BY_DEADLINE):
        assert set(view(shown(rules)).controls) == {*always, Control.UNDO, Control.CLOSE_VOTE}


def test_an_open_vote_shows_no_tally() -> None:
    session = shown(BY_STARTER)
    assert view(do(session, Pick(number=1), user=BEN).session) == view(session)


@given(text=st.text(max_size=60), characters=st.integers(1, 30))
def test_a_shortened_text_is_one_line_and_short_enough(text: str, characters: int) -> None:
    short = shortened(text, characters)
    assert len(short) <= characters
    assert short == " ".join(text.split()) or short.endswith("…")
    assert "\n" not in short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("a white cat", "a white cat"),
        ("a  white\ncat", "a white cat"),
        ("a white cat at night", "a white…"),
        ("Donaudampfschifffahrt", "Donaudampfs…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, short: str) -> None:
    assert shortened(text, 12) == short
