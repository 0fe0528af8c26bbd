"""The expander above its transport: budget, time, and the picked image."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.expanders.asking.prompting import shipped_template
from adapters.expanders.expander import LanguageModelExpander, Manner
from adapters.expanders.transport import Ask, Reply
from core.errors import BudgetSpentError, TransientError, WorkError
from core.ports import Cost, RenderedImage
from core.types.galleries import ImageRef
from core.types.identifiers import ImageHash
from core.types.slates import Category
from tests.fakes.language_models.opening import ACCOUNT, REQUEST
from tests.fakes.ports import TINY_PNGS, FakeAllowance
from tests.fakes.stores import InMemoryImages

MANNER = Manner(
    timeout_seconds=5.0, sees_images=True, costs=True, sampling_temperature=None, max_output_tokens=100
)
GOOD = Reply(text=json.dumps({"style": ["a cat in ink"]}), tokens_in=30, tokens_out=12)
SMALL = replace(REQUEST, categories=(Category.STYLE,), per_category=1)


class Told:
    """A Transport that answers as it is told to."""

    def __init__(self, answer: Reply | Exception | float = GOOD) -> None:
        self.answer = answer
        self.asked: list[Ask] = []
        self.is_closed = False

    async def ask(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        if isinstance(self.answer, float):
            await asyncio.sleep(self.answer)
            return GOOD
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def aclose(self) -> None:
        self.is_closed = True


def expander_over(
    transport: Told,
    manner: Manner = MANNER,
    images: InMemoryImages | None = None,
    allowance: FakeAllowance | None = None,
) -> LanguageModelExpander:
    return LanguageModelExpander(
        transport,
        shipped_template(),
        manner,
        model="m",
        images=images or InMemoryImages(),
        allowance=allowance,
    )


async def test_the_source_names_model_and_template_and_the_rest_is_handed_on() -> None:
    transport = Told()
    expander = expander_over(transport)
    assert (expander.source, expander.costs) == ("m/expand-1", True)
    assert [one.text for one in await expander.expand(SMALL)] == ["a cat in ink"]
    (ask,) = transport.asked
    assert (ask.max_output_tokens, ask.sampling_temperature, ask.is_impersonal) == (100, None, False)
    await expander.aclose()
    assert transport.is_closed


@pytest.mark.parametrize("cost", [Cost.CALLS, Cost.TOKENS])
async def test_where_the_budget_is_spent_nothing_is_asked(cost: Cost) -> None:
    transport, allowance = Told(), FakeAllowance()
    allowance.spent[cost] = BudgetSpentError(cost, in_total=True, renewed_at=0.0)
    with pytest.raises(BudgetSpentError):
        await expander_over(transport, allowance=allowance).expand(SMALL)
    assert transport.asked == []
    assert allowance.paid == {}


@pytest.mark.parametrize(
    ("answer", "tokens"),
    [
        (GOOD, 42),
        (replace(GOOD, text="no JSON"), 42),
        (replace(GOOD, blocked="SAFETY"), 42),
        (replace(GOOD, is_cut_off=True), 42),
        (TransientError("busy"), 0),
        (WorkError("no"), 0),
    ],
)
async def test_every_request_is_on_the_budget_whatever_came_of_it(
    answer: Reply | Exception, tokens: int
) -> None:
    allowance = FakeAllowance()
    expander = expander_over(Told(answer), allowance=allowance)
    outcome = await asyncio.gather(expander.expand(SMALL), return_exceptions=True)
    assert (answer is GOOD) == isinstance(outcome[0], list)
    assert allowance.paid == {(ACCOUNT, Cost.CALLS): 1, (ACCOUNT, Cost.TOKENS): tokens}


async def test_a_trial_is_on_nobodys_budget_and_may_be_quoted() -> None:
    transport, allowance = Told(), FakeAllowance()
    assert await expander_over(transport, allowance=allowance).trial() == GOOD
    assert allowance.paid == {}
    assert transport.asked[0].is_impersonal


async def test_the_operator_can_read_what_went_wrong() -> None:
    with capture_logs() as logs:
        outcome = await asyncio.gather(
            expander_over(Told(WorkError("bad key"))).expand(SMALL), return_exceptions=True
        )
    assert isinstance(outcome[0], WorkError)
    assert [(line["event"], line["reason"]) for line in logs] == [("language model failed", "bad key")]


async def test_time_runs_out() -> None:
    allowance = FakeAllowance()
    expander = expander_over(Told(5.0), replace(MANNER, timeout_seconds=0.01), allowance=allowance)
    with pytest.raises(TransientError, match=r"did not answer within 0\.01 s"):
        await expander.expand(SMALL)
    assert allowance.paid == {(ACCOUNT, Cost.CALLS): 1, (ACCOUNT, Cost.TOKENS): 0}


async def test_the_picked_image_is_shown_to_a_model_that_sees() -> None:
    images, transport = InMemoryImages(), Told()
    stored = await images.put(RenderedImage(content=TINY_PNGS[0], media_type="image/png"))
    image = ImageRef(hash=stored, media_type="image/png")
    seeing = expander_over(transport, images=images)
    blind = expander_over(transport, replace(MANNER, sees_images=False), images=images)
    await seeing.expand(replace(SMALL, picked_image=image))
    await blind.expand(replace(SMALL, picked_image=image))
    await seeing.expand(replace(SMALL, picked_image=replace(image, spoiler=True)))
    assert [ask.picture is not None for ask in transport.asked] == [True, False, False]
    assert ['"picture_attached": true' in ask.user for ask in transport.asked] == [True, False, False]


@pytest.mark.parametrize("is_damaged", [True, False])
async def test_an_image_that_cannot_be_read_is_left_out(is_damaged: bool) -> None:
    images, transport = InMemoryImages(), Told()
    stored = await images.put(RenderedImage(content=b"no image", media_type="image/png"))
    missing = ImageRef(hash=stored if is_damaged else ImageHash("0" * 64), media_type="image/png")
    assert await expander_over(transport, images=images).expand(replace(SMALL, picked_image=missing))
    assert transport.asked[0].picture is None


def test_nothing_that_is_printed_holds_anybodys_words() -> None:
    ask = Ask(
        system="secret", user="secret", schema={"secret": 1}, max_output_tokens=1, sampling_temperature=None
    )
    assert "secret" not in repr((ask, Reply(text="secret", tokens_in=1, tokens_out=1), shipped_template()))
