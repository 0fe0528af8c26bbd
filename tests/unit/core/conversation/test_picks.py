"""Picks: what uses a turn, which gallery they count on, and who is told what otherwise."""

from __future__ import annotations

import pytest

from core.errors import (
    ForeignSessionError,
    GalleryAnsweredError,
    NotNowError,
    StaleGalleryError,
    UnknownPositionError,
)
from core.types.answers import Keep, Pick, Stop, TryAgain
from core.types.galleries import Outcome
from core.types.identifiers import TurnId
from core.types.sessions import Ending, Phase, Rules, Session, TurnStatus
from tests.fakes.sessions import (
    ANNA,
    BEN,
    GROUP,
    SESSION,
    after,
    begun,
    do,
    failed,
    in_phase,
    name_of,
    shown,
    the_open,
    worked,
)


@pytest.mark.parametrize(
    ("pick", "words"),
    [
        (Pick(number=2), None),
        (Pick(number=None), None),
        (Pick(number=2, words="at night"), "at night"),
        (Pick(number=None, words="at night"), "at night"),
    ],
)
def test_a_position_none_and_words_each_use_a_turn(pick: Pick, words: str | None) -> None:
    session = shown()
    step = do(session, pick)
    position = None if pick.number is None else gallery_order(session)[pick.number - 1]
    assert [turn.outcome for turn in step.session.answered] == [Outcome(position=position, words=words)]
    assert step.session.phase is Phase.EXPANDING
    assert step.closed == 1


def test_a_number_means_the_place_on_the_screen_and_not_the_slate_position() -> None:
    session = next(
        one for one in (worked(begun(seed=seed)) for seed in range(50)) if gallery_order(one) != (0, 1, 2, 3)
    )
    for number, position in enumerate(gallery_order(session), start=1):
        answered = do(session, Pick(number=number)).session.answered[-1]
        assert answered.outcome == Outcome(position=position, words=None)


def gallery_order(session: Session) -> tuple[int, ...]:
    gallery = the_open(session).gallery
    assert gallery is not None
    return gallery.order


def test_the_picked_expansion_is_where_the_next_turn_starts() -> None:
    session = do(shown(), Pick(number=3)).session
    last = session.answered[-1]
    assert last.outcome is not None
    assert last.outcome.position is not None
    assert the_open(session).base == last.candidate_at(last.outcome.position).text


def test_after_none_of_these_the_next_turn_starts_where_the_last_one_did() -> None:
    assert the_open(do(shown(), Pick(number=None)).session).base == "a white cat"
    once = do(shown(picks=1), Pick(number=None)).session
    assert the_open(once).base == once.turns[1].base != "a white cat"


def test_the_intent_is_the_prompt_and_the_persons_own_words_never_an_expansion() -> None:
    session = after(shown(), Pick(number=1, words=" at night "), Pick(number=None, words="with a hat"))
    assert the_open(session).intent == "a white cat; at night; with a hat"


def test_the_last_turns_pick_ends_the_session() -> None:
    session = do(shown(Rules(turns=2), picks=1), Pick(number=1)).session
    assert (session.phase, session.ending) == (Phase.DELIVERING, Ending.LAST_TURN)
    assert len(session.turns) == 2


def test_only_words_that_say_something_are_kept() -> None:
    assert do(shown(), Pick(number=1, words="  ")).session.answered[0].votes[0].words is None


@pytest.mark.parametrize("number", [-1, 0, 5, 100])
def test_a_number_that_is_not_shown_is_refused_by_name(number: int) -> None:
    for act in (Pick(number=number), Keep(number=number)):
        with pytest.raises(UnknownPositionError, match="choose 1 to 4") as refusal:
            do(shown(), act)
        assert (refusal.value.number, refusal.value.size) == (number, 4)


def test_a_pick_on_an_older_gallery_is_refused_and_says_what_to_do() -> None:
    session = shown(picks=2)
    with pytest.raises(StaleGalleryError, match="answer the newest one"):
        do(session, Pick(number=1), on=session.turns[0])


@pytest.mark.parametrize("name", ["nonsense", "", f"{SESSION}.99", "00000000000000bb.1"])
def test_a_gallery_that_never_was_is_refused(name: str) -> None:
    with pytest.raises(StaleGalleryError):
        do(shown(), Pick(number=1), on=TurnId(name))


def test_of_two_presses_the_second_hears_what_the_first_said() -> None:
    session = shown()
    pressed = the_open(session)
    session = do(session, Pick(number=2), on=pressed).session
    with pytest.raises(GalleryAnsweredError, match=r"\(image 2\); the next one is on its way"):
        do(session, Pick(number=3), on=pressed)
    none = do(shown(), Pick(number=None)).session
    with pytest.raises(GalleryAnsweredError, match="none of these"):
        do(none, Pick(number=3), on=pressed)


def test_a_second_press_on_the_last_gallery_hears_that_the_session_has_ended() -> None:
    session = do(shown(Rules(turns=1)), Pick(number=2)).session
    for at_the_end in (session, worked(session), failed(session)):
        with pytest.raises(GalleryAnsweredError, match="the session has ended") as refusal:
            do(at_the_end, Pick(number=3))
        assert refusal.value.number == 2


def test_once_the_next_gallery_stands_the_last_one_is_an_older_one() -> None:
    session = shown(picks=1)
    with pytest.raises(StaleGalleryError):
        do(session, Pick(number=1), on=session.turns[0])


@pytest.mark.parametrize("phase", [Phase.EXPANDING, Phase.RENDERING, Phase.POSTING])
def test_nothing_can_be_picked_or_kept_before_it_can_be_seen(phase: Phase) -> None:
    for session in (in_phase(phase), in_phase(phase, picks=1), failed(in_phase(phase))):
        for act in (Pick(number=1), Keep(number=1)):
            with pytest.raises(NotNowError, match="still being made"):
                do(session, act)


def test_a_press_on_a_gallery_proves_that_it_stands_there() -> None:
    for session in (in_phase(Phase.POSTING), failed(in_phase(Phase.POSTING))):
        step = do(session, Pick(number=1), on=the_open(session))
        assert step.session.answered[-1].serial == 1
        assert step.session.failure is None


def test_a_press_on_what_has_no_images_yet_is_refused() -> None:
    for phase in (Phase.EXPANDING, Phase.RENDERING):
        session = in_phase(phase)
        for act in (Pick(number=1), Keep(number=1)):
            with pytest.raises(NotNowError):
                do(session, act, on=the_open(session))


def test_a_gallery_left_open_at_the_end_says_how_to_open_it_again() -> None:
    session = worked(do(shown(), Stop()).session)
    with pytest.raises(NotNowError, match="undo opens it again"):
        do(session, Pick(number=1), on=the_open(session))


def test_answers_to_somebody_elses_session_are_refused() -> None:
    for act in (Pick(number=1), Keep(number=1), Stop()):
        with pytest.raises(ForeignSessionError):
            do(shown(), act, user=BEN)


def test_in_a_group_others_vote_but_the_session_stays_the_starters() -> None:
    session = do(shown(GROUP), Pick(number=1), user=BEN).session
    assert session.answered[0].votes[0].voter == BEN
    assert session.starter == ANNA
    with pytest.raises(ForeignSessionError):
        do(session, TryAgain(), user=BEN)


def test_every_answered_gallery_teaches_once() -> None:
    step = do(shown(), Pick(number=1))
    turn = step.session.turns[0]
    assert turn.status is TurnStatus.ANSWERED
    assert turn.outcomes is not None
    assert turn.outcome is not None
    (lesson,) = step.lessons
    assert (lesson.user, lesson.serial, lesson.taken_back) == (ANNA, 1, False)
    assert lesson.log_likelihoods == turn.outcomes.column(turn.outcome.position)
    assert name_of(turn) == f"{SESSION}.1"
