"""Posts galleries in the best way that a channel takes."""

from __future__ import annotations

import structlog

from adapters.discord.failures import GoneError
from adapters.discord.outlets import Outlet
from adapters.discord.pictures import composite_upload, gallery_uploads
from adapters.discord.sheets import Rendering, Sheet, drawn, possible
from core.conversation.gallery import GalleryView
from core.errors import TransientError, WorkError
from core.ports import ImageStore

log = structlog.get_logger()


async def post(outlet: Outlet, images: ImageStore, view: GalleryView, sheet: Sheet) -> tuple[int, Rendering]:
    """Post in the best way that the channel takes: what one way lacks, a plainer one may not need."""
    *better, plainest = possible(sheet, tuple(Rendering))
    for rendering in better:
        try:
            return await _post_as(outlet, images, view, sheet, rendering), rendering
        except (TransientError, GoneError):
            raise
        except WorkError as error:
            log.warning("rendering refused", rendering=rendering, reason=str(error))
    return await _post_as(outlet, images, view, sheet, plainest), plainest


async def _post_as(
    outlet: Outlet, images: ImageStore, view: GalleryView, sheet: Sheet, rendering: Rendering
) -> int:
    if rendering is Rendering.COMPOSITE:
        uploads = [await composite_upload(view, images)]
    else:
        uploads = await gallery_uploads(view, images)
    return await outlet.send(drawn(sheet, rendering), uploads, nonce=view.nonce)
