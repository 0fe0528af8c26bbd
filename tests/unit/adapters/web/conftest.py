"""A page over fakes, a browser that has agreed, and a stranger's."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.website import Browser, Site, WebWorld, running_site


@pytest.fixture
def world() -> WebWorld:
    return WebWorld()


@pytest.fixture
async def site(world: WebWorld) -> AsyncIterator[Site]:
    async with running_site(world) as running:
        yield running


@pytest.fixture
def anna(site: Site) -> Browser:
    return site.browser()


@pytest.fixture
async def stranger(site: Site) -> Browser:
    browser = site.browser()
    await browser.agree()
    return browser
