"""The web page as a newcomer meets it: any prompt, five turns, an image that is kept."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page

from tests.fakes.chromium import launched, until
from tests.fakes.serving import Running, running

PROMPTS = {
    "a white cat": "cat",
    "an image of love": "love",
    "quantum llama": "quantum llama",
    "قطة بيضاء على القمر": "قطة بيضاء على القمر",
    "🐱": "🐱",
    "a white cat in the snow, " * 80: "cat",
    "<script>alert(1)</script><b>dog</b>": "dog",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("page")) as one:
        yield one


@pytest.fixture
def page(browser: Browser, program: Running) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def begin(page: Page, program: Running, prompt: str) -> None:
    page.goto(program.url)
    page.get_by_role("textbox").first.fill(prompt[:2000])
    page.keyboard.press("Enter")
    until(page, "gallery", turn="1")


def pictures(page: Page) -> list[bytes]:
    urls = page.locator(".gallery img").evaluate_all("all => all.map(each => each.src)")
    return [page.request.get(url).body() for url in urls]


def difference(one: bytes, other: bytes) -> float:
    """The mean absolute difference of all pixels and channels, from 0 to 255."""
    images = [Image.open(io.BytesIO(content)).convert("RGB").resize((96, 96)) for content in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*images)).mean) / 3


def test_five_turns_lead_to_an_image_that_is_kept_shown_and_downloaded(
    page: Page, program: Running, tmp_path: Path
) -> None:
    begin(page, program, "a white cat")
    for turn in range(1, 5):
        if turn == 3:
            page.locator("textarea").fill("at night")
        page.locator(f'.tile[data-number="{turn}"] .pick').click()
        until(page, "gallery", turn=str(turn + 1))
    assert "Turn 5 of 5" in (page.locator("#heading").text_content() or "")
    kept = pictures(page)[1]
    page.keyboard.press("k")
    page.keyboard.press("2")
    until(page, "end")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "kept.png")
    assert hashlib.sha256((tmp_path / "kept.png").read_bytes()).digest() == hashlib.sha256(kept).digest()
    with Image.open(tmp_path / "kept.png") as image:
        assert image.size == (512, 512)
    text = page.locator("#view").inner_text()
    assert "white cat" in text
    assert "Seed" in text


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt[:24])
def test_any_prompt_gives_four_pictures_that_look_different_and_keeps_what_was_asked_for(
    page: Page, program: Running, prompt: str
) -> None:
    begin(page, program, prompt)
    found = pictures(page)
    assert len(found) == 4
    for one, other in itertools.combinations(found, 2):
        assert difference(one, other) > 16
    for text in page.locator(".gallery .why p").all_text_contents():
        assert PROMPTS[prompt] in text
    assert page.locator("#view b, #view script").count() == 0


def test_a_flood_through_a_proxy_on_this_machine_locks_nobody_else_out(program: Running) -> None:
    def agree(address: str) -> int:
        headers = {"Origin": program.url, "X-Forwarded-For": address}
        return http.post("/consent", json={"agreed": True}, headers=headers).status_code

    with httpx.Client(base_url=program.url) as http:
        answers: list[int] = []
        while 429 not in answers and len(answers) < 1000:
            http.cookies.clear()
            answers.append(agree("203.0.113.5"))
        http.cookies.clear()
        assert answers.count(200) >= 240
        assert agree("203.0.113.6") == 200
    assert program.get("/metrics", **{"X-Forwarded-For": "127.0.0.1"})[0] == 403
    assert program.get("/metrics")[0] == 200


def test_only_spaces_are_refused_with_words_that_help(page: Page, program: Running) -> None:
    page.goto(program.url)
    page.get_by_role("textbox").first.fill("     ")
    page.keyboard.press("Enter")
    message = page.get_by_text("Say in a few words what the picture should show")
    message.first.wait_for(timeout=5000)
    assert page.url.rstrip("/") == program.url


def test_words_are_followed_by_the_next_gallery(page: Page, program: Running) -> None:
    begin(page, program, "a red boat")
    page.locator("textarea").fill("at night, in pixel art")
    page.keyboard.press("Enter")
    until(page, "gallery", turn="2")
    texts = page.locator(".gallery .why p").all_text_contents()
    assert len(texts) == 4
    for text in texts:
        assert "boat" in text
        assert "pixel" in text or "8-bit" in text
