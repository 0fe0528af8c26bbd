"""What an HTTP status comes to."""

from __future__ import annotations

import pytest

from adapters.expanders.failures import HttpFailure, Whom, failure_of
from core.errors import TransientError, WorkError

WHOM = Whom(model="m", endpoint="https://user:secret@example.org/v1", key_name="MY_KEY", key="k-123")


def failed(
    status: int, body: object = None, *, is_quotable: bool = False, headers: dict[str, str] | None = None
) -> WorkError:
    answer = HttpFailure(status=status, body=body, headers=headers or {})
    return failure_of(answer, WHOM, is_quotable=is_quotable)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 529])
def test_what_passes_by_itself_is_transient(status: int) -> None:
    error = failed(status)
    assert isinstance(error, TransientError)
    assert error.retry_after_seconds is None
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422])
def test_what_does_not_is_final(status: int) -> None:
    assert not isinstance(failed(status), TransientError)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250"}, 0.25),
        (
            {"retry-after": "Sat, 21 Nov 2026 10:00:12 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"},
            12.0,
        ),
        (
            {"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"},
            0.0,
        ),
        ({"retry-after": "Sat, 21 Nov 2026 10:00:12 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_the_wait_that_is_asked_for_is_understood(headers: dict[str, str], seconds: float | None) -> None:
    error = failed(429, headers=headers)
    assert isinstance(error, TransientError)
    assert error.retry_after_seconds == seconds


def test_a_wait_that_nobody_would_sit_out_is_final() -> None:
    assert isinstance(failed(503, headers={"retry-after": "20"}), TransientError)
    error = failed(503, headers={"retry-after": "21"})
    assert not isinstance(error, TransientError)
    assert "21 s" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        None,
        "a page",
        [],
        [3],
        {"error": "text"},
        {"error": {"details": "text", "message": None}},
        {"error": {"details": [None, {"@type": 3}, {"@type": "x.RetryInfo", "retryDelay": None}]}},
        {"error": {"details": [{"@type": "x.QuotaFailure", "violations": ["text", {"quotaId": None}]}]}},
    ],
)
def test_any_body_will_do(body: object) -> None:
    assert isinstance(failed(429, body, is_quotable=True), TransientError)
    assert not isinstance(failed(400, body, is_quotable=True), TransientError)


def test_an_error_in_a_list_is_read_like_one_alone() -> None:
    body = [
        {
            "error": {
                "status": "INVALID_ARGUMENT",
                "details": [{"@type": "a.ErrorInfo", "reason": "API_KEY_INVALID"}],
            }
        }
    ]
    assert "refuses the key in the environment variable MY_KEY (400 INVALID_ARGUMENT)" in str(
        failed(400, body)
    )


def test_identifiers_are_told_and_prose_is_not() -> None:
    body = {
        "error": {
            "message": "you wrote: a cat",
            "type": "invalid_request_error",
            "code": "a cat!",
            "param": "n",
        }
    }
    assert "(400 invalid_request_error n)" not in str(failed(400, body))
    assert "(400 invalid_request_error)" in str(failed(400, body))
    assert "a cat" not in str(failed(400, body))


def test_what_is_quoted_is_short_and_without_the_key() -> None:
    body = {"error": {"message": "no k-123 here\n" + "x" * 1000}}
    told = str(failed(401, body, is_quotable=True))
    assert "It says: no … here xxx" in told
    assert len(told) < 500
    assert isinstance(failed(503, body, is_quotable=True), TransientError)


def test_an_address_is_told_without_what_is_secret_in_it() -> None:
    assert "at https://example.org cannot" in str(failed(500))
    assert "k-123" not in repr(WHOM)
