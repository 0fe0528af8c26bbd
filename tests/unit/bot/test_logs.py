"""Logs: one form for ours and the libraries', and nothing in them that a person wrote."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Iterator

import aiosqlite
import pytest
import structlog

from bot.logs import configure_logging, drop_user_text
from bot.sections.conversation import LoggingSettings

SECRET = "a white cat in my grandmother's kitchen"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def logged_as(**settings: str) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(LoggingSettings.model_validate(settings), stream)
    return stream


def test_json_is_one_object_per_line() -> None:
    stream = logged_as(format="json")
    structlog.get_logger("pasta").info("gallery_posted", session_id="s1", images=4)
    entry = json.loads(stream.getvalue())
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "gallery_posted",
        "session_id": "s1",
        "images": 4,
        "level": "info",
        "logger": "pasta",
    }


def test_console_is_a_line_to_read_without_colours_where_there_is_no_terminal() -> None:
    stream = logged_as(format="console")
    structlog.get_logger("pasta").info("gallery_posted", images=4)
    assert "gallery_posted" in stream.getvalue()
    assert "images=4" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
def test_libraries_log_in_the_same_form(form: str) -> None:
    stream = logged_as(format=form)
    logging.getLogger("some.library").warning("it took %d s", 3)
    assert "it took 3 s" in stream.getvalue()
    assert "some.library" in stream.getvalue()


def test_what_is_below_the_level_is_left_out() -> None:
    stream = logged_as(level="warning")
    structlog.get_logger("pasta").info("small_talk")
    logging.getLogger("some.library").info("small talk")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_token_is_taken_out_of_any_line(form: str) -> None:
    stream, token = logged_as(format=form), "7100000001:AAHoGKVyYurKmTJYtbDYmBgpaox-Axbsi0_"
    logging.getLogger("some.library").error("POST https://api.telegram.org/bot%s/getMe", token)
    try:
        int(f"The token `{token}` was rejected")
    except ValueError:
        logging.getLogger("some.library").exception("refused")
    structlog.get_logger("pasta").warning("refused", url=f"/bot{token.replace(':', '%3A')}/x", at="12:30:45")
    assert token.partition(":")[2] not in stream.getvalue()
    assert stream.getvalue().count("<token>") == 3
    assert "12:30:45" in stream.getvalue()


def test_libraries_that_log_addresses_with_tokens_are_quiet_even_when_debugging() -> None:
    stream = logged_as(level="debug")
    logging.getLogger("httpx").info("POST https://api.example/bot123:token/sendMessage")
    assert stream.getvalue() == ""


def test_what_the_database_is_asked_to_keep_is_not_logged_even_when_debugging() -> None:
    async def keep() -> None:
        async with aiosqlite.connect(":memory:") as database:
            await database.execute("SELECT ?", (SECRET,))

    stream = logged_as(level="debug")
    asyncio.run(keep())
    assert SECRET not in stream.getvalue()


@pytest.mark.parametrize(
    "key",
    [
        "prompt",
        "prompts",
        "words",
        "text",
        "user_text",
        "expansion",
        "intent",
        "caption",
        "Prompt",
        "promptText",
    ],
)
def test_what_a_person_wrote_never_reaches_the_log(key: str) -> None:
    stream = logged_as(format="json")
    structlog.get_logger("pasta").info("turn_begun", turn=1, **{key: SECRET})
    logging.getLogger("some.library").warning("begun", extra={key: SECRET})
    assert "turn_begun" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_text_is_dropped_at_any_depth() -> None:
    event = {
        "event": "x",
        "turn": {"prompt": SECRET, "number": 2},
        "slates": [{"expansions": [SECRET], "size": 4}],
    }
    assert drop_user_text(None, "info", event) == {
        "event": "x",
        "turn": {"number": 2},
        "slates": [{"size": 4}],
    }


def test_text_that_is_bound_to_a_logger_is_dropped_too() -> None:
    stream = logged_as(format="json")
    structlog.contextvars.bind_contextvars(prompt=SECRET)
    structlog.get_logger("pasta").bind(words=SECRET).info("turn_begun")
    structlog.contextvars.clear_contextvars()
    assert SECRET not in stream.getvalue()


def test_counts_ids_and_hashes_are_kept() -> None:
    event = {
        "prompt_characters": 12,
        "prompt_hash": "ab",
        "message_id": "7",
        "context": "turn",
        "expansion": None,
    }
    assert drop_user_text(None, "info", dict(event)) == event


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_traceback_shows_no_local_variables(form: str) -> None:
    stream = logged_as(format=form)

    def fail(prompt: str) -> float:
        return 1 / (len(prompt) - len(SECRET))

    try:
        fail(SECRET)
    except ZeroDivisionError:
        structlog.get_logger("pasta").exception("broken")
    assert "ZeroDivisionError" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_warnings_are_logged() -> None:
    stream = logged_as()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old thing", DeprecationWarning, stacklevel=1)
    assert "old thing" in stream.getvalue()
