"""What every Activity port promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.conversation.session import advance, owed
from core.types.answers import Keep, TryAgain
from core.types.identifiers import Place, SessionId
from core.types.sessions import Session
from core.types.work import Change, WorkEvent, WorkFailed
from tests.fakes.saving import HERE, acting, beginning, saved, saved_gallery, working
from tests.fakes.sessions import ANNA, BEN, NOW
from tests.fakes.stores import Stores

SERVER = Place(platform="fake", channel="here", community="server")


async def failing(stores: Stores, session: Session) -> Session:
    """Let the owed work fail."""
    wanted = owed(session)
    assert wanted is not None
    step = advance(session, WorkEvent(owed=wanted, result=WorkFailed(reason="It broke.")))
    return await saved(stores.sessions, Change(before=session, after=step.session))


async def begun(stores: Stores, place: Place = SERVER, *, at: float = NOW) -> int:
    """How many sessions Anna has begun."""
    return await stores.activity.begun_since(ANNA, place, at=at)


@pytest.mark.parametrize("place", [HERE, SERVER])
async def test_a_session_loads_back_with_its_community(stores: Stores, place: Place) -> None:
    session = await saved(stores.sessions, beginning(place=place))
    assert await stores.sessions.load(session.id) == session


async def test_somebodys_own_sessions_since_a_time_are_counted(stores: Stores) -> None:
    for number in range(4):
        await saved(stores.sessions, beginning(place=SERVER, at=NOW + number))
    await saved(stores.sessions, beginning(place=SERVER, user=BEN))
    assert await begun(stores) == 4
    assert await begun(stores, at=NOW + 2) == 2
    assert await begun(stores, at=NOW + 3.5) == 0


async def test_each_community_counts_by_itself_and_all_its_channels_together(stores: Stores) -> None:
    for place in (
        SERVER,
        replace(SERVER, channel="another"),
        replace(SERVER, community="other"),
        replace(SERVER, platform="elsewhere"),
        HERE,
    ):
        await saved(stores.sessions, beginning(place=place))
    assert await begun(stores) == 2
    assert await begun(stores, replace(SERVER, community="other")) == 1
    assert await begun(stores, HERE) == 1
    assert await begun(stores, replace(SERVER, community="a third")) == 0


async def test_a_session_that_never_had_a_gallery_does_not_count_unless_tried_again(stores: Stores) -> None:
    for steps in range(3):
        session = await saved(stores.sessions, beginning(place=SERVER))
        for _ in range(steps):
            session = await saved(stores.sessions, working(session))
        session = await failing(stores, session)
        assert await begun(stores) == steps
        await saved(stores.sessions, acting(session, TryAgain()))
        assert await begun(stores) == steps + 1


async def test_a_session_that_failed_after_its_first_gallery_counts(stores: Stores) -> None:
    shown = await saved_gallery(stores.sessions)
    session = replace(shown, id=SessionId("c" * 16), place=SERVER)
    await stores.sessions.save(Change(before=None, after=session))
    session = await saved(stores.sessions, acting(session, Keep(number=1)))
    await failing(stores, session)
    assert await begun(stores) == 1
