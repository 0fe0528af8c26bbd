"""The program with its page, every piece of work slow enough to be killed in.

Run as `python -m tests.fakes.crash.page_program` in a folder with a config.yaml; all else is as in
`pasta run`. While a file `break` lies there, no picture can be painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.logs import configure_logging
from bot.metrics import Metrics
from bot.run import run_everything
from bot.settings import load_settings
from core.conductor.settings import Ports
from core.conversation.gallery import GalleryView
from core.errors import StorageError, WorkError
from core.ports import (
    Expander,
    ExpansionRequest,
    FinishJob,
    PostedMessages,
    Progress,
    RenderedImage,
    Renderer,
    RenderJob,
    Show,
    Stage,
)
from core.types.sessions import Session
from core.types.slates import Expansion

MOMENT_SECONDS = 0.6


def is_broken() -> bool:
    """Whether pictures cannot be painted just now."""
    return Path("break").exists()


class SlowExpander:
    """Takes a moment."""

    def __init__(self, expander: Expander) -> None:
        self.source = expander.source
        self.costs = expander.costs
        self._expander = expander

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """Expand after a moment."""
        await asyncio.sleep(MOMENT_SECONDS)
        return await self._expander.expand(request)


class SlowRenderer:
    """Takes a moment for each image, and fails while it is told to."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    async def finish(self, job: FinishJob) -> RenderedImage | None:
        """Finish at once."""
        return await self._renderer.finish(job)

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render after a moment."""
        await asyncio.sleep(MOMENT_SECONDS / 2)
        if is_broken():
            raise WorkError("The pictures could not be painted.")
        return await self._renderer.render(job, show=show)


class SlowStage:
    """Takes a moment to post and to deliver."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Post, and be slow to say so."""
        posted = await self._stage.post_gallery(session, view)
        await asyncio.sleep(MOMENT_SECONDS)
        return posted

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Close at once."""
        await self._stage.close_gallery(session, view)

    async def deliver(self, session: Session) -> None:
        """Deliver, and be slow to say so."""
        await self._stage.deliver(session)
        await asyncio.sleep(MOMENT_SECONDS)

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """Tell at once."""
        await self._stage.tell(session, news)


class SlowMetrics(Metrics):
    """Looks on at ports that are slow."""

    def look_on(self, ports: Ports) -> Ports:
        """The same ports, slowed down and counted."""
        slow = replace(
            ports,
            gathering=replace(ports.gathering, primary=SlowExpander(ports.gathering.primary)),
            renderer=SlowRenderer(ports.renderer),
            stages={name: SlowStage(stage) for name, stage in ports.stages.items()},
        )
        return super().look_on(slow)


if __name__ == "__main__":
    settings = load_settings(None)
    configure_logging(settings.logging)
    run_everything(settings=settings, config=None, metrics=SlowMetrics())
