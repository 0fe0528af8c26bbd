"""What may be spent in a day (UTC) on language models and GPUs, in total and by each account.

An account is a community, or a platform where there is none (`core.types.identifiers.account_of`): no person
has one.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import structlog

from core.errors import BudgetSpentError, StorageError
from core.ports import Cost, Spending

SHARE_TOLD = 0.8
"""Of a limit: the operator is told when so much is used up, and again when all of it is."""

DAY_SECONDS = 24 * 60 * 60
WRITE_SECONDS = 3.0
"""How long an amount may wait to be written together with others."""

log = structlog.get_logger()


def day_of(at: float) -> str:
    """The day (`YYYY-MM-DD`, UTC) of a time in seconds since the epoch."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetLimits:
    """What may be spent in a day, by everybody together and by each account; what is missing has no limit."""

    total: Mapping[Cost, float] = field(default_factory=dict)
    per_account: Mapping[Cost, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for limit in (*self.total.values(), *self.per_account.values()):
            if not limit >= 0:
                raise ValueError(f"a limit is zero or more, not {limit}")


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetAlarm:
    """A limit of which 80 % or all has been spent; the account is missing where it is the limit in total."""

    cost: Cost
    account: str | None
    spent: float
    limit: float

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.spent >= self.limit


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetFigures:
    """What has been spent today, in total and by each account, and what may be."""

    day: str
    total: Mapping[Cost, float]
    accounts: Mapping[str, Mapping[Cost, float]]
    limits: BudgetLimits


Amounts = dict[tuple[str, str], float]
"""By account and kind."""


class Budget:
    """An Allowance over what is stored as spent; entered, it writes now and then, and once more when left.

    A program that is killed loses the amounts of the last few seconds. Work that is under way when a limit
    is reached is finished and counted, so a day can cost a little more than its limit. The operator is told
    at 80 % of a limit and at all of it, each once a day and once more after a start.
    """

    def __init__(
        self,
        spending: Spending,
        limits: BudgetLimits,
        *,
        clock: Callable[[], float],
        tell: Callable[[BudgetAlarm], None] = lambda _: None,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        self._spending = spending
        self._limits = limits
        self._clock = clock
        self._tell = tell
        self._write_seconds = write_seconds
        self._day = _Day(day_of(clock()))
        self._unwritten: dict[str, Amounts] = {}
        self._storing = asyncio.Lock()
        self._leaving = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self._read_today()
        self._leaving.clear()
        self._task = asyncio.create_task(self._keep_writing(), name="budget")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        task, self._task = self._task, None
        if task is not None:
            await task
        await self._write()

    async def check(self, account: str, *costs: Cost) -> None:
        """Raise `BudgetSpentError` where nothing is left today of one of these, for it or in total."""
        limited = [cost for cost in costs if cost in self._limits.total or cost in self._limits.per_account]
        if not limited:
            return
        await self._read_today()
        for cost in limited:
            in_total = self._today().total(cost) >= self._limits.total.get(cost, math.inf)
            if in_total or self._today().of(account, cost) >= self._limits.per_account.get(cost, math.inf):
                raise BudgetSpentError(cost, in_total=in_total, renewed_at=self._renewed_at())

    async def spend(self, account: str, amounts: Mapping[Cost, float]) -> None:
        """Write down what has been spent; it counts at once, and is stored a few seconds later."""
        today = self._today()
        counted = {(account, str(cost)): amount for cost, amount in amounts.items() if 0 < amount < math.inf}
        today.add(counted)
        _add(self._unwritten.setdefault(today.name, {}), counted)
        self._watch(today, account, amounts)
        if self._task is None:
            await self._write()

    def move(self, old: str, new: str) -> None:
        """Let what one account has spent today be another's; the store is told by moving the community."""
        today = self._today()
        for amounts in (today.amounts, self._unwritten.get(today.name, {})):
            theirs = {key: amounts.pop(key) for key in list(amounts) if key[0] == old}
            _add(amounts, {(new, kind): amount for (_, kind), amount in theirs.items()})
        self._watch(today, new, Cost)

    def figures(self) -> BudgetFigures:
        """What has been spent today, as far as it is known, and what may be; any thread may ask."""
        name, today = day_of(self._clock()), self._day
        today = today if today.name == name else _Day(name)
        accounts = sorted({account for account, _ in list(today.amounts)})
        return BudgetFigures(
            day=today.name,
            total={cost: today.total(cost) for cost in Cost},
            accounts={account: {cost: today.of(account, cost) for cost in Cost} for account in accounts},
            limits=self._limits,
        )

    def _today(self) -> _Day:
        """The day that it is; at midnight everything begins anew."""
        name = day_of(self._clock())
        if name != self._day.name:
            self._day = _Day(name)
        return self._day

    def _renewed_at(self) -> float:
        return (self._clock() // DAY_SECONDS + 1) * DAY_SECONDS

    async def _read_today(self) -> None:
        """Read what was spent before, once a day; for as long as that fails only what is known counts."""
        today = self._today()
        if today.is_read:
            return
        async with self._storing:
            if today.is_read:
                return
            try:
                stored = await self._spending.spent(today.name)
            except StorageError as error:
                log.warning("spending not read", reason=str(error))
                return
            today.begin_with(stored, self._unwritten.get(today.name, {}))
        for account in {account for account, _ in today.amounts}:
            self._watch(today, account, Cost)

    async def _keep_writing(self) -> None:
        while not self._leaving.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._write_seconds):
                    await self._leaving.wait()
            await self._write()
            await self._read_today()

    async def _write(self) -> None:
        """Store what has been spent since the last time; what cannot be stored waits for the next time."""
        async with self._storing:
            days, self._unwritten = self._unwritten, {}
            outcomes = await asyncio.gather(
                *(
                    self._store(day, account, amounts)
                    for day, of_day in days.items()
                    for account, amounts in _by_account(of_day).items()
                )
            )
        reasons = sorted({reason for reason in outcomes if reason})
        if reasons:
            log.warning("spending not written yet", reason=" ".join(reasons))

    async def _store(self, day: str, account: str, amounts: Mapping[str, float]) -> str | None:
        """Store one account's amounts; why not, where that fails."""
        try:
            await self._spending.add(day, account, amounts)
        except StorageError as error:
            again = {(account, kind): amount for kind, amount in amounts.items()}
            _add(self._unwritten.setdefault(day, {}), again)
            return str(error)
        return None

    def _watch(self, today: _Day, account: str, costs: Iterable[Cost]) -> None:
        """Tell the operator where so much of a limit is used up that nobody has told them of."""
        for cost in costs:
            limits = (
                (None, today.total(cost), self._limits.total.get(cost)),
                (account, today.of(account, cost), self._limits.per_account.get(cost)),
            )
            for whose, spent, limit in limits:
                if limit is not None and spent > 0 and spent >= SHARE_TOLD * limit:
                    self._tell_once(today, BudgetAlarm(cost=cost, account=whose, spent=spent, limit=limit))

    def _tell_once(self, today: _Day, alarm: BudgetAlarm) -> None:
        what = alarm.account, alarm.cost, alarm.is_used_up
        if what in today.told:
            return
        today.told |= {what, (alarm.account, alarm.cost, False)}
        log.warning(
            "budget used up" if alarm.is_used_up else "budget nearly used up",
            cost=alarm.cost.value,
            account=alarm.account,
            spent=round(alarm.spent, 3),
            limit=alarm.limit,
        )
        self._tell(alarm)


class _Day:
    """What has been spent on one day, and which limits the operator has been told of (used up or not yet)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_read = False
        self.amounts: Amounts = {}
        self.told: set[tuple[str | None, Cost, bool]] = set()
        self._totals: dict[str, float] = {}

    def begin_with(self, *known: Mapping[tuple[str, str], float]) -> None:
        """Count these amounts and no others."""
        self.amounts, self._totals, self.is_read = {}, {}, True
        for amounts in known:
            self.add(amounts)

    def add(self, amounts: Mapping[tuple[str, str], float]) -> None:
        """Count more."""
        _add(self.amounts, amounts)
        for (_, kind), amount in amounts.items():
            self._totals[kind] = self._totals.get(kind, 0.0) + amount

    def of(self, account: str, cost: Cost) -> float:
        """What an account has spent."""
        return self.amounts.get((account, cost), 0.0)

    def total(self, cost: Cost) -> float:
        """What everybody has spent."""
        return self._totals.get(cost, 0.0)


def _add(amounts: Amounts, more: Mapping[tuple[str, str], float]) -> None:
    for key, amount in more.items():
        amounts[key] = amounts.get(key, 0.0) + amount


def _by_account(amounts: Amounts) -> dict[str, dict[str, float]]:
    by_account: dict[str, dict[str, float]] = {}
    for (account, kind), amount in amounts.items():
        by_account.setdefault(account, {})[kind] = amount
    return by_account
