"""Every transport before a server that does what it should, and before every fault."""

from __future__ import annotations

import asyncio
import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from adapters.expanders.opening import ExpanderOptions, TransportKind
from core.errors import TransientError, WorkError
from core.ports import Cost, RenderedImage
from core.types.galleries import ImageRef
from core.types.slates import Category
from tests.fakes.language_models.faults import Fault
from tests.fakes.language_models.opening import ACCOUNT, KEY_NAME, REQUEST, opened, options_for
from tests.fakes.language_models.server import KEY, FakeLanguageModel
from tests.fakes.ports import FakeAllowance
from tests.fakes.stores import InMemoryImages

pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")

CALLS, TOKENS = (ACCOUNT, Cost.CALLS), (ACCOUNT, Cost.TOKENS)

TRANSIENT = {
    Fault.TOO_MANY: 7.0,
    Fault.TOO_MANY_RETRY_INFO: 3.5,
    Fault.INTERNAL: None,
    Fault.OVERLOADED: None,
    Fault.PROXY_PAGE: None,
    Fault.CUT: None,
    Fault.NO_JSON: None,
    Fault.MALFORMED: None,
    Fault.TRUNCATED: None,
    Fault.EMPTY: None,
    Fault.BLANK: None,
    Fault.WRONG_SCHEMA: None,
}
"""With the wait that the server asked for."""

FINAL = {
    Fault.TOO_MANY_FOR_LONG: "3600 s",
    Fault.QUOTA_OF_THE_DAY: f"quota of the key in {KEY_NAME}",
    Fault.PROMPT_BLOCKED: "did not let this through",
    Fault.PROMPT_BLOCKED_ANEW: "did not let this through",
    Fault.ANSWER_BLOCKED: "did not let this through",
    Fault.FORBIDDEN: f"refuses the key in the environment variable {KEY_NAME}",
    Fault.BAD_REQUEST: "refuses the request",
}
"""With what the operator reads."""

BILLED = {
    Fault.MALFORMED,
    Fault.TRUNCATED,
    Fault.EMPTY,
    Fault.BLANK,
    Fault.WRONG_SCHEMA,
    Fault.PROMPT_BLOCKED,
    Fault.PROMPT_BLOCKED_ANEW,
    Fault.ANSWER_BLOCKED,
}
"""Faults that come with a count of tokens (a blocked prompt does on Gemini)."""


async def test_one_request_brings_five_expansions_in_each_category(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    allowance = FakeAllowance()
    async with opened(options, allowance=allowance, temperature=0.7, max_output_tokens=4321) as expander:
        expansions = await expander.expand(REQUEST)
    assert [one.category for one in expansions] == [category for category in Category for _ in range(5)]
    assert len({one.text for one in expansions}) == 25
    (asked,) = server.asked
    assert asked.temperature == pytest.approx(0.7)
    assert asked.max_output_tokens == 4321
    assert asked.pictures == ()
    assert allowance.paid == {CALLS: 1, TOKENS: 1050}


async def test_topping_up_asks_only_for_what_is_missing(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    topping = replace(REQUEST, categories=(Category.LEAP, Category.STYLE), per_category=2)
    async with opened(options) as expander:
        expansions = await expander.expand(topping)
    assert [one.category for one in expansions] == [Category.LEAP] * 2 + [Category.STYLE] * 2
    assert "Write 2 expansions in each of these categories: leap, style." in server.asked[0].user


async def test_the_model_sees_the_picked_image_small_and_without_what_its_file_says(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    images = InMemoryImages()
    file = io.BytesIO()
    Image.new("RGB", (1500, 1000), (200, 10, 10)).save(file, "JPEG", comment=b"made from: a secret")
    stored = await images.put(RenderedImage(content=file.getvalue(), media_type="image/jpeg"))
    request = replace(REQUEST, picked_image=ImageRef(hash=stored, media_type="image/jpeg"))
    async with opened(options, images=images) as expander:
        await expander.expand(request)
    ((media_type, content),) = server.asked[0].pictures
    assert media_type == "image/jpeg"
    assert b"secret" in file.getvalue()
    assert b"secret" not in content
    with Image.open(io.BytesIO(content)) as seen:
        assert (seen.format, seen.size) == ("JPEG", (768, 512))
    assert '"picture_attached": true' in server.asked[0].user


@pytest.mark.parametrize("fault", TRANSIENT, ids=lambda fault: fault.name)
async def test_what_may_pass_is_a_transient_error(
    options: ExpanderOptions, server: FakeLanguageModel, fault: Fault
) -> None:
    server.fail(fault)
    allowance = FakeAllowance()
    async with opened(options, allowance=allowance) as expander:
        with pytest.raises(TransientError) as raised:
            await expander.expand(REQUEST)
        assert raised.value.retry_after_seconds == TRANSIENT[fault]
        assert server.requests == 1, "asking again is the core's affair"
        assert len(await expander.expand(REQUEST)) == 25, "and helps"
    assert allowance.paid[CALLS] == 2
    assert (allowance.paid[TOKENS] > 1050) == (fault in BILLED)


@pytest.mark.parametrize("fault", FINAL, ids=lambda fault: fault.name)
async def test_what_asking_again_does_not_help_is_a_work_error(
    options: ExpanderOptions, server: FakeLanguageModel, fault: Fault
) -> None:
    server.always = fault
    allowance = FakeAllowance()
    async with opened(options, allowance=allowance) as expander:
        with pytest.raises(WorkError, match=FINAL[fault]) as raised:
            await expander.expand(REQUEST)
    assert not isinstance(raised.value, TransientError)
    is_blocked_unread = options.kind is TransportKind.OPENAI and fault is not Fault.ANSWER_BLOCKED
    is_billed = fault in BILLED and not is_blocked_unread
    assert allowance.paid[CALLS] == 1
    assert (allowance.paid[TOKENS] > 0) == is_billed


async def test_an_answer_is_used_as_far_as_it_goes(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    server.fail(Fault.PARTLY_USABLE)
    async with opened(options) as expander:
        expansions = await expander.expand(REQUEST)
    texts = {category: [one.text for one in expansions if one.category is category] for category in Category}
    assert [len(texts[category]) for category in Category] == [5, 5, 0, 0, 0]
    assert texts[Category.DETAIL][0] == "two lines of text"


async def test_repeated_texts_are_passed_on_for_the_core_to_drop(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    server.fail(Fault.DUPLICATES)
    async with opened(options) as expander:
        assert {one.text for one in await expander.expand(REQUEST)} == {"the same again"}


async def test_a_server_that_hangs_is_given_up_in_time(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    server.always = Fault.HANG
    allowance = FakeAllowance()
    began = time.monotonic()
    async with opened(options, allowance=allowance, timeout_seconds=0.3) as expander:
        with pytest.raises(TransientError):
            await expander.expand(REQUEST)
    assert time.monotonic() - began < 5
    assert allowance.paid == {CALLS: 1, TOKENS: 0}


async def test_a_cancelled_request_is_given_up_at_once_and_counted(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    server.always = Fault.HANG
    allowance = FakeAllowance()
    async with opened(options, allowance=allowance, timeout_seconds=9.0) as expander:
        asking = asyncio.create_task(expander.expand(REQUEST))
        await server.waiting.wait()
        asking.cancel()
        began = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert time.monotonic() - began < 3
    assert allowance.paid == {CALLS: 1, TOKENS: 0}


async def test_a_server_that_is_not_there_is_a_transient_error(options: ExpanderOptions) -> None:
    async with opened(options, endpoint="http://127.0.0.1:9/v1") as expander:
        with pytest.raises(
            TransientError, match=r"connection to the language model at http://127\.0\.0\.1:9 failed"
        ):
            await expander.expand(REQUEST)


async def test_a_wrong_key_is_named_by_its_variable_and_never_shown(options: ExpanderOptions) -> None:
    async with opened(options, key="sk-wrong-key-0123456789") as expander:
        for asking in (expander.expand(REQUEST), expander.trial()):
            with pytest.raises(
                WorkError, match=f"refuses the key in the environment variable {KEY_NAME}"
            ) as raised:
                await asking
            assert not isinstance(raised.value, TransientError)
            assert "sk-wrong" not in str(raised.value)


async def test_an_unknown_model_is_named(options: ExpanderOptions) -> None:
    async with opened(options, model="no-such-model") as expander:
        with pytest.raises(WorkError, match="has no model 'no-such-model'"):
            await expander.expand(REQUEST)


async def test_a_trial_asks_little_with_a_picture_and_quotes_what_is_refused(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    async with opened(options) as expander:
        reply = await expander.trial()
        assert (reply.tokens_in, reply.tokens_out) == (700, 350)
        assert len(server.asked[0].pictures) == 1
        assert server.asked[0].max_output_tokens <= 1024
        server.always = Fault.FORBIDDEN
        with pytest.raises(WorkError, match=r"It says: (Your API key was reported as leaked|Not here)\."):
            await expander.trial()
    async with opened(options, sees_images=False) as blind:
        server.always = None
        await blind.trial()
        assert server.asked[-1].pictures == ()


async def test_a_refusal_of_a_persons_request_is_not_quoted(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    server.always = Fault.BAD_REQUEST
    async with opened(options) as expander:
        with pytest.raises(WorkError) as raised:
            await expander.expand(REQUEST)
    assert "It says" not in str(raised.value)


async def test_many_requests_at_once_go_out_together(
    options: ExpanderOptions, server: FakeLanguageModel
) -> None:
    async with opened(options) as expander:
        answers = await asyncio.gather(*(expander.expand(REQUEST) for _ in range(12)))
    assert len({one.text for answer in answers for one in answer}) == 12 * 25


async def test_where_no_schema_is_taken_it_is_told_in_words_from_then_on(server: FakeLanguageModel) -> None:
    server.always = Fault.SCHEMA_UNSUPPORTED
    async with opened(options_for(TransportKind.OPENAI, server)) as expander:
        assert len(await expander.expand(REQUEST)) == 25
        assert server.requests == 2
        assert len(await expander.expand(REQUEST)) == 25
        assert server.requests == 3, "it was remembered"


async def test_the_newer_name_of_the_limit_is_found(server: FakeLanguageModel) -> None:
    server.wants_newer_limit = True
    async with opened(options_for(TransportKind.OPENAI, server), temperature=None) as expander:
        assert len(await expander.expand(REQUEST)) == 25
        await expander.expand(REQUEST)
    assert server.requests == 3
    assert server.asked[0].temperature is None


async def test_a_server_of_ones_own_needs_no_key(server: FakeLanguageModel) -> None:
    server.key = "none"
    async with opened(options_for(TransportKind.OPENAI, server), key="") as expander:
        assert len(await expander.expand(REQUEST)) == 25


async def test_two_expanders_of_the_unmaintained_library_keep_to_their_own_servers(
    server: FakeLanguageModel,
) -> None:
    kind = TransportKind.GOOGLE_GENERATIVEAI
    async with FakeLanguageModel().serving() as other:
        async with opened(options_for(kind, server)) as first, opened(options_for(kind, other)) as second:
            await asyncio.gather(first.expand(REQUEST), second.expand(REQUEST), first.expand(REQUEST))
        assert (len(server.asked), len(other.asked)) == (2, 1)
    assert {asked.key for asked in (*server.asked, *other.asked)} == {KEY}
