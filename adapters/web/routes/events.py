"""News of a session as server-sent events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, replace

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from adapters.web.site import OwnSession, TheSite
from adapters.web.stage import Changed, Listener, News, StorageTrouble, WebStage
from core.ports import Progress
from core.types.identifiers import SessionId

GREETING = "retry: 1000\nevent: changed\ndata: {}\n\n"
HEARTBEAT = ": still here\n\n"

router = APIRouter()


@router.get("/sessions/{session_id}/events")
async def session_events(session: OwnSession, site: TheSite) -> StreamingResponse:
    """`changed`, `progress` and `trouble`, for as long as the page listens; it looks again at the first."""
    return StreamingResponse(
        _stream(site.services.stage, session.id, heartbeat_seconds=site.options.heartbeat_seconds),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _stream(stage: WebStage, session_id: SessionId, *, heartbeat_seconds: float) -> AsyncIterator[str]:
    with stage.listen(session_id) as listener:
        yield GREETING
        async for text in _told(listener, heartbeat_seconds):
            yield text


async def _told(listener: Listener, heartbeat_seconds: float) -> AsyncIterator[str]:
    while not listener.is_over:
        news = await listener.news(patience_seconds=heartbeat_seconds)
        yield "".join(map(event_of, news)) or HEARTBEAT


def event_of(news: News) -> str:
    """One piece of news as an event."""
    if isinstance(news, Changed):
        return "event: changed\ndata: {}\n\n"
    if isinstance(news, StorageTrouble):
        return "event: trouble\ndata: {}\n\n"
    return f"event: progress\ndata: {json.dumps(_told_of(news))}\n\n"


def _told_of(progress: Progress) -> dict[str, object]:
    """Progress without the previews themselves: a page asks for each that it has not seen in this version."""
    plain = asdict(replace(progress, previews={}))
    return {**plain, "previews": {number: version_of(one) for number, one in progress.previews.items()}}


def version_of(preview: bytes) -> str:
    """Tells one preview from the next."""
    return hashlib.blake2b(preview, digest_size=6).hexdigest()
