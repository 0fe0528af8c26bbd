"""What `/link` and `/unlink` say and do, and that sessions at hand know who everybody is afterwards."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from core.community_ports import Joined, Separated
from core.conductor.conductor import Conductor
from core.errors import LinkRefusedError, UnfinishedSessionsError
from core.linking.linking import ATTEMPTS, CODE_SECONDS, Linking
from core.texts.catalogue import texts_in
from core.types.answers import Pick
from core.types.identifiers import Identity, Place, SessionId, UserId
from core.types.sessions import Phase
from tests.fakes.communities import InMemorySaved
from tests.fakes.links import InMemoryLinks
from tests.fakes.pairs import DISCORD, TELEGRAM
from tests.fakes.sessions import BY_DEADLINE
from tests.fakes.world import StandingTime, World, a_moment

EN, DE = texts_in("en"), texts_in("de")
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}")


@dataclass(kw_only=True)
class Scene:
    """A conductor, and one person's two accounts."""

    world: World
    conductor: Conductor
    linking: Linking
    host: UserId
    guest: UserId

    async def code(self) -> str:
        """A code of the host's."""
        found = CODE.search(await self.linking.link(self.host, None, EN))
        assert found is not None
        return found[0]

    async def begun(self, user: UserId, platform: str) -> SessionId:
        """A session on a platform whose first gallery waits."""
        wish = replace(self.world.wish(user=user), place=Place(platform=platform, channel="here"))
        return await self.world.begin(self.conductor, wish)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    world = World(time=StandingTime(), platforms=("discord", "telegram"))
    host, guest = [await world.store.recognise(identity) for identity in (DISCORD, TELEGRAM)]
    await world.agree(host, guest)
    links = InMemoryLinks(store=world.store, saved=InMemorySaved())
    async with world.conductor() as conductor:
        linking = Linking(links, conductor, clock=world.time)
        yield Scene(world=world, conductor=conductor, linking=linking, host=host, guest=guest)


async def test_who_types_no_code_gets_one_and_is_told_where_to_give_it(scene: Scene) -> None:
    for texts in (EN, DE):
        for typed in (None, "", "  "):
            said = await scene.linking.link(scene.host, typed, texts)
            assert CODE.search(said)
            assert "/link" in said
            assert "10 " in said


async def test_who_types_the_code_is_told_which_accounts_are_one_person(scene: Scene) -> None:
    code = await scene.code()
    said = await scene.linking.link(scene.guest, f" {code.lower()} ", EN)
    assert "(Discord, Telegram)" in said
    assert await scene.world.store.recognise(TELEGRAM) == scene.host


async def test_a_code_is_valid_for_ten_minutes(scene: Scene) -> None:
    code = await scene.code()
    scene.world.time.now += CODE_SECONDS
    with pytest.raises(LinkRefusedError) as caught:
        await scene.linking.link(scene.guest, code, EN)
    assert "gilt nicht" in caught.value.said(DE)


async def test_who_separates_an_account_is_told_what_the_other_keeps(scene: Scene) -> None:
    await scene.linking.link(scene.guest, await scene.code(), EN)
    assert "(Discord)" in await scene.linking.unlink(TELEGRAM, EN)
    for texts, word in ((EN, "nothing to unlink"), (DE, "nichts zu trennen")):
        with pytest.raises(LinkRefusedError) as caught:
            await scene.linking.unlink(TELEGRAM, texts)
        assert word in caught.value.said(texts)


@pytest.mark.parametrize(
    ("key", "values", "english", "german"),
    [
        ("refused-link-many", {"minutes": 1}, "in 1 minute.", "in 1 Minute noch"),
        ("refused-link-many", {"minutes": 7}, "in 7 minutes.", "in 7 Minuten noch"),
        ("refused-link-own", {"accounts": 1}, "your own code", "dein eigener Code"),
        ("refused-link-own", {"accounts": 2}, "one person already", "schon eine Person"),
        ("refused-link-platform", {"platform": "discord"}, "account on Discord:", "Konto auf Discord:"),
        ("refused-link-platform", {"platform": "web"}, "on the web page:", "auf der Webseite:"),
        ("refused-link-platform", {"platform": "x"}, "account on x:", "Konto auf x:"),
    ],
)
def test_a_refusal_says_why(key: str, values: dict[str, object], english: str, german: str) -> None:
    error = LinkRefusedError(key, **values)
    assert english in error.said(EN)
    assert german in error.said(DE)


async def test_a_session_at_hand_is_the_joined_person_s(scene: Scene) -> None:
    session = await scene.begun(scene.guest, "telegram")
    await scene.linking.link(scene.guest, await scene.code(), EN)
    await scene.world.act(scene.conductor, session, Pick(number=2), user=scene.host)
    stored = await scene.conductor.look(session)
    assert [stored.starter, stored.turns[0].votes[0].voter] == [scene.host] * 2


async def test_a_session_at_hand_goes_with_its_separated_account(scene: Scene) -> None:
    await scene.linking.link(scene.guest, await scene.code(), EN)
    session = await scene.begun(scene.host, "telegram")
    await scene.linking.unlink(TELEGRAM, EN)
    new = await scene.world.store.recognise(TELEGRAM)
    await scene.world.act(scene.conductor, session, Pick(number=2), user=new)
    assert (await scene.conductor.look(session)).starter == new != scene.host


async def test_a_gallery_on_its_way_is_waited_for(scene: Scene) -> None:
    session = await scene.begun(scene.guest, "telegram")
    with scene.world.renderer.hitch.held() as reached:
        event = scene.world.event(session, Pick(number=2), user=scene.guest)
        await scene.conductor.handle(event)
        await asyncio.wait_for(reached.wait(), 5)
        linking = asyncio.create_task(scene.linking.link(scene.guest, await scene.code(), EN))
        await asyncio.wait([linking], timeout=0.05)
        assert not linking.done()
    assert "one person" in await asyncio.wait_for(linking, 5)
    stored = await scene.conductor.look(session)
    assert (stored.starter, stored.phase) == (scene.host, Phase.AWAITING_PICK)


async def test_where_a_gallery_takes_too_long_the_person_is_told_to_try_again(scene: Scene) -> None:
    session = await scene.begun(scene.guest, "telegram")
    hasty = Linking(scene.linking._links, scene.conductor, clock=scene.world.time, wait_seconds=0.02)
    with scene.world.renderer.hitch.held():
        await scene.conductor.handle(scene.world.event(session, Pick(number=2), user=scene.guest))
        with pytest.raises(LinkRefusedError) as caught:
            await hasty.link(scene.guest, await scene.code(), EN)
    assert caught.value.key == "refused-link-busy"
    stored = await scene.conductor.settled(session)
    assert (stored.starter, stored.phase) == (scene.guest, Phase.AWAITING_PICK)


async def test_a_vote_that_runs_until_its_deadline_is_not_waited_for(scene: Scene) -> None:
    wish = replace(
        scene.world.wish(user=scene.guest, rules=BY_DEADLINE),
        place=Place(platform="telegram", channel="here"),
    )
    session = (await scene.conductor.begin(wish)).session.id
    await a_moment()
    assert (await scene.conductor.look(session)).phase is Phase.AWAITING_PICK
    with pytest.raises(LinkRefusedError) as caught:
        await asyncio.wait_for(scene.linking.link(scene.guest, await scene.code(), EN), 5)
    assert caught.value.key == "refused-link-busy"


@dataclass
class BusyLinks:
    """Always finds another session that something is on its way in."""

    session: SessionId
    asked: int = 0

    async def offer(self, user: UserId, *, code: str, until: float) -> None:
        raise AssertionError

    async def join(self, user: UserId, code: str, *, at: float) -> Joined:
        self.asked += 1
        raise UnfinishedSessionsError((self.session,))

    async def separate(self, identity: Identity, *, at: float) -> Separated:
        self.asked += 1
        raise UnfinishedSessionsError((self.session,))


async def test_who_is_always_busy_is_told_so_after_a_few_attempts(scene: Scene) -> None:
    busy = BusyLinks(await scene.begun(scene.guest, "telegram"))
    linking = Linking(busy, scene.conductor, clock=scene.world.time)
    with pytest.raises(LinkRefusedError) as caught:
        await linking.link(scene.guest, "ABCD-2345", EN)
    assert "try again when it is over" in str(caught.value)
    with pytest.raises(LinkRefusedError):
        await linking.unlink(TELEGRAM, EN)
    assert busy.asked == 2 * ATTEMPTS
