"""A language model under the core's gathering: asked again, topped up, and replaced by the grammar."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from adapters.expanders.opening import ExpanderOptions
from core.candidates import BUDGET_NOTICE, FALLBACK_NOTICE, Gathered, Gathering
from core.errors import BudgetSpentError
from core.patience import Patience
from core.ports import Cost
from core.types.slates import Category
from models.miniature.expander import GrammarExpander
from tests.fakes.language_models.faults import Fault
from tests.fakes.language_models.opening import REQUEST, opened
from tests.fakes.language_models.server import MODEL, FakeLanguageModel
from tests.fakes.ports import FakeAllowance

pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")

SOURCE = f"{MODEL}/expand-1"


@dataclass(kw_only=True)
class Table:
    """A gathering over the fake server, with the waits that it would have made."""

    gathering: Gathering
    allowance: FakeAllowance
    waits: list[float] = field(default_factory=list)

    async def gather(self) -> Gathered:
        gathered = await self.gathering.gather(REQUEST, at_least=4)
        assert Counter(one.category for one in gathered.candidates) == dict.fromkeys(Category, 5)
        return gathered


@pytest.fixture
async def table(options: ExpanderOptions) -> AsyncIterator[Table]:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    allowance = FakeAllowance()
    async with opened(options, allowance=allowance) as expander:
        gathering = Gathering(primary=expander, fallback=GrammarExpander(), patience=Patience(sleep=wait))
        yield Table(gathering=gathering, allowance=allowance, waits=waits)


def sources(gathered: Gathered) -> Counter[str]:
    return Counter(one.source for one in gathered.candidates)


async def test_what_fails_at_first_is_asked_again_after_the_wait_that_was_asked_for(
    table: Table, server: FakeLanguageModel
) -> None:
    server.fail(Fault.TOO_MANY_RETRY_INFO, Fault.MALFORMED, Fault.CUT)
    gathered = await table.gather()
    assert sources(gathered) == {SOURCE: 25}
    assert gathered.notice is None
    assert len(table.waits) == 3
    assert table.waits[0] == 3.5


@pytest.mark.parametrize(
    ("fault", "requests"), [(Fault.OVERLOADED, 4), (Fault.ANSWER_BLOCKED, 1), (Fault.QUOTA_OF_THE_DAY, 1)]
)
async def test_what_keeps_failing_is_replaced_by_the_grammar_with_one_line_about_it(
    table: Table, server: FakeLanguageModel, fault: Fault, requests: int
) -> None:
    server.always = fault
    gathered = await table.gather()
    assert sources(gathered) == {GrammarExpander.source: 25}
    assert gathered.notice == FALLBACK_NOTICE
    assert server.requests == requests


@pytest.mark.parametrize(("fault", "written"), [(Fault.PARTLY_USABLE, 10), (Fault.DUPLICATES, 1)])
async def test_what_is_missing_or_repeated_is_topped_up(
    table: Table, server: FakeLanguageModel, fault: Fault, written: int
) -> None:
    server.fail(fault)
    gathered = await table.gather()
    assert sources(gathered) == {SOURCE: written, GrammarExpander.source: 25 - written}
    assert gathered.notice is None


async def test_where_the_budget_is_spent_the_grammar_writes_and_nothing_is_sent(
    table: Table, server: FakeLanguageModel
) -> None:
    table.allowance.spent[Cost.TOKENS] = BudgetSpentError(Cost.TOKENS, in_total=True, renewed_at=0.0)
    gathered = await table.gather()
    assert sources(gathered) == {GrammarExpander.source: 25}
    assert gathered.notice == BUDGET_NOTICE
    assert server.requests == 0
