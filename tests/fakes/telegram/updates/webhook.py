"""Updates that are carried to the bot's own server, in order, again and again until it takes them."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram.world.users import Payload
from tests.fakes.telegram.world.world import World

PORTS = (443, 80, 88, 8443)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOK_AGAIN_SECONDS = 0.25
LOCAL = "127.0.0.1"


@dataclass(kw_only=True)
class Webhook:
    """The address that the bot named, and how the last deliveries there went."""

    world: World
    takes_local: bool = False
    """Whether http to this machine is taken, on any port; Telegram takes neither."""
    ports: tuple[int, ...] = PORTS
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error: tuple[int, str] | None = None
    _carrier: asyncio.Task[None] | None = field(default=None)

    def problem(self, url: str, secret_token: str | None) -> str | None:
        """Why an address cannot be taken, in Telegram's words."""
        if secret_token is not None and not re.fullmatch(r"[A-Za-z0-9_-]*", secret_token):
            return "secret token contains unallowed characters"
        if secret_token is not None and not 1 <= len(secret_token) <= 256:
            return "secret token must be 1-256 characters"
        parts = urlsplit(url)
        if self.takes_local and parts.hostname == LOCAL:
            return None
        if parts.scheme != "https" or not parts.hostname:
            return "bad webhook: An HTTPS URL must be provided for webhook"
        if (parts.port or 443) not in self.ports:
            return "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        return None

    async def set(self, url: str, *, secret_token: str | None = None, max_connections: int = 40) -> None:
        """Carry updates to an address from now on; to none where it is empty."""
        await self.stop()
        self.url, self.secret_token, self.max_connections = url, secret_token, max_connections
        self.last_error = None
        if url:
            self._carrier = asyncio.create_task(self._carry())
        self.world.changed()

    async def stop(self) -> None:
        """Carry nothing any more."""
        if self._carrier is not None:
            self._carrier.cancel()
            with suppress(asyncio.CancelledError):
                await self._carrier
            self._carrier = None

    def info(self) -> Payload:
        """As getWebhookInfo tells it."""
        body: Payload = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates.pending),
        }
        if self.url:
            body |= {"max_connections": self.max_connections, "ip_address": LOCAL}
        if self.world.updates.allowed:
            body["allowed_updates"] = list(self.world.updates.allowed)
        if self.last_error is not None:
            body["last_error_date"], body["last_error_message"] = self.last_error
        return body

    async def _carry(self) -> None:
        updates, wait = self.world.updates, self.first_wait_seconds
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            while True:
                updates.forget_old()
                if not updates.pending:
                    await self.world.change(LOOK_AGAIN_SECONDS)
                    continue
                update = updates.pending[0]
                problem = await self._problem_of(session, update)
                if problem is None:
                    updates.confirm(update["update_id"] + 1)
                    wait = self.first_wait_seconds
                else:
                    self.last_error = int(self.world.clock.now()), problem
                    await self.world.clock.sleep(wait)
                    wait = min(2 * wait, self.longest_wait_seconds)
                self.world.changed()

    async def _problem_of(self, session: aiohttp.ClientSession, update: Payload) -> str | None:
        headers = {} if self.secret_token is None else {SECRET_HEADER: self.secret_token}
        try:
            async with session.post(self.url, json=update, headers=headers, allow_redirects=False) as answer:
                if 200 <= answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            return "Connection refused" if refused else "Connection timed out"
