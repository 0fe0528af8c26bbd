"""The conductor: a whole session from prompt to kept image, and who meets a closed door on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import structlog

from core.conductor.conductor import Conductor
from core.conductor.imaging import NEWEST_WEIGHT
from core.conductor.settings import Limits
from core.errors import (
    BadPromptError,
    BlockedTextError,
    ConsentRequiredError,
    ForeignSessionError,
    GalleryAnsweredError,
    NotNowError,
    RefusedError,
    StaleGalleryError,
    UnknownSessionError,
    WorkError,
)
from core.ports import Consent, Purpose
from core.types.answers import Keep, Pick, Stop, TakeDown, TryAgain
from core.types.identifiers import SessionId, UserId, turn_id
from core.types.sessions import Ending, Phase, Rules
from tests.fakes.ports import TINY_PNGS, USER_MODEL
from tests.fakes.sessions import ANNA, BEN, BY_DEADLINE, BY_STARTER, CARLA, GROUP
from tests.fakes.world import StandingTime, World, a_moment


@dataclass
class Scene:
    """A world with a conductor at work and people who have agreed."""

    world: World
    conductor: Conductor


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    world = World(time=StandingTime())
    await world.agree(ANNA, BEN, CARLA)
    async with world.conductor() as conductor:
        yield Scene(world, conductor)


async def test_a_whole_session_from_prompt_to_kept_image(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    await world.act(conductor, name, Pick(number=2))
    await world.act(conductor, name, Pick(number=None, words="at night"))
    await world.act(conductor, name, Keep(number=1))
    session = await conductor.look(name)
    assert (session.phase, session.ending, len(session.answered)) == (Phase.FINISHED, Ending.KEPT, 3)
    assert [shown.view.heading for shown in world.stage.posts] == [f"Turn {n} of 5" for n in (1, 2, 3)]
    assert [shown.view.turn for shown in world.stage.closings] == [turn_id(name, n) for n in (1, 2, 3)]
    assert [one.id for one in world.stage.deliveries] == [name]
    assert world.stage.tellings == []
    assert await world.store.load(name) == session
    belief = await world.store.belief(ANNA, USER_MODEL)
    assert belief is not None
    assert belief.updates == 3


async def test_the_belief_reaches_the_policy_from_the_second_turn_on(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    await world.act(conductor, name, Pick(number=2))
    first, second = (request.belief for request in world.policy.requests)
    assert first is None
    assert second == await world.store.belief(ANNA, USER_MODEL)
    other = world.wish(rules=Rules(use_taste=False))
    await world.begin(conductor, other)
    assert world.policy.requests[-1].belief is None, "who wants no taste used is not known"


async def test_a_prompt_is_trimmed_and_the_first_gallery_shows_it(scene: Scene) -> None:
    await scene.world.begin(scene.conductor, scene.world.wish("  a red fox \n"))
    assert scene.world.stage.posts[0].view.prompt == "a red fox"


async def test_of_two_picks_at_once_one_wins_and_the_other_is_told(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    presses = [world.event(name, Pick(number=number), turn=turn_id(name, 1)) for number in (1, 2)]
    first, second = await asyncio.gather(*map(conductor.handle, presses), return_exceptions=True)
    assert not isinstance(first, BaseException)
    assert isinstance(second, GalleryAnsweredError)
    assert "image 1" in str(second)
    session = await conductor.settled(name)
    assert len(session.answered) == 1
    assert len(session.answered[0].votes) == 1


async def test_a_repeated_event_is_answered_as_repeated_and_counts_once(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    press = world.event(name, Pick(number=1))
    first, *others = await asyncio.gather(*[conductor.handle(press) for _ in range(4)])
    assert [receipt.repeated for receipt in (first, *others)] == [False, True, True, True]
    assert len((await conductor.settled(name)).answered) == 1


async def test_a_repeated_vote_is_answered_as_repeated_though_it_could_count_again(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor, world.wish(rules=BY_STARTER))
    press = world.event(name, Pick(number=1), user=BEN)
    await conductor.handle(press)
    await conductor.handle(world.event(name, Pick(number=2), user=BEN))
    receipt = await conductor.handle(press)
    assert receipt.repeated
    (vote,) = receipt.session.turns[0].votes
    assert vote.key != press.key, "the newer vote stands"


async def test_a_repeated_beginning_begins_nothing(scene: Scene) -> None:
    wish = scene.world.wish()
    first = await scene.conductor.begin(wish)
    again = await scene.conductor.begin(wish)
    assert (again.repeated, again.session.id) == (True, first.session.id)
    await scene.conductor.settled(first.session.id)
    assert len(scene.world.stage.posts) == 1


async def test_refused_acts_change_nothing(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    await world.act(conductor, name, Pick(number=1))
    before = await conductor.look(name)
    with pytest.raises(StaleGalleryError):
        await conductor.handle(world.event(name, Pick(number=1), turn=turn_id(name, 1)))
    with pytest.raises(ForeignSessionError):
        await conductor.handle(world.event(name, Stop(), user=BEN))
    with pytest.raises(UnknownSessionError):
        await conductor.handle(world.event(SessionId("nobody"), Stop()))
    assert await conductor.look(name) == before == await world.store.load(name)


async def test_without_a_yes_nothing_begins_and_nothing_is_voted(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor, world.wish(rules=GROUP))
    no = Consent(user=BEN, purpose=Purpose.RUN, version="1", granted=False, at=1.0)
    await world.store.record_consent(no)
    with pytest.raises(ConsentRequiredError, match="please agree"):
        await conductor.begin(world.wish(user=BEN))
    with pytest.raises(ConsentRequiredError):
        await conductor.handle(world.event(name, Pick(number=1), user=BEN))
    assert len(world.stage.posts) == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", BadPromptError),
        (" \n", BadPromptError),
        ("x" * 2001, BadPromptError),
        ("forbidden", BlockedTextError),
    ],
)
async def test_texts_that_cannot_be_used_are_refused(
    scene: Scene, text: str, error: type[RefusedError]
) -> None:
    world, conductor = scene.world, scene.conductor
    with pytest.raises(error):
        await conductor.begin(world.wish(text))
    name = await world.begin(conductor)
    if text:
        with pytest.raises(error):
            await conductor.handle(world.event(name, Pick(number=1, words=text)))
    assert (await conductor.look(name)).answered == ()


async def test_a_text_check_that_cannot_be_asked_lets_nothing_through(scene: Scene) -> None:
    scene.world.safety.hitch.fail_always(WorkError("down"))
    with pytest.raises(NotNowError, match="could not be checked"):
        await scene.conductor.begin(scene.world.wish())


async def test_images_that_must_be_hidden_are_marked(scene: Scene) -> None:
    world = scene.world
    world.safety.hidden = {TINY_PNGS[0], TINY_PNGS[1], TINY_PNGS[2]}
    await world.begin(scene.conductor)
    tiles = sorted(world.stage.posts[0].view.tiles, key=lambda tile: tile.position)
    for job, tile in zip(world.renderer.jobs, tiles, strict=True):
        assert tile.images[0].spoiler is (job.seed % 5 < 3)


async def test_a_column_of_images_is_rendered_whole_and_no_more_than_allowed_at_once(scene: Scene) -> None:
    world = scene.world
    with world.renderer.hitch.held() as reached:
        receipt = await scene.conductor.begin(world.wish(rules=Rules(images_per_position=3)))
        await asyncio.wait_for(reached.wait(), 5)
        await a_moment()
        assert world.renderer.running == 2
    await scene.conductor.settled(receipt.session.id)
    assert world.renderer.most_at_once == 2
    assert [len(tile.images) for tile in world.stage.posts[0].view.tiles] == [3, 3, 3, 3]


async def test_a_group_decides_when_the_deadline_comes(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    receipt = await conductor.begin(world.wish(rules=BY_DEADLINE))
    name = receipt.session.id
    await a_moment()
    for user, number in ((ANNA, 1), (BEN, 2), (CARLA, 2)):
        await conductor.handle(world.event(name, Pick(number=number), user=user))
    assert isinstance(world.time, StandingTime)
    await world.time.move(59.0)
    assert (await conductor.look(name)).answered == ()
    await world.time.move(1.0)
    session = await conductor.look(name)
    gallery = session.turns[0].gallery
    assert gallery is not None
    assert [turn.outcome and turn.outcome.position for turn in session.answered] == [gallery.order[1]]
    assert len(world.stage.posts) == 2


async def test_long_work_is_told_of_and_the_seconds_of_a_vote_are_not() -> None:
    world = World(time=StandingTime(), limits=Limits(progress_interval_seconds=0.005))
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held():
            await conductor.begin(world.wish(rules=BY_DEADLINE))
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)
    assert len(world.stage.posts) == 1
    assert {(news.duty, news.total) for news in world.stage.progress} == {("render", 4)}


async def test_who_waits_for_a_place_sees_how_many_are_before_them_as_it_is_now() -> None:
    limits = Limits(progress_interval_seconds=0.005, images_at_once=1)
    world = World(time=StandingTime(), limits=limits)
    await world.agree(ANNA, BEN)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held():
            for user in (ANNA, BEN):
                await conductor.begin(world.wish(user=user))
            await asyncio.sleep(0.05)
            assert {news.users_ahead for news in world.stage.progress} == {0, 1}
            assert conductor.images_waiting == 7
        await asyncio.sleep(0.05)
        assert conductor.images_waiting == 0
    assert len(world.stage.posts) == 2


async def test_who_waits_is_told_about_how_long_from_how_long_images_took_lately() -> None:
    world = World(time=StandingTime(), limits=Limits(progress_interval_seconds=0.005, images_at_once=1))
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        with world.renderer.hitch.held():
            session = await begun_and_waiting(world, conductor)
            assert {news.seconds_left for news in world.stage.progress} == {None}
            world.time.now += 10
        await conductor.settled(session)
        world.stage.progress.clear()
        with world.renderer.hitch.held():
            await conductor.handle(world.event(session, Pick(number=1)))
            await asyncio.sleep(0.05)
            told = [news.seconds_left for news in world.stage.progress if news.total]
        await conductor.settled(session)
    # The first image took 10 s, the other three none: 10, 8, 6.4, then 5.12 s an image; four are to come.
    assert told[-1] == pytest.approx(4 * 10 * (1 - NEWEST_WEIGHT) ** 3)


async def begun_and_waiting(world: World, conductor: Conductor) -> SessionId:
    session = (await conductor.begin(world.wish())).session.id
    await asyncio.sleep(0.05)
    return session


async def test_a_vote_while_the_gallery_is_being_posted_posts_nothing_again(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    with world.stage.posting.held() as reached:
        name = (await conductor.begin(world.wish(rules=BY_DEADLINE))).session.id
        await asyncio.wait_for(reached.wait(), 5)
        await conductor.handle(world.event(name, Pick(number=1), user=BEN, turn=turn_id(name, 1)))
        await a_moment()
    await a_moment()
    assert world.stage.posting.calls == 1
    session = await conductor.look(name)
    assert session.phase is Phase.AWAITING_PICK
    assert len(session.turns[0].votes) == 1


async def test_a_deadline_without_votes_lets_the_first_decide(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = (await conductor.begin(world.wish(rules=BY_DEADLINE))).session.id
    await a_moment()
    assert isinstance(world.time, StandingTime)
    await world.time.move(61.0)
    assert (await conductor.look(name)).answered == ()
    await conductor.handle(world.event(name, Pick(number=3), user=CARLA))
    assert len((await conductor.look(name)).answered) == 1


async def test_nothing_that_somebody_wrote_is_logged(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    secret = "grandmother's kitchen"
    with structlog.testing.capture_logs() as logs:
        world.renderer.hitch.fail(RuntimeError(f"cannot draw {secret}"))
        world.likelihood.hitch.fail(WorkError(f"cannot read {secret}"))
        world.stage.closing.fail_always(RuntimeError(secret))
        name = await world.begin(conductor, world.wish(f"a cat in {secret}"))
        await world.act(conductor, name, TryAgain())
        await world.act(conductor, name, Pick(number=1, words=secret))
        await world.act(conductor, name, Stop())
        await a_moment()
    assert {entry["event"] for entry in logs} >= {
        "unexpected error",
        "choice model failed",
        "gallery not closed",
    }
    assert secret not in repr(logs)


async def test_a_platform_that_does_not_run_leaves_its_sessions_owed() -> None:
    world = World(platforms=())
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        name = await world.begin(conductor)
        assert (await conductor.look(name)).phase is Phase.EXPANDING
    assert await world.store.unfinished() == [name]
    async with replace(world, platforms=("fake",)).conductor() as conductor:
        assert (await conductor.settled(name)).phase is Phase.AWAITING_PICK
    async with world.conductor() as conductor:
        await world.act(conductor, name, Pick(number=1))
        assert (await conductor.look(name)).phase is Phase.EXPANDING, "an answer counts all the same"


async def test_a_stranger_is_told_whose_session_it_is_before_being_asked_for_consent(scene: Scene) -> None:
    name = await scene.world.begin(scene.conductor)
    stranger = scene.world.event(name, Pick(number=1), user=UserId("stranger"))
    with pytest.raises(ForeignSessionError):
        await scene.conductor.handle(stranger)


async def test_a_voter_who_has_not_agreed_is_asked_to_and_nothing_is_stored(scene: Scene) -> None:
    name = await scene.world.begin(scene.conductor, scene.world.wish(rules=GROUP))
    vote = scene.world.event(name, Pick(number=1), user=UserId("newcomer"))
    with pytest.raises(ConsentRequiredError):
        await scene.conductor.handle(vote)
    assert await scene.world.store.session_of_event(vote.key) is None
    assert (await scene.conductor.look(name)).turns[0].votes == ()


async def test_a_moderator_who_has_agreed_to_nothing_ends_the_work_of_a_session(scene: Scene) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    with world.renderer.hitch.held() as reached:
        await conductor.handle(world.event(name, Pick(number=1)))
        await reached.wait()
        take_down = world.event(name, TakeDown(), user=UserId("moderator"))
        await conductor.handle(replace(take_down, is_moderator=True))
        session = await conductor.settled(name)
    assert (session.phase, session.ending) == (Phase.CANCELLED, Ending.TAKEN_DOWN)
    assert await world.store.session_of_event(take_down.key) == name
    assert len(world.stage.posts) == 1
