"""What goes wrong with a language model, in words for the operator and as the core's errors.

A message never holds what a person wrote, nor the key: servers quote both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from core.errors import TransientError, WorkError

LONGEST_WAIT_SECONDS = 20.0
"""Who is told to wait longer than this does not: the request fails for good, and the caller falls back."""

_QUOTED_CHARACTERS = 300
_TRANSIENT = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True, slots=True)
class Whom:
    """Who was asked: the model, where it is, and the environment variable that holds the key."""

    model: str
    endpoint: str
    key_name: str
    key: str = field(repr=False)

    @property
    def host(self) -> str:
        """Where the model is, without anything secret that its address may hold."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    def without_key(self, text: str) -> str:
        """The text with the key taken out, wherever it stands."""
        return text.replace(self.key, "…") if self.key else text


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpFailure:
    """An answer that is an error: its status, its JSON where it has any, and its headers in lower case."""

    status: int
    body: object
    headers: Mapping[str, str]

    @property
    def error(self) -> Mapping[str, Any]:
        """The error object, out of whatever it is wrapped in."""
        body = self.body[0] if isinstance(self.body, list) and self.body else self.body
        error = body.get("error", body) if isinstance(body, Mapping) else {}
        return error if isinstance(error, Mapping) else {}

    def details(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """The details of one kind (`google.rpc`'s error details) that came with the error."""
        details = self.error.get("details")
        for detail in details if isinstance(details, list) else ():
            if isinstance(detail, Mapping) and str(detail.get("@type", "")).endswith(f".{kind}"):
                yield detail

    @property
    def names(self) -> str:
        """The status with the identifiers that came with it; never prose."""
        found = (str(self.error.get(key) or "") for key in ("status", "type", "code", "param"))
        identifiers = [name for name in found if re.fullmatch(r"[A-Za-z][\w.]{1,60}", name)]
        return " ".join([str(self.status), *dict.fromkeys(identifiers)])


def headers_of(headers: Mapping[str, str] | None) -> dict[str, str]:
    """Headers under names in lower case."""
    return {name.lower(): value for name, value in (headers or {}).items()}


def unreachable(whom: Whom) -> TransientError:
    """The connection could not be made, or broke."""
    return TransientError(f"The connection to the language model at {whom.host} failed.")


def unreadable(what: str) -> TransientError:
    """An answer came that is of no use; asked once more, the model may do better."""
    return TransientError(f"The language model's answer is of no use: {what}.")


def too_slow(seconds: float) -> TransientError:
    """No answer came in time."""
    return TransientError(
        f"The language model did not answer within {seconds:g} s (expander.timeout_seconds)."
    )


def blocked(reason: str) -> WorkError:
    """The other side's filters stepped in; the same request would be blocked again."""
    return WorkError(f"The language model's provider did not let this through ({reason}).")


def failure_of(answer: HttpFailure, whom: Whom, *, is_quotable: bool) -> WorkError:
    """The error for an HTTP status; `is_quotable` where the server's own words hold nothing personal."""
    error = _failure(answer, whom)
    prose = str(answer.error.get("message") or "")
    if not is_quotable or not prose:
        return error
    quoted = f"{error} It says: {' '.join(prose.split())[:_QUOTED_CHARACTERS]}"
    if isinstance(error, TransientError):
        return TransientError(whom.without_key(quoted), retry_after_seconds=error.retry_after_seconds)
    return WorkError(whom.without_key(quoted))


def _failure(answer: HttpFailure, whom: Whom) -> WorkError:
    if answer.status == 429 and _is_used_up(answer):
        return WorkError(f"The quota of the key in {whom.key_name} is used up ({answer.names}).")
    if answer.status in _TRANSIENT or answer.status >= 500:
        return _later(answer, whom)
    if answer.status in {401, 403} or any(
        detail.get("reason") == "API_KEY_INVALID" for detail in answer.details("ErrorInfo")
    ):
        return WorkError(
            f"{whom.host} refuses the key in the environment variable {whom.key_name} ({answer.names})."
        )
    if answer.status == 404:
        return WorkError(
            f"{whom.host} has no model {whom.model!r} ({answer.names}): "
            "check expander.model and expander.endpoint."
        )
    return WorkError(f"The language model at {whom.host} refuses the request ({answer.names}).")


def _is_used_up(answer: HttpFailure) -> bool:
    """Whether the quota comes back no sooner than another day, or once somebody pays."""
    if "insufficient_quota" in (answer.error.get("code"), answer.error.get("type")):
        return True
    return any(
        "PerDay" in str(violation.get("quotaId", ""))
        for detail in answer.details("QuotaFailure")
        for violation in detail.get("violations", ())
        if isinstance(violation, Mapping)
    )


def _later(answer: HttpFailure, whom: Whom) -> WorkError:
    wait = _asked_wait_seconds(answer)
    if wait is not None and wait > LONGEST_WAIT_SECONDS:
        return WorkError(f"{whom.host} asks to wait for {wait:.0f} s ({answer.names}), which is too long.")
    return TransientError(
        f"The language model at {whom.host} cannot answer just now ({answer.names}).",
        retry_after_seconds=wait,
    )


def _asked_wait_seconds(answer: HttpFailure) -> float | None:
    """How long the other side asks to wait: by its headers, or by `google.rpc.RetryInfo` (`"12.5s"`)."""
    for detail in answer.details("RetryInfo"):
        if (wait := _number(str(detail.get("retryDelay", "")).removesuffix("s"))) is not None:
            return wait
    if (milliseconds := _number(answer.headers.get("retry-after-ms", ""))) is not None:
        return milliseconds / 1000
    asked = answer.headers.get("retry-after", "")
    if (seconds := _number(asked)) is not None:
        return seconds
    until, now = _moment(asked), _moment(answer.headers.get("date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) else None


def _moment(text: str) -> datetime | None:
    """An HTTP date; with its own `Date` header as the present, the server's clock is the only one."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
