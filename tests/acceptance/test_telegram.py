"""`pasta run` on Telegram: the whole program as an operator starts it, with members who use it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.bots.showing.wording import DIGITS
from tests.fakes.circle import AGREE, galleries_in, labels_of
from tests.fakes.serving import Running, free_port, start
from tests.fakes.telegram import Chat, FakeTelegram, Message, Person


@asynccontextmanager
async def started(
    folder: Path, telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch, *, token: str | None = None
) -> AsyncIterator[Running]:
    """The program, connected to this Telegram; what it printed is there when it has stopped."""
    monkeypatch.setenv("TELEGRAM_TOKEN", token or telegram.token)
    addresses = f"base_url: {telegram.base_url}, base_file_url: {telegram.base_file_url}"
    config = f"telegram: {{enabled: true, {addresses}}}"
    program = await asyncio.to_thread(start, folder, port=free_port(), config=config)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            await asyncio.to_thread(program.stop)


async def begun(telegram: FakeTelegram, mia: Person, chat: Chat) -> Message:
    """The first gallery; she has written while the bot was not there yet."""
    await mia.says(chat, "/imagine a red fox in the snow")
    await telegram.until(lambda: AGREE in labels_of(chat.messages[-1]), within=20)
    await mia.presses(chat.messages[-1], AGREE)
    await telegram.until(lambda: galleries_in(chat), within=20)
    return galleries_in(chat)[0]


async def test_a_session_survives_a_kill_and_goes_on_with_the_old_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeTelegram() as telegram:
        group, mia = telegram.add_group(), telegram.add_user("mia")
        group.add_bot()
        group.add(mia)
        async with started(tmp_path, telegram, monkeypatch) as program:
            gallery = await begun(telegram, mia, group)
            assert "fox" in (gallery.caption or "")
            await (await mia.presses(gallery, DIGITS[0])).answered()
            await asyncio.to_thread(program.stop, signal.SIGKILL)
        async with started(tmp_path, telegram, monkeypatch) as program:
            await telegram.until(lambda: len(galleries_in(group)) >= 2, within=20)
            second = galleries_in(group)[-1]
            await mia.presses(second, "This is it")
            await telegram.until(lambda: "← Back" in labels_of(second), within=20)
            await mia.presses(second, DIGITS[2])
            await telegram.until(lambda: "Seed" in (group.messages[-1].caption or ""), within=20)
            assert "Telegram: connected as" in program.printed()
            assert telegram.token not in program.printed()
        assert telegram.violations == []


async def test_a_press_in_the_moment_of_a_kill_counts_when_the_program_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeTelegram() as telegram:
        group, mia = telegram.add_group(), telegram.add_user("mia")
        group.add_bot()
        group.add(mia)
        async with started(tmp_path, telegram, monkeypatch) as program:
            gallery = await begun(telegram, mia, group)
            program.process.send_signal(signal.SIGSTOP)  # it hears of the press and does nothing with it
            pressed = await mia.presses(gallery, DIGITS[1])
            await asyncio.sleep(0.3)
            await asyncio.to_thread(program.stop, signal.SIGKILL)
        async with started(tmp_path, telegram, monkeypatch):
            assert (await pressed.answered(within=20)).text == "Picked: image 2."
            await telegram.until(lambda: len(galleries_in(group)) == 2, within=20)


async def test_a_bad_token_is_told_in_one_line_and_the_page_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        FakeTelegram() as telegram,
        started(tmp_path, telegram, monkeypatch, token="1:not-the-token") as program,
    ):
        for _ in range(200):
            if "TELEGRAM_TOKEN" in program.printed():
                break
            await asyncio.sleep(0.05)
        (line,) = [line for line in program.printed().splitlines() if "TELEGRAM_TOKEN" in line]
        assert "@BotFather" in line
        assert (await asyncio.to_thread(program.get, "/healthz"))[0] == 200
