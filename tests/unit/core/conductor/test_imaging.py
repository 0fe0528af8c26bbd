"""Images for a session: previews, the day's budget, risk, and what becomes of a kept one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.errors import BudgetSpentError, StorageFullError, TransientError, WorkError
from core.ports import Cost, Progress, RenderedImage
from core.types.answers import Keep, Pick, Undo
from core.types.identifiers import ImageHash, Place
from core.types.sessions import Ending, Finish, Phase, Rules
from tests.fakes.ports import FINISHED_PNG, TINY_PNGS, FakeEncoder
from tests.fakes.sessions import ANNA, BEN
from tests.fakes.stores import InMemoryImages
from tests.fakes.world import StandingTime, World, a_moment

REFINED = Rules(finishes=True)


@pytest.fixture
async def world() -> World:
    world = World()
    await world.agree(ANNA, BEN)
    return world


def spent(*, in_total: bool, renewed_at: float = 2000.0) -> BudgetSpentError:
    return BudgetSpentError(Cost.GPU_SECONDS, in_total=in_total, renewed_at=renewed_at)


async def test_a_kept_image_is_refined_and_the_original_kept_beside_it(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        await world.act(conductor, name, Keep(number=1))
        session = await conductor.look(name)
    assert session.phase is Phase.FINISHED
    assert session.kept is not None
    assert session.kept.finish is not None
    refined = session.kept.finish.image
    assert refined is not None
    original = session.turn(1).images[session.kept.position][0]
    assert await world.images.get(refined.hash) == FINISHED_PNG
    picked = await world.images.get(original.hash)
    assert [job.picked for job in world.renderer.finish_jobs] == [picked]
    job = world.renderer.finish_jobs[0].job
    assert (job.text, job.seed) == (session.turn(1).candidate_at(session.kept.position).text, job.seed)
    assert job in world.renderer.jobs, "what the picked image was made from"
    assert [end.kept for end in world.stage.deliveries] == [session.kept]


async def test_nothing_is_refined_where_the_rules_do_not_say_so_or_nothing_was_kept(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor)
        await world.act(conductor, name, Keep(number=1))
        other = await world.begin(conductor, world.wish(rules=replace(REFINED, turns=1)))
        await world.act(conductor, other, Pick(number=1))
        assert (await conductor.look(other)).ending is Ending.LAST_TURN
    assert world.renderer.finish_jobs == []
    assert len(world.stage.deliveries) == 2


@pytest.mark.parametrize("trouble", [WorkError("no"), TransientError("busy"), None])
async def test_the_original_is_delivered_where_refining_fails_or_is_not_done(
    world: World, trouble: Exception | None
) -> None:
    if trouble is None:
        world.renderer.finished = None
    else:
        world.renderer.finishing.fail_always(trouble)
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        await world.act(conductor, name, Keep(number=1))
        session = await conductor.look(name)
    assert session.phase is Phase.FINISHED
    assert session.kept is not None
    assert session.kept.finish == Finish(image=None)


class Angled(FakeEncoder):
    """Says that the second image is so far from the first."""

    def __init__(self, cosine: float) -> None:
        super().__init__()
        self.cosine = cosine

    async def encode_images(self, images: object) -> list[list[float]]:
        return [[1.0, 0.0], [self.cosine, (1 - self.cosine**2) ** 0.5]]


@pytest.mark.parametrize(("cosine", "is_shown"), [(0.9, True), (0.8, False)])
async def test_a_refined_image_that_strays_is_not_shown(world: World, cosine: float, is_shown: bool) -> None:
    world.encoder = Angled(cosine)
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        await world.act(conductor, name, Keep(number=1))
        session = await conductor.look(name)
    assert session.kept is not None
    assert session.kept.finish is not None
    assert (session.kept.finish.image is not None) is is_shown


async def test_an_undo_while_an_image_is_being_refined_opens_its_gallery_again(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        with world.renderer.finishing.held() as reached:
            await conductor.handle(world.event(name, Keep(number=1)))
            await asyncio.wait_for(reached.wait(), 5)
            await conductor.handle(world.event(name, Undo()))
            session = await conductor.settled(name)
    assert (session.phase, session.kept) == (Phase.AWAITING_PICK, None)
    assert world.stage.deliveries == []


async def test_an_image_is_refined_once_though_the_program_stops_before_it_is_delivered(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        with world.stage.delivering.held() as reached:
            await conductor.handle(world.event(name, Keep(number=1)))
            await asyncio.wait_for(reached.wait(), 5)
            stopping = asyncio.create_task(conductor.__aexit__(None, None, None))
            await a_moment()
        await stopping
    async with world.conductor() as conductor:
        assert (await conductor.settled(name)).phase is Phase.FINISHED
    assert len(world.renderer.finish_jobs) == 1


class SmallDisk(InMemoryImages):
    """Has no room for a while."""

    full = 0

    async def put(self, image: RenderedImage) -> ImageHash:
        if self.full:
            self.full -= 1
            raise StorageFullError("the images")
        return await super().put(image)


async def test_a_full_disk_while_refining_is_waited_out(world: World) -> None:
    world.images = images = SmallDisk()
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        images.full = 2
        await world.act(conductor, name, Keep(number=1))
        session = await conductor.look(name)
    assert session.kept is not None
    assert session.kept.finish is not None
    assert session.kept.finish.image is not None


async def test_an_original_that_is_missing_is_not_refined_and_holds_nothing_up(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        turn = (await conductor.look(name)).turn(1)
        assert turn.gallery is not None
        world.images.damage(turn.images[turn.gallery.order[0]][0].hash)
        await world.act(conductor, name, Keep(number=1))
        assert (await conductor.look(name)).phase is Phase.FINISHED
    assert world.renderer.finish_jobs == []


async def test_people_see_what_there_is_of_each_image_under_its_number(world: World) -> None:
    world.limits = replace(world.limits, progress_interval_seconds=0.01, images_at_once=2)
    world.renderer.previews = [b"early", b"later"]
    async with world.conductor() as conductor:
        with world.renderer.hitch.held() as reached:
            receipt = await conductor.begin(world.wish())
            await asyncio.wait_for(reached.wait(), 5)
            await told(world, lambda news: bool(news.previews))
        session = await conductor.settled(receipt.session.id)
    gallery = session.turn(1).gallery
    assert gallery is not None
    seen = next(news.previews for news in world.stage.progress if news.previews)
    assert seen == {gallery.number_of(0): b"later", gallery.number_of(1): b"later"}


async def test_an_image_that_cannot_be_checked_is_hidden(world: World) -> None:
    world.safety.looking.fail_always(TransientError("busy"))
    async with world.conductor() as conductor:
        session = await conductor.look(await world.begin(conductor))
    assert session.phase is Phase.AWAITING_PICK
    assert {image.spoiler for row in session.turn(1).images for image in row} == {True}


async def test_previews_that_should_be_hidden_are_not_shown(world: World) -> None:
    world.limits = replace(world.limits, progress_interval_seconds=0.01)
    world.renderer.previews = [b"harmless", b"risky"]
    world.safety.hidden = {b"risky"}
    async with world.conductor() as conductor:
        with world.renderer.hitch.held() as reached:
            receipt = await conductor.begin(world.wish())
            await asyncio.wait_for(reached.wait(), 5)
            await told(world, lambda news: bool(news.previews))
        await conductor.settled(receipt.session.id)
    assert {preview for news in world.stage.progress for preview in news.previews.values()} == {b"harmless"}


async def test_previews_that_cannot_be_checked_are_not_shown(world: World) -> None:
    world.limits = replace(world.limits, progress_interval_seconds=0.01)
    world.renderer.previews = [b"seen"]
    world.safety.looking.fail_always(TransientError("busy"))
    async with world.conductor() as conductor:
        with world.renderer.hitch.held() as reached:
            receipt = await conductor.begin(world.wish())
            await asyncio.wait_for(reached.wait(), 5)
            await told(world, lambda news: news.total > 0)
        await conductor.settled(receipt.session.id)
    assert world.safety.looking.calls >= 2
    assert not any(news.previews for news in world.stage.progress)


async def told(world: World, is_it: Callable[[Progress], bool]) -> None:
    for _ in range(500):
        if any(map(is_it, world.stage.progress)):
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody was told")


async def test_gpu_time_is_taken_from_the_communitys_account(world: World) -> None:
    world.renderer.gpu_seconds = 0.5
    here = Place(platform="fake", channel="here", community="club")
    async with world.conductor() as conductor:
        name = await world.begin(conductor, replace(world.wish(rules=REFINED), place=here))
        await world.act(conductor, name, Keep(number=1))
    assert world.allowance.paid == {("fake:club", Cost.GPU_SECONDS): 2.5}
    assert {request.account for request in world.expander.requests} == {"fake:club"}


async def test_who_has_used_up_their_communitys_time_stands_behind_and_is_told(world: World) -> None:
    world.limits = replace(world.limits, images_at_once=1)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held() as reached:
            first = await conductor.begin(world.wish())
            await asyncio.wait_for(reached.wait(), 5)
            world.allowance.spent[Cost.GPU_SECONDS] = spent(in_total=False)
            late = await conductor.begin(world.wish("behind", rules=Rules(language="de")))
            await a_moment()
            world.allowance.spent.clear()
            latest = await conductor.begin(world.wish("in time", user=BEN))
            await a_moment()
        for receipt in (first, late, latest):
            await conductor.settled(receipt.session.id)
    order = [job.text.partition(",")[0] for job in world.renderer.jobs]
    assert order == ["a white cat"] * 4 + ["in time"] * 4 + ["behind"] * 4
    notices = {shown.view.prompt: shown.view.notice for shown in world.stage.posts}
    assert notices["in time"] is None
    assert notices["behind"] is not None
    assert "GPU" in notices["behind"]


async def test_where_nothing_is_left_for_anybody_images_wait_for_the_next_day(world: World) -> None:
    world.time = time = StandingTime()
    world.limits = replace(world.limits, progress_interval_seconds=0.01)
    world.allowance.spent[Cost.GPU_SECONDS] = spent(in_total=True, renewed_at=time.now + 90)
    async with world.conductor() as conductor:
        receipt = await conductor.begin(world.wish())
        await told(world, lambda news: news.waits_until == time.now + 90)
        await time.move(60)
        assert world.renderer.jobs == []
        world.allowance.spent.clear()
        await time.move(30)
        session = await conductor.settled(receipt.session.id)
    assert session.phase is Phase.AWAITING_PICK


async def test_nothing_is_refined_where_no_gpu_time_is_left(world: World) -> None:
    async with world.conductor() as conductor:
        name = await world.begin(conductor, world.wish(rules=REFINED))
        world.allowance.spent[Cost.GPU_SECONDS] = spent(in_total=True)
        await world.act(conductor, name, Keep(number=1))
        assert (await conductor.look(name)).phase is Phase.FINISHED
    assert world.renderer.finish_jobs == []


async def test_how_risky_an_image_may_be_is_agreed_for_the_session(world: World) -> None:
    world.safety.hidden = set(TINY_PNGS)
    async with world.conductor() as conductor:
        careful = await world.begin(conductor)
        bold = await world.begin(conductor, world.wish(rules=Rules(hides_images_above=1.0)))
        hidden = [
            {image.spoiler for row in (await conductor.look(name)).turn(1).images for image in row}
            for name in (careful, bold)
        ]
    assert hidden == [{True}, {False}]
