"""What every Communities port promises."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.types.communities import CommunityRules, SafetyLevel
from tests.fakes.sessions import ANNA, BEN
from tests.fakes.stores import Stores

RULES = CommunityRules(
    channels=("art", "bots"),
    turns=7,
    sessions_per_day=12,
    starters=("painters",),
    safety=SafetyLevel.STRICT,
    hides_images_above=0.35,
    language="de",
    report_channel="moderators",
    blocked_words=("clown", "“ü” 😀"),
    blocked_members=("77",),
)


async def test_a_community_that_has_decided_nothing_has_the_defaults(stores: Stores) -> None:
    for _ in range(2):
        assert await stores.communities.rules_of("chat", "server") == CommunityRules()


@pytest.mark.parametrize("rules", [RULES, CommunityRules()])
async def test_saved_rules_hold(stores: Stores, rules: CommunityRules) -> None:
    await stores.communities.save_rules("chat", "server", rules, by=ANNA, at=1.0)
    assert await stores.communities.rules_of("chat", "server") == rules


async def test_each_community_of_each_platform_has_its_own(stores: Stores) -> None:
    await stores.communities.save_rules("chat", "server", RULES, by=ANNA, at=1.0)
    assert await stores.communities.rules_of("chat", "another") == CommunityRules()
    assert await stores.communities.rules_of("elsewhere", "server") == CommunityRules()


async def test_the_rules_saved_last_hold(stores: Stores) -> None:
    assert await stores.communities.rules_of("chat", "server") == CommunityRules()
    newer = [replace(RULES, turns=turns) for turns in (3, None, 20)]
    for rules in newer:
        await stores.communities.save_rules("chat", "server", rules, by=BEN, at=2.0)
        assert await stores.communities.rules_of("chat", "server") == rules
    await asyncio.gather(
        *(stores.communities.save_rules("chat", "server", rules, by=BEN, at=3.0) for rules in newer)
    )
    assert await stores.communities.rules_of("chat", "server") == newer[-1]
