"""What the browser keeps until it is counted: through errors of the server, closed tabs and second tabs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from adapters.web.access.limits import NewcomerLimit
from core.types.identifiers import SessionId
from core.types.sessions import Ending
from tests.fakes.website import a_web_key
from tests.integration.adapters.web.conftest import Mistakes, Served
from tests.integration.adapters.web.test_connection import LOST, restart
from tests.integration.adapters.web.test_page import begin, end, gallery, pick, stored


@pytest.fixture(autouse=True)
def _failing_requests_are_meant(mistakes: Mistakes) -> None:
    mistakes.expected += LOST


def break_the_server(page: Page, path: str, *, status: int = 500, times: int = 10**6) -> list[Route]:
    """Let requests be answered with an error, as a proxy or a bug would; gives those that were."""
    broken: list[Route] = []

    def answer(route: Route) -> None:
        if len(broken) >= times:
            route.continue_()
            return
        broken.append(route)
        route.fulfill(status=status, content_type="application/json", body='{"message": "no"}')

    page.route(path, answer)
    return broken


async def fill(limit: NewcomerLimit) -> None:
    """Let in as many as there is room for."""
    while limit.seconds_to_wait("127.0.0.1") == 0:
        pass


def waiting(page: Page) -> int:
    """How many acts the browser keeps."""
    count: int = page.evaluate("Object.keys(localStorage).length")
    return count


@pytest.mark.parametrize("status", [500, 502, 503])
def test_after_an_error_of_the_server_an_act_is_sent_again_and_the_person_is_told(
    page: Page, served: Served, status: int
) -> None:
    session = begin(page)
    broken = break_the_server(page, "**/answers", status=status, times=2)
    pick(page, 2)
    expect(page.locator("#line-down")).to_contain_text("Your press is kept and sent again.")
    expect(page.locator(".tile.is-picked")).to_have_attribute("data-number", "2")
    gallery(page, used=1)
    expect(page.locator("#line-down")).to_be_hidden()
    assert len({route.request.post_data for route in broken}) == 1
    assert len(stored(served, session).answered) == 1
    assert waiting(page) == 0


def test_pauses_between_tries_grow(page: Page) -> None:
    begin(page)
    broken = break_the_server(page, "**/answers")
    pick(page, 2)
    page.wait_for_timeout(2500)
    assert 2 <= len(broken) <= 4


def test_an_act_over_which_the_server_stumbles_each_time_can_be_given_up(page: Page, served: Served) -> None:
    session = begin(page)
    break_the_server(page, "**/answers")
    pick(page, 2)
    page.click("text=Do not send it")
    expect(page.locator("#line-down")).to_be_hidden()
    expect(page.locator("#toast")).to_have_text("It is not sent any more.")
    expect(page.locator(".tile.is-picked")).to_have_count(0)
    assert waiting(page) == 0
    page.unroute("**/answers")
    pick(page, 3)
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_what_is_refused_is_dropped_with_the_reason_and_not_sent_again(page: Page, served: Served) -> None:
    session = begin(page)
    refused = break_the_server(page, "**/answers", status=409)
    pick(page, 2)
    expect(page.locator("#toast")).to_have_text("no")
    page.wait_for_timeout(1000)
    assert len(refused) == 1
    assert waiting(page) == 0
    assert not stored(served, session).answered


def test_a_pick_while_the_server_is_away_outlives_its_tab(page: Page, served: Served) -> None:
    session = begin(page)
    served.stop()
    pick(page, 2)
    expect(page.locator("#line-down")).to_be_visible()
    page.close()
    restart(served)
    again = page.context.new_page()
    again.goto(f"/sessions/{session}")
    gallery(again, used=1)
    turn = stored(served, session).turn(1)
    assert turn.gallery is not None
    assert turn.outcome is not None
    assert turn.outcome.position == turn.gallery.order[1]
    assert waiting(again) == 0


def test_a_pick_that_was_counted_as_its_tab_was_closed_counts_once(page: Page, served: Served) -> None:
    session = begin(page)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", lose)
    pick(page, 2)
    expect(page.locator("#line-down")).to_be_visible()
    page.close()
    again = page.context.new_page()
    with again.expect_response("**/answers") as response:
        again.goto(f"/sessions/{session}")
    assert response.value.json()["repeated"] is True
    gallery(again, used=1)
    assert len(stored(served, session).answered) == 1


def test_a_beginning_outlives_its_tab_and_begins_once(page: Page, served: Served) -> None:
    page.goto("/")
    break_the_server(page, "**/consent")
    page.fill("#prompt", "a white cat")
    page.keyboard.press("Enter")
    expect(page.locator("#line-down")).to_be_visible()
    page.close()
    again = page.context.new_page()
    again.goto("/")
    again.wait_for_url("**/sessions/*")
    gallery(again, used=0)
    assert len(served.world.store._sessions) == 1
    assert waiting(again) == 0


def test_two_tabs_that_send_the_same_pick_count_it_once_and_both_go_on(page: Page, served: Served) -> None:
    session = begin(page)
    broken = break_the_server(page, "**/answers")
    pick(page, 2)
    expect(page.locator("#line-down")).to_be_visible()
    other = page.context.new_page()
    with other.expect_response("**/answers") as response:
        other.goto(f"/sessions/{session}")
    gallery(other, used=1)
    gallery(page, used=1)
    expect(page.locator("#line-down")).to_be_hidden()
    assert response.value.request.post_data == broken[0].request.post_data
    sent = len(broken)
    page.wait_for_timeout(1000)
    assert len(broken) == sent
    assert len(stored(served, session).answered) == 1


def test_a_link_taken_back_in_one_tab_is_not_given_again_by_another(page: Page, served: Served) -> None:
    session = begin(page)
    page.click(".tile[data-number='1'] .keep")
    end(page)
    page.route("**/share", lambda route: route.abort())
    page.click(".switch")
    expect(page.locator("#line-down")).to_be_visible()
    other = page.context.new_page()
    with other.expect_response("**/share"):
        other.goto(f"/sessions/{session}")
    expect(other.locator("#link")).to_have_count(1)
    other.click(".switch")
    expect(other.locator("#link")).to_have_count(0)
    page.unroute("**/share")
    expect(page.locator("#line-down")).to_be_hidden()
    page.wait_for_timeout(1000)
    assert served.ask(lambda site: site.world.shares.share_of(session)) is None


def test_a_session_that_is_held_up_holds_up_no_other(page: Page, served: Served) -> None:
    first = begin(page)
    page.route("**/answers", lambda route: route.abort())
    pick(page, 2)
    expect(page.locator("#line-down")).to_be_visible()
    page.goto("/")
    page.fill("#prompt", "a dog")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sessions/" in url and first not in url)
    gallery(page, used=0)
    assert not stored(served, first).answered
    assert waiting(page) == 1


@pytest.mark.parametrize(("days", "is_sent"), [(6, True), (8, False)])
def test_what_has_waited_too_long_is_forgotten(page: Page, served: Served, days: int, is_sent: bool) -> None:
    session = begin(page)
    page.evaluate(
        """([path, key, days]) => localStorage.setItem("pasta.outbox.x.1", JSON.stringify(
            { path, body: { key, act: "stop" }, at: Date.now() - days * 24 * 3600 * 1000 }
        ))""",
        [f"/sessions/{session}/answers", a_web_key(), days],
    )
    page.reload()
    if is_sent:
        end(page)
    else:
        gallery(page, used=0)
    assert waiting(page) == 0
    assert (stored(served, session).ending is Ending.STOPPED) is is_sent


def test_what_cannot_be_read_is_forgotten(page: Page) -> None:
    begin(page)
    for nth, value in enumerate(("no JSON", '{"at": 1}', "null", "[]")):
        page.evaluate(
            "([name, value]) => localStorage.setItem(name, value)", [f"pasta.outbox.x.{nth}", value]
        )
    page.reload()
    gallery(page, used=0)
    assert waiting(page) == 0


def test_only_so_much_is_kept_and_the_rest_is_sent_all_the_same(page: Page, served: Served) -> None:
    session = begin(page)
    page.evaluate(
        """() => {
            for (let nth = 0; nth < 64; nth++) {
                const item = { path: "/sessions/0000000000000001/answers", body: {}, at: Date.now() };
                localStorage.setItem(`pasta.outbox.other.${nth}`, JSON.stringify(item));
            }
        }"""
    )
    break_the_server(page, "**/answers", times=1)
    pick(page, 2)
    expect(page.locator("#line-down")).to_be_visible()
    assert waiting(page) == 64
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_without_storage_for_it_the_page_still_works(
    open_context: Callable[..., BrowserContext], served: Served
) -> None:
    context = open_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied'); } });"
    )
    page = context.new_page()
    session = begin(page)
    break_the_server(page, "**/answers", times=1)
    pick(page, 2)
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_who_comes_with_too_many_others_waits_a_moment_and_then_begins(page: Page, served: Served) -> None:
    page.goto("/")
    served.ask(lambda site: fill(site.app.state.site.newcomers))
    page.fill("#prompt", "a white cat")
    page.keyboard.press("Enter")
    expect(page.locator("#line-down")).to_contain_text("Yours begins in a moment")
    expect(page.locator("button[type=submit]")).to_be_disabled()
    served.world.time.now += 10
    page.wait_for_url("**/sessions/*")
    gallery(page, used=0)
    assert SessionId(page.url.rpartition("/")[2]) in served.world.store._sessions
