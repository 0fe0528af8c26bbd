"""What every Links port promises of what two people have done: it is one person's, and two people's again."""

from __future__ import annotations

import pytest

from core.community_ports import SavedImage
from core.errors import LinkRefusedError, StorageError, UnfinishedSessionsError
from core.ports import Consent, Purpose
from core.types.answers import CloseVote, Compare, Keep, Pick, Stop
from core.types.galleries import Comparison
from core.types.identifiers import Identity
from tests.fakes.pairs import CODE, DISCORD, NOW, TELEGRAM, Pair, a_pair
from tests.fakes.saving import acting, saved, saved_until_shown
from tests.fakes.sessions import ANNA, BY_STARTER
from tests.fakes.stores import Stores


@pytest.fixture
async def pair(stores: Stores) -> Pair:
    """One person on Discord and one on Telegram."""
    return await a_pair(stores)


async def test_sessions_votes_and_saved_images_are_the_one_person_s(pair: Pair) -> None:
    stores = pair.stores
    own = await pair.gallery(pair.guest, "telegram")
    own = await saved(stores.sessions, acting(own, Keep(number=2), user=pair.guest))
    own = await saved_until_shown(stores.sessions, own)
    other = await pair.gallery(ANNA, "telegram", BY_STARTER)
    other = await saved(stores.sessions, acting(other, Pick(number=1), user=pair.guest))
    mark = SavedImage(session=own.id, serial=1, position=0, at=3.0)
    await stores.saved.save(pair.guest, mark)
    joined = await pair.join()
    assert set(joined.changed) == {own.id, other.id}
    assert await stores.history.sessions_of(pair.host, limit=9) == [own.id]
    assert (await pair.read(own)).starter == pair.host
    assert [vote.voter for vote in (await pair.read(own)).turns[0].votes] == [pair.host]
    assert [vote.voter for vote in (await pair.read(other)).turns[0].votes] == [pair.host]
    assert await stores.saved.saved_of(pair.host, limit=9) == [mark]
    assert await stores.saved.saved_of(pair.guest, limit=9) == []


async def test_the_joined_person_goes_on_in_sessions_of_either(pair: Pair) -> None:
    own = await pair.gallery(pair.guest, "telegram")
    await pair.join()
    own = await pair.read(own)
    own = await saved(pair.stores.sessions, acting(own, Pick(number=2), user=pair.host))
    assert await pair.read(own) == own


async def test_who_remembers_a_session_as_it_was_must_read_it_again(pair: Pair) -> None:
    own = await pair.gallery(pair.guest, "telegram")
    await pair.join()
    with pytest.raises(StorageError):
        await pair.stores.sessions.save(acting(own, Pick(number=2), user=pair.guest))


@pytest.mark.parametrize("newer", ["host", "guest"])
async def test_of_two_votes_for_one_gallery_the_newer_stands(pair: Pair, newer: str) -> None:
    group = await pair.gallery(ANNA, "discord", BY_STARTER)
    times = {pair.host: 1.0, pair.guest: 2.0} if newer == "guest" else {pair.host: 2.0, pair.guest: 1.0}
    for place, user in enumerate((pair.guest, ANNA, pair.host), start=1):
        vote = acting(group, Pick(number=place), user=user, at=times.get(user, 1.5))
        group = await saved(pair.stores.sessions, vote)
    order = group.turns[0].gallery.order if group.turns[0].gallery else ()
    await pair.join()
    left = await pair.read(group)
    position = order[0] if newer == "guest" else order[2]
    votes = {vote.voter: vote.position for vote in left.turns[0].votes}
    assert votes == {pair.host: position, ANNA: order[1]}
    closed = await saved(pair.stores.sessions, acting(left, CloseVote()))
    assert await pair.read(closed) == closed


async def test_of_two_comparisons_of_one_gallery_the_newer_stands(pair: Pair) -> None:
    group = await pair.gallery(ANNA, "discord", BY_STARTER)
    for act in (Pick(number=1), CloseVote(), Pick(number=2), CloseVote()):
        group = await saved(pair.stores.sessions, acting(group, act))
        group = await saved_until_shown(pair.stores.sessions, group)
    said = {pair.host: Comparison.BETTER, pair.guest: Comparison.WORSE, ANNA: Comparison.SAME}
    for at, (user, comparison) in enumerate(said.items()):
        change = acting(group, Compare(comparison=comparison), user=user, at=float(at))
        group = await saved(pair.stores.sessions, change)
    await pair.join()
    left = (await pair.read(group)).turns[1].feedback
    assert {one.voter: one.comparison for one in left} == {
        pair.host: Comparison.WORSE,
        ANNA: Comparison.SAME,
    }


@pytest.mark.parametrize("guest_s_is_newer", [True, False])
async def test_the_newest_answer_of_either_counts_as_the_consent(pair: Pair, guest_s_is_newer: bool) -> None:
    answers = [(pair.host, False), (pair.guest, True)]
    for at, (user, granted) in enumerate(answers if guest_s_is_newer else reversed(answers)):
        consent = Consent(user=user, purpose=Purpose.TRAIN, version="1", granted=granted, at=float(at))
        await pair.stores.people.record_consent(consent)
        await pair.stores.people.has_agreed(user, Purpose.TRAIN)
    await pair.join()
    assert await pair.stores.people.has_agreed(pair.host, Purpose.TRAIN) is guest_s_is_newer


async def test_nobody_is_joined_while_something_is_on_its_way(pair: Pair) -> None:
    own = await pair.gallery(pair.guest, "telegram")
    busy = await saved(pair.stores.sessions, acting(own, Pick(number=1), user=pair.guest))
    with pytest.raises(UnfinishedSessionsError) as caught:
        await pair.join()
    assert caught.value.sessions == (own.id,)
    await saved_until_shown(pair.stores.sessions, busy)
    assert (await pair.stores.links.join(pair.guest, CODE, at=NOW)).changed == (own.id,)


async def test_what_is_on_its_way_to_the_offering_person_keeps_nobody_waiting(pair: Pair) -> None:
    own = await pair.gallery(pair.host, "discord")
    busy = await saved(pair.stores.sessions, acting(own, Pick(number=1), user=pair.host))
    assert (await pair.join()).changed == ()
    assert await pair.read(busy) == busy


async def test_others_sessions_go_on_and_are_read_again(pair: Pair) -> None:
    group = await pair.gallery(ANNA, "telegram", BY_STARTER)
    group = await saved(pair.stores.sessions, acting(group, Pick(number=1), user=pair.guest))
    group = await saved(pair.stores.sessions, acting(group, CloseVote()))
    assert (await pair.join()).changed == ()
    group = await saved_until_shown(pair.stores.sessions, await pair.read(group))
    assert await pair.read(group) == group


async def test_a_separated_account_has_what_belongs_to_its_platform(pair: Pair) -> None:
    stores = pair.stores
    marks = {}
    for user, platform in ((pair.host, "discord"), (pair.guest, "telegram")):
        session = await pair.gallery(user, platform)
        session = await saved(stores.sessions, acting(session, Stop(), user=user))
        await saved_until_shown(stores.sessions, session)
        marks[platform] = SavedImage(session=session.id, serial=1, position=0, at=3.0)
        await stores.saved.save(user, marks[platform])
    await pair.join()
    result = await stores.links.separate(TELEGRAM, at=NOW + 1)
    assert result.left == (DISCORD,)
    assert result.changed == (marks["telegram"].session,)
    assert await stores.people.recognise(DISCORD) == pair.host
    assert await stores.people.recognise(TELEGRAM) == result.user
    assert result.user not in {pair.host, pair.guest}
    for user, platform in ((pair.host, "discord"), (result.user, "telegram")):
        assert await stores.history.sessions_of(user, limit=9) == [marks[platform].session]
        assert await stores.saved.saved_of(user, limit=9) == [marks[platform]]


async def test_the_offering_account_can_go_its_own_way_as_well(pair: Pair) -> None:
    session = await pair.gallery(pair.host, "discord")
    await pair.join()
    result = await pair.stores.links.separate(DISCORD, at=NOW + 1)
    assert await pair.stores.history.sessions_of(result.user, limit=9) == [session.id]
    assert await pair.stores.people.recognise(TELEGRAM) == pair.host


async def test_an_account_by_itself_has_nothing_to_be_separated_from(pair: Pair) -> None:
    await pair.join()
    await pair.separate()
    for identity in (TELEGRAM, DISCORD, Identity(platform="discord", account="nobody's")):
        with pytest.raises(LinkRefusedError) as caught:
            await pair.stores.links.separate(identity, at=NOW + 2)
        assert caught.value.key == "refused-link-none"


async def test_nobody_is_separated_while_something_is_on_its_way_there(pair: Pair) -> None:
    await pair.join()
    for platform in ("telegram", "discord"):
        session = await pair.gallery(pair.host, platform)
        busy = await saved(pair.stores.sessions, acting(session, Pick(number=1), user=pair.host))
        if platform == "telegram":
            with pytest.raises(UnfinishedSessionsError):
                await pair.separate()
            await saved_until_shown(pair.stores.sessions, busy)
    await pair.separate()
