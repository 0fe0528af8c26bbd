"""SIGKILL of the program while somebody uses its page: reloaded or left open, it goes on where it was."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from adapters.storage.opening import open_storage
from core.types.identifiers import SessionId
from core.types.sessions import Ending, Phase, Session
from tests.fakes.chromium import launched, until
from tests.fakes.crash.audit import stored_events
from tests.fakes.serving import Running, free_port, start

PROGRAM = (sys.executable, "-m", "tests.fakes.crash.page_program")
RENDERING = "conversation: {turns: 3}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all."""
    with launched() as chromium:
        yield chromium


@dataclass
class Scene:
    """A page in a browser, and the program behind it, which can be killed and started again."""

    folder: Path
    port: int
    page: Page
    program: Running

    def kill(self) -> None:
        self.program.stop(signal.SIGKILL)

    def restart(self) -> None:
        self.program = start(self.folder, port=self.port, config=RENDERING, command=PROGRAM)

    def begin(self, prompt: str = "a white cat") -> None:
        self.page.goto(self.program.url)
        self.page.get_by_role("textbox").first.fill(prompt)
        self.page.keyboard.press("Enter")

    def until_phase(self, phase: str) -> None:
        """Wait until the session stands there; its page need not show that."""
        deadline = time.monotonic() + 30
        while self._phase() != phase:
            assert time.monotonic() < deadline, phase
            self.page.wait_for_timeout(30)

    def _phase(self) -> str | None:
        with closing(sqlite3.connect(f"file:{self.folder}/data/pasta.db?mode=ro", uri=True)) as database:
            row = database.execute("SELECT phase FROM sessions").fetchone()
        return row[0] if row else None

    def stored(self) -> tuple[Session, Counter[str]]:
        """The only session as it is stored, and how many events of each kind there are."""
        self.program.stop()
        with ThreadPoolExecutor(1) as thread:  # the browser has a loop running in this one
            return thread.submit(lambda: asyncio.run(self._read())).result()

    async def _read(self) -> tuple[Session, Counter[str]]:
        data = self.folder / "data"
        ((name, events),) = (await stored_events(None, data)).items()
        async with open_storage(None, data) as storage:
            session = await storage.sessions.load(SessionId(name))
        assert session is not None
        return session, Counter(event.kind for event in events)


@pytest.fixture
def scene(browser: Browser, tmp_path: Path) -> Iterator[Scene]:
    """A fresh program and a fresh browser profile."""
    port = free_port()
    page = browser.new_context().new_page()
    one = Scene(
        folder=tmp_path,
        port=port,
        page=page,
        program=start(tmp_path, port=port, config=RENDERING, command=PROGRAM),
    )
    yield one
    one.program.process.kill()
    page.context.close()


def die_and_reload(scene: Scene) -> None:
    """A page that has just begun goes to its session by itself: a reload must not cross with that."""
    scene.kill()
    scene.restart()
    deadline = time.monotonic() + 30
    while "/sessions/" not in scene.page.url:
        assert time.monotonic() < deadline, scene.page.url
        scene.page.wait_for_timeout(30)
    scene.page.goto(scene.page.url)


def die_and_wait(scene: Scene) -> None:
    scene.kill()
    scene.restart()


WAYS: dict[str, Callable[[Scene], None]] = {"reloaded": die_and_reload, "left open": die_and_wait}


@pytest.mark.parametrize(
    ("phase", "way"),
    [
        ("expanding", "reloaded"),
        ("rendering", "left open"),
        ("posting", "reloaded"),
        pytest.param("expanding", "left open", marks=pytest.mark.slow),
        pytest.param("rendering", "reloaded", marks=pytest.mark.slow),
        pytest.param("posting", "left open", marks=pytest.mark.slow),
    ],
)
def test_killed_at_work_the_gallery_comes_all_the_same(scene: Scene, phase: str, way: str) -> None:
    scene.begin()
    scene.until_phase(phase)
    WAYS[way](scene)
    until(scene.page, "gallery", turn="1")
    scene.page.keyboard.press("2")
    scene.until_phase(phase)
    WAYS[way](scene)
    until(scene.page, "gallery", turn="2")
    scene.page.keyboard.press("k")
    scene.page.keyboard.press("1")
    until(scene.page, "end")
    session, events = scene.stored()
    assert session.ending is Ending.KEPT
    assert len(session.answered) == 2
    assert events == {"begin": 1, "pick": 1, "keep": 1}


@pytest.mark.parametrize("way", WAYS)
def test_killed_while_the_gallery_waits_nothing_is_missing(scene: Scene, way: str) -> None:
    scene.begin()
    until(scene.page, "gallery", turn="1")
    scene.until_phase("awaiting_pick")
    before = scene.page.locator(".gallery img").evaluate_all("all => all.map(each => each.src)")
    WAYS[way](scene)
    until(scene.page, "gallery", turn="1")
    after = scene.page.locator(".gallery img").evaluate_all("all => all.map(each => each.src)")
    assert after == before
    scene.page.keyboard.press("1")
    until(scene.page, "gallery", turn="2")
    session, events = scene.stored()
    assert session.phase in {Phase.POSTING, Phase.AWAITING_PICK}
    assert events == {"begin": 1, "pick": 1}


@pytest.mark.parametrize("way", ["reloaded", pytest.param("left open", marks=pytest.mark.slow)])
def test_killed_while_the_end_is_shown_it_is_shown_again(scene: Scene, way: str) -> None:
    scene.begin()
    until(scene.page, "gallery", turn="1")
    scene.page.keyboard.press("k")
    scene.page.keyboard.press("3")
    scene.until_phase("delivering")
    WAYS[way](scene)
    until(scene.page, "end")
    assert scene.page.locator(".final img").count() == 1
    session, events = scene.stored()
    assert session.ending is Ending.KEPT
    assert events == {"begin": 1, "keep": 1}


@pytest.mark.parametrize("way", ["left open", pytest.param("reloaded", marks=pytest.mark.slow)])
def test_killed_after_a_failure_it_can_be_tried_again(scene: Scene, way: str) -> None:
    (scene.folder / "break").touch()
    scene.begin()
    until(scene.page, "failed")
    WAYS[way](scene)
    until(scene.page, "failed")
    (scene.folder / "break").unlink()
    scene.page.get_by_role("button", name="Try again").click()
    until(scene.page, "gallery", turn="1")
    _, events = scene.stored()
    assert events == {"begin": 1, "tryagain": 1}


def test_what_was_picked_while_the_program_was_dead_is_counted_once_when_it_is_back(scene: Scene) -> None:
    scene.begin()
    scene.until_phase("awaiting_pick")
    scene.kill()
    scene.page.keyboard.press("4")
    scene.page.wait_for_timeout(1500)
    scene.restart()
    until(scene.page, "gallery", turn="2")
    session, events = scene.stored()
    assert session.answered[0].gallery is not None
    assert events == {"begin": 1, "pick": 1}


def test_what_was_picked_while_it_was_dead_survives_a_reload(scene: Scene) -> None:
    scene.begin()
    scene.until_phase("awaiting_pick")
    scene.kill()
    scene.page.keyboard.press("4")
    scene.page.wait_for_timeout(300)
    scene.restart()
    scene.page.reload()
    until(scene.page, "gallery", turn="2")
    _, events = scene.stored()
    assert events == {"begin": 1, "pick": 1}


def test_what_was_picked_while_it_was_dead_outlives_its_tab(scene: Scene) -> None:
    scene.begin()
    scene.until_phase("awaiting_pick")
    address = scene.page.url
    scene.kill()
    scene.page.keyboard.press("4")
    scene.page.wait_for_timeout(300)
    scene.page.close()
    scene.page = scene.page.context.new_page()
    scene.restart()
    scene.page.goto(address)
    until(scene.page, "gallery", turn="2")
    _, events = scene.stored()
    assert events == {"begin": 1, "pick": 1}


def test_a_session_begun_while_it_was_dead_begins_once_when_it_is_back(scene: Scene) -> None:
    scene.begin()
    until(scene.page, "gallery", turn="1")
    scene.page.goto(scene.program.url)
    scene.kill()
    scene.page.get_by_role("textbox").first.fill("a lighthouse")
    scene.page.keyboard.press("Enter")
    scene.page.wait_for_timeout(1000)
    scene.restart()
    until(scene.page, "gallery", turn="1")
    assert "lighthouse" in (scene.page.locator("#view").text_content() or "")
