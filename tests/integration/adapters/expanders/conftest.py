"""The fake server, and every way to reach it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.expanders.opening import ExpanderOptions, TransportKind
from tests.fakes.language_models.opening import options_for
from tests.fakes.language_models.server import FakeLanguageModel


@pytest.fixture
async def server() -> AsyncIterator[FakeLanguageModel]:
    """A language model's server that works."""
    async with FakeLanguageModel().serving() as serving:
        yield serving


@pytest.fixture(params=list(TransportKind), ids=str)
def options(request: pytest.FixtureRequest, server: FakeLanguageModel) -> ExpanderOptions:
    """How it is reached, by each transport."""
    return options_for(request.param, server)
