"""Sessions that are saved step by step, as the conductor saves them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict

from core.community_ports import Role, SessionMessage
from core.conversation.session import advance, begin, owed
from core.ports import SessionStore
from core.types.answers import Act, NewSession, PersonEvent
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash, MessageRef, Place, SessionId, UserId, turn_id
from core.types.sessions import Rules, Session
from core.types.work import Change, Duty, EventRecord, Rendered, WorkEvent
from tests.fakes.sessions import ANNA, NOW, a_key, result_for

_ids = itertools.count(1)


def record_of(event: PersonEvent) -> EventRecord:
    """An event as it is stored."""
    kind = type(event.act).__name__.lower()
    return EventRecord(key=event.key, user=event.user, kind=kind, payload=asdict(event.act), at=event.at)


HERE = Place(platform="fake", channel="here")


def beginning(
    rules: Rules | None = None,
    *,
    user: UserId = ANNA,
    at: float = NOW,
    prompt: str = "a white cat",
    place: Place = HERE,
) -> Change:
    """The first change of a new session."""
    new = NewSession(
        key=a_key(), user=user, place=place, prompt=prompt, rules=rules or Rules(), seed=7, at=at
    )
    step = begin(new, session_id=SessionId(f"{next(_ids):016x}"))
    event = EventRecord(key=new.key, user=user, kind="begin", payload={"prompt": prompt}, at=at)
    return Change(before=None, after=step.session, event=event)


def acting(session: Session, act: Act, *, user: UserId = ANNA, at: float = NOW) -> Change:
    """What one person's act changes."""
    event = PersonEvent(key=a_key(), session=session.id, user=user, act=act, at=at)
    step = advance(session, event)
    return Change(before=session, after=step.session, event=record_of(event), lessons=step.lessons)


def working(session: Session) -> Change:
    """What the owed work changes when it goes well."""
    wanted = owed(session)
    assert wanted is not None
    step = advance(session, WorkEvent(owed=wanted, result=result_for(session)))
    return Change(before=session, after=step.session, lessons=step.lessons)


async def saved(store: SessionStore, change: Change) -> Session:
    """Save a change and hand the session on."""
    await store.save(change)
    return change.after


async def saved_until_shown(store: SessionStore, session: Session) -> Session:
    """Do and save what is owed until somebody has to answer."""
    while (wanted := owed(session)) is not None and wanted.duty is not Duty.AWAIT_DEADLINE:
        session = await saved(store, working(session))
    return session


async def saved_gallery(
    store: SessionStore, rules: Rules | None = None, *, user: UserId = ANNA, at: float = NOW
) -> Session:
    """A saved session whose first gallery waits for an answer."""
    return await saved_until_shown(store, await saved(store, beginning(rules, user=user, at=at)))


async def saved_with_images(
    store: SessionStore, names: Sequence[ImageHash], *, user: UserId = ANNA, rules: Rules | None = None
) -> Session:
    """A saved session whose first gallery, not posted yet, shows these images."""
    session = await saved(store, beginning(rules, user=user))
    for _ in range(2):
        session = await saved(store, working(session))
    wanted = owed(session)
    assert wanted is not None
    columns = tuple((ImageRef(hash=name, media_type="image/png"),) for name in names)
    step = advance(session, WorkEvent(owed=wanted, result=Rendered(images=columns, outcomes=None)))
    return await saved(store, Change(before=session, after=step.session))


def a_file(session: Session, channel: str) -> SessionMessage:
    """A message with an image of the first gallery as it was made; a private chat is named as the account."""
    message = MessageRef(channel=channel, message=f"file of {session.id}")
    return SessionMessage(message=message, turn=turn_id(session.id, 1), role=Role.FILE, number=1)
