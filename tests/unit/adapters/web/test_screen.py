"""What the page shows, worked out from sessions in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.web.screen import (
    Mode,
    cover_of,
    final_of,
    image_at,
    mode_of,
    picture_of,
    screen_of,
    standing_of,
)
from core.types.answers import Cancel, Compare, GoOn, Keep, Pick, Stop, Undo
from core.types.galleries import Comparison
from core.types.sessions import Phase, Rules, Session
from tests.fakes.sessions import SESSION, after, begun, do, failed, in_phase, shown, the_open, worked

MODES = {
    Phase.EXPANDING: Mode.WORKING,
    Phase.RENDERING: Mode.WORKING,
    Phase.POSTING: Mode.GALLERY,
    Phase.AWAITING_PICK: Mode.GALLERY,
}


@pytest.mark.parametrize("phase", MODES)
@pytest.mark.parametrize("picks", [0, 1])
def test_every_working_phase_has_its_face(phase: Phase, picks: int) -> None:
    screen = screen_of(in_phase(phase, picks=picks))
    assert screen.mode is MODES[phase]
    assert (screen.used, screen.ordinal, screen.allowed) == (picks, picks + 1, 5)
    assert screen.title == f"Turn {picks + 1} of 5"
    assert screen.turn == f"{SESSION}.{picks + 1}"
    assert len(screen.tiles) == (4 if screen.mode is Mode.GALLERY else 0)
    assert bool(screen.line) is (screen.mode is Mode.WORKING)


@pytest.mark.parametrize("picks", [0, 2])
@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING])
def test_a_failure_shows_its_reason(phase: Phase, picks: int) -> None:
    screen = screen_of(failed(in_phase(phase, picks=picks), "It broke."))
    assert (screen.mode, screen.line) == (Mode.FAILED, "It broke.")
    assert screen.can_undo is (picks > 0)


def test_a_failure_while_the_end_is_shown_counts_no_turn_too_many() -> None:
    session = do(shown(picks=4), Pick(number=1)).session
    assert session.phase is Phase.DELIVERING
    screen = screen_of(failed(session))
    assert screen.title == "Turn 5 of 5"


@pytest.mark.parametrize(
    ("session", "mode", "title", "standing"),
    [
        (after(shown(), Keep(number=1)), Mode.END, "Found", "Found"),
        (after(shown(), Stop()), Mode.END, "The end", "Ended"),
        (shown(picks=5), Mode.END, "The end", "Ended"),
        (after(shown(picks=1), Cancel()), Mode.CANCELLED, "Cancelled", "Cancelled"),
        (shown(), Mode.GALLERY, "Turn 1 of 5", "Turn 1, waiting for you"),
        (begun(), Mode.WORKING, "Turn 1 of 5", "Turn 1 is being made"),
        (failed(begun()), Mode.FAILED, "Turn 1 of 5", "Something failed"),
    ],
)
def test_a_session_is_named_by_where_it_stands(
    session: Session, mode: Mode, title: str, standing: str
) -> None:
    assert mode_of(session) is mode
    assert screen_of(session).title == title
    assert standing_of(session) == standing


def test_going_on_after_the_last_turn_adds_one() -> None:
    screen = screen_of(after(shown(picks=5), GoOn()))
    assert screen.title == "Turn 6 of 6"


def test_a_turn_taken_back_shows_its_gallery_again() -> None:
    screen = screen_of(after(shown(picks=2), Undo()))
    assert screen.title == "Turn 2 of 5"
    assert len(screen.past) == 1
    assert screen.turn == f"{SESSION}.2"


@pytest.mark.parametrize("rules", [Rules(slate_size=2), Rules(slate_size=5), Rules(images_per_position=4)])
def test_tiles_stand_in_display_order_with_all_their_images(rules: Rules) -> None:
    session = shown(rules)
    turn = the_open(session)
    assert turn.gallery is not None
    screen = screen_of(session)
    assert screen.size == len(screen.tiles) == rules.slate_size
    for tile, position in zip(screen.tiles, turn.gallery.order, strict=True):
        assert tile.number == turn.gallery.number_of(position)
        assert len(tile.pictures) == rules.images_per_position
        assert tile.pictures[0].url == f"/sessions/{SESSION}/images/1/{position}/0"
        assert tile.text == turn.candidate_at(position).text
        assert tile.alt_text.startswith(f"Image {tile.number}: ")


def test_the_strip_marks_the_pick_of_each_turn() -> None:
    screen = screen_of(after(shown(), Pick(number=3), Pick(number=None, words="brighter")))
    first, second = screen.past
    assert [tile.number for tile in first.tiles if tile.is_picked] == [3]
    assert not any(tile.is_picked for tile in second.tiles)
    assert (first.ordinal, first.is_none, first.words) == (1, False, None)
    assert (second.ordinal, second.is_none, second.words) == (2, True, "brighter")


def test_what_a_session_came_to_is_what_was_kept_else_the_last_pick() -> None:
    assert final_of(shown()) is None
    assert final_of(after(shown(), Pick(number=None), Stop())) is None
    picked = final_of(after(shown(), Pick(number=2), Pick(number=None), Stop()))
    assert picked is not None
    assert (picked.turn, picked.number, picked.is_kept) == (f"{SESSION}.1", 2, False)
    kept = final_of(after(shown(picks=1), Keep(number=4)))
    assert kept is not None
    assert (kept.turn, kept.number, kept.is_kept) == (f"{SESSION}.2", 4, True)


def test_a_kept_image_that_was_built_on_gives_way_to_later_picks() -> None:
    session = after(shown(), Keep(number=4), GoOn(), Pick(number=1), Stop())
    final = final_of(session)
    assert final is not None
    assert (final.turn, final.is_kept) == (f"{SESSION}.2", False)


def test_the_next_images_dream_of_the_last_pick_but_not_of_a_hidden_one() -> None:
    session = in_phase(Phase.RENDERING, picks=1)
    assert screen_of(session).dream is not None
    turn = session.turn(1)
    hidden = tuple(tuple(replace(image, spoiler=True) for image in row) for row in turn.images)
    veiled = replace(session, turns=(replace(turn, images=hidden), *session.turns[1:]))
    assert screen_of(veiled).dream is None
    assert screen_of(in_phase(Phase.RENDERING)).dream is None


def test_comparisons_are_offered_where_they_can_be_said() -> None:
    assert not screen_of(shown()).can_compare
    assert screen_of(shown(picks=1)).can_compare
    assert not screen_of(in_phase(Phase.RENDERING, picks=2)).can_compare
    assert not screen_of(after(shown(), Keep(number=1))).can_compare
    assert screen_of(shown(picks=5)).can_compare
    said = do(shown(picks=1), Compare(comparison=Comparison.WORSE), on=the_open(shown(picks=1))).session
    assert screen_of(said).comparison is Comparison.WORSE


def test_undo_is_offered_exactly_where_the_conversation_allows_it() -> None:
    sessions = [
        begun(),
        shown(),
        shown(picks=1),
        in_phase(Phase.RENDERING, picks=1),
        after(shown(), Stop()),
        after(shown(), Cancel()),
        after(shown(), Keep(number=1)),
        worked(do(begun(), Stop()).session),
        do(begun(), Cancel()).session,
        failed(begun()),
        failed(in_phase(Phase.RENDERING, picks=1)),
    ]
    for session in sessions:
        try:
            do(session, Undo())
        except Exception:  # noqa: BLE001 - whatever refuses
            allowed = False
        else:
            allowed = True
        assert screen_of(session).can_undo is allowed, session.phase


def test_an_image_is_found_at_its_address_and_nowhere_else() -> None:
    session = shown(Rules(images_per_position=2))
    turn = session.turn(1)
    assert image_at(session, 1, 3, 1) == turn.images[3][1]
    assert picture_of(session, turn, 3, 1).url.endswith("/images/1/3/1")
    for serial, position, index in (
        (0, 0, 0),
        (2, 0, 0),
        (-1, 0, 0),
        (1, 4, 0),
        (1, -1, 0),
        (1, 0, 2),
        (1, 0, -1),
    ):
        assert image_at(session, serial, position, index) is None


def test_a_session_is_covered_by_its_end_else_by_its_newest_images() -> None:
    assert cover_of(begun()) is None
    newest = cover_of(after(shown(), Pick(number=None)))
    assert newest is not None
    assert "/images/2/" in newest.url
    kept = after(shown(), Keep(number=2))
    final = final_of(kept)
    assert final is not None
    assert cover_of(kept) == final.picture
