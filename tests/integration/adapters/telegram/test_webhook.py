"""Updates that Telegram sends by itself: taken with the secret only, and refusals told with their cure."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from adapters.telegram.polling import ALLOWED_UPDATES
from adapters.telegram.services import WebhookOptions
from tests.fakes.hosted import Hosted
from tests.fakes.serving import free_port
from tests.fakes.telegram import FakeTelegram, Person

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def hosted(tmp_path: Path) -> AsyncIterator[Hosted]:
    port = free_port()
    webhook = WebhookOptions(url=f"http://127.0.0.1:{port}/telegram", port=port)
    async with FakeTelegram(takes_local_webhooks=True) as fake:
        fake.webhook.first_wait_seconds = 0.05
        yield Hosted(fake=fake, folder=tmp_path, webhook=webhook)


@pytest.fixture
async def mia(hosted: Hosted) -> Person:
    person = hosted.fake.add_user("mia")
    await person.starts()
    return person


async def test_updates_come_by_themselves_and_what_waited_is_kept(hosted: Hosted, mia: Person) -> None:
    await mia.says(mia.chat, "waiting")
    async with hosted.bot():
        await hosted.has_handled("waiting")
        await mia.says(mia.chat, "a white cat")
        await hosted.has_handled("a white cat")
    assert hosted.fake.requested("getUpdates") == []
    assert set(hosted.fake.allowed_updates) == set(ALLOWED_UPDATES)
    assert hosted.told == []
    assert hosted.course == ["connected", "disconnected"]


async def test_what_happens_while_the_bot_is_down_waits_at_the_webhook(hosted: Hosted, mia: Person) -> None:
    async with hosted.bot():
        await mia.says(mia.chat, "before")
        await hosted.has_handled("before")
    await mia.says(mia.chat, "meanwhile")
    async with hosted.bot():
        await hosted.has_handled("meanwhile")


@pytest.mark.parametrize("secret", [None, "guessed"])
async def test_requests_without_the_secret_are_refused(
    hosted: Hosted, mia: Person, secret: str | None
) -> None:
    assert hosted.webhook is not None
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with hosted.bot(), httpx.AsyncClient() as stranger:
        await mia.says(mia.chat, "first")
        await hosted.has_handled("first")
        answer = await stranger.post(hosted.webhook.url, json={"update_id": 1}, headers=headers)
        assert answer.status_code == 403
        headers = {SECRET_HEADER: hosted.webhook.secret_token}
        answer = await stranger.post(hosted.webhook.url, json={"update_id": 1}, headers=headers)
        assert answer.status_code == 200
        elsewhere = hosted.webhook.url.replace("/telegram", "/other")
        assert (await stranger.post(elsewhere, json={}, headers=headers)).status_code == 404


def test_a_secret_is_new_at_each_start_and_not_shown() -> None:
    first, second = (WebhookOptions(url="https://pasta.example.org/telegram") for _ in range(2))
    assert first.secret_token != second.secret_token
    assert first.secret_token not in repr(first)
    assert first.host == "127.0.0.1"


async def test_an_address_that_telegram_refuses_is_told_with_its_cure(hosted: Hosted) -> None:
    hosted.webhook = WebhookOptions(url="http://pasta.example.org/telegram", port=free_port())
    async with hosted.bot() as runner:
        await asyncio.wait_for(runner, 5)
    (line,) = hosted.told
    assert "telegram.webhook.url" in line
    assert "http://pasta.example.org/telegram" in line
    assert "443, 80, 88 or 8443" in line
    assert hosted.course == []


async def test_a_port_that_is_taken_is_told_with_its_cure(hosted: Hosted) -> None:
    assert hosted.webhook is not None
    other = await asyncio.start_server(lambda _, __: None, "127.0.0.1", hosted.webhook.port)
    async with other, hosted.bot() as runner:
        await asyncio.wait_for(runner, 5)
    (line,) = hosted.told
    assert f"127.0.0.1:{hosted.webhook.port}" in line
    assert "telegram.webhook.port" in line
    assert hosted.course == []
    assert hosted.fake.requested("setWebhook") == []
