"""What the ports are asked on behalf of a session."""

from __future__ import annotations

from core.belief import Belief
from core.candidates import derived_seed
from core.ports import ExpansionRequest, FinishJob, PastTurn, RenderJob, SlateRequest
from core.types.galleries import ImageRef
from core.types.identifiers import account_of
from core.types.sessions import Session, Turn
from core.types.slates import Category


def expansion_request(session: Session, turn: Turn, *, per_category: int) -> ExpansionRequest:
    """Ask for a turn's expansions in all five categories."""
    return ExpansionRequest(
        prompt=session.prompt,
        intent=turn.intent,
        base=turn.base,
        history=history_of(session, turn),
        categories=tuple(Category),
        per_category=per_category,
        seed=derived_seed(session.seed, turn.serial),
        picked_image=_base_image(session, turn),
        account=account_of(session.place),
    )


def slate_request(session: Session, turn: Turn, belief: Belief | None) -> SlateRequest:
    """Ask for a turn's slate."""
    return SlateRequest(
        intent=turn.intent,
        candidates=turn.candidates,
        size=session.rules.slate_size,
        turn=len(session.answered) + 1,
        belief=belief,
        history=history_of(session, turn),
        seed=derived_seed(session.seed, turn.serial, 1),
    )


def render_jobs(session: Session, turn: Turn, *, size_pixels: int) -> list[list[RenderJob]]:
    """The images of a turn's slate, per position; further images of a position differ in their seed."""
    assert turn.slate is not None
    columns = range(session.rules.images_per_position)
    return [
        [_job(turn, position, column, size_pixels) for column in columns]
        for position in range(len(turn.slate.chosen))
    ]


def finish_job(session: Session, picked: bytes, *, size_pixels: int) -> FinishJob:
    """The kept image (its file is `picked`) to be refined; the session must have one."""
    assert session.kept is not None
    turn = session.turn(session.kept.serial)
    return FinishJob(job=_job(turn, session.kept.position, 0, size_pixels), picked=picked)


def _job(turn: Turn, position: int, column: int, size_pixels: int) -> RenderJob:
    candidate = turn.candidate_at(position)
    seed = derived_seed(candidate.seed, column) if column else candidate.seed
    return RenderJob(text=candidate.text, seed=seed, size_pixels=size_pixels)


def history_of(session: Session, turn: Turn) -> tuple[PastTurn, ...]:
    """The answered turns before this one."""
    return tuple(_past(other) for other in session.answered if other.serial < turn.serial)


def _past(turn: Turn) -> PastTurn:
    assert turn.slate is not None
    assert turn.outcome is not None
    position = turn.outcome.position
    return PastTurn(
        shown=tuple(turn.candidates[index].text for index in turn.slate.chosen),
        picked=None if position is None else turn.candidate_at(position).text,
        words=turn.outcome.words,
    )


def _base_image(session: Session, turn: Turn) -> ImageRef | None:
    """The image of the text that the turn starts from: the kept one, the last picked one, or none yet."""
    kept = session.kept
    if kept is not None:
        source = session.turn(kept.serial)
        if source.candidate_at(kept.position).text == turn.base:
            return source.images[kept.position][0]
    for other in reversed(session.answered):
        if other.outcome is not None and other.outcome.position is not None:
            return other.images[other.outcome.position][0]
    return None
