"""Updates reach the bot by polling or by webhook, never by both, and only those that it asked for."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import web

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.updates.webhook import SECRET_HEADER
from tests.unit.fakes.telegram.clients import Raw
from tests.unit.fakes.telegram.conftest import Club


async def test_updates_wait_until_they_are_confirmed(club: Club, ask: Raw) -> None:
    for text in "abc":
        await club.mia.says(club.mia.chat, text)
    got = await ask.done("getUpdates", {"limit": 2})
    assert [one["message"]["text"] for one in got] == ["a", "b"]
    assert len(await ask.done("getUpdates")) == 3
    got = await ask.done("getUpdates", {"offset": got[0]["update_id"] + 1})
    assert [one["message"]["text"] for one in got] == ["b", "c"]
    got = await ask.done("getUpdates", {"offset": -1})
    assert [one["message"]["text"] for one in got] == ["c"]
    assert len(club.fake.pending_updates) == 1


async def test_a_long_poll_ends_with_the_first_update_or_in_time(club: Club, ask: Raw) -> None:
    waiting = asyncio.create_task(ask.done("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.05)
    await club.mia.says(club.mia.chat, "a")
    assert len(await waiting) == 1
    club.fake.pending_updates.clear()
    began = time.monotonic()
    waiting = asyncio.create_task(ask.done("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.05)
    club.fake.clock.advance(30)
    assert await waiting == []
    assert time.monotonic() - began < 2


async def test_the_older_of_two_pollers_is_told_of_the_conflict(club: Club, ask: Raw) -> None:
    older = asyncio.create_task(ask("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(ask("getUpdates", {"timeout": 30}))
    assert await older == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await club.mia.says(club.mia.chat, "a")
    assert len((await newer)[1]) == 1


async def test_who_hangs_up_is_no_poller_and_loses_no_update(club: Club, ask: Raw) -> None:
    gone = asyncio.create_task(ask("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.05)
    gone.cancel()
    await club.fake.until(lambda: club.fake.requested("getUpdates"))
    await club.mia.says(club.mia.chat, "a")
    assert len(await ask.updates()) == 1
    assert all(request.status == 200 for request in club.fake.requests)


async def test_some_kinds_come_only_when_they_are_asked_for(club: Club, ask: Raw) -> None:
    club.group.promote_bot()
    await ask.updates()
    said = await club.mia.says(club.group, "a")
    await club.mia.reacts(said, "👍")
    assert [list(one)[1] for one in await ask.updates()] == ["message"]
    await ask.updates(allowed_updates=["message_reaction", "chat_member"])
    assert club.fake.allowed_updates == ("message_reaction", "chat_member")
    await club.mia.unreacts(said)
    await club.mia.says(club.group, "b")
    club.group.promote(club.ben)
    assert [list(one)[1] for one in await ask.updates()] == ["message_reaction", "chat_member"]
    await ask.updates(allowed_updates=[])
    await club.mia.reacts(said, "👍")
    assert await ask.updates() == []
    assert "no updates 'reactions'" in await ask.said_no("getUpdates", {"allowed_updates": ["reactions"]})
    assert "between 1 and 100" in await ask.said_no("getUpdates", {"limit": 101})


async def test_a_webhook_excludes_polling_and_ends_it(club: Club, ask: Raw) -> None:
    poll = asyncio.create_task(ask("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.05)
    await ask.done("setWebhook", {"url": "https://127.0.0.1:8443/hook"})
    assert await poll == (409, "Conflict: terminated by setWebhook request")
    status, description = await ask("getUpdates")
    assert (status, description.startswith("Conflict: can't use getUpdates method while webhook")) == (
        409,
        True,
    )
    await ask.done("deleteWebhook")
    assert await ask.updates() == []


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"url": "http://example.org/"}, "HTTPS URL must be provided"),
        ({"url": "http://127.0.0.1:8443/"}, "HTTPS URL must be provided"),
        ({"url": "https://127.0.0.1:8444/"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://127.0.0.1/", "secret_token": "a b"}, "unallowed characters"),
        ({"url": "https://127.0.0.1/", "secret_token": "a" * 257}, "1-256 characters"),
        ({"url": "https://127.0.0.1/", "secret_token": ""}, "1-256 characters"),
        ({"url": "https://127.0.0.1/", "allowed_updates": ["x"]}, "no updates 'x'"),
        ({"url": "https://127.0.0.1/", "max_connections": 101}, "between 1 and 100"),
    ],
)
async def test_a_bad_webhook_is_refused(
    club: Club, ask: Raw, params: dict[str, object], problem: str
) -> None:
    assert problem in await ask.said_no("setWebhook", params)
    assert (await ask.done("getWebhookInfo"))["url"] == ""
    assert len(club.fake.violations) == 1


class Hook:
    """A bot's own server, which can be told to fail."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.failing = 0

    async def take(self, request: web.Request) -> web.Response:
        """Take an update, or fail."""
        self.got.append((request.headers.get(SECRET_HEADER), await request.json()))
        self.failing -= 1
        return web.Response(status=500 if self.failing >= 0 else 200)


async def test_updates_are_carried_with_the_secret_until_they_are_taken() -> None:
    hook, app = Hook(), web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    async with FakeTelegram(check_answers=True, takes_local_webhooks=True, speed=50) as fake:
        mia = fake.add_user("mia")
        await mia.starts()
        assert fake.webhook.problem(url, "s3cret") is None
        hook.failing = 2
        await fake.webhook.set(url, secret_token="s3cret")
        await fake.until(lambda: fake.webhook.last_error)
        assert fake.webhook.info()["last_error_message"] == (
            "Wrong response from the webhook: 500 Internal Server Error"
        )
        await mia.says(mia.chat, "a")
        await fake.until(lambda: not fake.pending_updates)
        assert [secret for secret, _ in hook.got] == ["s3cret"] * 4
        texts = [update["message"]["text"] for _, update in hook.got]
        assert texts == ["/start", "/start", "/start", "a"]
        await runner.cleanup()
        await mia.says(mia.chat, "b")
        await fake.until(lambda: "refused" in fake.webhook.info().get("last_error_message", ""))
        assert fake.webhook.info()["pending_update_count"] == 1
        await fake.webhook.set("")
        assert fake.mistakes == []


async def test_what_nobody_fetches_for_a_day_is_lost(club: Club, ask: Raw) -> None:
    await club.mia.says(club.mia.chat, "a")
    club.fake.clock.advance(12 * 3600)
    await club.mia.says(club.mia.chat, "b")
    club.fake.clock.advance(12 * 3600 + 1)
    assert [one["message"]["text"] for one in await ask.updates()] == ["b"]


async def test_what_waits_can_be_dropped(club: Club, ask: Raw) -> None:
    await club.mia.says(club.mia.chat, "a")
    await ask.done("deleteWebhook")
    assert (await ask.done("getWebhookInfo"))["pending_update_count"] == 1
    await ask.done("deleteWebhook", {"drop_pending_updates": True})
    assert await ask.updates() == []
