"""What is checked before any request is looked at: whose page asks, for which host, and how much it sends.

Everything that leaves gets the headers that tie a browser down, and no traceback ever leaves.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.access.addresses import came_by_loopback, without_port
from core.conductor.worker import OUR_FAULT, without_message

MOST_BODY_BYTES = 64 * 1024
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
DEFAULT_CACHING = "private, no-cache"

log = structlog.get_logger()


class Guard:
    """The outermost layer of the web page."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: tuple[str, ...], is_https: bool) -> None:
        self._app = app
        self._allowed_hosts = frozenset(host.casefold() for host in allowed_hosts)
        self._schemes = ("https",) if is_https else ("http", "https")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through; see the class."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outlet = Outlet(send)
        refusal = self._refusal(scope)
        if refusal is None and scope["method"] == "POST":
            body = await _body(receive)
            refusal = _too_large() if body is None else None
            receive = _replay(body or b"", receive)
        if refusal is not None:
            await refusal(scope, receive, outlet.send)
            return
        try:
            await self._app(scope, receive, outlet.send)
        except Exception as error:  # noqa: BLE001 - the boundary: a bug ends one request, not the program
            log.error("request failed", method=scope["method"], **without_message(error))  # noqa: TRY400
            if not outlet.has_started:
                await JSONResponse({"message": OUR_FAULT}, 500)(scope, receive, outlet.send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._is_allowed(headers.get("host", ""), scope):
            return PlainTextResponse(
                "This name is not one of this page's. Its operator can add it to the allowed hosts.\n", 421
            )
        if scope["method"] != "POST":
            return None
        if not self._is_own_page(headers):
            return JSONResponse({"message": "That came from another page, so nothing was done."}, 403)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return JSONResponse({"message": "Only JSON is understood here."}, 415)
        if _declared_bytes(headers) > MOST_BODY_BYTES:
            return _too_large()
        return None

    def _is_allowed(self, host: str, scope: Scope) -> bool:
        """Whether the `Host` header names us; the loopback names do where the request came in there."""
        name = without_port(host).casefold()
        return name in self._allowed_hosts or (name in LOOPBACK_NAMES and came_by_loopback(scope))

    def _is_own_page(self, headers: Headers) -> bool:
        """Whether a page of ours asks.

        The scheme may be https where a proxy in front of us speaks it. Without an `Origin`, only the
        browser's own word that the page is of the same origin counts.
        """
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") == "same-origin"
        return origin.casefold() in {f"{scheme}://{headers['host'].casefold()}" for scheme in self._schemes}


class Outlet:
    """Sends a response with our headers, and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_started = False

    async def send(self, message: Message) -> None:
        """Send on."""
        if message["type"] == "http.response.start":
            self.has_started = True
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("Cache-Control", DEFAULT_CACHING)
        await self._send(message)


def _declared_bytes(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _too_large() -> Response:
    return JSONResponse({"message": "That is more text than fits; please make it shorter."}, 413)


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or `None` where it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands the body out first."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
