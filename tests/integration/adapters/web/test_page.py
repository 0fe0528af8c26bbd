"""The page in a real browser: every answer by mouse and by keys, on every size of screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from core.types.galleries import Comparison
from core.types.identifiers import SessionId
from core.types.sessions import Ending, Session, TurnStatus
from tests.fakes.ports import TINY_PNGS
from tests.integration.adapters.web.conftest import Mistakes, Served

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def begin(page: Page, prompt: str = "a white cat") -> SessionId:
    """Begin a session by mouse, and wait for its first gallery."""
    page.goto("/")
    page.fill("#prompt", prompt)
    page.click("button[type=submit]")
    page.wait_for_url("**/sessions/*")
    gallery(page, used=0)
    return SessionId(page.url.rpartition("/")[2])


def gallery(page: Page, *, used: int) -> None:
    """Wait for the gallery after so many turns."""
    page.wait_for_selector(f"#view[data-mode=gallery][data-used='{used}']")
    page.wait_for_load_state()  # the page's scripts listen to keys from then on


def end(page: Page, face: str = "end") -> None:
    """Wait for the end."""
    page.wait_for_selector(f"#view[data-mode={face}]")


def pick(page: Page, number: int) -> None:
    """Click an image."""
    page.click(f".tile[data-number='{number}'] .pick")


def stored(served: Served, session: SessionId) -> Session:
    """The session as it stands."""
    return served.ask(lambda site: site.look(session))


def test_a_session_of_five_turns_by_mouse(page: Page, served: Served) -> None:
    session = begin(page)
    expect(page.locator("h1")).to_have_text("Turn 1 of 5")
    for used, number in enumerate((1, 2, 3, 4)):
        pick(page, number)
        gallery(page, used=used + 1)
        expect(page.locator("h1")).to_have_text(f"Turn {used + 2} of 5")
    pick(page, 2)
    end(page)
    page.click(".side [data-act=keep]")
    expect(page.locator(".lead")).to_have_text("This is the one, found in 5 turns.")
    kept = stored(served, session)
    assert len(kept.answered) == 5
    assert kept.ending is Ending.KEPT
    with page.expect_download() as download:
        page.click("text=Download")
    assert download.value.suggested_filename == "a-white-cat.png"


def test_a_session_by_keys_alone(page: Page, served: Served) -> None:
    page.goto("/")
    page.keyboard.type("a white cat")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/*")
    gallery(page, used=0)
    session = SessionId(page.url.rpartition("/")[2])
    page.keyboard.press("3")
    gallery(page, used=1)
    page.keyboard.press("0")
    gallery(page, used=2)
    page.keyboard.press("u")
    gallery(page, used=1)
    page.keyboard.press("e")
    expect(page.locator("details[open]")).to_have_count(4)
    page.keyboard.press("w")
    page.keyboard.type("k 1 u 0 at night")
    page.keyboard.press("Enter")
    gallery(page, used=2)
    page.keyboard.press("k")
    page.keyboard.press("2")
    end(page)
    kept = stored(served, session)
    assert [turn.outcome and turn.outcome.words for turn in kept.answered] == [None, "k 1 u 0 at night", None]
    last = kept.answered[-1]
    assert kept.kept is not None
    assert last.gallery is not None
    assert last.gallery.number_of(kept.kept.position) == 2


def test_a_k_alone_keeps_nothing_after_a_while(page: Page, served: Served) -> None:
    session = begin(page)
    page.keyboard.press("k")
    expect(page.locator("#toast")).to_be_visible()
    page.wait_for_selector("#view:not(.is-keeping)")
    page.keyboard.press("1")
    gallery(page, used=1)
    assert stored(served, session).ending is None


def test_escape_asks_before_it_ends_where_turns_were_used(page: Page, served: Served) -> None:
    session = begin(page)
    pick(page, 1)
    gallery(page, used=1)
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    assert stored(served, session).ending is None
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    end(page)
    assert stored(served, session).ending is Ending.STOPPED


def test_escape_ends_at_once_where_nothing_is_lost(page: Page) -> None:
    begin(page)
    page.keyboard.press("Escape")
    end(page)
    expect(page.locator(".card-message h2")).to_have_text("No image was picked")


def test_work_is_cancelled_and_taken_up_again(page: Page, served: Served) -> None:
    session = begin(page)
    with served.world.renderer.hitch.held():
        pick(page, 1)
        page.wait_for_selector("#view[data-mode=working]")
        expect(page.locator(".gallery.is-waiting .tile")).to_have_count(4)
        page.keyboard.press("Escape")
        page.click("[data-confirm=yes]")
        end(page, "cancelled")
    page.click("[data-act=go_on]")
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_a_pick_is_outlined_at_once_and_can_be_taken_back_there(page: Page, served: Served) -> None:
    session = begin(page)
    held: list[Route] = []
    page.route("**/answers", lambda route: route.continue_() if held else held.append(route))
    pick(page, 2)
    expect(page.locator(".tile.is-picked")).to_have_attribute("data-number", "2")
    pick(page, 3)
    page.keyboard.press("4")
    page.click(".if-chosen[data-act=undo]")
    held[0].continue_()
    expect(page.locator(".tile.is-picked")).to_have_count(0)
    gallery(page, used=0)
    assert [turn.status for turn in stored(served, session).turns] == [TurnStatus.OPEN, TurnStatus.UNDONE]


def test_two_quick_clicks_are_one_pick(page: Page, served: Served) -> None:
    session = begin(page)
    page.dblclick(".tile[data-number='1'] .pick")
    gallery(page, used=1)
    page.wait_for_timeout(200)
    assert len(stored(served, session).answered) == 1


def test_words_go_with_the_next_pick_and_survive_what_happens_meanwhile(page: Page, served: Served) -> None:
    session = begin(page)
    pick(page, 1)
    gallery(page, used=1)
    page.fill("#words", "at night")
    page.focus("#words")
    page.locator("[data-comparison=better]").dispatch_event("click")
    expect(page.locator("[data-comparison=better]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#words")).to_have_value("at night")
    expect(page.locator("#words")).to_be_focused()
    pick(page, 2)
    gallery(page, used=2)
    expect(page.locator("#words")).to_have_value("")
    turn = stored(served, session).turn(2)
    assert turn.outcome is not None
    assert turn.outcome.words == "at night"
    assert [said.comparison for said in turn.feedback] == [Comparison.BETTER]


def test_an_older_image_is_looked_at_and_kept_from_the_strip(page: Page, served: Served) -> None:
    session = begin(page)
    pick(page, 1)
    gallery(page, used=1)
    page.click("[data-older][data-number='3']")
    expect(page.locator("#closer")).to_be_visible()
    expect(page.locator(".closer-turn")).to_have_text("Turn 1, image 3")
    page.keyboard.press("1")
    page.click("[data-keep-older]")
    end(page)
    kept = stored(served, session).kept
    assert kept is not None
    assert kept.serial == 1
    page.keyboard.press("u")
    gallery(page, used=1)


def test_what_the_text_check_refuses_is_told_and_nothing_is_lost(
    page: Page, served: Served, mistakes: Mistakes
) -> None:
    mistakes.expected.append("422")
    session = begin(page)
    page.fill("#words", "forbidden")
    pick(page, 1)
    expect(page.locator("#toast")).to_contain_text("cannot be used")
    expect(page.locator(".tile.is-picked")).to_have_count(0)
    expect(page.locator("#words")).to_have_value("forbidden")
    page.fill("#words", "")
    pick(page, 1)
    gallery(page, used=1)
    assert len(stored(served, session).answered) == 1


def test_a_prompt_that_cannot_be_used_is_told_beside_the_box(page: Page, mistakes: Mistakes) -> None:
    mistakes.expected.append("422")
    page.goto("/")
    page.click("button[type=submit]")
    expect(page.locator("#problem")).to_contain_text("in a few words")
    page.fill("#prompt", "forbidden things")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("cannot be used")
    expect(page.locator("#prompt")).to_have_value("forbidden things")


def test_a_recap_is_shared_with_a_stranger_and_taken_back(
    page: Page, open_context: Callable[..., BrowserContext], mistakes: Mistakes
) -> None:
    mistakes.expected.append("404")
    begin(page, "a white cat at sea")
    pick(page, 1)
    gallery(page, used=1)
    page.click(".tile[data-number='2'] .keep")
    end(page)
    page.click(".switch")
    link = page.locator("#link").input_value()
    stranger = open_context().new_page()
    stranger.goto(link)
    expect(stranger.locator("h1")).to_have_text("a white cat at sea")
    assert stranger.locator(".shared-loop img").evaluate(
        "image => image.decode().then(() => image.naturalWidth)"
    )
    stranger.goto(page.url)
    expect(stranger.locator("h1")).to_have_text("Not here")
    page.click(".switch")
    expect(page.locator("#link")).to_have_count(0)
    stranger.goto(link)
    expect(stranger.locator("h1")).to_have_text("Not here")


def test_a_link_shows_later_turns_once_it_is_shared_again_and_words_where_all_is_taken_back(
    page: Page, open_context: Callable[..., BrowserContext]
) -> None:
    begin(page)
    page.click(".tile[data-number='2'] .keep")
    end(page)
    page.click(".switch")
    link = page.locator("#link").input_value()
    page.click("[data-act=go_on]")
    gallery(page, used=1)
    page.click(".tile[data-number='1'] .keep")
    end(page)
    stranger = open_context().new_page()
    stranger.goto(link)
    expect(stranger.locator("header .hint")).to_have_text("Found in 1 turn")
    page.click("[data-share-again]")
    expect(page.locator("[data-share-again]")).to_have_count(0)
    stranger.reload()
    expect(stranger.locator("header .hint")).to_have_text("Found in 2 turns")
    page.keyboard.press("u")
    gallery(page, used=1)
    page.keyboard.press("u")
    gallery(page, used=0)
    stranger.reload()
    expect(stranger.locator(".shared .notice")).to_contain_text("taken back")
    expect(stranger.locator(".shared img")).to_have_count(0)


def test_the_other_tab_follows(page: Page) -> None:
    begin(page)
    other = page.context.new_page()
    other.goto(page.url)
    gallery(other, used=0)
    pick(page, 1)
    gallery(other, used=1)
    other.keyboard.press("u")
    gallery(page, used=0)


def test_a_hidden_image_is_shown_when_asked_for_and_only_then_picked(page: Page, served: Served) -> None:
    served.world.safety.hidden = set(TINY_PNGS)
    begin(page)
    tile = page.locator(".tile[data-number='1']")
    assert "blur" in tile.locator("img").evaluate("image => getComputedStyle(image).filter")
    tile.locator("[data-reveal]").click()
    expect(page.locator("#view")).to_have_attribute("data-used", "0")
    assert tile.locator("img").evaluate("image => getComputedStyle(image).filter") == "none"
    pick(page, 1)
    gallery(page, used=1)


def test_nobodys_words_run_as_a_script(page: Page) -> None:
    begin(page, XSS)
    page.fill("#words", XSS)
    pick(page, 1)
    gallery(page, used=1)
    page.click("[data-older] >> nth=0")
    expect(page.locator(".closer-text")).to_contain_text("<script>")
    expect(page.locator(".prompt p")).to_have_text(XSS)
    page.goto("/")
    expect(page.locator(".card-prompt")).to_have_text(XSS)


def test_who_uses_a_screen_reader_hears_of_new_images_and_stands_at_their_heading(page: Page) -> None:
    begin(page)
    pick(page, 1)
    gallery(page, used=1)
    expect(page.locator("#said")).to_have_text("Turn 2 of 5: 4 new images.")
    expect(page.locator("h1")).to_be_focused()
    for image in page.locator(".gallery img").all():
        assert (image.get_attribute("alt") or "").startswith("Image ")


def test_sessions_are_found_again_on_the_first_page(page: Page) -> None:
    session = begin(page, "a white cat")
    page.click(".brand")
    page.click(f".card[href='/sessions/{session}']")
    gallery(page, used=0)
    page.keyboard.press("Escape")
    end(page)
    page.click("text=Start again")
    expect(page.locator("#prompt")).to_have_value("a white cat")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (1280, 900)])
def test_no_face_of_the_page_is_wider_than_the_screen(
    open_context: Callable[..., BrowserContext], served: Served, width: int, height: int
) -> None:
    page = open_context(width, height, has_touch=width < 500).new_page()

    def check() -> None:
        assert page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")

    page.goto("/")
    check()
    begin(page, "averyveryverylongwordwithoutanyspace" * 9)
    check()
    page.keyboard.press("e")
    check()
    with served.world.renderer.hitch.held():
        pick(page, 1)
        page.wait_for_selector("#view[data-mode=working]")
        check()
    gallery(page, used=1)
    check()
    page.click(".tile[data-number='1'] .keep", force=True)
    end(page)
    page.click(".switch")
    page.wait_for_selector("#link")
    check()
    page.goto(page.locator("#link").input_value())
    check()


def test_what_is_touched_is_large_enough_for_a_thumb(open_context: Callable[..., BrowserContext]) -> None:
    page = open_context(390, 844, has_touch=True, is_mobile=True, reduced_motion="reduce").new_page()
    begin(page)
    pick(page, 1)
    gallery(page, used=1)
    for control in page.locator("main button:visible:not(.keep), main summary:visible, .bar a:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44, control.inner_text()
