"""Has the images of a gallery and of the end made: in fair turns, within the day's budget, and stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TypeVar

import structlog

from core.conductor.announcer import Announcer
from core.conductor.asking import ask
from core.conductor.fair_queue import FairQueue, Rank
from core.conductor.preparing import Preparation
from core.conductor.settings import Limits, Ports
from core.conversation.requests import finish_job, render_jobs
from core.errors import BudgetSpentError, PastaError, StorageError, WorkError
from core.ports import Cost, Progress, RenderedImage, RenderJob, Show
from core.texts.catalogue import texts_in
from core.types.galleries import ImageRef
from core.types.identifiers import account_of
from core.types.sessions import Finish, Session, Turn

log = structlog.get_logger()
Answer = TypeVar("Answer")

NEWEST_WEIGHT = 0.2
"""Of the newest image in the estimate of how long one takes."""

LOOK_AGAIN_SECONDS = 60.0
"""How often somebody whose images wait for the next day's budget is looked after."""


class Imaging:
    """Makes images for sessions; it reads sessions and never changes them."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        queue: FairQueue,
        preparation: Preparation,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._ports = ports
        self._limits = limits
        self._queue = queue
        self._preparation = preparation
        self._clock = clock
        self._image_seconds: float | None = None
        self._looks: set[asyncio.Task[None]] = set()

    async def gallery(
        self, session: Session, turn: Turn, announcer: Announcer
    ) -> tuple[tuple[tuple[ImageRef, ...], ...], str | None]:
        """The stored images of a turn's slate, and a line for the people where theirs had to stand back."""
        assert turn.gallery is not None
        order = turn.gallery.order
        jobs = render_jobs(session, turn, size_pixels=self._limits.image_size_pixels)
        announcer.progress = replace(announcer.progress, total=sum(map(len, jobs)))
        announcer.refreshed = lambda progress: self._with_estimate(progress, session)
        ready = self._preparation.adopt(session, [job for row in jobs for job in row])
        rank = (
            await self._rank(session, announcer) if len(ready) < announcer.progress.total else Rank.ORDINARY
        )

        async def make(position: int, column: int) -> ImageRef:
            show = None if column else self._previewing(session, announcer, order.index(position) + 1)
            job = jobs[position][column]
            image = await _adopted(ready.get(job)) or await self._made(session, job, rank, announcer, show)
            return await self._stored(session, image, announcer)

        images = await _all(
            [[make(row, column) for column in range(len(jobs[row]))] for row in range(len(jobs))]
        )
        texts = texts_in(session.rules.language)
        return images, texts.say("notice-budget-behind") if rank is Rank.BEHIND else None

    async def finish(self, session: Session, announcer: Announcer) -> Finish:
        """The kept image refined; the original stays where that cannot be done or strays too far from it.

        Raises `StorageError` alone.
        """
        kept = session.kept
        assert kept is not None
        original = session.turn(kept.serial).images[kept.position][0]
        try:
            picked = await self._ports.images.get(original.hash)
        except StorageError as error:
            log.warning("not refined", session=session.id, error=type(error).__name__)
            return Finish(image=None)
        try:
            await self._ports.allowance.check(account_of(session.place), Cost.GPU_SECONDS)
            job = finish_job(session, picked, size_pixels=self._limits.image_size_pixels)
            async with self._queue.place_for(session.starter):
                refined = await ask(self._limits, announcer, lambda: self._ports.renderer.finish(job))
            if refined is None:
                return Finish(image=None)
            await self._spend(session, refined)
            if await self._is_far(picked, refined.content):
                log.info("refined image strayed", session=session.id)
                return Finish(image=None)
            return Finish(image=await self._stored(session, refined, announcer))
        except WorkError as error:
            log.warning("not refined", session=session.id, error=type(error).__name__)
            return Finish(image=None)

    def _previewing(self, session: Session, announcer: Announcer, number: int) -> Show:
        """Lets people see the image at that number while it is being made, where it may be seen unasked."""

        def show(preview: bytes) -> None:
            look = asyncio.create_task(self._preview(session, announcer, number, preview))
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)

        return show

    async def _preview(self, session: Session, announcer: Announcer, number: int, preview: bytes) -> None:
        try:
            risk = await self._ports.safety.image_risk(preview)
        except PastaError as error:
            log.info("preview not shown", session=session.id, error=type(error).__name__)
            return
        if risk <= session.rules.hides_images_above:
            previews = {**announcer.progress.previews, number: preview}
            announcer.progress = replace(announcer.progress, previews=previews)

    async def _rank(self, session: Session, announcer: Announcer) -> Rank:
        """Where the session stands in the queue; waits for the next day where nothing is left for anybody."""
        account = account_of(session.place)
        while True:
            try:
                await self._ports.allowance.check(account, Cost.GPU_SECONDS)
            except BudgetSpentError as error:
                if not error.in_total:
                    return Rank.BEHIND
                announcer.progress = replace(announcer.progress, waits_until=error.renewed_at)
                left = max(0.0, error.renewed_at - self._clock())
                await self._limits.patience.sleep(min(left, LOOK_AGAIN_SECONDS))
            else:
                announcer.progress = replace(announcer.progress, waits_until=None)
                return Rank.ORDINARY

    async def _made(
        self, session: Session, job: RenderJob, rank: Rank, announcer: Announcer, show: Show | None
    ) -> RenderedImage:
        async with self._queue.place_for(session.starter, rank):
            began_at = self._clock()
            image = await ask(self._limits, announcer, lambda: self._ports.renderer.render(job, show=show))
            self._note_image(seconds=self._clock() - began_at)
        await self._spend(session, image)
        return image

    async def _spend(self, session: Session, image: RenderedImage) -> None:
        if image.gpu_seconds:
            account = account_of(session.place)
            await self._ports.allowance.spend(account, {Cost.GPU_SECONDS: image.gpu_seconds})

    async def _stored(self, session: Session, image: RenderedImage, announcer: Announcer) -> ImageRef:
        risk = await self._risk(session, image, announcer)
        image_hash = await self._ports.images.put(image)
        announcer.progress = replace(announcer.progress, done=announcer.progress.done + 1)
        is_hidden = risk > session.rules.hides_images_above
        return ImageRef(hash=image_hash, media_type=image.media_type, spoiler=is_hidden)

    async def _risk(self, session: Session, image: RenderedImage, announcer: Announcer) -> float:
        """How likely the image should be hidden; for certain, where nobody could look at it."""
        try:
            return await ask(self._limits, announcer, lambda: self._ports.safety.image_risk(image.content))
        except WorkError as error:
            log.warning("image not checked", session=session.id, error=type(error).__name__)
            return 1.0

    async def _is_far(self, picked: bytes, refined: bytes) -> bool:
        """Whether the refined image is another one; without an encoder the renderer's word is taken."""
        if self._ports.encoder is None:
            return False
        one, other = await self._ports.encoder.encode_images([picked, refined])
        return 1.0 - sum(a * b for a, b in zip(one, other, strict=True)) > self._limits.finish_distance

    def _note_image(self, *, seconds: float) -> None:
        """Learn how long an image takes; older ones count for less and less."""
        known = self._image_seconds
        self._image_seconds = seconds if known is None else known + NEWEST_WEIGHT * (seconds - known)

    def _with_estimate(self, progress: Progress, session: Session) -> Progress:
        seconds_left = None
        if self._image_seconds is not None:
            images = progress.total - progress.done + self._queue.jobs_ahead(session.starter)
            seconds_left = images * self._image_seconds / self._limits.images_at_once
        return replace(
            progress, users_ahead=self._queue.users_ahead(session.starter), seconds_left=seconds_left
        )


async def _adopted(task: asyncio.Task[RenderedImage] | None) -> RenderedImage | None:
    """What was begun ahead of need; nothing where it was given up or has failed."""
    if task is None:
        return None
    await asyncio.wait([task])
    return None if task.cancelled() or task.exception() is not None else task.result()


async def _all(rows: list[list[Coroutine[None, None, ImageRef]]]) -> tuple[tuple[ImageRef, ...], ...]:
    """Every image; the first failure gives the others up and is raised itself."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [[group.create_task(one) for one in row] for row in rows]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return tuple(tuple(task.result() for task in row) for row in tasks)
