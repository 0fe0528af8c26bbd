"""What is refused before it is looked at, and the headers that everything carries."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from adapters.web.access.guard import MOST_BODY_BYTES
from tests.fakes.website import ADDRESS, HOST, Browser, Site

CONSENT = b'{"agreed": true}'
JSON = {"Content-Type": "application/json"}


async def send(anna: Browser, headers: dict[str, str], content: bytes = CONSENT) -> httpx.Response:
    return await anna.http.post("/consent", content=content, headers={**JSON, **headers})


@pytest.mark.parametrize("host", ["evil.test", "pasta.test.evil.test", "localhost", "127.0.0.1", ""])
async def test_a_request_for_another_host_is_refused_with_a_clear_line(anna: Browser, host: str) -> None:
    response = await anna.get("/", Host=host)
    assert response.status_code == 421
    assert "not one of this page's" in response.text


@pytest.mark.parametrize("host", [HOST, f"{HOST}:8000", HOST.upper()])
async def test_an_allowed_host_is_let_through_whatever_its_port(anna: Browser, host: str) -> None:
    assert (await anna.get("/", Host=host)).status_code == 200


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"])
async def test_loopback_names_are_allowed_where_the_request_came_by_loopback(site: Site, host: str) -> None:
    for address, status in (("127.0.0.1", 200), ("[::1]", 200), ("10.0.0.7", 421)):
        transport = httpx.ASGITransport(app=site.app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{address}") as client:
            assert (await client.get("/", headers={"Host": host})).status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.test"},
        {"Origin": f"{ADDRESS}.evil.test"},
        {"Origin": f"{ADDRESS}:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.test", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_what_another_page_sends_changes_nothing(
    site: Site, anna: Browser, headers: dict[str, str]
) -> None:
    response = await send(anna, headers)
    assert response.status_code == 403
    assert "another page" in response.json()["message"]
    assert not site.world.store._people


@pytest.mark.parametrize(
    "headers", [{"Origin": ADDRESS}, {"Origin": f"https://{HOST}"}, {"Sec-Fetch-Site": "same-origin"}]
)
async def test_what_our_own_page_sends_counts(anna: Browser, headers: dict[str, str]) -> None:
    assert (await send(anna, headers)).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
async def test_only_json_is_understood(anna: Browser, kind: str) -> None:
    assert (await send(anna, {"Origin": ADDRESS, "Content-Type": kind})).status_code == 415


async def test_json_with_a_charset_is_json(anna: Browser) -> None:
    response = await send(anna, {"Origin": ADDRESS, "Content-Type": "application/json; charset=utf-8"})
    assert response.status_code == 200


async def test_too_large_a_body_is_refused_whether_or_not_its_length_is_declared(anna: Browser) -> None:
    async def pieces() -> Any:  # noqa: ANN401 - an async generator of bytes
        for _ in range(MOST_BODY_BYTES // 1024 + 1):
            yield b" " * 1024

    headers = {**JSON, "Origin": ADDRESS}
    for content in (b" " * (MOST_BODY_BYTES + 1), pieces()):
        response = await anna.http.post("/consent", content=content, headers=headers)
        assert response.status_code == 413
        assert "shorter" in response.json()["message"]


async def test_a_body_of_just_the_limit_is_read(anna: Browser) -> None:
    content = CONSENT + b" " * (MOST_BODY_BYTES - len(CONSENT))
    assert (await send(anna, {"Origin": ADDRESS}, content)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/page.css", "/healthz", "/sessions/1/view"])
async def test_everything_carries_the_headers_that_tie_a_browser_down(anna: Browser, path: str) -> None:
    headers = (await anna.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_refusals_carry_the_headers_too(anna: Browser) -> None:
    for response in (await anna.get("/", Host="evil.test"), await send(anna, {})):
        assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_bug_is_answered_kindly_and_logged_without_its_message(
    site: Site, anna: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the prompt was a white cat")

    await anna.agree()
    monkeypatch.setattr(site.world.store, "sessions_of", broken)
    response = await anna.get("/")
    assert response.status_code == 500
    assert "logged" in response.json()["message"]
    logged = capsys.readouterr().out
    assert "RuntimeError" in logged
    assert "white cat" not in logged + response.text


async def test_there_are_no_pages_about_the_interface(anna: Browser) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await anna.get(path)).status_code == 404
