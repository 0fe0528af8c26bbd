"""For who watches the program: is it well, and what has it done."""

from __future__ import annotations

import structlog
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from adapters.web.site import TheSite
from core.errors import StorageError
from core.types.identifiers import UserId

NOBODY = UserId("nobody")

log = structlog.get_logger()

router = APIRouter()


@router.get("/healthz")
async def healthz(site: TheSite) -> Response:
    """Whether the program runs and reaches its storage."""
    uptime = round(site.services.clock() - site.began_at, 1)
    try:
        await site.services.history.sessions_of(NOBODY, limit=1)
    except StorageError as error:
        log.error("storage not reached", error=type(error).__name__, reason=str(error))  # noqa: TRY400
        return JSONResponse({"ok": False, "uptime_seconds": uptime, "storage": "unreachable"}, 503)
    return JSONResponse({"ok": True, "uptime_seconds": uptime})


@router.get("/metrics")
async def metrics(site: TheSite) -> Response:
    """Counters for Prometheus."""
    body, content_type = site.services.metrics()
    return Response(body, headers={"Content-Type": content_type})
