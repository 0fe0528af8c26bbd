"""What every Links port promises: two accounts become one person, and two again."""

from __future__ import annotations

import asyncio

import pytest

from core.community_ports import MOST_WRONG_CODES, WRONG_CODES_SECONDS, Joined
from core.errors import LinkRefusedError
from core.types.identifiers import Identity
from tests.fakes.pairs import CODE, DISCORD, NOW, TELEGRAM, WEB, Pair, a_pair
from tests.fakes.sessions import ANNA
from tests.fakes.stores import Stores


@pytest.fixture
async def pair(stores: Stores) -> Pair:
    """One person on Discord and one on Telegram."""
    return await a_pair(stores)


def key_of(caught: pytest.ExceptionInfo[LinkRefusedError]) -> str:
    return caught.value.key


async def test_both_accounts_are_the_person_who_offered_the_code(pair: Pair) -> None:
    joined = await pair.join()
    assert joined == Joined(user=pair.host, accounts=(DISCORD, TELEGRAM), changed=())
    people = pair.stores.people
    assert [await people.recognise(one) for one in (DISCORD, TELEGRAM)] == [pair.host] * 2
    assert await people.account_of(pair.host, "telegram") == TELEGRAM.account
    assert await people.account_of(pair.guest, "telegram") is None


@pytest.mark.parametrize(
    ("code", "seconds"), [("WRONG234", 0.0), (CODE, 1.0), ("", 0.0)], ids=["another", "too late", "none"]
)
async def test_a_wrong_or_old_code_joins_nobody(pair: Pair, code: str, seconds: float) -> None:
    await pair.stores.links.offer(pair.host, code=CODE, until=NOW)
    with pytest.raises(LinkRefusedError) as caught:
        await pair.stores.links.join(pair.guest, code, at=NOW - 0.5 + seconds)
    assert key_of(caught) == "refused-link-code"
    assert await pair.stores.people.recognise(TELEGRAM) == pair.guest


async def test_a_newer_code_takes_the_place_of_the_older(pair: Pair) -> None:
    for code in (CODE, "NEWER234"):
        await pair.stores.links.offer(pair.host, code=code, until=NOW + 1)
    with pytest.raises(LinkRefusedError):
        await pair.stores.links.join(pair.guest, CODE, at=NOW)
    assert (await pair.stores.links.join(pair.guest, "NEWER234", at=NOW)).user == pair.host


async def test_a_code_is_for_one_use(pair: Pair) -> None:
    other = await pair.stores.people.recognise(WEB)
    await pair.join()
    with pytest.raises(LinkRefusedError) as caught:
        await pair.stores.links.join(other, CODE, at=NOW)
    assert key_of(caught) == "refused-link-code"


async def test_of_two_who_give_a_code_at_once_one_is_joined(pair: Pair) -> None:
    other = await pair.stores.people.recognise(WEB)
    await pair.stores.links.offer(pair.host, code=CODE, until=NOW + 1)
    tries = [pair.stores.links.join(user, CODE, at=NOW) for user in (pair.guest, other)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(result) for result in results].count(Joined) == 1
    assert len({await pair.stores.people.recognise(one) for one in (DISCORD, TELEGRAM, WEB)}) == 2


async def test_after_too_many_wrong_codes_also_a_right_one_has_to_wait(pair: Pair) -> None:
    links = pair.stores.links
    await links.offer(pair.host, code=CODE, until=NOW + 9 * WRONG_CODES_SECONDS)
    for number in range(MOST_WRONG_CODES):
        with pytest.raises(LinkRefusedError) as caught:
            await links.join(pair.guest, "WRONG234", at=NOW + number)
        assert key_of(caught) == "refused-link-code"
    for at, minutes in ((NOW + 5, 10), (NOW + WRONG_CODES_SECONDS - 1, 1)):
        with pytest.raises(LinkRefusedError) as caught:
            await links.join(pair.guest, CODE, at=at)
        assert (key_of(caught), caught.value.values) == ("refused-link-many", {"minutes": minutes})
    assert (await links.join(pair.guest, CODE, at=NOW + WRONG_CODES_SECONDS)).user == pair.host


async def test_another_person_s_wrong_codes_keep_nobody_waiting(pair: Pair) -> None:
    for _ in range(MOST_WRONG_CODES + 1):
        with pytest.raises(LinkRefusedError):
            await pair.stores.links.join(ANNA, "WRONG234", at=NOW)
    assert (await pair.join()).user == pair.host


async def test_nobody_is_joined_with_themselves(pair: Pair) -> None:
    for accounts in (1, 2):
        await pair.stores.links.offer(pair.host, code=CODE, until=NOW + 1)
        with pytest.raises(LinkRefusedError) as caught:
            await pair.stores.links.join(pair.host, CODE, at=NOW)
        assert (key_of(caught), caught.value.values) == ("refused-link-own", {"accounts": accounts})
        if accounts == 1:
            await pair.join()


async def test_one_person_has_one_account_on_each_platform(pair: Pair) -> None:
    second = await pair.stores.people.recognise(Identity(platform="discord", account="2"))
    await pair.stores.links.offer(pair.host, code=CODE, until=NOW + 1)
    with pytest.raises(LinkRefusedError) as caught:
        await pair.stores.links.join(second, CODE, at=NOW)
    assert (key_of(caught), caught.value.values) == ("refused-link-platform", {"platform": "discord"})
