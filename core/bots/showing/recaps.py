"""The recap of a session as a file: all galleries with the picks outlined."""

from __future__ import annotations

import asyncio

from core.ports import ImageStore
from core.recap import recap_of, recap_picture
from core.types.sessions import Session


async def recap_file(session: Session, images: ImageStore) -> tuple[bytes, bool]:
    """One PNG of the whole session, and whether the safety check has marked an image in it."""
    rows = recap_of(session)
    hashes = {image.hash for row in rows for image in row.images}
    contents = {image_hash: await images.get(image_hash) for image_hash in hashes}
    picture = await asyncio.to_thread(recap_picture, rows, contents)
    return picture, any(image.spoiler for row in rows for image in row.images)
