"""A language model's expander as the settings ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from adapters.expanders.asking.prompting import own_template, shipped_template
from adapters.expanders.expander import LanguageModelExpander, Manner
from adapters.expanders.failures import Whom
from adapters.expanders.transport import Transport
from adapters.expanders.transports import gemini, openai_compatible
from adapters.expanders.transports.google_genai import GoogleGenAI
from adapters.expanders.transports.google_generativeai import GoogleGenerativeAI
from adapters.expanders.transports.openai_compatible import OpenAICompatible
from core.errors import WorkError
from core.ports import Allowance, ImageStore


class TransportKind(StrEnum):
    """By which library a language model is reached."""

    GOOGLE_GENERATIVEAI = "google-generativeai"
    GOOGLE_GENAI = "google-genai"
    OPENAI = "openai"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpanderOptions:
    """Which model is asked, where and how.

    `endpoint` is the provider's own if `None`; `key_name` is the environment variable that holds the key;
    `template` is a file of the operator's own; `temperature` is the model's own if `None`. Thinking counts
    against `max_output_tokens`. `costs`: it costs money or uses up a quota, so it is not asked ahead of need.
    """

    kind: TransportKind
    model: str
    key_name: str
    endpoint: str | None = None
    timeout_seconds: float = 30.0
    sees_images: bool = True
    costs: bool = True
    template: Path | None = None
    temperature: float | None = 1.0
    max_output_tokens: int = 8192

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ValueError("expander.model is empty")
        if self.endpoint is not None and not _is_address(self.endpoint):
            raise ValueError("expander.endpoint is an address like https://example.org/v1")
        if not self.timeout_seconds > 0 or self.max_output_tokens < 1:
            raise ValueError("expander.timeout_seconds and expander.max_output_tokens are more than 0")
        if self.temperature is not None and not 0 <= self.temperature <= 2:
            raise ValueError(f"expander.temperature is from 0 to 2, not {self.temperature}")


_TRANSPORTS: dict[TransportKind, Callable[..., Transport]] = {
    TransportKind.GOOGLE_GENERATIVEAI: GoogleGenerativeAI,
    TransportKind.GOOGLE_GENAI: GoogleGenAI,
    TransportKind.OPENAI: OpenAICompatible,
}


def make_expander(
    options: ExpanderOptions, key: str, images: ImageStore, allowance: Allowance | None = None
) -> LanguageModelExpander:
    """Read the template and import the library (about a second, once); nothing is sent yet.

    A server of one's own that speaks OpenAI's protocol wants no `key` (`""`). Raises `WorkError` where the
    key or the template is not usable.
    """
    template = own_template(options.template) if options.template else shipped_template()
    whom = Whom(
        model=options.model.strip(),
        endpoint=options.endpoint or _endpoint_of(options.kind),
        key_name=options.key_name,
        key=_checked(key.strip(), options),
    )
    return LanguageModelExpander(
        _TRANSPORTS[options.kind](whom, timeout_seconds=options.timeout_seconds),
        template,
        Manner(
            timeout_seconds=options.timeout_seconds,
            sees_images=options.sees_images,
            costs=options.costs,
            sampling_temperature=options.temperature,
            max_output_tokens=options.max_output_tokens,
        ),
        model=whom.model,
        images=images,
        allowance=allowance,
    )


def _endpoint_of(kind: TransportKind) -> str:
    return openai_compatible.ENDPOINT if kind is TransportKind.OPENAI else gemini.ENDPOINT


def _checked(key: str, options: ExpanderOptions) -> str:
    """The key; raises `WorkError` where one is needed and missing, or where it cannot be one."""
    if not key and (options.kind is not TransportKind.OPENAI or options.endpoint is None):
        raise WorkError(f"{options.key_name} is not set in the environment: {options.model} needs a key.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise WorkError(f"{options.key_name} holds characters that no key has: copy it again.")
    return key


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
