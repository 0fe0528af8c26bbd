"""`pasta run` on Discord: the whole program as an operator starts it, with members who use it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.bots.showing.wording import DIGITS
from tests.fakes.bots import galleries_in
from tests.fakes.discord import Channel, FakeDiscord, Message, Person
from tests.fakes.serving import Running, free_port, start


@asynccontextmanager
async def started(
    folder: Path, discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch, *, token: str | None = None
) -> AsyncIterator[Running]:
    """The program, connected to this Discord; what it printed is there when it has stopped."""
    monkeypatch.setenv("DISCORD_TOKEN", token or discord.token)
    config = f"discord: {{enabled: true, api_base: {discord.api_base}, gateway: {discord.gateway}}}"
    program = await asyncio.to_thread(start, folder, port=free_port(), config=config)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            await asyncio.to_thread(program.stop)


async def begun(discord: FakeDiscord, mia: Person, studio: Channel) -> Message:
    """The first gallery; the command is known as soon as the bot is there."""
    await discord.until(lambda: discord.connection.sessions, within=20)
    exchange = await mia.command(studio, "imagine", prompt="a red fox in the snow")
    await (await mia.submit(await exchange.modal(), {})).acknowledged()
    await discord.until(lambda: galleries_in(studio), within=20)
    return galleries_in(studio)[0]


async def test_a_session_survives_a_kill_and_goes_on_with_the_old_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeDiscord() as discord:
        guild = discord.add_guild()
        studio, mia = guild.add_channel("studio"), guild.add_member("mia")
        async with started(tmp_path, discord, monkeypatch) as program:
            gallery = await begun(discord, mia, studio)
            assert "fox" in " ".join(media.description or "" for media in gallery.media)
            await (await mia.press(gallery, DIGITS[0])).acknowledged()
            await asyncio.to_thread(program.stop, signal.SIGKILL)
        async with started(tmp_path, discord, monkeypatch) as program:
            await discord.until(lambda: len(galleries_in(studio)) == 2, within=20)
            second = galleries_in(studio)[1]
            question = await (await mia.press(second, "This is it")).acknowledged()
            assert question.message is not None
            await mia.press(question.message, DIGITS[2])
            await discord.until(lambda: "Seed" in " ".join(studio.messages[-1].texts), within=20)
            assert "Discord: connected as" in program.printed()
            assert discord.token not in program.printed()
        assert discord.violations == []
        assert len(galleries_in(studio)) == 2


async def test_a_bad_token_is_told_in_one_line_and_the_page_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        FakeDiscord() as discord,
        started(tmp_path, discord, monkeypatch, token="not-the-token") as program,
    ):
        for _ in range(200):
            if "DISCORD_TOKEN" in program.printed():
                break
            await asyncio.sleep(0.05)
        (line,) = [line for line in program.printed().splitlines() if "DISCORD_TOKEN" in line]
        assert "Reset Token" in line
        assert (await asyncio.to_thread(program.get, "/healthz"))[0] == 200
        assert "not-the-token" not in program.printed()
        assert "Traceback" not in program.printed()
