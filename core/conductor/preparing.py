"""Makes the next gallery ahead of need, for the likeliest picks, while nobody has anything to do.

Nothing is decided here: what was made is found again by exactly what was asked for, so that a guess that was
wrong is merely not used. Nothing is stored before somebody asks for it, and memory is bounded.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from core.belief import learn, unknown_person
from core.candidates import Gathered
from core.conductor.fair_queue import FairQueue
from core.conductor.guessing import as_if, likeliest
from core.conductor.settings import Limits, Ports
from core.conversation.requests import expansion_request, render_jobs, slate_request
from core.errors import PastaError
from core.ports import Cost, ExpansionRequest, RenderedImage, RenderJob
from core.types.identifiers import SessionId, account_of
from core.types.sessions import Phase, Session, Turn

log = structlog.get_logger()

MOST_WAITING = 32
"""Sessions whose next gallery waits to be prepared; older ones are passed over."""


@dataclass(slots=True)
class PreparationFigures:
    """Counted since the start: later turns of sessions, those that found all their images, and images."""

    turns: int = 0
    turns_prepared: int = 0
    images_made: int = 0
    images_used: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Waiting:
    """A session whose gallery is looked at, and when it is to be prepared (by the clock)."""

    session: Session
    due: float


@dataclass(slots=True)
class _Made:
    """What has been made ahead for one session's open turn."""

    serial: int
    expansions: dict[ExpansionRequest, Gathered]
    images: dict[RenderJob, asyncio.Task[RenderedImage]]
    is_prepared: bool = False


class Preparation:
    """Prepares sessions one after the other, those that were shown last first."""

    def __init__(self, ports: Ports, limits: Limits, queue: FairQueue, *, clock: Callable[[], float]) -> None:
        self.figures = PreparationFigures()
        self._ports = ports
        self._limits = limits
        self._queue = queue
        self._clock = clock
        self._waiting: OrderedDict[SessionId, _Waiting] = OrderedDict()
        self._made: OrderedDict[SessionId, _Made] = OrderedDict()
        self._current: tuple[SessionId, asyncio.Task[None]] | None = None
        self._runner: asyncio.Task[None] | None = None

    def look(self, session: Session) -> None:
        """Take note of where a session stands now: prepare it, or throw away what it has no use for."""
        if session.phase in {Phase.EXPANDING, Phase.RENDERING}:
            self._stop(session.id)
            return
        turn, made = session.current, self._made.get(session.id)
        is_open = session.phase is Phase.AWAITING_PICK and turn is not None
        if is_open and turn and made and made.serial == turn.serial:
            return
        self._stop(session.id)
        if session.phase is not Phase.POSTING:
            self._drop(session.id)
        if is_open and self._is_wanted(session):
            due = self._clock() + self._limits.prepare_after_seconds
            self._waiting[session.id] = _Waiting(session=session, due=due)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._run_on()

    def expansions(self, session: Session, request: ExpansionRequest) -> Gathered | None:
        """What was written ahead for just that request."""
        self.figures.turns += bool(session.answered)
        made = self._made.get(session.id)
        return made.expansions.get(request) if made else None

    def adopt(
        self, session: Session, jobs: Sequence[RenderJob]
    ) -> dict[RenderJob, asyncio.Task[RenderedImage]]:
        """Those of the jobs that are done or being done; they are not given up any more."""
        made = self._made.get(session.id)
        found = {job: made.images[job] for job in jobs if job in made.images} if made else {}
        for task in found.values():
            self._queue.keep(task)
        if made:
            made.is_prepared = len(found) == len(jobs)
            self.figures.turns_prepared += made.is_prepared
        self.figures.images_used += len(found)
        return found

    def was_prepared(self, session_id: SessionId) -> bool:
        """Whether all images of the gallery that is about to be posted had been begun ahead of need."""
        made = self._made.get(session_id)
        return made is not None and made.is_prepared

    @property
    def images_held(self) -> int:
        """How many images made ahead are in memory, or being made."""
        return sum(len(made.images) for made in self._made.values())

    def forget(self, session_id: SessionId) -> None:
        """Give up whatever belongs to a session."""
        self._stop(session_id)
        self._drop(session_id)

    async def close(self) -> None:
        """Give everything up."""
        self._waiting.clear()
        tasks: list[asyncio.Task[RenderedImage] | asyncio.Task[None]] = [
            task for made in self._made.values() for task in made.images.values()
        ]
        tasks += [self._runner] if self._runner else []
        tasks += [self._current[1]] if self._current else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_wanted(self, session: Session) -> bool:
        has_next = len(session.answered) + 1 < session.turns_allowed
        return self._limits.prepared_picks > 0 and has_next and not self._ports.gathering.primary.costs

    def _run_on(self) -> None:
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run(), name="preparation")

    async def _run(self) -> None:
        while self._waiting:
            await self._quiet()
            now = self._clock()
            due = next((one for one in reversed(self._waiting.values()) if one.due <= now), None)
            if due is not None:
                await self._run_one(self._waiting.pop(due.session.id).session)
            elif self._waiting:
                first = min(one.due for one in self._waiting.values())
                await self._limits.patience.sleep(first - now)

    async def _run_one(self, session: Session) -> None:
        task = asyncio.create_task(self._prepare(session))
        self._current = (session.id, task)
        await asyncio.wait([task])
        self._current = None
        if not task.cancelled() and (error := task.exception()) is not None:
            log.info("not prepared", session=session.id, error=type(error).__name__)

    def _stop(self, session_id: SessionId) -> None:
        """Begin nothing more for a session; images that are being made may still be wanted."""
        self._waiting.pop(session_id, None)
        if self._current and self._current[0] == session_id:
            self._current[1].cancel()

    def _drop(self, session_id: SessionId) -> None:
        made = self._made.pop(session_id, None)
        for task in made.images.values() if made else ():
            task.cancel()

    async def _prepare(self, session: Session) -> None:
        turn = session.current
        assert turn is not None
        made = self._made[session.id] = _Made(serial=turn.serial, expansions={}, images={})
        belief = None
        if session.rules.use_taste:
            belief = await self._ports.beliefs.belief(session.starter, self._ports.likelihood.user_model)
        for position in likeliest(turn, belief, count=self._limits.prepared_picks):
            await self._ports.allowance.check(account_of(session.place), Cost.GPU_SECONDS)
            learnt = None
            if session.rules.use_taste and turn.outcomes is not None:
                known = belief or unknown_person(turn.outcomes.user_model, turn.outcomes.log_prior)
                learnt = learn(known, turn.outcomes.column(position), decay=self._limits.evidence_decay)
            coming = as_if(session, position)
            gathered = await self._gather(coming, made)
            following = replace(_current(coming), candidates=gathered.candidates)
            slate = await self._ports.policy.choose(slate_request(coming, following, learnt or belief))
            await self._render(coming, replace(following, slate=slate), made)

    async def _gather(self, coming: Session, made: _Made) -> Gathered:
        await self._queue.room_ahead_of_need()
        turn = _current(coming)
        request = expansion_request(coming, turn, per_category=self._limits.candidates_per_category)
        gathered = await self._ports.gathering.gather(request, at_least=coming.rules.slate_size)
        made.expansions[request] = gathered
        return gathered

    async def _render(self, coming: Session, turn: Turn, made: _Made) -> None:
        """Make the images of a slate that may come; those that had to be given up are begun again."""
        jobs = render_jobs(coming, turn, size_pixels=self._limits.image_size_pixels)
        missing = [job for row in jobs for job in row if job not in made.images]
        while missing:
            self._make_room(len(missing))
            tasks = [self._begin(job, made, coming) for job in missing]
            begun = [task for task in tasks if task is not None]
            if begun:
                await asyncio.wait(begun)
            was_given_up = any(task.cancelled() for task in begun)
            missing = [job for job in missing if not _is_done(made, job)]
            await (self._quiet() if was_given_up else self._queue.room_ahead_of_need())

    async def _quiet(self) -> None:
        """Wait until nobody has come for a while: in a crowd each gap is short, and somebody's next."""
        while True:
            await self._queue.room_ahead_of_need()
            entered = self._queue.entered
            await self._limits.patience.sleep(self._limits.prepare_after_seconds)
            if self._queue.entered == entered:
                return

    def _begin(self, job: RenderJob, made: _Made, coming: Session) -> asyncio.Task[RenderedImage] | None:
        task = asyncio.create_task(self._image(job, coming))
        if not self._queue.take_ahead_of_need(task, lambda: _give_up(task)):
            task.cancel()
            return None
        task.add_done_callback(self._queue.give_back)
        made.images[job] = task
        return task

    async def _image(self, job: RenderJob, coming: Session) -> RenderedImage:
        image = await self._ports.renderer.render(job)
        self.figures.images_made += 1
        if image.gpu_seconds:
            spent = {Cost.GPU_SECONDS: image.gpu_seconds}
            await self._ports.allowance.spend(account_of(coming.place), spent)
        return image

    def _make_room(self, images: int) -> None:
        """Throw away what was made for the sessions that have waited longest."""
        most = self._limits.prepared_images - images
        while self.images_held > most:
            oldest = next(iter(self._made))
            if self._current and oldest == self._current[0]:
                raise PastaError("No more images are held ahead of need.")
            self._drop(oldest)


def _give_up(task: asyncio.Task[RenderedImage]) -> None:
    task.cancel()


def _is_done(made: _Made, job: RenderJob) -> bool:
    """Whether an image is done with: one that was given up is begun again, a failed one is not."""
    task = made.images.get(job)
    if task is None or not task.done():
        return False
    if task.cancelled() or task.exception() is not None:
        del made.images[job]
    return not task.cancelled()


def _current(session: Session) -> Turn:
    assert session.current is not None
    return session.current
