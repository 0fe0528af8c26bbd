"""What Discord's refusals mean to the conversation: gone, not now, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from core.errors import TransientError, WorkError


class GoneError(WorkError):
    """The message or channel does not exist any more."""


class NotAllowedError(WorkError):
    """The bot may not do that there; `code` is Discord's."""

    def __init__(self, code: int) -> None:
        super().__init__("Discord does not let me do that in this channel: a permission is missing.")
        self.code = code


@contextmanager
def readable_failures() -> Iterator[None]:
    """Raise `GoneError`, `NotAllowedError`, `TransientError` or `WorkError` for what discord.py raises."""
    try:
        yield
    except discord.NotFound as error:
        raise GoneError("The message or channel is not there any more.") from error
    except discord.Forbidden as error:
        raise NotAllowedError(error.code) from error
    except discord.RateLimited as error:
        raise TransientError("Discord asks for patience.", retry_after_seconds=error.retry_after) from error
    except discord.HTTPException as error:
        if error.status == HTTP_TOO_MANY or error.status >= HTTP_SERVER_ERROR:
            raise TransientError("Discord is in trouble just now.") from error
        raise WorkError("Discord did not accept the message.") from error
    except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError) as error:  # the last: a closed client
        raise TransientError("Discord cannot be reached just now.") from error


HTTP_TOO_MANY = 429
HTTP_SERVER_ERROR = 500
