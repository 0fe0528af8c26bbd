"""Posts galleries in the best way that a channel takes, and edits messages together with their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
import structlog

from adapters.discord.failures import GoneError
from adapters.discord.outlets import Outlet
from adapters.discord.pictures import PREVIEWS_NAME, Upload, composite_upload, gallery_uploads
from adapters.discord.sheets import Rendering, Sheet, drawn, possible
from core.bots.showing.recent import Recent
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


class Edits:
    """Edits messages, and remembers which files they hold: an edit that brings one has to name the others."""

    def __init__(self) -> None:
        self._files: Recent[int, Sequence[discord.Attachment]] = Recent()
        self._has_previews: Recent[int, bool] = Recent()

    def can_take_previews(self, number: int) -> bool:
        """Whether it is known what else the message holds."""
        return number in self._files

    def shows_previews(self, number: int) -> bool:
        """Whether the message holds a picture of images that are being made."""
        return number in self._has_previews

    async def edit(
        self,
        outlet: Outlet,
        number: int,
        message: dict[str, Any],
        *,
        previews: Upload | None = None,
        keeps_previews: bool = False,
    ) -> bool:
        """Edit a message of ours; false where it is gone.

        A picture of previews takes the place of the one before it, and goes where it is neither brought nor
        kept.
        """
        files = self._files.get(number) or ()
        if previews is not None:
            message = {**message, "attachments": [*files, previews.file]}
        elif self.shows_previews(number) and not keeps_previews:
            message = {**message, "attachments": list(files)}
        try:
            held = await outlet.edit(number, message)
        except GoneError:
            return False
        others = [one for one in held if one.filename != PREVIEWS_NAME]
        self._files.remember(number, others)
        if len(others) < len(held):
            self._has_previews.remember(number, True)
        else:
            self._has_previews.forget(number)
        return True
