"""Answers that say no, in Telegram's words."""

from __future__ import annotations

from tests.fakes.telegram.world.users import Payload

NAMES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class ApiError(Exception):
    """A refusal; where the request itself breaks a rule, `violation` says so."""

    def __init__(
        self, status: int, words: str = "", *, violation: bool = False, parameters: Payload | None = None
    ) -> None:
        name = NAMES.get(status, "")
        self.status = status
        self.description = ": ".join(part for part in (name, words) if part)
        self.violation = violation
        self.parameters = parameters
        super().__init__(self.description)

    @property
    def body(self) -> Payload:
        """As Telegram writes it."""
        body: Payload = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(words: str) -> ApiError:
    """The state of things does not allow the request."""
    return ApiError(400, words)


def wrong(words: str) -> ApiError:
    """The request breaks a rule, whatever the state of things."""
    return ApiError(400, words, violation=True)


def forbidden(words: str) -> ApiError:
    """The bot may not do that there."""
    return ApiError(403, words)


def too_many(retry_after: int) -> ApiError:
    """The request comes too soon."""
    words = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, words, parameters={"retry_after": retry_after})
