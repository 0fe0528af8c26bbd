"""The recap of a session as a file: all galleries with the picks outlined."""

from __future__ import annotations

import asyncio

from adapters.discord.pictures import Shown, Upload
from core.ports import ImageStore
from core.recap import recap_of, recap_picture
from core.types.sessions import Session


async def recap_upload(session: Session, images: ImageStore) -> Upload:
    """One picture of the whole session."""
    rows = recap_of(session)
    hashes = {image.hash for row in rows for image in row.images}
    contents = {image_hash: await images.get(image_hash) for image_hash in hashes}
    picture = await asyncio.to_thread(recap_picture, rows, contents)
    is_marked = any(image.spoiler for row in rows for image in row.images)
    return Upload(shown=Shown(name="recap.png", alt_text=session.prompt, spoiler=is_marked), content=picture)
