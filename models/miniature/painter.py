"""The renderer of the small world: reads a text, composes its scene and paints it, in a worker process."""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import WorkError
from core.ports import FinishJob, RenderedImage, RenderJob, Show
from models.serving.work import Onlooker, Service

VERSION = "painter-1"
"""Of what the same text, seed and size look like; it stands in every file, and rises when that changes."""

MODEL = "the small world"
WARMING_PIXELS = 64
LARGEST_PIXELS = 2048
"""Kept pictures are not enlarged beyond this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Painting:
    """One picture to paint, or, `is_enlarged`, the same one at twice its size."""

    text: str
    seed: int
    size_pixels: int
    is_enlarged: bool = False

    @property
    def batch_key(self) -> Hashable:
        """Any pictures may be painted one after another."""
        return None


class PainterEngine:
    """Paints on a processor, whatever the device is called; a picture takes 0.1 to 0.3 s."""

    def __init__(self, device: str = "cpu") -> None:
        """Import and look up everything once, so that the first picture is as quick as the others."""
        painted(Painting(text="a white cat in a meadow", seed=1, size_pixels=WARMING_PIXELS))

    def perform(self, jobs: Sequence[Painting], onlooker: Onlooker) -> Sequence[bytes | WorkError]:
        """Paint each as a PNG; those that nobody waits for any more are left out."""
        return [painted(job) if onlooker.is_wanted() else WorkError("No longer wanted.") for job in jobs]

    def memory_bytes(self) -> Mapping[str, int]:
        """What the process takes."""
        from models.serving.process import resident_bytes

        return {"resident": resident_bytes()}


class ScenePainter:
    """Has pictures painted by a service, because the rasteriser holds the interpreter while it works.

    With `enlarges`, a kept picture is painted again at twice its size: the same drawing, sharper.
    """

    def __init__(self, service: Service[Painting, bytes], *, enlarges: bool = False) -> None:
        self._service = service
        self._enlarges = enlarges

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render one PNG image; there is nothing to see of it before it is there."""
        return await self._made(Painting(text=job.text, seed=job.seed, size_pixels=job.size_pixels))

    async def finish(self, job: FinishJob) -> RenderedImage | None:
        """The picked picture at twice its size, or at most 2048 pixels; `None` where it stays as it is."""
        size = job.job.size_pixels
        if not self._enlarges or size >= LARGEST_PIXELS:
            return None
        return await self._made(
            Painting(text=job.job.text, seed=job.job.seed, size_pixels=size, is_enlarged=True)
        )

    async def _made(self, painting: Painting) -> RenderedImage:
        answer = await self._service.run(painting)
        return RenderedImage(content=answer.result, media_type="image/png")


def painted(job: Painting) -> bytes:
    """The PNG of one job, which says what it was made from; what the text leaves open, its seed decides."""
    from models.miniature.language.completing import complete
    from models.miniature.language.reading import read
    from models.miniature.painting import paint
    from models.miniature.styles.registry import GRIDS
    from models.rendering.metadata import Made, this_program, with_metadata

    scene = complete(read(job.text), job.seed)
    size = job.size_pixels
    larger = min(2 * size, LARGEST_PIXELS) if job.is_enlarged else size
    if larger != size and scene.style in GRIDS:
        picture = _with_larger_cells(paint(scene, job.seed, size), larger)
    else:
        picture = paint(scene, job.seed, larger)
    made = Made(
        prompt=job.text, seed=job.seed, model=MODEL, model_hash=VERSION, preset="", program=this_program()
    )
    return with_metadata(picture, made)


def _with_larger_cells(picture: bytes, size: int) -> bytes:
    """A picture of coarse cells, enlarged as it is: painted anew, another number of cells would fit."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        opened.resize((size, size), Image.Resampling.NEAREST).save(out, format="PNG")
    return out.getvalue()
