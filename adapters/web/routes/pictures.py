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
from adapters.web.screen import Picture, final_of, image_at
from adapters.web.site import OwnSession, Site, TheSite
from core.conversation.refining import refined_image
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
    return await _shown(site, image_at(session, serial, position, index), if_none_match)


@router.get("/sessions/{session_id}/images/refined/{image_hash}")
async def refined(
    session: OwnSession,
    site: TheSite,
    image_hash: str,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """What the kept image has become; its address names it, so that it never changes either."""
    return await _shown(site, _refined_at(session, image_hash), if_none_match)


@router.get("/sessions/{session_id}/thumbnails/{serial}/{position}/{index}")
async def thumbnail(session: OwnSession, site: TheSite, serial: int, position: int, index: int) -> Response:
    """The same image in small, for lists."""
    return await _thumbnail(site, image_at(session, serial, position, index))


@router.get("/sessions/{session_id}/thumbnails/refined/{image_hash}")
async def refined_thumbnail(session: OwnSession, site: TheSite, image_hash: str) -> Response:
    """What the kept image has become, in small."""
    return await _thumbnail(site, _refined_at(session, image_hash))


@router.get("/sessions/{session_id}/previews/{number}")
async def preview(session: OwnSession, site: TheSite, number: int) -> Response:
    """What there is to see so far of an image that is being made; nothing keeps a copy.

    A page that asks as the image itself comes has made no mistake, so it is told of none.
    """
    content, headers = site.services.stage.preview(session.id, number), {"Cache-Control": "no-store"}
    if content is None:
        return Response(status_code=204, headers=headers)
    return Response(content, media_type="image/jpeg", headers=headers)


@router.get("/sessions/{session_id}/download")
async def download(session: OwnSession, site: TheSite) -> Response:
    """What the session came to, as a file named after the prompt."""
    final = final_of(session)
    return await _download(site, session, None if final is None else final.picture)


@router.get("/sessions/{session_id}/download/original")
async def download_original(session: OwnSession, site: TheSite) -> Response:
    """The picked image that it was refined from, untouched."""
    final = final_of(session)
    return await _download(site, session, None if final is None else final.original, suffix="-original")


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


def _refined_at(session: Session, image_hash: str) -> ImageRef | None:
    found = refined_image(session)
    return found if found is not None and found.hash == image_hash else None


async def _shown(site: Site, found: ImageRef | None, if_none_match: str | None) -> Response:
    if found is None:
        raise HTTPException(404)
    headers = {"ETag": f'"{found.hash}"', "Cache-Control": FOREVER}
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return await _file(site, found, headers)


async def _thumbnail(site: Site, found: ImageRef | None) -> Response:
    if found is None:
        raise HTTPException(404)
    small = await asyncio.to_thread(shrunk, await site.services.images.get(found.hash))
    return Response(small, media_type="image/webp", headers={"Cache-Control": FOREVER})


async def _download(site: Site, session: Session, picture: Picture | None, *, suffix: str = "") -> Response:
    if picture is None:
        raise HTTPException(404)
    kind = SUFFIXES.get(picture.image.media_type, "img")
    name = f"{file_name(session.prompt)}{suffix}.{kind}"
    return await _file(site, picture.image, {"Content-Disposition": f'attachment; filename="{name}"'})


async def _file(site: Site, found: ImageRef, headers: dict[str, str]) -> Response:
    return Response(await site.services.images.get(found.hash), media_type=found.media_type, headers=headers)
