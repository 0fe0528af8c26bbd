"""Every safety check: the block list, the fake, and CLIP with a small model of random weights."""

from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from core.ports import SafetyCheck
from core.safety import BlockList
from models.encoder import EncoderFactory, SharedEncoder
from models.safety.clip import ClipSafetyCheck
from tests.fakes.ports import TINY_PNGS, FakeSafety
from tests.fakes.services import ImmediateService
from tests.fakes.tiny_clip import TinyClip

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["block list", "fake", "clip"])
async def check(request: pytest.FixtureRequest) -> SafetyCheck:
    words = BlockList(["forbidden"])
    if request.param == "block list":
        return words
    if request.param == "fake":
        return FakeSafety()
    tiny_clip: TinyClip = request.getfixturevalue("tiny_clip")
    engine = EncoderFactory(options=tiny_clip.options())("cpu")
    return ClipSafetyCheck(SharedEncoder(ImmediateService(engine)), words=words)


async def test_what_is_refused_is_named(check: SafetyCheck) -> None:
    assert "forbidden" in (await check.refused_text("a forbidden thing") or "")


async def test_other_texts_pass(check: SafetyCheck) -> None:
    assert await check.refused_text("a white cat") is None


async def test_the_risk_of_an_image_lies_between_nought_and_one(check: SafetyCheck) -> None:
    risks = await asyncio.gather(*map(check.image_risk, TINY_PNGS))
    assert all(0.0 <= risk <= 1.0 for risk in risks)


async def test_the_same_image_has_the_same_risk(check: SafetyCheck) -> None:
    assert await check.image_risk(TINY_PNGS[0]) == await check.image_risk(TINY_PNGS[0])
