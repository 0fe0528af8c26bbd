"""The renderer port on SDXL: it turns jobs into work for a service, and answers into images."""

from __future__ import annotations

from core.ports import FinishJob, RenderedImage, RenderJob, Show
from models.rendering.metadata import PNG_SIGNATURE
from models.rendering.work import FinishWork, RenderWork, SdxlWork
from models.serving.work import Answer, Service


class SdxlRenderer:
    """Has images made by a service; `finishes` says whether kept images are refined."""

    def __init__(self, service: Service[SdxlWork, bytes], *, finishes: bool = True) -> None:
        self._service = service
        self._finishes = finishes

    async def render(self, job: RenderJob, *, show: Show | None = None) -> RenderedImage:
        """Render one image; `show` gets previews where it takes long."""
        work = RenderWork(text=job.text, seed=job.seed, size_pixels=job.size_pixels)
        return _image(await self._service.run(work, show=show))

    async def finish(self, job: FinishJob) -> RenderedImage | None:
        """The picked image, enlarged and refined; `None` where that is not set up."""
        if not self._finishes:
            return None
        made_from = job.job
        work = FinishWork(
            text=made_from.text,
            seed=made_from.seed,
            size_pixels=made_from.size_pixels,
            picked=job.picked,
        )
        return _image(await self._service.run(work))


def _image(answer: Answer[bytes]) -> RenderedImage:
    media_type = "image/png" if answer.result.startswith(PNG_SIGNATURE) else "image/webp"
    return RenderedImage(content=answer.result, media_type=media_type, gpu_seconds=answer.seconds)
