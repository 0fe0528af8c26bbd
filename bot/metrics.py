"""What the running program counts and times, for Prometheus: numbers only, about nobody in particular.

It looks on: a session store and a renderer are wrapped, and say what passes through them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.studio_metrics import StudioCollector, StudioSources
from core.budget import BudgetAlarm
from core.conductor.settings import Ports
from core.ports import FinishJob, RenderedImage, Renderer, RenderJob, SessionStore, Show
from core.types.identifiers import EventKey, SessionId
from core.types.sessions import Phase, Session
from core.types.work import Change

SECONDS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
DELAYS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
SAMPLING_SECONDS = 0.05
MOST_TIMED = 10_000


class Metrics:
    """The numbers of one program, in a registry of their own."""

    def __init__(self, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self.registry = CollectorRegistry()
        for collector in (GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR):
            self.registry.register(collector)
        self._clock = clock
        here = self.registry
        self._answers = Counter("pasta_answers", "What people did", ("platform", "kind"), registry=here)
        self._galleries = Counter("pasta_galleries", "Galleries shown", ("platform",), registry=here)
        self._ends = Counter(
            "pasta_sessions_ended", "Sessions that ended", ("platform", "ending"), registry=here
        )
        self._failures = Counter("pasta_failures", "Turns that failed", ("platform", "phase"), registry=here)
        self._gallery_seconds = Histogram(
            "pasta_gallery_seconds",
            "From an answer to its next gallery",
            ("platform",),
            buckets=SECONDS,
            registry=here,
        )
        self._next_seconds = Histogram(
            "pasta_next_gallery_seconds",
            "From an answer to the next gallery, first ones left out; by whether it was made ahead of need",
            ("prepared",),
            buckets=SECONDS,
            registry=here,
        )
        self._alarms = Counter(
            "pasta_budget_alarms", "Limits of which 80 % or all was spent", ("cost", "used_up"), registry=here
        )
        self._image_seconds = Histogram(
            "pasta_image_seconds", "To make one image", buckets=SECONDS, registry=here
        )
        self._image_failures = Counter("pasta_image_failures", "Images that could not be made", registry=here)
        self._waiting = Gauge("pasta_images_waiting", "Images that wait for the renderer", registry=here)
        self._delay = Histogram(
            "pasta_loop_delay_seconds", "How late the event loop is", buckets=DELAYS, registry=here
        )
        self._since: dict[SessionId, float] = {}
        self._was_prepared: Callable[[SessionId], bool] = lambda _: False

    def page(self) -> tuple[bytes, str]:
        """All numbers as Prometheus reads them, and the media type of that text."""
        return generate_latest(self.registry), CONTENT_TYPE_PLAIN_0_0_4

    def look_on(self, ports: Ports) -> Ports:
        """The same ports, counted and timed."""
        return replace(
            ports,
            sessions=_CountedStore(ports.sessions, self.count),
            renderer=_TimedRenderer(ports.renderer, self.time_image),
        )

    def watch_queue(self, images_waiting: Callable[[], int]) -> None:
        """Ask for the length of the queue whenever the numbers are read."""
        self._waiting.set_function(images_waiting)

    def watch_studio(self, sources: StudioSources) -> None:
        """Read what the workers, the budget and the work ahead of need say, whenever the numbers are read."""
        self.registry.register(StudioCollector(sources))
        self._was_prepared = sources.preparation.was_prepared

    def count_alarm(self, alarm: BudgetAlarm) -> None:
        """Count that the operator was told of a limit."""
        self._alarms.labels(alarm.cost, str(alarm.is_used_up).lower()).inc()

    def count(self, change: Change) -> None:
        """Count a step that has been saved."""
        before, after = change.before, change.after
        if change.event is not None:
            self._answers.labels(after.place.platform, change.event.kind).inc()
            self._begin_timing(after.id)
        phase = after.phase
        if before is not None and before.phase is not phase:
            self._count_phase(before.phase, after)

    def time_image(self, seconds: float | None) -> None:
        """Note how long an image took, or (`None`) that it could not be made."""
        if seconds is None:
            self._image_failures.inc()
        else:
            self._image_seconds.observe(seconds)

    @asynccontextmanager
    async def loop_watched(self) -> AsyncIterator[None]:
        """Sample the delay of the event loop meanwhile."""
        task = asyncio.create_task(self._sample_delay(), name="loop delay")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    def _begin_timing(self, session_id: SessionId) -> None:
        if len(self._since) >= MOST_TIMED:
            self._since.clear()
        self._since[session_id] = self._clock()

    def _count_phase(self, before: Phase, after: Session) -> None:
        platform = after.place.platform
        if after.phase is Phase.AWAITING_PICK and before is Phase.POSTING:
            self._galleries.labels(platform).inc()
            if (since := self._since.pop(after.id, None)) is not None:
                self._time_gallery(after, self._clock() - since)
        elif after.phase is Phase.FAILED:
            assert after.failure is not None
            self._failures.labels(platform, after.failure.phase).inc()
        elif after.phase in {Phase.FINISHED, Phase.CANCELLED}:
            self._ends.labels(platform, after.ending or after.phase).inc()
            self._since.pop(after.id, None)

    def _time_gallery(self, session: Session, seconds: float) -> None:
        self._gallery_seconds.labels(session.place.platform).observe(seconds)
        if session.answered:
            prepared = "yes" if self._was_prepared(session.id) else "no"
            self._next_seconds.labels(prepared).observe(seconds)

    async def _sample_delay(self) -> None:
        while True:
            due = self._clock() + SAMPLING_SECONDS
            await asyncio.sleep(SAMPLING_SECONDS)
            self._delay.observe(max(0.0, self._clock() - due))


class _CountedStore:
    """A SessionStore that passes everything on, and says what was saved."""

    def __init__(self, store: SessionStore, count: Callable[[Change], None]) -> None:
        self._store = store
        self._count = count

    async def load(self, session_id: SessionId) -> Session | None:
        """The session as it was last saved."""
        return await self._store.load(session_id)

    async def save(self, change: Change) -> None:
        """Save a step, then count it."""
        await self._store.save(change)
        self._count(change)

    async def unfinished(self) -> Sequence[SessionId]:
        """The sessions that owe their people something."""
        return await self._store.unfinished()

    async def session_of_event(self, key: EventKey) -> SessionId | None:
        """The session that a saved event went to."""
        return await self._store.session_of_event(key)


class _TimedRenderer:
    """A Renderer that passes everything on, and says how long it took."""

    def __init__(self, renderer: Renderer, time_image: Callable[[float | None], None]) -> None:
        self._renderer = renderer
        self._time_image = time_image

    async def finish(self, job: FinishJob) -> RenderedImage | None:
        """The picked image, refined."""
        return await self._renderer.finish(job)

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render one image, timed."""
        began = time.perf_counter()
        try:
            image = await self._renderer.render(job, show=show)
        except Exception:
            self._time_image(None)
            raise
        self._time_image(time.perf_counter() - began)
        return image
