"""What every SessionMessages port promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.community_ports import Role, SessionMessage
from core.types.answers import Pick
from core.types.identifiers import MessageRef, SessionId, TurnId, turn_id
from core.types.sessions import Session
from tests.fakes.saving import acting, saved, saved_gallery, saved_until_shown
from tests.fakes.stores import Stores

CHAT = "fake"


def message(
    session: Session,
    name: str,
    role: Role = Role.PHOTO,
    *,
    serial: int = 1,
    number: int | None = None,
    channel: str = "here",
) -> SessionMessage:
    return SessionMessage(
        message=MessageRef(channel=channel, message=name),
        turn=turn_id(session.id, serial),
        role=role,
        number=number,
    )


@pytest.fixture
async def session(stores: Stores) -> Session:
    """A stored session whose second gallery waits for an answer."""
    session = await saved_gallery(stores.sessions)
    session = await saved(stores.sessions, acting(session, Pick(number=1)))
    return await saved_until_shown(stores.sessions, session)


async def test_a_message_that_nobody_noted_is_none_of_ours(stores: Stores, session: Session) -> None:
    await stores.session_messages.note(CHAT, [message(session, "one")])
    for platform, name, channel in (
        (CHAT, "two", "here"),
        (CHAT, "one", "elsewhere"),
        ("another", "one", "here"),
    ):
        ref = MessageRef(channel=channel, message=name)
        assert await stores.session_messages.named(platform, ref) is None
    assert await stores.session_messages.of_session(CHAT, SessionId("unknown")) == []
    assert await stores.session_messages.of_session("another", session.id) == []


@pytest.mark.parametrize("role", Role)
async def test_a_noted_message_is_known_by_its_name(stores: Stores, session: Session, role: Role) -> None:
    for number in (None, 3):
        noted = message(session, f"{role} {number}", role, number=number)
        await stores.session_messages.note(CHAT, [noted])
        assert await stores.session_messages.named(CHAT, noted.message) == noted


async def test_messages_come_with_the_oldest_turns_first_and_images_in_order(
    stores: Stores, session: Session
) -> None:
    later = [message(session, f"m{9 - number}", serial=2, number=number) for number in (1, 2, 3, 4)]
    first = [message(session, "z", Role.HEADER)]
    await stores.session_messages.note(CHAT, later[::-1])
    await stores.session_messages.note(CHAT, first)
    assert await stores.session_messages.of_session(CHAT, session.id) == [*first, *later]


async def test_every_session_has_its_own_messages(stores: Stores, session: Session) -> None:
    other = await saved_gallery(stores.sessions)
    noted = [message(session, "one"), message(other, "two"), message(session, "three", serial=2)]
    await stores.session_messages.note(CHAT, noted)
    await stores.session_messages.note("another", [message(session, "four")])
    assert await stores.session_messages.of_session(CHAT, session.id) == [noted[0], noted[2]]
    assert await stores.session_messages.of_session(CHAT, other.id) == [noted[1]]
    assert len(await stores.session_messages.of_session("another", session.id)) == 1


async def test_a_message_noted_again_is_what_it_was_noted_as_last(stores: Stores, session: Session) -> None:
    other = await saved_gallery(stores.sessions)
    first = message(session, "one", Role.FILE, number=1)
    newer = [
        replace(first, role=Role.PHOTO, number=None),
        replace(first, turn=turn_id(session.id, 2)),
        replace(first, turn=turn_id(other.id, 1), number=4),
    ]
    for noted in (first, *newer):
        await stores.session_messages.note(CHAT, [noted])
        assert await stores.session_messages.named(CHAT, first.message) == noted
    assert await stores.session_messages.of_session(CHAT, session.id) == []
    await stores.session_messages.note(CHAT, newer)
    assert await stores.session_messages.of_session(CHAT, other.id) == [newer[-1]]


async def test_noting_nothing_is_nothing(stores: Stores, session: Session) -> None:
    await stores.session_messages.note(CHAT, [])
    assert await stores.session_messages.of_session(CHAT, session.id) == []


async def test_what_belongs_to_a_forgotten_session_is_dropped_and_the_rest_is_noted(
    stores: Stores, session: Session
) -> None:
    kept = message(session, "one")
    gone = replace(message(session, "two"), turn=TurnId("gone.1"))
    await stores.session_messages.note(CHAT, [gone, kept])
    await stores.session_messages.note(CHAT, [gone])
    assert await stores.session_messages.named(CHAT, gone.message) is None
    assert await stores.session_messages.named(CHAT, kept.message) == kept


async def test_many_may_note_at_once(stores: Stores, session: Session) -> None:
    noted = [message(session, f"m{number:03}", number=number) for number in range(100)]
    await asyncio.gather(*(stores.session_messages.note(CHAT, [one]) for one in noted))
    assert await stores.session_messages.of_session(CHAT, session.id) == noted


async def test_what_is_done_in_the_session_changes_nothing_about_its_messages(
    stores: Stores, session: Session
) -> None:
    noted = message(session, "one", Role.POLL)
    await stores.session_messages.note(CHAT, [noted])
    session = await saved(stores.sessions, acting(session, Pick(number=2)))
    await saved_until_shown(stores.sessions, session)
    assert await stores.session_messages.of_session(CHAT, session.id) == [noted]
