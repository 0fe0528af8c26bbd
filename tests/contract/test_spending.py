"""What every Spending port promises."""

from __future__ import annotations

import asyncio

import pytest

from core.ports import Cost
from tests.fakes.stores import Stores

TODAY, TOMORROW = "2026-11-21", "2026-11-22"


async def test_on_a_day_without_spending_nothing_was_spent(stores: Stores) -> None:
    assert await stores.spending.spent(TODAY) == {}


async def test_amounts_add_up_by_account_and_kind(stores: Stores) -> None:
    await stores.spending.add(TODAY, "discord:1", {Cost.CALLS: 1, Cost.TOKENS: 250})
    await stores.spending.add(TODAY, "discord:1", {Cost.CALLS: 2, Cost.GPU_SECONDS: 0.125})
    await stores.spending.add(TODAY, "web", {Cost.CALLS: 4})
    assert await stores.spending.spent(TODAY) == {
        ("discord:1", "calls"): 3,
        ("discord:1", "tokens"): 250,
        ("discord:1", "gpu_seconds"): 0.125,
        ("web", "calls"): 4,
    }


async def test_each_day_is_by_itself(stores: Stores) -> None:
    await stores.spending.add(TODAY, "web", {Cost.CALLS: 1})
    await stores.spending.add(TOMORROW, "web", {Cost.CALLS: 2})
    assert await stores.spending.spent(TODAY) == {("web", "calls"): 1}
    assert await stores.spending.spent(TOMORROW) == {("web", "calls"): 2}


async def test_adding_nothing_leaves_no_trace(stores: Stores) -> None:
    await stores.spending.add(TODAY, "web", {})
    assert await stores.spending.spent(TODAY) == {}


async def test_nothing_is_lost_of_what_many_spend_at_once(stores: Stores) -> None:
    accounts = [f"telegram:-{number}" for number in range(5)]
    adding = [stores.spending.add(TODAY, account, {Cost.TOKENS: 0.5}) for account in accounts * 40]
    await asyncio.gather(*adding)
    assert await stores.spending.spent(TODAY) == {(account, "tokens"): 20 for account in accounts}


async def test_amounts_are_kept_to_the_last_bit(stores: Stores) -> None:
    third = 1 / 3
    await stores.spending.add(TODAY, "web", {Cost.GPU_SECONDS: third})
    await stores.spending.add(TODAY, "web", {Cost.GPU_SECONDS: third})
    assert (await stores.spending.spent(TODAY))["web", "gpu_seconds"] == third + third


@pytest.mark.parametrize("account", ["discord:“ü” 😀", "a'b", ""])
async def test_an_account_may_be_called_anything(stores: Stores, account: str) -> None:
    await stores.spending.add(TODAY, account, {Cost.CALLS: 1})
    assert await stores.spending.spent(TODAY) == {(account, "calls"): 1}
