"""What every Links port promises about tastes: nothing counts twice, and every pick can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.belief import Belief, learn, unknown_person
from core.ports import Consent, Purpose
from core.types.answers import Pick, Undo
from core.types.identifiers import UserId
from core.types.sessions import Session
from tests.fakes.pairs import NOW, Pair, a_pair
from tests.fakes.ports import USER_MODEL
from tests.fakes.saving import acting, saved, saved_until_shown
from tests.fakes.stores import Stores

DECAY = 0.9
"""That of the stores."""


@pytest.fixture
async def pair(stores: Stores) -> Pair:
    """One person on Discord and one on Telegram."""
    return await a_pair(stores)


def replayed(session: Session, positions: Sequence[int | None]) -> Belief:
    """The belief after these positions have been picked, one after the other, without decay."""
    matrix = session.turns[0].outcomes
    assert matrix is not None
    belief = unknown_person(matrix.user_model, matrix.log_prior)
    for position in positions:
        belief = learn(belief, matrix.column(position))
    return belief


async def picked(
    pair: Pair, user: UserId, platform: str, numbers: Sequence[int]
) -> list[tuple[Session, int | None]]:
    """Sessions that each took one pick, and the positions that were picked."""
    results = []
    for number in numbers:
        session = await pair.gallery(user, platform)
        session = await saved(pair.stores.sessions, acting(session, Pick(number=number), user=user))
        vote = session.turns[0].votes[0]
        results.append((await saved_until_shown(pair.stores.sessions, session), vote.position))
    return results


async def undone(pair: Pair, session: Session, user: UserId) -> None:
    """Take the session's pick back."""
    undo = acting(await pair.read(session), Undo(), user=user)
    await saved_until_shown(pair.stores.sessions, await saved(pair.stores.sessions, undo))


async def test_who_was_unknown_to_one_account_brings_their_taste_whole(pair: Pair) -> None:
    await picked(pair, pair.guest, "telegram", [1, 3])
    belief = await pair.belief(pair.guest)
    await pair.join()
    assert await pair.belief(pair.host) == belief
    assert await pair.stores.beliefs.belief(pair.guest, USER_MODEL) is None


async def test_every_pick_of_both_counts_as_it_did_and_can_be_taken_back(pair: Pair) -> None:
    mine = await picked(pair, pair.host, "discord", [1, 2])
    theirs = await picked(pair, pair.guest, "telegram", [3, 4, 1])
    before = [await pair.belief(user) for user in (pair.host, pair.guest)]
    await pair.join()
    belief = await pair.belief(pair.host)
    assert belief.updates == 5
    both = zip(*(one.log_evidence for one in before), strict=True)
    assert belief.log_evidence == pytest.approx([sum(parts) for parts in both], abs=1e-12)
    for session, _ in (theirs[2], mine[1], theirs[0], mine[0]):
        await undone(pair, session, pair.host)
    position = theirs[1][1]
    only = replayed(theirs[1][0], [position])
    left = [DECAY * part for part in only.log_evidence]
    assert (await pair.belief(pair.host)).log_evidence == pytest.approx(left, abs=1e-12)


async def test_what_is_learnt_after_joining_outweighs_both(pair: Pair) -> None:
    await picked(pair, pair.host, "discord", [1])
    await picked(pair, pair.guest, "telegram", [2])
    await pair.join()
    before = await pair.belief(pair.host)
    ((session, position),) = await picked(pair, pair.host, "discord", [3])
    matrix = session.turns[0].outcomes
    assert matrix is not None
    assert await pair.belief(pair.host) == learn(before, matrix.column(position), decay=DECAY)


async def test_both_go_on_from_the_same_taste_and_consents(pair: Pair) -> None:
    yes = Consent(user=pair.guest, purpose=Purpose.RUN, version="1", granted=True, at=1.0)
    await pair.stores.people.record_consent(yes)
    mine = await picked(pair, pair.host, "discord", [1])
    theirs = await picked(pair, pair.guest, "telegram", [2])
    await pair.join()
    belief = await pair.belief(pair.host)
    new = await pair.separate()
    for user, (session, _) in ((pair.host, mine[0]), (new, theirs[0])):
        assert await pair.stores.people.has_agreed(user, Purpose.RUN)
        assert (await pair.belief(user)).log_evidence == belief.log_evidence
        await undone(pair, session, user)
    for user, (session, position) in ((pair.host, theirs[0]), (new, mine[0])):
        only = replayed(session, [position])
        assert (await pair.belief(user)).log_evidence == pytest.approx(only.log_evidence, abs=1e-12)


async def test_joined_separated_and_joined_again_nothing_counts_twice(pair: Pair) -> None:
    mine = await picked(pair, pair.host, "discord", [1, 2])
    theirs = await picked(pair, pair.guest, "telegram", [3])
    await pair.join()
    before = await pair.belief(pair.host)
    for number in range(3):
        new = await pair.separate()
        await Pair(stores=pair.stores, host=pair.host, guest=new).join(at=NOW + 2 + number)
    assert (await pair.belief(pair.host)).updates == before.updates
    assert (await pair.belief(pair.host)).log_evidence == pytest.approx(before.log_evidence, abs=1e-12)
    for session, _ in (*mine, *theirs):
        await undone(pair, session, pair.host)
    assert (await pair.belief(pair.host)).log_evidence == pytest.approx(
        [0.0] * len(before.log_evidence), abs=1e-12
    )
