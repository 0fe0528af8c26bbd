"""The token never reaches a log, however much is logged and whatever goes wrong."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import configure_logging
from bot.sections.conversation import LoggingSettings
from tests.fakes.hosted import Hosted
from tests.fakes.serving import free_port
from tests.fakes.telegram import FakeTelegram

LEVELS = ("debug", "info", "warning", "error")


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("form", ["console", "json"])
async def test_no_log_holds_the_token(tmp_path: Path, level: str, form: str) -> None:
    log = io.StringIO()
    configure_logging(LoggingSettings.model_validate({"level": level, "format": form}), log)
    logging.getLogger("some.library").error("it works")
    async with FakeTelegram() as fake:
        await _everything_that_can_happen(Hosted(fake=fake, folder=tmp_path))
        assert "it works" in log.getvalue()
        assert fake.token not in log.getvalue()
        assert fake.token.partition(":")[2] not in log.getvalue()


@pytest.mark.parametrize("library", ["httpx", "httpcore", "telegram"])
async def test_no_library_gives_the_token_away_when_it_is_made_to_talk(tmp_path: Path, library: str) -> None:
    log = io.StringIO()
    configure_logging(LoggingSettings(level="debug"), log)
    logging.getLogger(library).setLevel(logging.DEBUG)
    async with FakeTelegram() as fake:
        await _everything_that_can_happen(Hosted(fake=fake, folder=tmp_path))
        assert log.getvalue().count("\n") > 5
        assert fake.token not in log.getvalue()
        assert fake.token.partition(":")[2] not in log.getvalue()


async def _everything_that_can_happen(hosted: Hosted) -> None:
    """Messages, failures, a refused token and no network."""
    fake, mia = hosted.fake, hosted.fake.add_user("mia")
    await mia.starts()
    async with hosted.bot():
        fake.fail("getUpdates", status=502)
        fake.fail("sendMessage", status=500)
        await mia.says(mia.chat, "one")
        await fake.until(lambda: fake.requested("sendMessage"))
        await mia.says(mia.chat, "two")
        await hosted.has_handled("two")
    fake.fail("getMe", status=401, description="Unauthorized")
    async with hosted.bot() as runner:
        await asyncio.wait_for(runner, 5)
    hosted.base_url = f"http://127.0.0.1:{free_port()}/bot"
    async with hosted.bot():
        await asyncio.sleep(0.1)
