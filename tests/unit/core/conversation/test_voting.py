"""Votes: whose count, when they close a gallery, and who wins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conversation.session import owed
from core.conversation.voting import closes_now, decide, tally, with_vote, without_vote
from core.errors import ForeignSessionError
from core.types.answers import CloseVote, Keep, Pick
from core.types.galleries import Gallery, Outcome, Vote
from core.types.identifiers import UserId
from core.types.sessions import Phase, Session, Turn
from tests.fakes.ledger import recount
from tests.fakes.sessions import (
    ANNA,
    BEN,
    BY_DEADLINE,
    BY_STARTER,
    CARLA,
    GROUP,
    a_key,
    do,
    done,
    in_phase,
    shown,
    the_open,
    worked,
)

DAVE = UserId("dave")
VOTES = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BEN, CARLA, DAVE]),
        st.none() | st.integers(0, 3),
        st.sampled_from([None, "a", "b"]),
    ),
    min_size=1,
    max_size=12,
)


def a_turn(order: tuple[int, ...] = (2, 0, 3, 1)) -> Turn:
    return Turn(serial=1, intent="a cat", base="a cat", gallery=Gallery(order=order))


def voted(turn: Turn, *votes: tuple[UserId, int | None] | tuple[UserId, int | None, str | None]) -> Turn:
    for voter, position, *words in votes:
        said = words[0] if words else None
        turn = with_vote(turn, Vote(voter=voter, position=position, words=said, key=a_key(), at=0.0))
    return turn


def position_of(session: Session, number: int) -> int:
    gallery = the_open(session).gallery
    assert gallery is not None
    return gallery.order[number - 1]


def test_most_votes_win() -> None:
    turn = voted(a_turn(), (ANNA, 1), (BEN, 2), (CARLA, 2))
    assert decide(turn, starter=ANNA).position == 2
    assert tally(turn) == {1: 1, 2: 2}


def test_a_tie_goes_to_the_starters_vote() -> None:
    assert decide(voted(a_turn(), (ANNA, 1), (BEN, 2)), starter=ANNA).position == 1
    assert decide(voted(a_turn(), (ANNA, None), (BEN, 2)), starter=ANNA).position is None


def test_a_tie_without_the_starters_vote_goes_to_what_is_shown_first() -> None:
    assert decide(voted(a_turn(), (BEN, 1), (CARLA, 3)), starter=ANNA).position == 3
    apart = voted(a_turn(), (ANNA, 2), (BEN, 1), (CARLA, 3), (DAVE, 1), (UserId("eve"), 3))
    assert decide(apart, starter=ANNA).position == 3, "the starter's vote counts in a tie of its own only"


def test_none_of_these_comes_last_in_a_tie() -> None:
    assert decide(voted(a_turn(), (BEN, None), (CARLA, 1)), starter=ANNA).position == 1


def test_the_words_of_all_who_voted_for_the_winner_count_oldest_first() -> None:
    turn = voted(a_turn(), (BEN, 2, "red"), (CARLA, 2, "big"), (ANNA, 1, "blue"), (DAVE, 2, None))
    assert decide(turn, starter=ANNA) == Outcome(position=2, words="red; big")


def test_the_latest_vote_of_everybody_counts() -> None:
    turn = voted(a_turn(), (BEN, 1), (CARLA, 2), (BEN, 2))
    assert tally(turn) == {2: 2}
    assert [vote.voter for vote in turn.votes] == [CARLA, BEN]


def test_a_vote_can_be_withdrawn() -> None:
    assert tally(without_vote(voted(a_turn(), (ANNA, 1), (BEN, 2)), BEN)) == {1: 1}


@given(votes=VOTES, order=st.permutations(range(4)))
def test_the_outcome_is_what_a_recount_by_hand_gives(
    votes: list[tuple[UserId, int | None, str | None]], order: list[int]
) -> None:
    turn = voted(a_turn(tuple(order)), *votes)
    assert decide(turn, starter=ANNA) == recount(turn, kept=False)


@given(votes=VOTES)
def test_without_the_starter_the_order_of_voters_changes_nothing(
    votes: list[tuple[UserId, int | None, str | None]],
) -> None:
    once = {voter: position for voter, position, _ in votes if voter != ANNA}
    if once:
        one = voted(a_turn(), *once.items())
        other = voted(a_turn(), *reversed(once.items()))
        assert decide(one, starter=ANNA).position == decide(other, starter=ANNA).position


def test_a_first_pick_closes_at_once_and_no_votes_never_close() -> None:
    for rules in (GROUP, BY_STARTER, BY_DEADLINE):
        assert not closes_now(a_turn(), rules, at=1e9)
    assert closes_now(voted(a_turn(), (BEN, 1)), GROUP, at=0.0)


@pytest.mark.parametrize(("at", "closes"), [(99.9, False), (100.0, True), (200.0, True)])
def test_a_deadline_closes_when_it_has_come(at: float, *, closes: bool) -> None:
    gallery = Gallery(order=(0, 1, 2, 3), closes_at=100.0)
    turn = voted(replace(a_turn(), gallery=gallery), (BEN, 1))
    assert closes_now(turn, BY_DEADLINE, at=at) is closes


def test_only_the_starter_closes_where_the_starter_is_the_rule() -> None:
    assert not closes_now(voted(a_turn(), (ANNA, 1), (BEN, 1)), BY_STARTER, at=1e9)
    session = do(shown(BY_STARTER), Pick(number=1), user=BEN).session
    with pytest.raises(ForeignSessionError):
        do(session, CloseVote(), user=BEN)
    closed = do(session, CloseVote())
    assert closed.session.answered[0].outcome == Outcome(position=position_of(session, 1), words=None)
    assert closed.closed == 1


def test_the_starter_may_close_before_the_deadline() -> None:
    session = do(shown(BY_DEADLINE), Pick(number=1), user=BEN).session
    assert do(session, CloseVote()).session.phase is Phase.EXPANDING


def test_a_deadline_with_votes_closes_and_teaches_about_every_voter() -> None:
    session = do(do(shown(BY_DEADLINE), Pick(number=1)).session, Pick(number=2), user=BEN).session
    step = done(session, at=1060.0)
    assert step.session.phase is Phase.EXPANDING
    assert [lesson.user for lesson in step.lessons] == [ANNA, BEN]
    assert step.closed == 1


def test_a_deadline_without_votes_leaves_the_gallery_open_and_the_first_vote_decides() -> None:
    step = done(shown(BY_DEADLINE), at=1060.0)
    assert step.session.phase is Phase.AWAITING_PICK
    assert step.closed is None
    after = do(step.session, Pick(number=2), user=BEN, at=1061.0).session
    assert after.answered[0].outcome == Outcome(position=position_of(step.session, 2), words=None)


def test_once_the_deadline_has_been_heard_no_clock_takes_that_back() -> None:
    session = done(shown(BY_DEADLINE), at=1060.0).session
    assert owed(session) is None
    assert do(session, Pick(number=2), user=BEN, at=1059.0).session.phase is Phase.EXPANDING


def test_a_vote_after_the_deadline_closes_though_the_clock_was_not_heard_yet() -> None:
    session = do(shown(BY_DEADLINE), Pick(number=1), user=BEN).session
    assert do(session, Pick(number=2), at=1060.0).session.phase is Phase.EXPANDING


def test_a_vote_while_the_gallery_is_being_posted_waits_for_the_deadline() -> None:
    session = in_phase(Phase.POSTING, BY_DEADLINE)
    session = do(session, Pick(number=1), user=BEN, on=the_open(session)).session
    assert session.phase is Phase.POSTING
    assert worked(session).phase is Phase.AWAITING_PICK


def test_keep_by_somebody_else_is_a_vote() -> None:
    session = do(shown(BY_STARTER), Keep(number=3), user=BEN).session
    assert session.kept is None
    assert tally(the_open(session)) == {position_of(session, 3): 1}


def test_keep_by_the_starter_closes_a_vote_whatever_the_others_said() -> None:
    session = do(do(shown(BY_STARTER), Pick(number=1), user=BEN).session, Pick(number=1), user=CARLA).session
    step = do(session, Keep(number=2))
    assert step.session.answered[0].outcome == Outcome(position=position_of(session, 2), words=None)
    assert [lesson.user for lesson in step.lessons] == [BEN, CARLA, ANNA]
