"""Somebody is forgotten: which messages are no more known, and which are."""

from __future__ import annotations

import asyncio

from adapters.storage.opening import Storage
from core.types.answers import Cancel
from core.types.sessions import Session
from tests.fakes.saving import a_file, acting, saved, saved_gallery
from tests.fakes.sessions import ANNA, BEN


async def two_sessions(storage: Storage) -> tuple[Session, Session]:
    """One of Anna's, which has come to its end, and one of Ben's."""
    own = await saved_gallery(storage.sessions)
    ended = await saved(storage.sessions, acting(own, Cancel()))
    return ended, await saved_gallery(storage.sessions, user=BEN)


async def test_messages_go_with_their_session_and_with_the_chat_they_stand_in(storage: Storage) -> None:
    own, other = await two_sessions(storage)
    beside, private = a_file(other, "here"), a_file(other, ANNA)
    elsewhere = a_file(other, ANNA)
    await storage.session_messages.note("fake", [a_file(own, "here"), a_file(own, BEN), beside, private])
    await storage.session_messages.note("another", [elsewhere])
    await storage.personal_data.forget(ANNA, at=5.0)
    assert await storage.session_messages.of_session("fake", own.id) == []
    assert await storage.session_messages.of_session("fake", other.id) == [beside]
    assert await storage.session_messages.of_session("another", other.id) == [elsewhere]


async def test_messages_noted_as_their_session_is_forgotten_are_dropped(storage: Storage) -> None:
    own, other = await two_sessions(storage)
    late, beside = a_file(own, "here"), a_file(other, "here")
    await asyncio.gather(
        storage.personal_data.forget(ANNA, at=5.0), storage.session_messages.note("fake", [late, beside])
    )
    await storage.session_messages.note("fake", [late])
    assert await storage.session_messages.named("fake", late.message) is None
    assert await storage.session_messages.named("fake", beside.message) == beside
