"""Long polling: one poller at a time, and none while there is a webhook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.telegram.updates.webhook import Webhook
from tests.fakes.telegram.world.users import Payload

LOOK_AGAIN_SECONDS = 0.25
BY_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
BY_WEBHOOK = "terminated by setWebhook request"
EXCLUDED = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class ConflictError(RuntimeError):
    """Somebody else gets the updates; the message is Telegram's."""


@dataclass(kw_only=True)
class Polling:
    """Who polls now."""

    webhook: Webhook
    polls: int = 0

    async def wait(self, *, seconds: float, limit: int, is_gone: Callable[[], bool]) -> list[Payload]:
        """The oldest updates, as soon as there are any; a poll that comes later ends this one."""
        world = self.webhook.world
        if self.webhook.url:
            raise ConflictError(EXCLUDED)
        world.updates.forget_old()
        self.polls += 1
        this_one, deadline = self.polls, world.clock.now() + seconds
        world.changed()
        while not is_gone():
            if self.polls != this_one:
                raise ConflictError(BY_POLLER)
            if self.webhook.url:
                raise ConflictError(BY_WEBHOOK)
            left = deadline - world.clock.now()
            if world.updates.pending or left <= 0:
                return world.updates.pending[:limit]
            await world.change(min(left / world.clock.speed, LOOK_AGAIN_SECONDS))
        return []
