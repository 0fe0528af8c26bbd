"""Groups on Discord: everybody has one vote, and each of them is learned from by their own."""

from __future__ import annotations

import asyncio
from collections import Counter

from adapters.discord.services import PLATFORM
from core.belief import Belief
from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.types.identifiers import Identity, SessionId
from core.types.sessions import Phase, Turn
from tests.fakes.bots import Club, answer_to, begun, galleries_in
from tests.fakes.discord import Exchange, Message, Person
from tests.fakes.ports import USER_MODEL, fake_outcomes
from tests.fakes.world import StandingTime

AGREE = "I agree; count my vote"
VOTERS = 20
FIRST = SessionId(f"{1:016x}")


async def begun_together(club: Club, **options: int) -> Message:
    """The first gallery of a group session that mia begins."""
    return await begun(club, "a white cat", channel=club.studio, group=True, **options)


async def first_vote(voter: Person, gallery: Message, button: str) -> str:
    """What the bot says to somebody's first vote, once they have agreed to what is stored."""
    question = await answer_to(await voter.press(gallery, button))
    assert question.ephemeral
    return await told(await voter.press(question, AGREE))


async def told(exchange: Exchange) -> str:
    """The words of an answer that only whoever pressed can see."""
    answer = await answer_to(exchange)
    assert answer.ephemeral
    return words_of(answer)


def words_of(message: Message) -> str:
    """All that a message says."""
    return " ".join(message.texts)


def counted(turn: Turn) -> Counter[int]:
    """The standing votes by the numbers that members see; 0 for none of these."""
    assert turn.gallery is not None
    numbers = [0 if vote.position is None else turn.gallery.number_of(vote.position) for vote in turn.votes]
    return Counter(numbers)


async def until_counted(conductor: Conductor, votes: dict[int, int]) -> None:
    """Wait until exactly these votes stand on the first gallery."""
    for _ in range(500):
        found = counted((await conductor.look(FIRST)).turn(1))
        if found == votes:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"the votes are {found}")


async def belief_about(club: Club, voter: Person) -> Belief | None:
    """What was learned about somebody."""
    user = await club.storage.people.recognise(Identity(platform=PLATFORM, account=str(voter.id)))
    return await club.storage.beliefs.belief(user, USER_MODEL)


async def test_twenty_vote_by_button_and_reaction_and_each_teaches_their_own_belief(club: Club) -> None:
    voters = [club.guild.add_member(f"voter-{number}") for number in range(VOTERS)]
    async with club.bot() as conductor:
        gallery = await begun_together(club)
        for place, voter in enumerate(voters):
            answer = await first_vote(voter, gallery, "None of these" if place < 3 else DIGITS[place % 4])
            assert ("none of these" if place < 3 else f"image {place % 4 + 1}") in answer
        for voter in voters[10:15]:
            assert "image 2" in await told(await voter.press(gallery, DIGITS[1]))
        for voter in voters[15:]:
            await voter.react(gallery, DIGITS[1])
        await until_counted(conductor, {0: 3, 1: 2, 2: 12, 3: 1, 4: 2})
        await (await club.mia.press(gallery, "Close the vote")).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
        beliefs = [await belief_about(club, voter) for voter in voters]
        starters = await belief_about(club, club.mia)
    turn = session.turn(1)
    assert turn.gallery is not None
    assert "Picked: image 2" in words_of(gallery)
    assert "Votes: 1️⃣ 2 · 2️⃣ 12 · 3️⃣ 1 · 4️⃣ 2 · None of these 3" in words_of(gallery)
    for place, belief in enumerate(beliefs):
        number = 2 if place >= 10 else place % 4 + 1
        outcome = -1 if place < 3 else turn.gallery.order[number - 1]
        assert belief is not None
        assert belief.log_evidence == tuple(row[outcome] for row in fake_outcomes(4).log_probs)
    assert starters is None


async def test_a_reaction_of_somebody_who_has_not_agreed_is_not_counted(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun_together(club)
        await club.ben.react(gallery, DIGITS[3])
        await club.mia.react(gallery, DIGITS[0])
        await until_counted(conductor, {1: 1})
        assert club.ben in gallery.reactions[DIGITS[3]]
        assert await belief_about(club, club.ben) is None


async def test_taking_a_vote_back_withdraws_it_alone(club: Club) -> None:
    ada = club.guild.add_member("ada")
    async with club.bot() as conductor:
        gallery = await begun_together(club)
        await first_vote(ada, gallery, DIGITS[0])
        await ada.react(gallery, DIGITS[2])
        await club.mia.react(gallery, DIGITS[1])
        await until_counted(conductor, {2: 1, 3: 1})
        await ada.unreact(gallery, DIGITS[2])
        await until_counted(conductor, {2: 1})
        await (await club.mia.press(gallery, "Undo")).acknowledged()
        await until_counted(conductor, {})
        assert "voted" in await told(await club.mia.press(gallery, "Close the vote"))


async def test_a_vote_with_minutes_closes_by_itself(club: Club) -> None:
    club.world.time = time = StandingTime()
    async with club.bot() as conductor:
        gallery = await begun_together(club, minutes=1)
        assert "Everybody can vote" in words_of(gallery)
        assert f"<t:{round(time()) + 60}:R>" in words_of(gallery)
        await first_vote(club.guild.add_member("ada"), gallery, DIGITS[2])
        await first_vote(club.guild.add_member("eve"), gallery, DIGITS[2])
        assert 60 in time.waits
        await time.move(59)
        assert (await conductor.look(FIRST)).phase is Phase.AWAITING_PICK
        await time.move(2)
        await club.galleries(2)
    assert "Votes: 3️⃣ 2" in words_of(gallery)


async def test_a_vote_in_which_nobody_votes_in_time_is_decided_by_the_first_who_does(club: Club) -> None:
    club.world.time = time = StandingTime()
    async with club.bot() as conductor:
        gallery = await begun_together(club, minutes=1)
        await club.discord.until(lambda: 60 in time.waits)
        await time.move(61)
        session = await club.session(conductor)
        assert session.phase is Phase.AWAITING_PICK
        await first_vote(club.guild.add_member("ada"), gallery, DIGITS[3])
        await club.galleries(2)
    assert "Votes: 4️⃣ 1" in words_of(gallery)


async def test_only_whoever_began_closes_the_vote_and_ends_the_session(club: Club) -> None:
    ada = club.guild.add_member("ada")
    async with club.bot() as conductor:
        gallery = await begun_together(club)
        await first_vote(ada, gallery, DIGITS[0])
        for button in ("Close the vote", "Finish", "This is it"):
            assert "somebody else" in await told(await ada.press(gallery, button))
        await until_counted(conductor, {1: 1})
    assert len(galleries_in(club.studio)) == 1


async def test_the_words_of_all_who_voted_for_the_winner_count(club: Club) -> None:
    ada, eve = club.guild.add_member("ada"), club.guild.add_member("eve")
    async with club.bot() as conductor:
        gallery = await begun_together(club)
        for voter, words, number in ((ada, "at night", "2"), (eve, "with a hat", "2"), (club.mia, "no", "1")):
            if voter is not club.mia:
                await first_vote(voter, gallery, DIGITS[0])
            form = await (await voter.press(gallery, "In words…")).modal()
            assert f"image {number}" in await told(
                await voter.submit(form, {"words": words, "number": [number]})
            )
        await (await club.mia.press(gallery, "Close the vote")).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
    outcome = session.turn(1).outcome
    assert outcome is not None
    assert outcome.words == "at night; with a hat"
