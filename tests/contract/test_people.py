"""What every People port promises."""

from __future__ import annotations

import asyncio

from core.ports import Consent, Purpose
from core.types.identifiers import Identity
from tests.fakes.sessions import ANNA, BEN
from tests.fakes.stores import Stores


def consent(purpose: Purpose, *, granted: bool, at: float = 1.0) -> Consent:
    return Consent(user=ANNA, purpose=purpose, version="2025-01", granted=granted, at=at)


async def test_an_identity_is_the_same_person_each_time(stores: Stores) -> None:
    identity = Identity(platform="web", account="dora")
    user = await stores.people.recognise(identity)
    assert await stores.people.recognise(identity) == user


async def test_the_same_account_on_two_platforms_is_two_people(stores: Stores) -> None:
    platforms = ("web", "telegram", "discord")
    users = {await stores.people.recognise(Identity(platform=name, account="7")) for name in platforms}
    assert len(users) == len(platforms)


async def test_a_person_is_found_again_under_their_account_on_each_platform(stores: Stores) -> None:
    user = await stores.people.recognise(Identity(platform="discord", account="77"))
    assert await stores.people.account_of(user, "discord") == "77"
    assert await stores.people.account_of(user, "telegram") is None
    assert await stores.people.account_of(BEN, "discord") is None


async def test_a_new_identity_seen_many_times_at_once_is_one_person(stores: Stores) -> None:
    identities = [Identity(platform="web", account=str(number % 3)) for number in range(12)]
    users = await asyncio.gather(*map(stores.people.recognise, identities))
    assert len(set(users)) == 3
    assert users[:3] == users[3:6] == users[9:]


async def test_nobody_has_agreed_to_anything_unasked(stores: Stores) -> None:
    assert not await stores.people.has_agreed(ANNA, Purpose.RUN)


async def test_each_purpose_is_agreed_to_by_itself(stores: Stores) -> None:
    await stores.people.record_consent(consent(Purpose.RUN, granted=True))
    assert await stores.people.has_agreed(ANNA, Purpose.RUN)
    assert not await stores.people.has_agreed(ANNA, Purpose.TRAIN)
    assert not await stores.people.has_agreed(BEN, Purpose.RUN)


async def test_the_newest_answer_counts(stores: Stores) -> None:
    for granted in (True, False, True, False):
        await stores.people.record_consent(consent(Purpose.TRAIN, granted=granted))
        assert await stores.people.has_agreed(ANNA, Purpose.TRAIN) is granted
