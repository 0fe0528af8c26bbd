"""Sessions in every state, made by letting things happen to them, and the things that can happen."""

from __future__ import annotations

import itertools

from core.conversation.session import advance, begin, owed
from core.types.answers import Act, NewSession, PersonEvent, Pick
from core.types.galleries import ImageRef
from core.types.identifiers import EventKey, ImageHash, MessageRef, Place, SessionId, TurnId, UserId, turn_id
from core.types.sessions import Closing, Finish, Phase, Rules, Session, Turn
from core.types.slates import Candidate, Category, Slate
from core.types.work import (
    DeadlinePassed,
    Delivered,
    Duty,
    Expanded,
    FailureTold,
    Finished,
    Posted,
    Rendered,
    Result,
    SlateChosen,
    Step,
    WorkEvent,
    WorkFailed,
)
from tests.fakes.ports import fake_outcomes

ANNA, BEN, CARLA = UserId("anna"), UserId("ben"), UserId("carla")
SESSION = SessionId("00000000000000aa")
NOW = 1000.0
GROUP = Rules(group=True)
BY_STARTER = Rules(group=True, closing=Closing.STARTER)
BY_DEADLINE = Rules(group=True, closing=Closing.DEADLINE, deadline_seconds=60.0)

_keys = itertools.count(1)


def a_key() -> EventKey:
    """A key that no event has had."""
    return EventKey(f"key-{next(_keys)}")


def begun(rules: Rules | None = None, *, seed: int = 7, prompt: str = "a white cat") -> Session:
    """A session of Anna's that has just begun."""
    new = NewSession(
        key=a_key(),
        user=ANNA,
        place=Place(platform="fake", channel="here"),
        prompt=prompt,
        rules=rules or Rules(),
        seed=seed,
        at=NOW,
    )
    return begin(new, session_id=SESSION).session


def name_of(turn: Turn) -> TurnId:
    """What a press on that turn's gallery names."""
    return turn_id(SESSION, turn.serial)


def event(
    act: Act,
    *,
    user: UserId = ANNA,
    on: Turn | TurnId | None = None,
    at: float = NOW,
    key: EventKey | None = None,
    is_moderator: bool = False,
) -> PersonEvent:
    """One person's act, given on a gallery or on none."""
    turn = name_of(on) if isinstance(on, Turn) else on
    return PersonEvent(
        key=key or a_key(),
        session=SESSION,
        user=user,
        act=act,
        at=at,
        turn=turn,
        is_moderator=is_moderator,
    )


def do(
    session: Session, act: Act, *, user: UserId = ANNA, on: Turn | TurnId | None = None, at: float = NOW
) -> Step:
    """Let one person act."""
    return advance(session, event(act, user=user, on=on, at=at))


def after(session: Session, *acts: Act) -> Session:
    """Let Anna act, and each time do the work until the session waits for somebody."""
    for act in acts:
        session = worked(do(session, act).session)
    return session


def result_for(session: Session, *, at: float = NOW, notice: str | None = None) -> Result:
    """What comes back when the owed work goes well."""
    duty = owed(session)
    assert duty is not None
    turn = session.current
    results: dict[Duty, Result] = {
        Duty.EXPAND: Expanded(candidates=candidates(serial=duty.serial), notice=notice),
        Duty.CHOOSE_SLATE: SlateChosen(slate=a_slate(session.rules.slate_size)),
        Duty.RENDER: Rendered(
            images=images(session.rules, serial=duty.serial), outcomes=fake_outcomes(session.rules.slate_size)
        ),
        Duty.POST: Posted(
            messages=(MessageRef(channel="here", message=f"m{duty.serial}.{duty.attempt}"),),
            rendering="fake",
            at=at,
        ),
        Duty.AWAIT_DEADLINE: DeadlinePassed(
            at=max(at, (turn and turn.gallery and turn.gallery.closes_at) or at)
        ),
        Duty.FINISH: Finished(finish=finish_of(session)),
        Duty.DELIVER: Delivered(),
        Duty.TELL_FAILURE: FailureTold(),
    }
    return results[duty.duty]


def finish_of(session: Session) -> Finish:
    """What comes of refining the kept image: nothing at the first position, a hidden one at the last ones."""
    kept = session.kept
    if kept is None or kept.position == 0:
        return Finish(image=None)
    name = ImageHash(f"{kept.serial}.{kept.position}.refined")
    return Finish(image=ImageRef(hash=name, media_type="image/webp", spoiler=kept.position > 1))


def refined_to(session: Session, image: ImageRef | None) -> Session:
    """Let the kept image become that one, where refining it is owed."""
    duty = owed(session)
    assert duty is not None
    return advance(session, WorkEvent(owed=duty, result=Finished(finish=Finish(image=image)))).session


def done(session: Session, *, at: float = NOW) -> Step:
    """Do the one piece of work that is owed."""
    duty = owed(session)
    assert duty is not None
    return advance(session, WorkEvent(owed=duty, result=result_for(session, at=at)))


def failed(session: Session, reason: str = "It broke.") -> Session:
    """Let the owed work fail."""
    duty = owed(session)
    assert duty is not None
    return advance(session, WorkEvent(owed=duty, result=WorkFailed(reason=reason))).session


def worked(session: Session, *, until: Phase | None = None, at: float = NOW) -> Session:
    """Do what is owed until that phase, or until only people or the clock can go on."""
    while session.phase is not until:
        duty = owed(session)
        if duty is None or duty.duty is Duty.AWAIT_DEADLINE:
            break
        session = done(session, at=at).session
    return session


def shown(rules: Rules | None = None, *, picks: int = 0) -> Session:
    """A session that waits for an answer, after Anna has picked the first image so many times."""
    return after(worked(begun(rules)), *[Pick(number=1)] * picks)


def in_phase(phase: Phase, rules: Rules | None = None, *, picks: int = 0) -> Session:
    """A session at work on the turn after so many picks."""
    session = begun(rules) if not picks else shown(rules, picks=picks - 1)
    if picks:
        session = do(session, Pick(number=1)).session
    return worked(session, until=phase)


def the_open(session: Session) -> Turn:
    """The newest turn that counts."""
    assert session.current is not None
    return session.current


def candidates(count: int = 25, *, serial: int = 1) -> tuple[Candidate, ...]:
    """Different candidates, five in each category."""
    kinds = list(Category)
    return tuple(
        Candidate(
            text=f"text {serial}-{index}",
            category=kinds[index // 5 % 5],
            seed=100 * serial + index,
            source="fake",
        )
        for index in range(count)
    )


def a_slate(size: int = 4) -> Slate:
    """The first candidates of different categories."""
    return Slate(
        chosen=tuple((5 * index + index // 5) % 25 for index in range(size)),
        policy="fake",
        log_propensity=-1.0,
    )


def images(rules: Rules, *, serial: int = 1) -> tuple[tuple[ImageRef, ...], ...]:
    """A different image everywhere."""
    return tuple(
        tuple(
            ImageRef(hash=ImageHash(f"{serial}.{position}.{column}"), media_type="image/png")
            for column in range(rules.images_per_position)
        )
        for position in range(rules.slate_size)
    )
