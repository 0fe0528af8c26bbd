"""What every PostedGalleries port promises."""

from __future__ import annotations

from core.conversation.session import advance, owed
from core.types.answers import GoOn, Pick, Stop, Undo
from core.types.identifiers import MessageRef, TurnId, turn_id
from core.types.sessions import Session
from core.types.work import Change, Duty, Posted, WorkEvent
from tests.fakes.saving import acting, beginning, saved, saved_gallery, saved_until_shown, working
from tests.fakes.sessions import NOW
from tests.fakes.stores import Stores


def message(name: str, *, channel: str = "here") -> MessageRef:
    return MessageRef(channel=channel, message=name)


async def posted_as(stores: Stores, session: Session, *messages: MessageRef) -> Session:
    """Do the owed work until the gallery is to be posted, and post it as these messages."""
    while (wanted := owed(session)) is not None and wanted.duty is not Duty.POST:
        session = await saved(stores.sessions, working(session))
    assert wanted is not None
    posted = Posted(messages=messages, rendering="fake", at=NOW)
    step = advance(session, WorkEvent(owed=wanted, result=posted))
    return await saved(stores.sessions, Change(before=session, after=step.session, lessons=step.lessons))


async def shown(stores: Stores, name: str, *, platform: str = "fake", channel: str = "here") -> TurnId | None:
    return await stores.posted_galleries.turn_shown_by(platform, message(name, channel=channel))


async def test_a_message_that_is_none_of_ours_shows_nothing(stores: Stores) -> None:
    await saved_gallery(stores.sessions)
    assert await shown(stores, "somebody else's") is None


async def test_every_message_of_a_gallery_shows_its_turn(stores: Stores) -> None:
    session = await saved(stores.sessions, beginning())
    session = await posted_as(stores, session, message("one"), message("two", channel="thread"))
    assert await shown(stores, "one") == turn_id(session.id, 1)
    assert await shown(stores, "two", channel="thread") == turn_id(session.id, 1)
    assert await shown(stores, "two") is None
    assert await shown(stores, "one", platform="another") is None


async def test_earlier_galleries_go_on_being_shown_by_their_messages(stores: Stores) -> None:
    session = await posted_as(stores, await saved(stores.sessions, beginning()), message("first"))
    session = await saved(stores.sessions, acting(session, Pick(number=1)))
    session = await posted_as(stores, session, message("second"))
    assert await shown(stores, "first") == turn_id(session.id, 1)
    assert await shown(stores, "second") == turn_id(session.id, 2)


async def test_a_gallery_posted_anew_is_shown_by_both_messages(stores: Stores) -> None:
    session = await posted_as(stores, await saved(stores.sessions, beginning()), message("before"))
    session = await saved(stores.sessions, acting(session, Pick(number=1)))
    session = await posted_as(stores, await saved(stores.sessions, acting(session, Undo())), message("after"))
    for name in ("before", "after"):
        assert await shown(stores, name) == turn_id(session.id, 1)


async def test_of_two_galleries_in_one_message_the_newer_one_counts(stores: Stores) -> None:
    sessions = [await saved(stores.sessions, beginning()) for _ in range(2)]
    for session in sessions:
        await posted_as(stores, session, message("the same"))
    assert await shown(stores, "the same") == turn_id(sessions[1].id, 1)


async def test_what_is_done_after_posting_changes_nothing_about_it(stores: Stores) -> None:
    session = await posted_as(stores, await saved(stores.sessions, beginning()), message("one"))
    for act in (Stop(), GoOn()):
        session = await saved_until_shown(stores.sessions, await saved(stores.sessions, acting(session, act)))
    assert await shown(stores, "one") == turn_id(session.id, 1)
    assert await stores.sessions.load(session.id) == session
