"""The page served over real HTTP, and a real browser that visits it."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from adapters.web.app import WebOptions
from tests.fakes.chromium import launched
from tests.fakes.website import COOKIE_KEY, Site, WebWorld, running_site

Answer = TypeVar("Answer")
PATIENCE_MILLISECONDS = 15_000


class Served:
    """A page on a port of this machine, which can be stopped and started again over the same stores."""

    def __init__(self, world: WebWorld) -> None:
        self.world = world
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port: int = listener.getsockname()[1]
        self.start()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve until `stop`."""
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._up.wait(10), "the page did not come up"

    def stop(self) -> None:
        """Leave as a program that is told to: pages lose their connection."""
        self._loop.call_soon_threadsafe(self._leave)
        self._thread.join(10)

    def ask(self, question: Callable[[Site], Coroutine[Any, Any, Answer]]) -> Answer:
        """Ask something in the page's own event loop."""
        return asyncio.run_coroutine_threadsafe(question(self._site), self._loop).result(10)

    def _leave(self) -> None:
        self.world.web_stage.close()
        self._server.should_exit = True

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with running_site(self.world) as self._site:
            config = uvicorn.Config(
                self._site.app, port=self.port, log_config=None, lifespan="off", timeout_graceful_shutdown=1
            )
            self._server = uvicorn.Server(config)
            serving = asyncio.create_task(self._server.serve())
            while not self._server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait on
                await asyncio.sleep(0.01)
            self._up.set()
            await serving


@dataclass
class Mistakes:
    """What a browser complained about; `expected` are parts of lines that a test brings about itself."""

    lines: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Write down errors of scripts, of the console (policy violations too), and dialogs."""
        page.on("pageerror", lambda error: self.lines.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.lines.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda message: self.lines.append(message.text) if message.type in {"error", "warning"} else None,
        )

    @property
    def unexpected(self) -> list[str]:
        """The lines that no test meant."""
        return [line for line in self.lines if not any(part in line for part in self.expected)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per module: while it is open, no other event loop can run in this thread."""
    with launched() as browser:
        yield browser


@pytest.fixture
def world() -> WebWorld:
    options = WebOptions(allowed_hosts=(), cookie_key=COOKIE_KEY, heartbeat_seconds=5.0)
    return WebWorld(options=options)


@pytest.fixture
def served(world: WebWorld) -> Iterator[Served]:
    page = Served(world)
    yield page
    page.stop()


@pytest.fixture
def mistakes() -> Iterator[Mistakes]:
    """Fails the test where a browser complained about something that the test did not bring about."""
    kept = Mistakes()
    yield kept
    assert kept.unexpected == []


@pytest.fixture
def open_context(
    chromium: Browser, served: Served, mistakes: Mistakes
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that know nothing of each other."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:  # noqa: ANN401 - Playwright's
        context = chromium.new_context(
            base_url=served.address, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.on("page", mistakes.watch)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A page in a browser that has never been here."""
    return open_context().new_page()
