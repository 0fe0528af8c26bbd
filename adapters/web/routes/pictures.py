"""Images and recaps of one's own sessions."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from adapters.web.recaps import RecapKind
from adapters.web.screen import final_of, image_at
from adapters.web.site import OwnSession, Site, TheSite
from core.errors import StorageUnavailableError
from core.types.galleries import ImageRef
from core.types.sessions import Session

FOREVER = "private, max-age=31536000, immutable"
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
NAME_CHARACTERS = 60
THUMBNAIL_PIXELS = 320

router = APIRouter()


@router.get("/sessions/{session_id}/images/{serial}/{position}/{index}")
async def image(
    session: OwnSession,
    site: TheSite,
    serial: int,
    position: int,
    index: int,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """One image; what stands at an address never changes."""
    found = image_at(session, serial, position, index)
    if found is None:
        raise HTTPException(404)
    headers = {"ETag": f'"{found.hash}"', "Cache-Control": FOREVER}
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return await _file(site, found, headers)


@router.get("/sessions/{session_id}/thumbnails/{serial}/{position}/{index}")
async def thumbnail(session: OwnSession, site: TheSite, serial: int, position: int, index: int) -> Response:
    """The same image in small, for lists."""
    found = image_at(session, serial, position, index)
    if found is None:
        raise HTTPException(404)
    small = await asyncio.to_thread(shrunk, await site.services.images.get(found.hash))
    return Response(small, media_type="image/webp", headers={"Cache-Control": FOREVER})


@router.get("/sessions/{session_id}/download")
async def download(session: OwnSession, site: TheSite) -> Response:
    """What the session came to, as a file named after the prompt."""
    final = final_of(session)
    if final is None:
        raise HTTPException(404)
    serial, position, index = map(int, final.picture.url.split("/")[-3:])
    found = image_at(session, serial, position, index)
    assert found is not None
    name = f"{file_name(session.prompt)}.{SUFFIXES.get(found.media_type, 'img')}"
    return await _file(site, found, {"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/sessions/{session_id}/recap.{kind}")
async def recap(session: OwnSession, site: TheSite, kind: RecapKind) -> Response:
    """The recap of one's own session."""
    return await recap_response(site, session, kind)


async def recap_response(site: Site, session: Session, kind: RecapKind) -> Response:
    """A recap, where there is something to tell."""
    content = await site.recaps.draw(session, kind)
    if content is None:
        raise HTTPException(404)
    return Response(content, media_type=kind.media_type)


def shrunk(content: bytes) -> bytes:
    """An image file as a thumbnail; one that cannot be read raises `StorageUnavailableError`."""
    from PIL import Image

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            small = picture.convert("RGB")
    except OSError as error:
        raise StorageUnavailableError("An image file cannot be read.") from error
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS))
    small.save(out, format="WEBP", quality=82)
    return out.getvalue()


def file_name(prompt: str) -> str:
    """A prompt as the name of a file on any system."""
    words = re.sub(r"[^a-z0-9]+", "-", prompt.casefold()).strip("-")
    return words[:NAME_CHARACTERS].rstrip("-") or "image"


async def _file(site: Site, found: ImageRef, headers: dict[str, str]) -> Response:
    return Response(await site.services.images.get(found.hash), media_type=found.media_type, headers=headers)
