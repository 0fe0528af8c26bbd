"""Health and metrics."""

from __future__ import annotations

import pytest

from core.errors import StorageUnavailableError
from tests.fakes.website import Browser, Site


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


async def test_metrics_are_passed_on_as_they_are(anna: Browser) -> None:
    response = await anna.get("/metrics")
    assert response.text == "pasta_up 1\n"
    assert response.headers["content-type"] == "text/plain; version=0.0.4"
