"""What every Communities port promises about communities that go by another name."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.conversation.session import owed
from core.errors import StorageError
from core.ports import Cost
from core.types.answers import Pick
from core.types.communities import CommunityRules
from core.types.identifiers import Place, SessionId
from core.types.sessions import Session
from tests.fakes.saving import acting, beginning, saved, saved_until_shown, working
from tests.fakes.sessions import ANNA, BEN, GROUP, NOW
from tests.fakes.stores import Stores

OLD, NEW = "-77", "-10077"
GROUP_CHAT = Place(platform="chat", channel=OLD, community=OLD)
RULES = CommunityRules(
    turns=7, channels=("art", OLD, f"{OLD}:5", "-770"), report_channel=f"{OLD}:9", blocked_members=(OLD,)
)


async def begun(stores: Stores, place: Place = GROUP_CHAT) -> Session:
    """A stored session in a place, whose gallery waits."""
    session = await saved(stores.sessions, beginning(GROUP, place=place))
    return await saved_until_shown(stores.sessions, session)


async def moved(stores: Stores, old: str = OLD, new: str = NEW) -> set[SessionId]:
    return set(await stores.communities.move("chat", old, new, at=5.0))


async def read(stores: Stores, session: Session) -> Session:
    stored = await stores.sessions.load(session.id)
    assert stored is not None
    return stored


async def test_rules_hold_under_the_new_name_and_no_more_under_the_old(stores: Stores) -> None:
    await stores.communities.save_rules("chat", OLD, replace(RULES, channels=()), by=ANNA, at=1.0)
    assert (await stores.communities.rules_of("chat", NEW)).turns is None
    assert await moved(stores) == set()
    assert (await stores.communities.rules_of("chat", NEW)).turns == 7
    assert await stores.communities.rules_of("chat", OLD) == CommunityRules()


async def test_channels_named_after_the_community_are_named_after_its_new_name(stores: Stores) -> None:
    await stores.communities.save_rules("chat", OLD, RULES, by=ANNA, at=1.0)
    await moved(stores)
    assert await stores.communities.rules_of("chat", NEW) == replace(
        RULES, channels=("art", NEW, f"{NEW}:5", "-770"), report_channel=f"{NEW}:9"
    )


async def test_rules_that_the_new_name_has_stand(stores: Stores) -> None:
    newer = CommunityRules(turns=3)
    await stores.communities.save_rules("chat", OLD, RULES, by=ANNA, at=1.0)
    await stores.communities.save_rules("chat", NEW, newer, by=ANNA, at=2.0)
    await moved(stores)
    assert await stores.communities.rules_of("chat", NEW) == newer
    assert await stores.communities.rules_of("chat", OLD) == CommunityRules()


@pytest.mark.parametrize(
    ("channel", "renamed"),
    [
        (OLD, NEW),
        (f"{OLD}:5", f"{NEW}:5"),
        (f"{OLD}0", f"{OLD}0"),
        (f"{OLD}0:5", f"{OLD}0:5"),
        ("art", "art"),
    ],
)
async def test_sessions_move_with_the_channels_that_are_named_after_the_community(
    stores: Stores, channel: str, renamed: str
) -> None:
    session = await begun(stores, replace(GROUP_CHAT, channel=channel))
    assert await moved(stores) == {session.id}
    after = await read(stores, session)
    place = Place(platform="chat", channel=renamed, community=NEW)
    assert after == replace(session, place=place, version=session.version + 1)


async def test_sessions_elsewhere_stay_where_they_are(stores: Stores) -> None:
    others = [
        await begun(stores, place)
        for place in (
            replace(GROUP_CHAT, platform="elsewhere"),
            replace(GROUP_CHAT, community="-770"),
            replace(GROUP_CHAT, community=None),
            replace(GROUP_CHAT, community=NEW),
        )
    ]
    await stores.communities.save_rules("elsewhere", OLD, RULES, by=ANNA, at=1.0)
    assert await moved(stores) == set()
    for session in others:
        assert await read(stores, session) == session
    assert await stores.communities.rules_of("elsewhere", OLD) == RULES


async def test_told_again_it_changes_nothing(stores: Stores) -> None:
    session = await begun(stores)
    await stores.communities.save_rules("chat", OLD, RULES, by=ANNA, at=1.0)
    assert await moved(stores) == {session.id}
    newest = replace(RULES, turns=2)
    await stores.communities.save_rules("chat", NEW, newest, by=ANNA, at=6.0)
    after = await read(stores, session)
    assert await moved(stores) == set()
    assert await moved(stores, NEW, NEW) == set()
    assert await read(stores, session) == after
    assert await stores.communities.rules_of("chat", NEW) == newest


async def test_of_two_who_tell_at_once_one_moves_it(stores: Stores) -> None:
    sessions = {(await begun(stores)).id for _ in range(3)}
    first, second = await asyncio.gather(moved(stores), moved(stores))
    assert sorted([len(first), len(second)]) == [0, 3]
    assert first | second == sessions


async def test_a_moved_community_goes_on_and_may_move_again(stores: Stores) -> None:
    session = await begun(stores)
    for old, new in ((OLD, NEW), (NEW, "-5")):
        assert await moved(stores, old, new) == {session.id}
        session = await read(stores, session)
        session = await saved(stores.sessions, acting(session, Pick(number=1), user=BEN))
        session = await saved_until_shown(stores.sessions, session)
        assert await read(stores, session) == session
    assert session.place == Place(platform="chat", channel="-5", community="-5")
    assert len(session.turns) == 3


async def test_who_remembers_a_session_as_it_was_must_read_it_again(stores: Stores) -> None:
    session = await saved(stores.sessions, beginning(GROUP, place=GROUP_CHAT))
    await moved(stores)
    with pytest.raises(StorageError):
        await stores.sessions.save(working(session))
    after = await read(stores, session)
    assert owed(after) == owed(session)
    assert await stores.sessions.unfinished() == [session.id]
    after = await saved(stores.sessions, working(after))
    assert await read(stores, after) == after


async def test_a_step_saved_in_the_same_breath_counts(stores: Stores) -> None:
    session = await begun(stores)
    step = acting(session, Pick(number=1))
    await asyncio.gather(stores.sessions.save(step), moved(stores))
    after = await read(stores, session)
    assert (len(after.turns), after.place.community) == (2, NEW)
    with pytest.raises(StorageError):
        await stores.sessions.save(working(step.after))


async def test_whoever_has_begun_too_often_has_so_under_the_new_name(stores: Stores) -> None:
    for _ in range(2):
        await begun(stores)
    await moved(stores)
    place = Place(platform="chat", channel=NEW, community=NEW)
    assert await stores.activity.begun_since(ANNA, place, at=NOW) == 2
    assert await stores.activity.begun_since(ANNA, GROUP_CHAT, at=NOW) == 0


async def test_what_it_has_spent_today_goes_with_it_and_adds_up(stores: Stores) -> None:
    day, before = "1970-01-01", "1969-12-31"
    for when, community, calls in ((day, OLD, 5), (day, NEW, 2), (before, OLD, 9), (day, "-770", 1)):
        await stores.spending.add(when, f"chat:{community}", {Cost.CALLS: calls})
    await stores.spending.add(day, f"elsewhere:{OLD}", {Cost.CALLS: 3})
    for _ in range(2):
        assert await moved(stores) == set()
        assert await stores.spending.spent(day) == {
            (f"chat:{NEW}", "calls"): 7,
            ("chat:-770", "calls"): 1,
            (f"elsewhere:{OLD}", "calls"): 3,
        }
    assert await stores.spending.spent(before) == {(f"chat:{OLD}", "calls"): 9}
