"""Rate limits, and requests that are made to fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.fakes.discord.rest.routes import EMOJI, MESSAGE, MESSAGES, WITHOUT_TOKEN
from tests.fakes.discord.world.clock import Clock

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many requests in so many seconds; routes with the same name share them."""

    name: str
    requests: int
    seconds: float


_WRITE = Limit(name="write", requests=5, seconds=5)
_REACT = Limit(name="react", requests=1, seconds=0.25)
LIKE_DISCORD: Mapping[tuple[str, str], Limit] = {
    ("POST", MESSAGES): _WRITE,
    ("PATCH", MESSAGE): Limit(name="edit", requests=5, seconds=5),
    ("DELETE", MESSAGE): Limit(name="delete", requests=5, seconds=1),
    ("PUT", EMOJI + "/@me"): _REACT,
    ("DELETE", EMOJI + "/@me"): _REACT,
    ("DELETE", EMOJI + "/{user_id}"): _REACT,
    ("POST", "/channels/{channel_id}/threads"): Limit(name="threads", requests=10, seconds=60),
    ("POST", "/users/@me/channels"): Limit(name="direct", requests=10, seconds=10),
}
GLOBAL = Limit(name="global", requests=50, seconds=1)
WIDE = Limit(name="wide", requests=10_000, seconds=1)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a limit says of a request."""

    limit: Limit
    remaining: int
    reset_after: float
    refused: bool = False
    whole_bot: bool = False

    def headers(self, bucket: str, now: float) -> dict[str, str]:
        """As Discord tells it."""
        known = {
            "X-RateLimit-Limit": str(self.limit.requests),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{now + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
        if not self.refused:
            return known
        scope = "global" if self.whole_bot else "user"
        known["X-RateLimit-Scope"] = scope
        return known | ({"X-RateLimit-Global": "true"} if self.whole_bot else {})


@dataclass
class _Window:
    ends: float
    used: int = 0


@dataclass(kw_only=True)
class Limits:
    """Limits per route and for the whole bot; none until some are set."""

    clock: Clock
    per_route: Mapping[tuple[str, str], Limit] = field(default_factory=dict)
    overall: Limit | None = None
    _windows: dict[tuple[str, ...], _Window] = field(default_factory=dict)

    def like_discord(self) -> None:
        """Be as strict as Discord."""
        self.per_route, self.overall = LIKE_DISCORD, GLOBAL

    def judge(self, method: str, template: str, params: Mapping[str, str]) -> Verdict:
        """Count a request and say whether it may pass."""
        if self.overall is not None and not template.startswith(WITHOUT_TOKEN):
            verdict = self._count(self.overall, ("global",), whole_bot=True)
            if verdict.refused:
                return verdict
        limit = self.per_route.get((method, template))
        if limit is None:
            return Verdict(limit=WIDE, remaining=WIDE.requests - 1, reset_after=WIDE.seconds)
        majors = tuple(params[name] for name in MAJOR if name in params)
        return self._count(limit, (limit.name, *majors), whole_bot=False)

    def _count(self, limit: Limit, key: tuple[str, ...], *, whole_bot: bool) -> Verdict:
        now = self.clock.now()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(ends=now + limit.seconds)
        refused = window.used >= limit.requests
        window.used += not refused
        return Verdict(
            limit=limit,
            remaining=limit.requests - window.used,
            reset_after=window.ends - now,
            refused=refused,
            whole_bot=whole_bot,
        )


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Requests whose answers take their time."""

    method: str
    path: str
    seconds: float

    def takes(self, method: str, path: str) -> bool:
        """Whether a request is meant."""
        return self.method in (method, "*") and fnmatchcase(path, self.path)


@dataclass(kw_only=True)
class Failure:
    """Requests that are to fail; `carried_out` ones act, and only their answer is lost."""

    method: str
    path: str
    status: int
    times: int
    code: int
    retry_after: float
    carried_out: bool
    happened: int = 0

    def takes(self, method: str, path: str) -> bool:
        """Whether a request is to fail now; counted when it does."""
        if self.happened >= self.times or self.method != method or not fnmatchcase(path, self.path):
            return False
        self.happened += 1
        return True
