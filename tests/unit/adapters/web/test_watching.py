"""Health and metrics."""

from __future__ import annotations

import httpx
import pytest

from adapters.web.access.addresses import is_from_here
from adapters.web.app import WebOptions
from core.errors import StorageUnavailableError
from tests.fakes.website import COOKIE_KEY, HOST, Browser, Site, WebWorld, running_site


async def test_a_healthy_page_says_so_and_for_how_long_it_has_run(site: Site, anna: Browser) -> None:
    site.world.time.now += 12.34
    response = await anna.get("/healthz")
    assert response.json() == {"ok": True, "uptime_seconds": 12.3}


async def test_without_its_storage_the_page_is_not_well(
    site: Site, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageUnavailableError("/secret/place is gone")

    monkeypatch.setattr(site.world.store, "sessions_of", fail)
    response = await anna.get("/healthz")
    assert response.status_code == 503
    assert response.json()["ok"] is False
    assert "secret" not in response.text


async def asked(site: Site, *, server: str, client: str, **headers: str) -> httpx.Response:
    """What /metrics answers on a connection between two addresses."""
    transport = httpx.ASGITransport(app=site.app, client=(client, 5))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{server}:8000") as http:
        return await http.get("/metrics", headers=headers)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost"])
async def test_metrics_are_passed_on_as_they_are_to_a_program_on_this_machine(site: Site, host: str) -> None:
    response = await asked(site, server="127.0.0.1", client="127.0.0.1", Host=host)
    assert response.text == "pasta_up 1\n"
    assert response.headers["content-type"] == "text/plain; version=0.0.4"


async def test_metrics_are_told_by_ipv6_and_where_the_page_listens_on_another_address_of_this_machine() -> (
    None
):
    hosts = WebOptions(allowed_hosts=("192.0.2.7",), cookie_key=COOKIE_KEY)
    async with running_site(WebWorld(options=hosts)) as site:
        for server, client in (("[::1]", "::1"), ("192.0.2.7", "192.0.2.7")):
            assert (await asked(site, server=server, client=client)).status_code == 200


@pytest.mark.parametrize(
    ("server", "client", "headers"),
    [
        (HOST, "192.0.2.9", {}),
        (HOST, "127.0.0.1", {}),
        ("127.0.0.1", "192.0.2.9", {}),
        ("127.0.0.1", "127.0.0.1", {"Host": HOST}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", "127.0.0.1", {"Via": "1.1 somewhere"}),
    ],
)
async def test_metrics_are_refused_to_others_and_through_a_proxy_with_a_line_that_helps(
    site: Site, server: str, client: str, headers: dict[str, str]
) -> None:
    response = await asked(site, server=server, client=client, **headers)
    assert response.status_code == 403
    assert "pasta_up" not in response.text
    assert "Run Prometheus here" in response.text


async def test_without_its_two_ends_a_connection_is_from_nowhere(site: Site) -> None:
    assert not is_from_here({"type": "http", "headers": [(b"host", b"localhost")], "client": None})
