"""For who watches the program: is it well, and what has it done."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from adapters.web.access.addresses import is_from_here
from adapters.web.site import TheSite
from core.errors import StorageError
from core.types.identifiers import UserId

NOBODY = UserId("nobody")
NOT_FROM_HERE = (
    "Metrics are told to programs on this machine only, and not through a proxy. "
    "Run Prometheus here and let it ask at the address that pasta prints when it starts.\n"
)

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
async def metrics(request: Request, site: TheSite) -> Response:
    """Counters for Prometheus, where it runs on this machine and asks for itself."""
    if not is_from_here(request.scope):
        return PlainTextResponse(NOT_FROM_HERE, 403)
    body, content_type = site.services.metrics()
    return Response(body, headers={"Content-Type": content_type})
