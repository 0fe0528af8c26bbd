"""Trouble: ports that fail, and people who change their mind while work is under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from core.conductor.announcer import Announcer
from core.conductor.asking import ask
from core.conductor.conductor import Conductor
from core.conductor.worker import OUR_FAULT
from core.errors import BadPromptError, TransientError, WorkError
from core.ports import Progress, RenderedImage, RenderJob
from core.types.answers import Act, Cancel, GoOn, Keep, Pick, Stop, TryAgain, Undo
from core.types.identifiers import SessionId, turn_id
from core.types.sessions import Phase, TurnStatus
from core.types.slates import OutcomeMatrix
from tests.fakes.ports import TINY_PNGS, USER_MODEL, Hitch
from tests.fakes.sessions import ANNA
from tests.fakes.world import World, a_moment


@dataclass
class Scene:
    """A world with a conductor at work."""

    world: World
    conductor: Conductor

    def hitch(self, port: str) -> Hitch:
        """A port's hitch, by name."""
        return {
            "expander": self.world.expander.hitch,
            "policy": self.world.policy.hitch,
            "renderer": self.world.renderer.hitch,
            "posting": self.world.stage.posting,
            "delivering": self.world.stage.delivering,
        }[port]

    async def ended(self) -> SessionId:
        """Begin, and stop at the first gallery."""
        name = await self.world.begin(self.conductor)
        await self.world.act(self.conductor, name, Stop())
        return name


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    world = World()
    await world.agree(ANNA)
    async with world.conductor() as conductor:
        yield Scene(world, conductor)


PORTS = {
    "expander": Phase.EXPANDING,
    "policy": Phase.EXPANDING,
    "renderer": Phase.RENDERING,
    "posting": Phase.POSTING,
    "delivering": Phase.DELIVERING,
}


@pytest.mark.parametrize("port", PORTS)
async def test_what_fails_for_a_moment_is_tried_again_and_nobody_notices(scene: Scene, port: str) -> None:
    scene.hitch(port).fail(TransientError("busy"), times=2)
    name = await scene.ended()
    assert (await scene.conductor.look(name)).phase is Phase.FINISHED
    assert scene.world.stage.tellings == []
    assert len(scene.world.time.waits) == 2


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TransientError("The service is busy."), "The service is busy."),
        (WorkError("The service says no."), "The service says no."),
        (RuntimeError("secret detail"), OUR_FAULT),
    ],
)
async def test_what_keeps_failing_is_told_and_can_be_tried_again_at_that_phase(
    scene: Scene, port: str, error: Exception, told: str
) -> None:
    scene.hitch(port).fail_always(error)
    name = (await scene.conductor.begin(scene.world.wish())).session.id
    session = await scene.conductor.settled(name)
    if port == "delivering":
        session = (await scene.world.act(scene.conductor, name, Stop())).session
        session = await scene.conductor.look(name)
    assert session.phase is Phase.FAILED
    assert session.failure is not None
    assert (session.failure.phase, session.failure.told) == (PORTS[port], True)
    assert scene.world.stage.tellings == [told]
    scene.hitch(port).heal()
    await scene.world.act(scene.conductor, name, TryAgain())
    assert (await scene.conductor.look(name)).failure is None
    assert len(scene.world.stage.posts) == 1


async def test_a_failure_that_cannot_be_told_is_told_as_soon_as_it_can(scene: Scene) -> None:
    scene.world.renderer.hitch.fail(WorkError("no"))
    scene.world.stage.telling.fail(WorkError("nobody there"), times=30)
    name = await scene.world.begin(scene.conductor)
    assert scene.world.stage.tellings == ["no"]
    assert scene.world.time.waits.count(scene.world.limits.tell_again_seconds) == 30
    assert await scene.world.store.unfinished() == []
    await scene.world.act(scene.conductor, name, TryAgain())
    assert (await scene.conductor.look(name)).phase is Phase.AWAITING_PICK


async def test_a_failure_that_is_not_told_yet_is_owed_and_can_be_tried_again(scene: Scene) -> None:
    scene.world.renderer.hitch.fail(WorkError("no"))
    with scene.world.stage.telling.held() as reached:
        name = (await scene.conductor.begin(scene.world.wish())).session.id
        await reached.wait()
        assert await scene.world.store.unfinished() == [name]
        await scene.conductor.handle(scene.world.event(name, TryAgain()))
        assert (await scene.conductor.settled(name)).phase is Phase.AWAITING_PICK


@pytest.mark.parametrize("chosen", [(0, 5, 10), (0, 5, 10, 99)])
async def test_a_slate_that_cannot_be_shown_is_a_failure(scene: Scene, chosen: tuple[int, ...]) -> None:
    scene.world.policy.chosen = chosen
    name = await scene.world.begin(scene.conductor)
    assert (await scene.conductor.look(name)).phase is Phase.FAILED
    assert "cannot be shown" in scene.world.stage.tellings[0]


async def test_without_a_choice_model_the_gallery_is_posted_and_teaches_nothing(scene: Scene) -> None:
    scene.world.likelihood.hitch.fail_always(WorkError("down"))
    name = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, name, Pick(number=1))
    assert len(scene.world.stage.posts) == 2
    assert (await scene.conductor.look(name)).turns[0].outcomes is None
    assert await scene.world.store.belief(ANNA, USER_MODEL) is None


async def test_a_choice_model_that_knows_another_number_of_answers_is_not_believed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_few(*_: object) -> OutcomeMatrix:
        return OutcomeMatrix(user_model=USER_MODEL, log_prior=(0.0,), log_probs=((-1.0, -1.0),))

    monkeypatch.setattr(scene.world.likelihood, "outcome_log_probs", too_few)
    name = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, name, Pick(number=4))
    assert len((await scene.conductor.look(name)).answered) == 1


async def test_a_gallery_that_cannot_be_closed_harms_nothing(scene: Scene) -> None:
    scene.world.stage.closing.fail_always(RuntimeError("gone"))
    name = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, name, Pick(number=1))
    await a_moment()
    assert scene.world.stage.closing.calls == 1
    assert len(scene.world.stage.posts) == 2


ACTS: list[tuple[Act, Phase]] = [
    (Cancel(), Phase.CANCELLED),
    (Stop(), Phase.FINISHED),
    (Undo(), Phase.AWAITING_PICK),
    (Keep(number=1), Phase.FINISHED),
]


@pytest.mark.parametrize(("act", "phase"), ACTS)
async def test_changing_ones_mind_while_images_are_made_gives_the_work_up(
    scene: Scene, act: Act, phase: Phase
) -> None:
    world, conductor = scene.world, scene.conductor
    name = await world.begin(conductor)
    jobs = len(world.renderer.jobs)
    with world.renderer.hitch.held() as reached:
        await conductor.handle(world.event(name, Pick(number=1)))
        await asyncio.wait_for(reached.wait(), 5)
        await a_moment()
        await conductor.handle(world.event(name, act, turn=turn_id(name, 1)))
        session = await conductor.settled(name)
        assert session.phase is phase
        assert session.turns[1].status is TurnStatus.UNDONE
        assert world.renderer.running == 0
        assert len(world.renderer.jobs) == jobs + 2, "what waited in the queue was never begun"
    other = await world.begin(conductor)
    assert (await conductor.look(other)).phase is Phase.AWAITING_PICK, "the queue has all its places"


async def test_going_on_while_the_end_is_being_shown_gives_that_up(scene: Scene) -> None:
    name = await scene.world.begin(scene.conductor)
    await scene.world.act(scene.conductor, name, Pick(number=1))
    with scene.world.stage.delivering.held() as reached:
        await scene.conductor.handle(scene.world.event(name, Keep(number=1)))
        await asyncio.wait_for(reached.wait(), 5)
        await scene.conductor.handle(scene.world.event(name, GoOn()))
        assert (await scene.conductor.settled(name)).phase is Phase.AWAITING_PICK
    assert scene.world.stage.deliveries == []


async def test_people_who_wait_see_that_it_is_being_tried_again(scene: Scene) -> None:
    seen = []
    patience = scene.world.limits.patience

    async def look(job: RenderJob) -> RenderedImage:
        seen.append(announcer.progress.retrying)
        if len(seen) == 1:
            raise TransientError("busy")
        return RenderedImage(content=TINY_PNGS[0], media_type="image/png")

    limits = replace(scene.world.limits, patience=replace(patience, sleep=scene.world.time.sleep))
    name = await scene.world.begin(scene.conductor)
    session = await scene.conductor.look(name)
    progress = Progress(duty="render")
    with Announcer(scene.world.stage, session, progress=progress, interval_seconds=None) as announcer:
        await ask(limits, announcer, lambda: look(RenderJob(text="a cat", seed=1, size_pixels=64)))
        assert not announcer.progress.retrying
    assert seen == [False, True]


async def test_candidates_and_slate_are_saved_by_one_commit(scene: Scene) -> None:
    await scene.world.begin(scene.conductor)
    assert scene.world.store.saving.calls == 4, "begun, chosen, rendered, posted"


async def test_candidates_are_kept_where_the_policy_cannot_choose_at_once(scene: Scene) -> None:
    scene.world.policy.hitch.fail(WorkError("no"), times=2)
    name = await scene.world.begin(scene.conductor)
    session = await scene.conductor.look(name)
    assert session.phase is Phase.FAILED
    assert session.turns[0].candidates
    await scene.world.act(scene.conductor, name, TryAgain())
    assert (await scene.conductor.look(name)).phase is Phase.AWAITING_PICK
    assert scene.world.expander.hitch.calls == 1


async def test_a_choice_model_that_is_busy_is_asked_again(scene: Scene) -> None:
    scene.world.likelihood.hitch.fail(TransientError("busy"), times=2)
    name = await scene.world.begin(scene.conductor)
    assert (await scene.conductor.look(name)).turns[0].outcomes is not None


@pytest.mark.parametrize("prompt", ["a \0 cat", "half a \ud83e llama"])
async def test_what_is_no_text_is_refused(scene: Scene, prompt: str) -> None:
    with pytest.raises(BadPromptError, match="no text"):
        await scene.conductor.begin(scene.world.wish(prompt))
