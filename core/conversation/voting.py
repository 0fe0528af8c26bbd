"""Votes on one gallery: what a group decides, and when. A solo session has one voter and the same rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from core.types.galleries import Outcome, Vote
from core.types.identifiers import UserId
from core.types.sessions import Closing, Rules, Turn


def with_vote(turn: Turn, vote: Vote) -> Turn:
    """Count a vote; an earlier one of the same voter gives way to it."""
    others = tuple(other for other in turn.votes if other.voter != vote.voter)
    return replace(turn, votes=(*others, vote))


def without_vote(turn: Turn, voter: UserId) -> Turn:
    """Withdraw one voter's vote."""
    return replace(turn, votes=tuple(vote for vote in turn.votes if vote.voter != voter))


def closes_now(turn: Turn, rules: Rules, *, at: float) -> bool:
    """Whether the votes so far close the gallery at that time (seconds since the epoch).

    A deadline that passes without a single vote leaves the gallery open: the first vote then decides.
    """
    if not turn.votes:
        return False
    if rules.closing is Closing.FIRST_PICK:
        return True
    if rules.closing is Closing.STARTER or turn.gallery is None:
        return False
    return turn.gallery.overdue or (turn.gallery.closes_at is not None and at >= turn.gallery.closes_at)


def tally(turn: Turn) -> Counter[int | None]:
    """How many standing votes each position has, and none of these (`None`)."""
    return Counter(vote.position for vote in turn.votes)


def decide(turn: Turn, *, starter: UserId) -> Outcome:
    """The outcome of the standing votes (at least one): most votes, then the starter's, then display order.

    The words of all who voted for the winner count, oldest first.
    """
    counts = tally(turn)
    most = max(counts.values())
    tied = {position for position, count in counts.items() if count == most}
    favourite = turn.vote_of(starter)
    winner = (
        favourite.position
        if favourite and favourite.position in tied
        else min(tied, key=partial(_number, turn))
    )
    words = [vote.words for vote in turn.votes if vote.position == winner and vote.words]
    return Outcome(position=winner, words="; ".join(words) or None)


def _number(turn: Turn, position: int | None) -> int:
    """Where an outcome stands in the gallery's order; none of these comes last."""
    assert turn.gallery is not None
    return len(turn.gallery.order) + 1 if position is None else turn.gallery.number_of(position)
