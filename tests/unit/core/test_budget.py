"""A day's budget: what it refuses, what it tells, and that nothing spent is lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from core.budget import Budget, BudgetAlarm, BudgetLimits, day_of
from core.errors import BudgetSpentError, StorageUnavailableError
from core.ports import Cost
from core.types.identifiers import Place, account_of
from tests.fakes.stores import InMemorySpending

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
MIDNIGHT = NOON + 12 * 3600
TODAY, TOMORROW = "2026-11-21", "2026-11-22"
A, B = "discord:1", "telegram:-2"
AWAY = StorageUnavailableError("The disk is away.")


class Office:
    """A budget with what it stands on: a clock that is set by hand, a store, and an operator who listens."""

    def __init__(
        self, limits: BudgetLimits | None = None, *, spending: InMemorySpending | None = None
    ) -> None:
        self.now = NOON
        self.spending = spending or InMemorySpending()
        self.alarms: list[BudgetAlarm] = []
        self.budget = Budget(
            self.spending,
            limits or BudgetLimits(),
            clock=lambda: self.now,
            tell=self.alarms.append,
            write_seconds=0.01,
        )

    async def refusal(self, account: str, *costs: Cost) -> BudgetSpentError | None:
        """What is said to a wish to spend."""
        try:
            await self.budget.check(account, *costs)
        except BudgetSpentError as error:
            return error
        return None

    async def may(self, account: str, *costs: Cost) -> bool:
        """Whether something is left."""
        return await self.refusal(account, *costs) is None

    async def stored(self, day: str = TODAY) -> dict[tuple[str, str], float]:
        """What the store holds of a day."""
        return dict(await self.spending.spent(day))

    async def write_attempted(self) -> None:
        """Wait until the store has been asked to add something."""
        for _ in range(1000):
            if self.spending.asked["add"]:
                return
            await asyncio.sleep(0.005)
        raise AssertionError("Nothing was written.")

    def told(self) -> list[tuple[str | None, Cost, bool]]:
        """What the operator has been told of, and whether all of it was used up."""
        return [(alarm.account, alarm.cost, alarm.is_used_up) for alarm in self.alarms]


CALLS = BudgetLimits(total={Cost.CALLS: 10}, per_account={Cost.CALLS: 5})


@pytest.mark.parametrize(
    ("place", "account"),
    [
        (Place(platform="discord", channel="5", community="123"), "discord:123"),
        (Place(platform="telegram", channel="77"), "telegram"),
        (Place(platform="web", channel="0123456789abcdef"), "web"),
    ],
)
def test_an_account_is_a_community_or_a_platform_and_names_nobody(place: Place, account: str) -> None:
    assert account_of(place) == account


@pytest.mark.parametrize("limit", [-1.0, float("nan")])
def test_a_limit_below_zero_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        BudgetLimits(total={Cost.CALLS: limit})
    with pytest.raises(ValueError, match="zero or more"):
        BudgetLimits(per_account={Cost.CALLS: limit})


async def test_an_account_that_has_spent_its_share_waits_for_midnight_and_others_do_not() -> None:
    office = Office(CALLS)
    await office.budget.spend(A, {Cost.CALLS: 4})
    assert await office.may(A, Cost.CALLS)
    await office.budget.spend(A, {Cost.CALLS: 1})
    refusal = await office.refusal(A, Cost.CALLS)
    assert refusal is not None
    assert (refusal.cost, refusal.in_total, refusal.renewed_at) == ("calls", False, MIDNIGHT)
    assert await office.may(B, Cost.CALLS)


async def test_where_everybody_has_spent_it_all_nobody_may() -> None:
    office = Office(CALLS)
    for account, calls in ((A, 4), (B, 4), ("web", 2)):
        await office.budget.spend(account, {Cost.CALLS: calls})
    refusal = await office.refusal("terminal", Cost.CALLS)
    assert refusal is not None
    assert (refusal.in_total, refusal.renewed_at) == (True, MIDNIGHT)


async def test_of_several_costs_each_has_its_limit_and_what_has_none_is_free() -> None:
    office = Office(BudgetLimits(total={Cost.TOKENS: 100}, per_account={Cost.GPU_SECONDS: 2.5}))
    await office.budget.spend(A, {Cost.CALLS: 10**6, Cost.GPU_SECONDS: 2.5})
    assert await office.may(A, Cost.CALLS, Cost.TOKENS)
    assert not await office.may(A, Cost.CALLS, Cost.GPU_SECONDS)
    await office.budget.spend(B, {Cost.TOKENS: 100})
    refusal = await office.refusal(A, Cost.CALLS, Cost.TOKENS)
    assert refusal is not None
    assert refusal.cost == "tokens"


async def test_a_limit_of_nothing_lets_nothing_through_and_tells_nobody_so() -> None:
    office = Office(BudgetLimits(per_account={Cost.CALLS: 0}))
    assert not await office.may(A, Cost.CALLS)
    assert office.alarms == []


async def test_a_new_day_begins_at_midnight_in_utc() -> None:
    office = Office(CALLS)
    office.now = MIDNIGHT - 1
    await office.budget.spend(A, {Cost.CALLS: 5})
    assert not await office.may(A, Cost.CALLS)
    office.now = MIDNIGHT
    assert await office.may(A, Cost.CALLS)
    await office.budget.spend(A, {Cost.CALLS: 1})
    assert await office.stored(TODAY) == {(A, "calls"): 5}
    assert await office.stored(TOMORROW) == {(A, "calls"): 1}
    assert office.budget.figures().day == TOMORROW
    assert day_of(MIDNIGHT) == TOMORROW


async def test_what_was_spent_before_a_start_counts() -> None:
    spending = InMemorySpending()
    await Office(CALLS, spending=spending).budget.spend(A, {Cost.CALLS: 5})
    again = Office(CALLS, spending=spending)
    assert not await again.may(A, Cost.CALLS)
    async with Office(CALLS, spending=spending).budget as entered:
        assert entered.figures().accounts[A][Cost.CALLS] == 5


async def test_the_store_is_read_once_a_day() -> None:
    office = Office(CALLS)
    async with office.budget:
        for _ in range(5):
            await asyncio.gather(*(office.budget.check(A, Cost.CALLS) for _ in range(5)))
            await office.budget.spend(A, {Cost.CALLS: 0.1})
        assert office.spending.asked["spent"] == 1
        office.now = MIDNIGHT
        await asyncio.gather(*(office.budget.check(A, Cost.CALLS) for _ in range(5)))
        assert office.spending.asked["spent"] == 2


async def test_without_limits_a_check_does_not_touch_the_store() -> None:
    office = Office()
    office.spending.error = AWAY
    assert await office.may(A, *Cost)
    assert not office.spending.asked


async def test_the_operator_is_told_at_four_fifths_and_at_all_of_it_once_each() -> None:
    office = Office(CALLS)
    for _ in range(3):
        await office.budget.spend(A, {Cost.CALLS: 1})
    assert office.told() == []
    await office.budget.spend(A, {Cost.CALLS: 1})
    assert office.alarms == [BudgetAlarm(cost=Cost.CALLS, account=A, spent=4, limit=5)]
    for _ in range(3):
        await office.budget.spend(A, {Cost.CALLS: 1})
    assert office.told() == [(A, Cost.CALLS, False), (A, Cost.CALLS, True)]
    for _ in range(4):
        await office.budget.spend(B, {Cost.CALLS: 1})
    assert office.told()[2:] == [
        (None, Cost.CALLS, False),
        (None, Cost.CALLS, True),
        (B, Cost.CALLS, False),
    ]


async def test_whoever_spends_all_at_once_is_told_of_once() -> None:
    office = Office(BudgetLimits(total={Cost.TOKENS: 100}))
    await office.budget.spend(A, {Cost.TOKENS: 300})
    await office.budget.spend(A, {Cost.TOKENS: 300})
    assert office.told() == [(None, Cost.TOKENS, True)]


async def test_the_operator_is_told_anew_each_day_and_after_a_start() -> None:
    office = Office(CALLS)
    await office.budget.spend(A, {Cost.CALLS: 4})
    again = Office(CALLS, spending=office.spending)
    await again.budget.check(B, Cost.CALLS)
    assert again.told() == [(A, Cost.CALLS, False)]
    office.now = MIDNIGHT
    await office.budget.spend(A, {Cost.CALLS: 4})
    assert office.told() == [(A, Cost.CALLS, False)] * 2


async def test_the_log_says_what_has_been_used_up(capsys: pytest.CaptureFixture[str]) -> None:
    await Office(CALLS).budget.spend(A, {Cost.CALLS: 5})
    told = capsys.readouterr().out
    for part in ("budget used up", "discord:1", "calls", "5"):
        assert part in told


async def test_what_was_spent_is_written_together_now_and_then() -> None:
    office = Office()
    async with office.budget as budget:
        for _ in range(200):
            await budget.spend(A, {Cost.GPU_SECONDS: 0.25})
        assert await office.stored() == {}
        await office.write_attempted()
        assert await office.stored() == {(A, "gpu_seconds"): 50}
    assert office.spending.asked["add"] == 1


async def test_leaving_writes_what_is_left() -> None:
    office = Office(CALLS)
    async with office.budget as budget:
        await budget.spend(A, {Cost.CALLS: 1})
        await budget.spend(B, {Cost.TOKENS: 7})
    assert await office.stored() == {(A, "calls"): 1, (B, "tokens"): 7}
    await budget.spend(A, {Cost.CALLS: 1})
    assert (await office.stored())[A, "calls"] == 2


async def test_nothing_is_lost_while_the_store_is_away(capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(CALLS)
    async with office.budget as budget:
        await budget.check(A, Cost.CALLS)
        office.spending.error = AWAY
        await budget.spend(A, {Cost.CALLS: 3})
        await office.write_attempted()
        await budget.spend(A, {Cost.CALLS: 2})
        assert not await office.may(A, Cost.CALLS)
        office.now = MIDNIGHT
        await budget.spend(A, {Cost.CALLS: 1})
        office.spending.error = None
    assert await office.stored(TODAY) == {(A, "calls"): 5}
    assert await office.stored(TOMORROW) == {(A, "calls"): 1}
    assert "The disk is away." in capsys.readouterr().out


async def test_a_day_that_could_not_be_read_counts_from_when_it_can() -> None:
    spending = InMemorySpending()
    await spending.add(TODAY, A, {Cost.CALLS: 4})
    spending.error = AWAY
    office = Office(CALLS, spending=spending)
    await office.budget.spend(A, {Cost.CALLS: 1})
    assert await office.may(A, Cost.CALLS)
    spending.error = None
    assert not await office.may(A, Cost.CALLS)
    async with office.budget:
        pass
    assert await office.stored() == {(A, "calls"): 5}


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -3.0, 0.0])
async def test_an_amount_that_is_none_counts_for_nothing(amount: float) -> None:
    office = Office(CALLS)
    await office.budget.spend(A, {Cost.CALLS: amount, Cost.TOKENS: 1})
    assert await office.stored() == {(A, "tokens"): 1}
    assert await office.may(A, Cost.CALLS)


async def test_a_moved_community_takes_its_spending_along() -> None:
    office = Office(CALLS)
    async with office.budget as budget:
        await budget.spend(A, {Cost.CALLS: 3})
        await budget.spend(B, {Cost.CALLS: 2})
        budget.move(A, B)
        assert not await office.may(B, Cost.CALLS)
        assert await office.may(A, Cost.CALLS)
        assert budget.figures().total[Cost.CALLS] == 5
    assert await office.stored() == {(B, "calls"): 5}
    assert office.told() == [(B, Cost.CALLS, True)]


async def test_figures_tell_what_was_spent_and_what_may_be() -> None:
    office = Office(CALLS)
    await office.budget.spend(A, {Cost.CALLS: 3, Cost.GPU_SECONDS: 0.5})
    await office.budget.spend(B, {Cost.CALLS: 1})
    figures = office.budget.figures()
    assert figures.day == TODAY
    assert figures.limits == CALLS
    assert figures.total == {Cost.CALLS: 4, Cost.TOKENS: 0, Cost.GPU_SECONDS: 0.5}
    assert list(figures.accounts) == [A, B]
    assert figures.accounts[B] == {Cost.CALLS: 1, Cost.TOKENS: 0, Cost.GPU_SECONDS: 0}
