"""What every Expander port promises: the grammar, the fake, and a language model by each transport."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.expanders.opening import TransportKind
from core.ports import Expander, ExpansionRequest
from core.types.slates import Category
from models.miniature.expander import GrammarExpander
from tests.fakes.language_models.opening import REQUEST, opened, options_for
from tests.fakes.language_models.server import FakeLanguageModel
from tests.fakes.ports import FakeExpander

pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")

FIRST_TURN = replace(REQUEST, intent="a white cat", base="a white cat", history=())
REQUESTS = (
    FIRST_TURN,
    REQUEST,
    replace(REQUEST, categories=(Category.LEAP,), per_category=1),
    replace(FIRST_TURN, prompt="自由", intent="自由", base="自由", seed=0),
)


@pytest.fixture(params=["grammar", "fake", *TransportKind], ids=str)
async def expander(request: pytest.FixtureRequest) -> AsyncIterator[Expander]:
    """One expander after the other, ready to be asked."""
    if request.param == "grammar":
        yield GrammarExpander()
    elif request.param == "fake":
        fake = FakeExpander()
        fake.hitch.delay_seconds = 0.001
        yield fake
    else:
        async with (
            FakeLanguageModel().serving() as server,
            opened(options_for(request.param, server)) as asking,
        ):
            yield asking


@pytest.mark.parametrize("request_", REQUESTS, ids=["first turn", "later", "topping up", "in Japanese"])
async def test_there_are_enough_texts_in_just_the_categories_asked_for(
    expander: Expander, request_: ExpansionRequest
) -> None:
    expansions = await expander.expand(request_)
    assert Counter(one.category for one in expansions) == dict.fromkeys(
        request_.categories, request_.per_category
    )
    assert all(one.text.strip() for one in expansions)
    assert len({one.text for one in expansions}) == len(expansions)


async def test_it_says_who_wrote_them_and_that_stays_the_same(expander: Expander) -> None:
    source = expander.source
    assert source.strip()
    await expander.expand(REQUEST)
    assert expander.source == source


async def test_it_says_whether_asking_costs(expander: Expander) -> None:
    assert isinstance(expander.costs, bool)


async def test_a_cancelled_request_is_given_up_and_does_no_harm(expander: Expander) -> None:
    asking = asyncio.create_task(_all_of(expander, *[REQUEST] * 20))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(2):
            await asking
    assert len(await expander.expand(REQUEST)) == 25


async def test_requests_at_once_do_not_mix(expander: Expander) -> None:
    small = replace(FIRST_TURN, prompt="a red ship", categories=(Category.STYLE,), per_category=3)
    answers = await asyncio.gather(*(expander.expand(asked) for asked in (REQUEST, small, FIRST_TURN, small)))
    assert [len(answer) for answer in answers] == [25, 3, 25, 3]


async def _all_of(expander: Expander, *requests: ExpansionRequest) -> None:
    for request in requests:
        await expander.expand(request)
