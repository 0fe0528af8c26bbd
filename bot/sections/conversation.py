"""Settings of the conversation itself, of where it is kept and of what is written down about it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.sections.section import Section

DATABASES = r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://"
DATABASES_ALLOWED = "null, sqlite+aiosqlite:///path or postgresql+asyncpg://user@host/database"


class StorageSettings(Section):
    """Where sessions and answers are kept; no url means an SQLite file in the data directory."""

    url: Annotated[str | None, Field(pattern=DATABASES, json_schema_extra={"allowed": DATABASES_ALLOWED})] = (
        None
    )


class ConversationSettings(Section):
    """How long a session is and how much it shows."""

    turns: Annotated[int, Field(ge=1, le=20)] = 5
    slate_size: Annotated[int, Field(ge=2, le=5)] = 4
    candidates_per_category: Annotated[int, Field(ge=1, le=10)] = 5
    images_per_position: Annotated[int, Field(ge=1, le=4)] = 1
    max_prompt_characters: Annotated[int, Field(ge=1, le=4000)] = 2000
    max_words_characters: Annotated[int, Field(ge=1, le=1000)] = 500


class BeliefSettings(Section):
    """How answers add up to an estimate of taste."""

    evidence_decay: Annotated[float, Field(gt=0, le=1)] = 1.0


class RetrySettings(Section):
    """What is done when something outside fails in passing."""

    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    first_wait_seconds: Annotated[float, Field(ge=0, le=60)] = 0.5
    longest_wait_seconds: Annotated[float, Field(ge=0, le=600)] = 8.0

    @model_validator(mode="after")
    def _waits_are_in_order(self) -> Self:
        if self.longest_wait_seconds < self.first_wait_seconds:
            raise ValueError("longest_wait_seconds must be at least first_wait_seconds")
        return self


class LoggingSettings(Section):
    """How much is logged, and in which form."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"
