"""New people and sessions from one address: a full room gets in, a flood is told when to come again."""

from __future__ import annotations

import httpx
import pytest

from adapters.web.access.addresses import network_of
from adapters.web.access.limits import MOST_ADDRESSES, NEW_AT_ONCE, SECONDS_FOR_ONE_MORE, NewcomerLimit
from tests.fakes.website import ADDRESS, Browser, Site, a_web_key


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> NewcomerLimit:
    return NewcomerLimit(clock)


def use_up(limit: NewcomerLimit, address: str = "192.0.2.1") -> None:
    assert {limit.seconds_to_wait(address) for _ in range(NEW_AT_ONCE)} == {0}


def test_after_so_many_at_once_one_more_waits_as_long_as_it_is_told(
    limit: NewcomerLimit, clock: Clock
) -> None:
    use_up(limit)
    wait_seconds = limit.seconds_to_wait("192.0.2.1")
    assert wait_seconds == SECONDS_FOR_ONE_MORE
    clock.now += wait_seconds
    assert limit.seconds_to_wait("192.0.2.1") == 0
    assert limit.seconds_to_wait("192.0.2.1") > 0


def test_one_address_does_not_use_up_anothers(limit: NewcomerLimit) -> None:
    use_up(limit)
    assert limit.seconds_to_wait("192.0.2.2") == 0


def test_nobody_saves_up_more_than_a_full_bucket(limit: NewcomerLimit, clock: Clock) -> None:
    use_up(limit)
    clock.now += 1e6
    use_up(limit)
    assert limit.seconds_to_wait("192.0.2.1") > 0


def test_a_clock_that_is_set_back_neither_fills_nor_empties(limit: NewcomerLimit, clock: Clock) -> None:
    use_up(limit)
    clock.now -= 500
    assert limit.seconds_to_wait("192.0.2.1") == SECONDS_FOR_ONE_MORE
    clock.now += SECONDS_FOR_ONE_MORE
    assert limit.seconds_to_wait("192.0.2.1") == 0


def test_no_more_addresses_are_remembered_than_fit(limit: NewcomerLimit) -> None:
    for number in range(MOST_ADDRESSES + 10):
        limit.seconds_to_wait(f"10.0.{number // 256}.{number % 256}")
    assert len(limit._buckets) == MOST_ADDRESSES


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", ""),
        (None, ""),
    ],
)
def test_what_one_household_can_choose_from_counts_as_one(address: str | None, network: str) -> None:
    assert network_of(address) == network


def from_elsewhere(site: Site, browser: Browser) -> httpx.AsyncClient:
    """The same browser, at another address."""
    transport = httpx.ASGITransport(app=site.app, client=("192.0.2.9", 5))
    headers = {"Origin": ADDRESS}
    return httpx.AsyncClient(
        transport=transport, base_url=ADDRESS, cookies=browser.http.cookies, headers=headers
    )


async def test_a_flood_of_new_people_is_told_when_to_come_again(site: Site, anna: Browser) -> None:
    await anna.agree()
    while site.app.state.site.newcomers.seconds_to_wait("127.0.0.1") == 0:
        pass
    known = len(site.world.store._people)
    response = await site.browser().post("/consent", {"agreed": True})
    assert response.status_code == 429
    assert response.headers["retry-after"] == "2"
    assert "in a moment" in response.json()["message"]
    assert len(site.world.store._people) == known
    assert (await anna.post("/consent", {"agreed": True})).status_code == 200


async def test_a_flood_of_sessions_is_told_when_to_come_again_and_others_begin(
    site: Site, anna: Browser
) -> None:
    session = await anna.begin()
    use_up(site.app.state.site.newcomers, "192.0.2.9")
    async with from_elsewhere(site, anna) as elsewhere:
        body = {"key": a_web_key(), "prompt": "one more"}
        response = await elsewhere.post("/sessions", json=body)
        assert response.status_code == 429
        assert response.headers["retry-after"] == "2"
        assert len(site.world.store._sessions) == 1
        answer = {"key": a_web_key(), "act": "pick", "number": 1}
        assert (await elsewhere.post(f"/sessions/{session}/answers", json=answer)).status_code == 200
        site.world.time.now += SECONDS_FOR_ONE_MORE
        assert (await elsewhere.post("/sessions", json=body)).status_code == 200
    await anna.begin()


async def test_a_room_of_a_hundred_gets_in_at_once(site: Site) -> None:
    for _ in range(100):
        browser = site.browser()
        await browser.agree()
        body = {"key": a_web_key(), "prompt": "a white cat"}
        assert (await browser.post("/sessions", body)).status_code == 200
