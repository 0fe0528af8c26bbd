"""The end of a session on Telegram: owed until it stands there, and no longer."""

from __future__ import annotations

import asyncio

import pytest

from adapters.telegram.statuses import Statuses
from core.bots.showing.wording import DIGITS
from core.types.sessions import Phase, Session
from tests.fakes.circle import AGREE, Circle


async def test_an_end_that_stands_there_is_done_while_older_edits_wait_in_a_busy_group(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def waiting(_: Statuses, session: Session) -> None:
        if session.ending is not None:
            await asyncio.Event().wait()

    monkeypatch.setattr(Statuses, "clear", waiting)
    async with circle.bot() as conductor:
        await circle.mia.says(circle.group, "/imagine a white cat --turns 1")
        question = await circle.said(circle.group, "your prompts and picks are stored")
        await circle.mia.presses(question, AGREE)
        await circle.mia.presses(await circle.galleries(1), DIGITS[0])
        await circle.said(circle.group, "What you picked on the way")
        async with asyncio.timeout(5):
            session = await circle.session(conductor)
    assert session.phase is Phase.FINISHED
