"""What a language model is asked, what comes back, and the seam behind which its library stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image file to look at."""

    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One request: `schema` is a JSON Schema of the answer, `sampling_temperature` the model's own if `None`.

    `is_impersonal` where nobody's words are in it, so that the other side's refusal may be quoted.
    """

    system: str = field(repr=False)
    user: str = field(repr=False)
    schema: Mapping[str, object] = field(repr=False)
    max_output_tokens: int
    sampling_temperature: float | None
    picture: Picture | None = None
    is_impersonal: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the model wrote, and what it counted; thinking counts as written.

    `blocked` is the other side's name for why it did not let the prompt or the answer through; the answer
    `is_cut_off` where it ran into `max_output_tokens`.
    """

    text: str = field(repr=False)
    tokens_in: int
    tokens_out: int
    blocked: str | None = None
    is_cut_off: bool = False


class Transport(Protocol):
    """Carries requests to one model; it tries once, and what to do about a failure is its caller's affair."""

    async def ask(self, ask: Ask) -> Reply:
        """Ask once; raises `TransientError` where asking again may help, and otherwise `WorkError`."""
        ...

    async def aclose(self) -> None:
        """Let go of its connections."""
        ...
