"""How the program logs: to standard error, for a reader or as JSON lines, and never what a person wrote.

Code logs ids, counts and durations. Should a prompt or a caption slip into a log call all the same, it is
dropped here, by the name of its key. So is a bot's token, wherever it stands in a line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.sections.conversation import LoggingSettings

USER_TEXT = re.compile(
    "answer|caption|content|critique|expansion|history|intent|message|prompt|query|reply|text|word"
)
TELEGRAM_TOKEN = re.compile(r"\d{6,}(?::|%3A)[\w-]{30,}")
"""It is part of every address of Telegram's that a library may log, and of the error that refuses it."""
HARMLESS_ENDINGS = ("id", "ids", "hash", "kind", "version")
TALKATIVE_LIBRARIES = (
    "aiosqlite",
    "alembic",
    "discord",
    "filelock",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "tornado",
    "urllib3",
    "uvicorn",
)


def configure_logging(settings: LoggingSettings, stream: TextIO | None = None) -> None:
    """Send our own logs and those of all libraries to one stream, in one form."""
    output = stream or sys.stderr
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = _Tokenless(
        foreign_pre_chain=_shared_processors(), processors=[without_meta, *_rendering(settings, output)]
    )
    handler = logging.StreamHandler(output)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=settings.level.upper(), force=True)
    logging.captureWarnings(capture=True)
    for library in TALKATIVE_LIBRARIES:
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.getLogger().level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def drop_user_text(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Drop every value, at any depth, whose key could hold what a person or a language model wrote."""
    return {key: _clean(value) for key, value in event.items() if key == "event" or _is_kept(key, value)}


class _Tokenless(structlog.stdlib.ProcessorFormatter):
    """Takes every token of Telegram's form out of the finished line, and out of tracebacks with it."""

    def format(self, record: logging.LogRecord) -> str:
        return TELEGRAM_TOKEN.sub("<token>", super().format(record))


def _clean(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items() if _is_kept(str(key), inner)}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _is_kept(key: str, value: object) -> bool:
    """Keep numbers and ids whatever they count or name: prompt_characters=12 and message_id tell nothing."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower())
    if isinstance(value, int | float | None) or words[-1:] in ([ending] for ending in HARMLESS_ENDINGS):
        return True
    return not any(USER_TEXT.fullmatch(word.removesuffix("s")) for word in words)


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_user_text,
    ]


def _rendering(settings: LoggingSettings, output: TextIO) -> list[Processor]:
    if settings.format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    formatter = structlog.dev.plain_traceback  # the other one prints local variables, and prompts with them
    return [structlog.dev.ConsoleRenderer(colors=output.isatty(), exception_formatter=formatter)]
