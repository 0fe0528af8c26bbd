"""Patience: which failures are tried again, how often and after how long."""

from __future__ import annotations

import pytest

from core.errors import TransientError, WorkError
from core.patience import Patience
from tests.fakes.ports import Hitch
from tests.fakes.world import FakeTime


def failing(error: Exception, times: int) -> Hitch:
    hitch = Hitch()
    hitch.fail(error, times=times)
    return hitch


async def asked(hitch: Hitch, *, attempts: int = 4) -> list[float]:
    """The waits of one request."""
    time = FakeTime()
    await Patience(attempts=attempts, first_wait_seconds=1.0, longest_wait_seconds=4.0, sleep=time.sleep).ask(
        hitch.met
    )
    return time.waits


async def test_what_works_is_asked_once_and_waits_for_nothing() -> None:
    hitch = Hitch()
    assert await asked(hitch) == []
    assert hitch.calls == 1


async def test_the_answer_comes_back() -> None:
    async def answer() -> str:
        return "yes"

    assert await Patience().ask(answer) == "yes"


async def test_waits_grow_from_the_first_to_the_longest() -> None:
    for _ in range(20):
        waits = await asked(failing(TransientError("busy"), 5), attempts=6)
        for wait, base in zip(waits, (1.0, 2.0, 4.0, 4.0, 4.0), strict=True):
            assert base <= wait <= min(1.5 * base, 4.0)


async def test_waits_differ_so_that_not_all_come_back_at_once() -> None:
    waits = {(await asked(failing(TransientError("busy"), 1)))[0] for _ in range(10)}
    assert len(waits) > 5


async def test_a_wait_that_was_asked_for_is_kept_to() -> None:
    waits = await asked(failing(TransientError("slow down", retry_after_seconds=17.0), 2))
    assert waits == [17.0, 17.0]


async def test_after_the_last_attempt_the_error_is_raised() -> None:
    hitch = failing(TransientError("busy"), 99)
    with pytest.raises(TransientError, match="busy"):
        await asked(hitch, attempts=3)
    assert hitch.calls == 3


@pytest.mark.parametrize("error", [WorkError("cannot"), ValueError("bug")])
async def test_what_will_not_pass_is_not_tried_again(error: Exception) -> None:
    hitch = failing(error, 99)
    with pytest.raises(type(error)):
        await asked(hitch)
    assert hitch.calls == 1


async def test_who_waits_is_told_before_each_wait() -> None:
    told: list[str] = []
    hitch = failing(TransientError("busy"), 2)
    await Patience(sleep=FakeTime().sleep).ask(hitch.met, before_wait=lambda: told.append("retrying"))
    assert told == ["retrying"] * 2
