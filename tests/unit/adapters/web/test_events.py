"""News of a session as server-sent events."""

from __future__ import annotations

import asyncio
import json

from adapters.web.routes.events import GREETING, event_of, version_of
from adapters.web.stage import Changed, StorageTrouble
from core.ports import Progress
from tests.fakes.website import Browser, Site

PAINTING = Progress(duty="render", done=1, total=4, users_ahead=2, retrying=True, seconds_left=3.5)


async def listening(site: Site, listeners: int = 1) -> None:
    """Wait until that many pages listen."""
    while site.world.web_stage.listeners < listeners:  # noqa: ASYNC110 - there is nothing to wait on
        await asyncio.sleep(0.01)


async def test_a_page_hears_what_happens_until_the_program_leaves(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    stage = site.world.web_stage
    asking = asyncio.create_task(anna.http.get(f"/sessions/{session}/events"))
    await asyncio.wait_for(listening(site), 2)
    stage.publish(session, PAINTING)
    await asyncio.sleep(0.02)
    stage.publish(session, Changed())
    await asyncio.sleep(0.12)
    stage.close()
    response = await asyncio.wait_for(asking, 2)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    assert response.text.startswith(GREETING)
    events = response.text.removeprefix(GREETING)
    assert events.index("event: progress") < events.index("event: changed")
    assert ": still here\n\n" in events
    assert stage.listeners == 0


async def test_every_tab_of_a_person_follows(site: Site, anna: Browser) -> None:
    session = await anna.begin()
    tabs = [asyncio.create_task(anna.http.get(f"/sessions/{session}/events")) for _ in range(2)]
    await asyncio.wait_for(listening(site, 2), 2)
    await anna.act(session, "pick", number=1)
    await asyncio.sleep(0.02)
    site.world.web_stage.close()
    for response in await asyncio.gather(*tabs):
        assert "event: changed" in response.text.removeprefix(GREETING)


async def test_a_page_that_comes_while_the_program_leaves_is_greeted_and_let_go(
    site: Site, anna: Browser
) -> None:
    session = await anna.begin()
    site.world.web_stage.close()
    response = await asyncio.wait_for(anna.http.get(f"/sessions/{session}/events"), 2)
    assert response.text == GREETING


def test_progress_says_how_far_the_work_is() -> None:
    event = event_of(PAINTING)
    kind, data, *rest = event.split("\n")
    assert kind == "event: progress"
    assert rest == ["", ""]
    assert json.loads(data.removeprefix("data: ")) == {
        "duty": "render",
        "done": 1,
        "total": 4,
        "users_ahead": 2,
        "retrying": True,
        "seconds_left": 3.5,
        "previews": {},
        "waits_until": None,
    }


def test_of_previews_only_their_versions_are_told() -> None:
    first, second = (
        json.loads(event_of(Progress(duty="render", previews={2: content})).split("data: ")[1])["previews"]
        for content in (b"\xff\xd8 early", b"\xff\xd8 later")
    )
    assert list(first) == list(second) == ["2"]
    assert first != second
    assert first == {"2": version_of(b"\xff\xd8 early")}


def test_changes_and_trouble_are_told_by_name_alone() -> None:
    assert event_of(Changed()) == "event: changed\ndata: {}\n\n"
    assert event_of(StorageTrouble()) == "event: trouble\ndata: {}\n\n"
