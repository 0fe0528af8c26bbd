"""What a person did while the server was away reaches it, once, also after a reload."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from core.errors import StorageUnavailableError
from tests.integration.adapters.web.conftest import Mistakes, Served
from tests.integration.adapters.web.test_page import begin, gallery, pick, stored

LOST = ["Failed to load resource", "ERR_"]


def restart(served: Served) -> None:
    """Start over the same stores, with a stage of its own, as after a crash."""
    served.world.web_stage = type(served.world.web_stage)()
    served.start()


def test_a_pick_while_the_server_is_away_is_counted_once_when_it_is_back(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)
    served.stop()
    pick(page, 2)
    expect(page.locator("#line-down")).to_have_text("Connection lost, trying again…")
    expect(page.locator(".tile.is-picked")).to_have_attribute("data-number", "2")
    restart(served)
    gallery(page, used=1)
    expect(page.locator("#line-down")).to_be_hidden()
    assert len(stored(served, session).answered) == 1


def test_a_pick_that_was_counted_but_not_acknowledged_is_not_counted_again(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)
    sent: list[str | None] = []

    def lose_the_first(route: Route) -> None:
        sent.append(route.request.post_data)
        if len(sent) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route("**/answers", lose_the_first)
    pick(page, 2)
    gallery(page, used=1)
    assert len(set(sent)) == 1
    assert len(stored(served, session).answered) == 1


def test_the_same_number_on_the_next_gallery_counts_while_the_first_waits_for_its_answer(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", lose)
    pick(page, 2)
    gallery(page, used=1)
    pick(page, 2)
    expect(page.locator(".tile.is-picked")).to_have_attribute("data-number", "2")
    page.unroute("**/answers")
    gallery(page, used=2)
    assert len(stored(served, session).answered) == 2


def test_what_is_on_its_way_survives_a_reload(page: Page, served: Served, mistakes: Mistakes) -> None:
    mistakes.expected += LOST
    session = begin(page)
    page.route("**/answers", lambda route: route.abort())
    pick(page, 3)
    expect(page.locator("#line-down")).to_be_visible()
    page.unroute("**/answers")
    page.reload()
    gallery(page, used=1)
    outcome = stored(served, session).turn(1)
    assert outcome.gallery is not None
    assert outcome.outcome is not None
    assert outcome.outcome.position == outcome.gallery.order[2]


def test_a_beginning_survives_a_reload_and_begins_once(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    page.goto("/")
    page.route("**/sessions", lambda route: route.abort())
    page.fill("#prompt", "a white cat")
    page.keyboard.press("Enter")
    expect(page.locator("#line-down")).to_be_visible()
    page.unroute("**/sessions")
    page.reload()
    page.wait_for_url("**/sessions/*")
    gallery(page, used=0)
    assert len(served.world.store._sessions) == 1


def test_a_page_that_waits_for_images_finds_them_after_a_restart(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)
    with served.world.renderer.hitch.held() as reached:
        pick(page, 1)
        page.wait_for_selector("#view[data-mode=working]")
        served.stop()
        assert reached.is_set()
    restart(served)
    gallery(page, used=1)
    page.reload()
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_an_answer_on_its_way_is_sent_from_whichever_page_is_open(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)
    page.route("**/answers", lambda route: route.abort())
    pick(page, 1)
    expect(page.locator("#line-down")).to_be_visible()
    page.unroute("**/answers")
    with page.expect_response("**/answers"):
        page.click(".brand")
    expect(page.locator(".standing")).to_contain_text("Turn")
    assert page.url == f"{served.address}/"
    assert len(stored(served, session).answered) == 1


def test_who_has_lost_their_cookie_is_told_that_the_session_is_not_theirs(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    begin(page)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/view")):
        served.stop()
    page.context.clear_cookies()
    restart(served)
    expect(page.locator("#toast")).to_contain_text("not here any more")
    expect(page.locator("#line-down")).to_be_hidden()


def test_an_image_that_did_not_come_is_asked_for_again(page: Page, mistakes: Mistakes) -> None:
    mistakes.expected += LOST
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if route.request.url in lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.abort()

    page.route("**/images/**", lose_the_first)
    begin(page)
    for image in page.locator(".gallery img").all():
        expect(image).to_have_js_property("naturalWidth", 4)
    assert len(lost) == 4


def test_while_the_storage_fails_an_answer_is_sent_again(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected += LOST
    session = begin(page)
    served.world.store.saving.fail(StorageUnavailableError("gone"), times=2)
    pick(page, 1)
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1
