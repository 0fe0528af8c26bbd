"""Expanders that ask the fake server, and what they are asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from adapters.expanders.expander import LanguageModelExpander
from adapters.expanders.opening import ExpanderOptions, TransportKind, make_expander
from core.ports import Allowance, ExpansionRequest, ImageStore, PastTurn
from core.types.slates import Category
from tests.fakes.language_models.server import KEY, MODEL, FakeLanguageModel
from tests.fakes.stores import InMemoryImages

KEY_NAME = "THE_KEY_OF_THE_TESTS"

ACCOUNT = "discord:1"

REQUEST = ExpansionRequest(
    prompt="a white cat",
    intent="a white cat, at night",
    base="a white cat on a roof, ink drawing",
    history=(
        PastTurn(shown=("a cat", "a kitten", "a lynx"), picked=None, words=None),
        PastTurn(
            shown=("a white cat on a roof, ink drawing", "a white cat asleep"),
            picked="a white cat on a roof, ink drawing",
            words="at night",
        ),
    ),
    categories=tuple(Category),
    per_category=5,
    seed=7,
    account=ACCOUNT,
)


def options_for(kind: TransportKind, server: FakeLanguageModel) -> ExpanderOptions:
    """The fake server as that transport is told of it."""
    path = "/v1" if kind is TransportKind.OPENAI else ""
    return ExpanderOptions(
        kind=kind, model=MODEL, key_name=KEY_NAME, endpoint=f"{server.url}{path}", timeout_seconds=10.0
    )


@asynccontextmanager
async def opened(
    options: ExpanderOptions,
    *,
    key: str = KEY,
    images: ImageStore | None = None,
    allowance: Allowance | None = None,
    **changes: object,
) -> AsyncIterator[LanguageModelExpander]:
    """An expander that is closed at the end; `changes` are other options."""
    changed = replace(options, **changes)  # type: ignore[arg-type] # each is checked when the options are made
    expander = make_expander(changed, key, images or InMemoryImages(), allowance)
    try:
        yield expander
    finally:
        await expander.aclose()
