"""Sharing a recap: its owner gives the link out and takes it back; whoever has it may look."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from adapters.web.bodies import ShareBody
from adapters.web.recaps import RecapKind, as_shared, has_hidden, told_by
from adapters.web.routes.pictures import recap_response
from adapters.web.screen import final_of
from adapters.web.site import OwnSession, Site, TheSite
from adapters.web.stage import Changed
from core.errors import NotNowError, UnknownSessionError
from core.recap import recap_of
from core.types.identifiers import ShareToken
from core.types.sessions import Session

UNLISTED = {"X-Robots-Tag": "noindex, nofollow"}
TOKEN = re.compile("[A-Za-z0-9_-]{1,128}")

router = APIRouter()


@router.post("/sessions/{session_id}/share")
async def share(body: ShareBody, session: OwnSession, site: TheSite) -> Response:
    """Give the link, or take it back, and let the session's other pages know."""
    if not body.shared:
        await site.services.shares.unshare(session.id)
        site.services.stage.publish(session.id, Changed())
        return JSONResponse({"shared": False, "link": None})
    if not recap_of(session):
        raise NotNowError("refused-nothing-to-share")
    token = await site.services.shares.share(session.id, told_by(session))
    site.services.stage.publish(session.id, Changed())
    return JSONResponse({"shared": True, "link": f"/shared/{token}"})


@router.get("/shared/{token}")
async def shared_page(token: str, request: Request, site: TheSite) -> Response:
    """A recap as everybody sees it who has the link; nothing but the prompt where all was taken back."""
    session = await _shared(site, token)
    final = final_of(session)
    response = site.page(
        "shared.html",
        prompt=session.prompt,
        turns=len(session.answered),
        text=None if final is None else final.text,
        has_recap=bool(recap_of(session)),
        has_hidden=has_hidden(session),
        is_found=final is not None and final.is_kept,
        link=f"/shared/{token}",
        address=f"{_own_address(request, site)}/shared/{token}",
    )
    response.headers.update(UNLISTED)
    return response


@router.get("/shared/{token}/recap.{kind}")
async def shared_recap(token: str, site: TheSite, kind: RecapKind) -> Response:
    """The recap's picture or loop."""
    response = await recap_response(site, await _shared(site, token), kind)
    response.headers.update(UNLISTED)
    return response


async def _shared(site: Site, token: str) -> Session:
    """The session, as it was when it was shared."""
    if not TOKEN.fullmatch(token):
        raise HTTPException(404)
    share = await site.services.shares.shared_under(ShareToken(token))
    if share is None:
        raise HTTPException(404)
    try:
        return as_shared(await site.services.conductor.look(share.session), share.recap)
    except UnknownSessionError:
        raise HTTPException(404) from None


def _own_address(request: Request, site: Site) -> str:
    scheme = "https" if site.options.is_https else request.url.scheme
    return f"{scheme}://{request.headers['host']}"
