"""Who votes in others' sessions becomes one person with somebody else: those sessions go on by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from core.conductor.conductor import Conductor
from core.errors import StorageError
from core.linking.linking import Linking
from core.types.answers import Pick
from core.types.identifiers import Place, SessionId, UserId
from core.types.sessions import Phase, Session
from tests.fakes.communities import InMemorySaved
from tests.fakes.links import InMemoryLinks
from tests.fakes.pairs import DISCORD, TELEGRAM
from tests.fakes.ports import USER_MODEL
from tests.fakes.sessions import ANNA, BY_DEADLINE, CARLA
from tests.fakes.world import StandingTime, World, a_moment

DEADLINE_SECONDS = 60.0
RETRY_SECONDS = 10.0


@dataclass(kw_only=True)
class Group:
    """Anna's session on Telegram, in which somebody has voted who is about to be joined."""

    world: World
    time: StandingTime
    conductor: Conductor
    linking: Linking
    host: UserId
    guest: UserId
    session: SessionId

    async def join(self) -> None:
        """Make one person of the voter and the one on Discord."""
        await self.linking.join(self.guest, await self.linking.offer(self.host))

    async def vote(self, number: int, *, user: UserId) -> None:
        """Vote in the open gallery."""
        await self.conductor.handle(self.world.event(self.session, Pick(number=number), user=user))

    async def now(self) -> Session:
        """The session as it stands."""
        return await self.conductor.look(self.session)


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    time = StandingTime()
    world = World(time=time, platforms=("telegram",))
    host, guest = [await world.store.recognise(identity) for identity in (DISCORD, TELEGRAM)]
    await world.agree(ANNA, CARLA, host, guest)
    links = InMemoryLinks(store=world.store, saved=InMemorySaved())
    async with world.conductor() as conductor:
        wish = replace(world.wish(rules=BY_DEADLINE), place=Place(platform="telegram", channel="here"))
        session = (await conductor.begin(wish)).session.id
        await a_moment()
        linking = Linking(links, conductor, clock=world.time)
        group = Group(
            world=world,
            time=time,
            conductor=conductor,
            linking=linking,
            host=host,
            guest=guest,
            session=session,
        )
        await group.vote(2, user=guest)
        yield group


async def test_the_vote_of_the_joined_counts_when_the_deadline_passes(group: Group) -> None:
    await group.join()
    await group.time.move(DEADLINE_SECONDS)
    await group.time.move(RETRY_SECONDS)
    session = await group.now()
    assert (session.phase, len(session.turns)) == (Phase.AWAITING_PICK, 2)
    assert [vote.voter for vote in session.turns[0].votes] == [group.host]
    assert await group.world.store.belief(group.host, USER_MODEL) is not None
    assert await group.world.store.belief(group.guest, USER_MODEL) is None


async def test_the_next_vote_is_refused_once_and_counts_when_it_is_given_again(group: Group) -> None:
    await group.join()
    with pytest.raises(StorageError):
        await group.vote(3, user=CARLA)
    await group.vote(3, user=CARLA)
    assert [vote.voter for vote in (await group.now()).turns[0].votes] == [group.host, CARLA]


async def test_the_joined_person_can_change_their_vote(group: Group) -> None:
    await group.join()
    with pytest.raises(StorageError):
        await group.vote(1, user=group.host)
    await group.vote(1, user=group.host)
    (vote,) = (await group.now()).turns[0].votes
    assert vote.voter == group.host
