"""Galleries made ahead of need: found again when the guess was right, and never in anybody's way."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest

from core.conductor.conductor import Conductor
from core.conductor.guessing import likeliest
from core.conductor.settings import Limits
from core.errors import BudgetSpentError, WorkError
from core.ports import Cost, ExpansionRequest, RenderJob
from core.types.answers import Cancel, Keep, Pick, Undo
from core.types.identifiers import SessionId
from core.types.sessions import Phase, Rules
from core.types.slates import Expansion
from tests.fakes.ports import FakeExpander
from tests.fakes.sessions import ANNA, BEN
from tests.fakes.world import StandingTime, World, a_moment


class Building(FakeExpander):
    """Builds on what was picked, so that every answer leads elsewhere."""

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        self.requests.append(request)
        await self.hitch.met()
        basis = f"{request.intent}|{request.base}|{request.history}"
        said = f"{request.prompt} {zlib.crc32(basis.encode())}"
        return [
            Expansion(text=f"{category} {number} of {said}, {request.seed}", category=category)
            for category in request.categories
            for number in range(request.per_category)
        ]


@dataclass
class Scene:
    """A world in which the next gallery is made ahead."""

    world: World
    conductor: Conductor

    @property
    def jobs(self) -> list[RenderJob]:
        return self.world.renderer.jobs

    async def prepared(self, pictures: int) -> None:
        """Wait until so many images have been made in all."""
        for _ in range(2000):
            if len(self.jobs) >= pictures and not self.world.renderer.running:
                await a_moment()
                return
            await asyncio.sleep(0)
        pytest.fail(f"{len(self.jobs)} images were made")

    async def begun(self) -> SessionId:
        return await self.world.begin(self.conductor)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    world = World(expander=Building(), limits=Limits(prepared_picks=5, images_at_once=3))
    await world.agree(ANNA, BEN)
    async with world.conductor() as conductor:
        yield Scene(world, conductor)


@pytest.mark.parametrize("number", [1, 4, None])
async def test_the_next_gallery_is_there_when_it_was_made_ahead(scene: Scene, number: int | None) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    asked = len(scene.world.expander.requests)
    assert asked == 6, "the first turn, and one for each answer"
    with scene.world.renderer.hitch.held():
        await scene.conductor.handle(scene.world.event(name, Pick(number=number)))
        session = await asyncio.wait_for(scene.conductor.settled(name), 5)
        assert session.phase is Phase.AWAITING_PICK
        assert scene.conductor.preparation.was_prepared(name) is False, "it begins anew for the third turn"
    figures = scene.conductor.preparation.figures
    assert (figures.turns, figures.turns_prepared) == (1, 1)
    assert (figures.images_made, figures.images_used) == (20, 4)


async def test_what_is_shown_is_the_same_as_without(scene: Scene) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    await scene.world.act(scene.conductor, name, Pick(number=2))
    plain = World(expander=Building())
    await plain.agree(ANNA)
    async with plain.conductor() as conductor:
        other = await plain.begin(conductor)
        await plain.act(conductor, other, Pick(number=2))
        expected = await conductor.look(other)
    session = await scene.conductor.look(name)
    assert session.turn(2).candidates == expected.turn(2).candidates
    assert session.turn(2).slate == expected.turn(2).slate
    assert session.turn(2).images == expected.turn(2).images


async def test_words_lead_elsewhere_and_nothing_made_ahead_is_used(scene: Scene) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    await scene.world.act(scene.conductor, name, Pick(number=2, words="at night"))
    assert scene.conductor.preparation.figures.images_used == 0
    assert (await scene.conductor.look(name)).turn(2).intent.endswith("at night")


async def test_images_that_are_being_made_when_the_pick_comes_are_waited_for(scene: Scene) -> None:
    name = await scene.begun()
    with scene.world.renderer.hitch.held() as reached:
        await asyncio.wait_for(reached.wait(), 5)
        running = scene.jobs[4:]
        session = await scene.conductor.look(name)
        assert session.current is not None
        assert session.current.gallery is not None
        position = likeliest(session.current, None, count=1)[0]
        assert position is not None
        number = session.current.gallery.number_of(position)
        await scene.conductor.handle(scene.world.event(name, Pick(number=number)))
        await a_moment()
    await scene.conductor.settled(name)
    texts = [job.text for job in scene.jobs]
    assert all(texts.count(job.text) == 1 for job in running), "made once"
    assert scene.conductor.preparation.figures.images_used == len(running) > 0


async def test_it_gives_way_as_soon_as_somebody_comes_and_goes_on_afterwards(scene: Scene) -> None:
    name = await scene.begun()
    with scene.world.renderer.hitch.held() as reached:
        await asyncio.wait_for(reached.wait(), 5)
        assert scene.world.renderer.running == 2, "one of three places stays free"
        await scene.conductor.begin(scene.world.wish("a red fox", user=BEN))
        await a_moment()
        real = [job for job in scene.jobs[6:] if "red fox" in job.text]
        assert len(real) == 3, "the person has all places at once"
    await scene.prepared(4 + 2 + 4)
    await scene.prepared(4 + 2 + 4 + 20)
    figures = scene.conductor.preparation.figures
    assert figures.images_made >= 20
    await scene.world.act(scene.conductor, name, Pick(number=1))
    assert figures.images_used == 4


async def test_nothing_is_made_ahead_for_an_expander_that_costs(scene: Scene) -> None:
    scene.world.expander.costs = True
    await scene.begun()
    await a_moment()
    assert len(scene.world.expander.requests) == 1
    assert len(scene.jobs) == 4


async def test_a_gallery_is_prepared_for_when_it_has_stood_for_a_moment(scene: Scene) -> None:
    scene.world.time = time = StandingTime()
    async with scene.world.conductor() as conductor:
        name = await scene.world.begin(conductor)
        await time.move(0.9)
        assert len(scene.world.expander.requests) == 1
        await time.move(0.1)
        await scene.prepared(24)
        await scene.world.act(conductor, name, Pick(number=1))
        assert conductor.preparation.figures.turns_prepared == 1


async def test_while_people_keep_coming_nothing_is_made_ahead(scene: Scene) -> None:
    scene.world.time = time = StandingTime()
    async with scene.world.conductor() as conductor:
        for number in range(4):
            await scene.world.begin(conductor, scene.world.wish(f"a red fox {number}"))
            await time.move(0.6)
        assert len(scene.world.expander.requests) == 4
        await time.move(1.0)
        await scene.prepared(16 + 4)


async def test_nothing_is_made_ahead_where_it_is_off(scene: Scene) -> None:
    scene.world.limits = Limits(prepared_picks=0)
    async with scene.world.conductor() as conductor:
        await scene.world.begin(conductor)
        await a_moment()
    assert len(scene.world.expander.requests) == 1


async def test_nothing_is_made_ahead_for_the_last_turn(scene: Scene) -> None:
    await scene.world.begin(scene.conductor, scene.world.wish(rules=Rules(turns=1)))
    await a_moment()
    assert len(scene.world.expander.requests) == 1


async def test_nothing_is_made_ahead_where_no_gpu_time_is_left(scene: Scene) -> None:
    with scene.world.stage.posting.held() as reached:
        receipt = await scene.conductor.begin(scene.world.wish())
        await asyncio.wait_for(reached.wait(), 5)
        scene.world.allowance.spent[Cost.GPU_SECONDS] = BudgetSpentError(
            Cost.GPU_SECONDS, in_total=False, renewed_at=0.0
        )
    await scene.conductor.settled(receipt.session.id)
    await a_moment()
    assert len(scene.jobs) == 4


async def test_time_spent_ahead_is_paid_for(scene: Scene) -> None:
    scene.world.renderer.gpu_seconds = 1.0
    await scene.begun()
    await scene.prepared(24)
    assert scene.world.allowance.paid == {("fake", Cost.GPU_SECONDS): 24.0}


@pytest.mark.parametrize("act", [Cancel(), Keep(number=1)])
async def test_a_session_that_is_over_leaves_nothing_behind(scene: Scene, act: Cancel | Keep) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    await scene.world.act(scene.conductor, name, act)
    assert not scene.conductor.preparation.was_prepared(name)
    assert scene.conductor.preparation.images_held == 0


async def test_an_undone_turn_is_prepared_again(scene: Scene) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    await scene.world.act(scene.conductor, name, Pick(number=2))
    await scene.prepared(24 + 20)
    await scene.world.act(scene.conductor, name, Undo())
    await scene.prepared(24 + 20 + 20)
    await scene.world.act(scene.conductor, name, Pick(number=3))
    assert scene.conductor.preparation.figures.turns_prepared == 2


async def test_only_so_many_images_are_held(scene: Scene) -> None:
    scene.world.limits = Limits(prepared_picks=5, images_at_once=3, prepared_images=30)
    async with scene.world.conductor() as conductor:
        first = await scene.world.begin(conductor)
        await scene.prepared(24)
        await scene.world.begin(conductor, scene.world.wish("a red fox", user=BEN))
        await scene.prepared(48)
        assert conductor.preparation.images_held <= 30
        await scene.world.act(conductor, first, Pick(number=1))
        assert conductor.preparation.figures.images_used == 0, "who has waited longest loses theirs"


async def test_a_session_that_alone_is_too_large_is_prepared_as_far_as_there_is_room(scene: Scene) -> None:
    scene.world.limits = Limits(prepared_picks=5, images_at_once=3, prepared_images=10)
    async with scene.world.conductor() as conductor:
        await scene.world.begin(conductor)
        await scene.prepared(4 + 8)
        await a_moment()
        assert conductor.preparation.images_held == 8


async def test_a_failure_ahead_of_need_is_not_felt(scene: Scene) -> None:
    name = await scene.begun()
    scene.world.renderer.hitch.fail_always(WorkError("no"))
    await scene.prepared(24)
    scene.world.renderer.hitch.heal()
    await scene.world.act(scene.conductor, name, Pick(number=1))
    assert (await scene.conductor.look(name)).phase is Phase.AWAITING_PICK
    assert scene.conductor.preparation.figures.images_used == 0


async def test_an_expander_that_fails_ahead_of_need_is_not_felt(scene: Scene) -> None:
    with scene.world.stage.posting.held() as reached:
        name = (await scene.conductor.begin(scene.world.wish())).session.id
        await asyncio.wait_for(reached.wait(), 5)
        scene.world.expander.hitch.fail_always(WorkError("no"))
    await scene.conductor.settled(name)
    await a_moment()
    assert len(scene.world.expander.requests) == 2, "one guess was begun, and no more"
    scene.world.expander.hitch.heal()
    await scene.world.act(scene.conductor, name, Pick(number=1))
    assert (await scene.conductor.look(name)).phase is Phase.AWAITING_PICK


async def test_whoever_is_forgotten_has_nothing_prepared(scene: Scene) -> None:
    name = await scene.begun()
    await scene.prepared(24)
    await scene.conductor.let_go([name])
    assert scene.conductor.preparation.images_held == 0


async def test_leaving_gives_up_what_is_being_made(scene: Scene) -> None:
    await scene.begun()
    with scene.world.renderer.hitch.held() as reached:
        await asyncio.wait_for(reached.wait(), 5)
        await asyncio.wait_for(scene.conductor.__aexit__(None, None, None), 5)
        assert scene.world.renderer.running == 0
