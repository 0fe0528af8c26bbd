"""Which answer a gallery will probably get, and what the session will look like then."""

from __future__ import annotations

import math

from core.belief import Belief, normalised
from core.conversation.closing import settle
from core.conversation.turns import next_turn
from core.types.galleries import Outcome
from core.types.sessions import Session, Turn


def likeliest(turn: Turn, belief: Belief | None, *, count: int) -> list[int | None]:
    """The likeliest positions, and perhaps none of these (`None`), likeliest first.

    Each outcome's probability is its mean over the user types, weighted by the belief; what is equally
    likely comes in the order in which people see it.
    """
    assert turn.gallery is not None
    answers: list[int | None] = [*turn.gallery.order, None]
    if turn.outcomes is None:
        return answers[:count]
    weights = normalised(turn.outcomes.log_prior)
    if belief is not None and len(belief.log_probs) == len(weights):
        weights = belief.log_probs

    def probability(position: int | None) -> float:
        assert turn.outcomes is not None
        column = turn.outcomes.column(position)
        return sum(math.exp(weight + each) for weight, each in zip(weights, column, strict=True))

    return sorted(answers, key=lambda position: -round(probability(position), 9))[:count]


def as_if(session: Session, position: int | None) -> Session:
    """The session as it will be when its open gallery is answered so, without words."""
    turn = session.current
    assert turn is not None
    settled, _ = settle(session, turn, Outcome(position=position, words=None))
    return next_turn(settled)
