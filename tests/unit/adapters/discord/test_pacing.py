from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web

from adapters.discord.pacing import Pace, Urgency, paced, urgency_of

SLOW = 0.5
FAST = 100.0


async def test_requests_go_one_by_one_at_the_pace() -> None:
    pace, loop = Pace(per_second=FAST), asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(pace.turn(Urgency.CHANGE) for _ in range(11)))
    assert loop.time() - began >= 10 / FAST


async def test_a_single_request_after_a_pause_goes_at_once() -> None:
    pace, loop = Pace(per_second=FAST), asyncio.get_running_loop()
    await asyncio.gather(*(pace.turn(Urgency.CHANGE) for _ in range(3)))
    await asyncio.sleep(3 / FAST)
    began = loop.time()
    await pace.turn(Urgency.REACTION)
    assert loop.time() - began < 1 / FAST


async def test_messages_go_before_edits_and_edits_before_reactions() -> None:
    pace, gone = Pace(per_second=FAST), list[str]()

    async def request(name: str, urgency: Urgency) -> None:
        await pace.turn(urgency)
        gone.append(name)

    await asyncio.gather(
        request("first of all", Urgency.REACTION),
        request("a reaction", Urgency.REACTION),
        request("an edit", Urgency.CHANGE),
        request("a message", Urgency.MESSAGE),
        request("a later edit", Urgency.CHANGE),
    )
    assert gone == ["first of all", "a message", "an edit", "a later edit", "a reaction"]


async def test_who_gives_up_takes_no_turn() -> None:
    pace, loop = Pace(per_second=FAST), asyncio.get_running_loop()
    await pace.turn(Urgency.CHANGE)
    given_up = [asyncio.create_task(pace.turn(Urgency.MESSAGE)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in given_up:
        task.cancel()
    began = loop.time()
    await pace.turn(Urgency.CHANGE)
    assert loop.time() - began < 5 / FAST


@pytest.mark.parametrize(
    ("method", "path", "urgency"),
    [
        ("POST", "/api/v10/channels/1/messages", Urgency.MESSAGE),
        ("PATCH", "/api/v10/channels/1/messages/2", Urgency.CHANGE),
        ("GET", "/api/v10/channels/1/messages", Urgency.CHANGE),
        ("PUT", "/api/v10/channels/1/messages/2/reactions/x/@me", Urgency.REACTION),
    ],
)
def test_what_is_new_to_people_is_more_urgent(method: str, path: str, urgency: Urgency) -> None:
    assert urgency_of(method, path) is urgency


async def test_answers_to_presses_do_not_wait_for_other_requests() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    base = f"http://127.0.0.1:{port}/api/v10"
    async with aiohttp.ClientSession(trace_configs=[paced(Pace(per_second=SLOW))]) as session:
        await session.patch(f"{base}/channels/1/messages/2")
        edit = asyncio.create_task(_patch(session, f"{base}/channels/1/messages/2"))
        for path in ("/interactions/1/token/callback", "/webhooks/1/token"):
            async with asyncio.timeout(1):
                await session.post(base + path)
        assert not edit.done()
        edit.cancel()
        await asyncio.gather(edit, return_exceptions=True)
    await runner.cleanup()


async def _patch(session: aiohttp.ClientSession, url: str) -> None:
    await session.patch(url)
