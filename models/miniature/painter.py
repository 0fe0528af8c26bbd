"""The renderer of the small world: reads a text, composes its scene and paints it, in a worker process."""

from __future__ import annotations

from core.ports import FinishJob, RenderedImage, RenderJob, Show
from models.serving.processes import WorkerProcesses

WARMING_PIXELS = 64


class ScenePainter:
    """Paints in worker processes, because the rasteriser holds the interpreter while it works."""

    def __init__(self, processes: WorkerProcesses) -> None:
        self._processes = processes

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render one PNG image; raises `TransientError` where the painting process was stopped meanwhile."""
        return RenderedImage(content=await self._processes.run(painted, job), media_type="image/png")

    async def finish(self, job: FinishJob) -> RenderedImage | None:
        """Nothing: a picked picture is final."""
        return None


def painted(job: RenderJob) -> bytes:
    """The PNG of one job: what the text leaves open, its seed decides."""
    from models.miniature.language.completing import complete
    from models.miniature.language.reading import read
    from models.miniature.painting import paint

    return paint(complete(read(job.text), job.seed), job.seed, job.size_pixels)


def prepare_to_paint() -> None:
    """Import and look up everything once, so that the first picture is as quick as the others."""
    painted(RenderJob(text="a white cat in a meadow", seed=1, size_pixels=WARMING_PIXELS))
