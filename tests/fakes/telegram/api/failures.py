"""Requests that are made to fail, or whose answers take their time."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus

from tests.fakes.telegram.world.users import Payload


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Methods whose answers take their time, `*` for any part of a name."""

    method: str
    seconds: float

    def takes(self, method: str) -> bool:
        """Whether a request is meant."""
        return fnmatchcase(method, self.method)


@dataclass(kw_only=True)
class Failure:
    """Requests that are to fail; `carried_out` ones act, and only their answer is lost."""

    method: str
    status: int
    times: int
    description: str | None
    retry_after: int
    carried_out: bool
    hangs_up: bool = False
    happened: int = 0

    def stop(self) -> None:
        """Let no more requests fail."""
        self.times = self.happened

    def takes(self, method: str) -> bool:
        """Whether a request is to fail now; counted when it does."""
        if self.happened >= self.times or not fnmatchcase(method, self.method):
            return False
        self.happened += 1
        return True

    @property
    def body(self) -> Payload:
        """As Telegram writes it."""
        usual = HTTPStatus(self.status).phrase
        if self.status == 429:
            usual = f"Too Many Requests: retry after {self.retry_after}"
        body: Payload = {
            "ok": False,
            "error_code": self.status,
            "description": self.description or usual,
        }
        return body | ({"parameters": {"retry_after": self.retry_after}} if self.status == 429 else {})
