"""An open page while images are made and refined: what it shows changes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from core.ports import Progress
from core.types.identifiers import SessionId
from core.types.sessions import Rules
from tests.fakes.ports import TINY_PNGS, Hitch
from tests.fakes.website import Site, WebWorld
from tests.integration.adapters.web.conftest import Served

PAINTING = Progress(duty="render", done=1, total=4, previews={2: TINY_PNGS[0], 3: TINY_PNGS[1]})


@pytest.fixture
def world(world: WebWorld) -> WebWorld:
    world.rules = Rules(finishes=True)
    world.limits = replace(world.limits, progress_interval_seconds=3600)
    return world


def begun(page: Page) -> SessionId:
    """A session with its first gallery."""
    page.goto("/")
    page.fill("#prompt", "a white cat")
    page.click("button[type=submit]")
    page.wait_for_selector("#view[data-mode=gallery]")
    page.wait_for_load_state()
    return SessionId(page.url.rpartition("/")[2])


@contextmanager
def held(served: Served, hitch: Hitch) -> Iterator[None]:
    """Let work wait at a hitch of the page's world, in its own event loop."""
    block = hitch.held()

    async def enter(_: Site) -> None:
        block.__enter__()

    async def leave(_: Site) -> None:
        block.__exit__(None, None, None)

    served.ask(enter)
    try:
        yield
    finally:
        served.ask(leave)


def tell(served: Served, session: SessionId, progress: Progress) -> None:
    """Let the page hear of progress."""

    async def telling(site: Site) -> None:
        await site.world.web_stage.tell(await site.look(session), progress)

    served.ask(telling)


def test_previews_take_the_places_of_what_is_painted_until_that_is_there(page: Page, served: Served) -> None:
    session = begun(page)
    with held(served, served.world.renderer.hitch):
        page.click(".tile[data-number='1'] .pick")
        page.wait_for_selector("#view[data-mode=working]")
        expect(page.locator(".preview")).to_have_count(0)
        tell(served, session, PAINTING)
        previews = page.locator(".tile .preview")
        expect(previews).to_have_count(2)
        expect(page.get_by_alt_text("Image 3 while it is painted")).to_be_visible()
        assert [one.get_attribute("alt") for one in previews.all()] == [
            "Image 2 while it is painted",
            "Image 3 while it is painted",
        ]
        before = previews.first.get_attribute("src")
        tell(served, session, replace(PAINTING, previews={**PAINTING.previews, 2: TINY_PNGS[2]}))
        expect(previews.first).not_to_have_attribute("src", str(before))
        expect(previews).to_have_count(2)
    page.wait_for_selector("#view[data-mode=gallery][data-used='1']")
    expect(page.locator(".preview")).to_have_count(0)


def test_a_page_says_until_when_its_images_wait(page: Page, served: Served) -> None:
    session = begun(page)
    with held(served, served.world.renderer.hitch):
        page.click(".tile[data-number='1'] .pick")
        page.wait_for_selector("#view[data-mode=working]")
        tell(served, session, Progress(duty="render", total=4, users_ahead=2, waits_until=1_800_057_600.0))
        expect(page.locator(".working .line")).to_have_text(
            "2 people are before you. Today's GPU time is used up; your images are made after 00:00 UTC. "
            "You can cancel."
        )
        tell(served, session, Progress(duty="render", total=4))
        expect(page.locator(".working .line")).to_have_text("Painting 1 of 4…")


def test_an_open_end_turns_into_the_refined_one(page: Page, served: Served) -> None:
    session = begun(page)
    large = page.locator(".final img")
    with held(served, served.world.renderer.finishing):
        page.keyboard.press("k")
        page.keyboard.press("2")
        page.wait_for_selector("#view[data-mode=end]")
        expect(page.locator(".refining .line")).to_have_text("Refining your image…")
        picked = str(large.get_attribute("src"))
        tell(served, session, Progress(duty="finish", retrying=True))
        expect(page.locator(".refining .line")).to_have_text("Refining your image, trying again…")
    expect(page.locator(".original img")).to_have_attribute("src", picked)
    expect(large).not_to_have_attribute("src", picked)
    expect(page.locator(".refining")).to_have_count(0)
    expect(page.locator("#said")).to_have_text("Your image is ready.")
    with page.expect_download() as download:
        page.click("a[href$='/download/original']")
    assert download.value.suggested_filename == "a-white-cat-original.png"
