"""Forgetting somebody: what goes on is ended first, and nothing of them stays in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from core.community_ports import Forgotten, Json
from core.conductor.forgetting import ATTEMPTS, forget
from core.errors import UnfinishedSessionsError, UnknownSessionError
from core.types.answers import Pick, Stop
from core.types.identifiers import SessionId, UserId
from core.types.sessions import ENDED, Phase
from tests.fakes.sessions import ANNA, BEN, BY_DEADLINE
from tests.fakes.world import StandingTime, World, a_moment


@dataclass
class ForgetfulData:
    """Deletes a session from the store once it has ended, as the real storage does."""

    world: World
    session: SessionId
    asked: list[float] = field(default_factory=list)
    stubborn: bool = False

    async def export(self, user: UserId) -> dict[str, Json]:
        return {}

    async def forget(self, user: UserId, *, at: float) -> Forgotten:
        self.asked.append(at)
        session = await self.world.store.load(self.session)
        assert session is not None
        if self.stubborn or session.phase not in ENDED - {Phase.DELIVERING}:
            raise UnfinishedSessionsError((self.session,))
        del self.world.store._sessions[self.session]
        return Forgotten(id="f1", withdrawn={"sessions": 1}, gone=(self.session,), changed=())


async def test_a_session_that_goes_on_is_cancelled_and_gone_from_memory() -> None:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        session = await world.begin(conductor)
        data = ForgetfulData(world, session)
        forgotten = await forget(ANNA, conductor=conductor, personal_data=data, clock=world.time)
        assert forgotten.gone == (session,)
        assert len(data.asked) == 2
        with pytest.raises(UnknownSessionError):
            await conductor.look(session)


async def test_work_for_a_session_that_is_let_go_stops() -> None:
    world = World(time=StandingTime())
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held() as reached:
            session = (await conductor.begin(world.wish())).session.id
            await asyncio.wait_for(reached.wait(), 5)
            await conductor.let_go([session])
        await asyncio.sleep(0.05)
        assert world.stage.posts == []


async def test_an_end_that_is_being_shown_is_waited_for() -> None:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        session = await world.begin(conductor)
        data = ForgetfulData(world, session)
        await conductor.handle(world.event(session, Stop()))
        assert (await forget(ANNA, conductor=conductor, personal_data=data, clock=world.time)).gone


async def test_who_cannot_be_forgotten_now_is_told_so_after_a_few_attempts() -> None:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        session = await world.begin(conductor)
        data = ForgetfulData(world, session, stubborn=True)
        with pytest.raises(UnfinishedSessionsError):
            await forget(ANNA, conductor=conductor, personal_data=data, clock=world.time)
        assert len(data.asked) == ATTEMPTS + 1


async def test_a_vote_closes_at_its_deadline_though_one_voter_was_forgotten_meanwhile() -> None:
    time = StandingTime()
    world = World(time=time)
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        new = world.wish(rules=BY_DEADLINE)
        session = (await conductor.begin(new)).session.id
        await a_moment()
        await conductor.handle(world.event(session, Pick(number=2)))
        await forget(BEN, conductor=conductor, personal_data=OthersData(session), clock=world.time)
        await time.move(61)
        for _ in range(100):
            if len(world.stage.posts) == 2:
                break
            await asyncio.sleep(0.01)
        assert len((await conductor.look(session)).answered) == 1


@dataclass
class OthersData:
    """Somebody who had a vote in a session of somebody else's, and nothing more."""

    session: SessionId

    async def export(self, user: UserId) -> dict[str, Json]:
        return {}

    async def forget(self, user: UserId, *, at: float) -> Forgotten:
        return Forgotten(id="f1", withdrawn={"votes": 1}, gone=(), changed=(self.session,))
