"""One person on Discord and on another platform: `/link` makes them one, `/unlink` two again."""

from __future__ import annotations

import re

import pytest

from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.errors import LinkRefusedError
from core.linking.linking import Linking
from core.texts.catalogue import texts_in
from core.types.identifiers import Identity, UserId
from tests.fakes.bots import Club, audited, begun
from tests.fakes.discord import Person

ELSEWHERE = Identity(platform="telegram", account="mia elsewhere")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
EN = texts_in("en")


def elsewhere(club: Club, conductor: Conductor) -> Linking:
    """What another platform's bot uses."""
    return Linking(club.storage.links, conductor, clock=club.world.time)


async def told(club: Club, command: str, *, who: Person | None = None, **options: object) -> str:
    """What a command says in the end, to whoever gave it alone."""
    message = await (await (who or club.mia).command(club.studio, command, **options)).filled()
    assert message.ephemeral
    return " ".join(message.texts)


async def person(club: Club) -> UserId:
    """Who mia's account on Discord belongs to."""
    return await club.storage.people.recognise(Identity(platform="discord", account=str(club.mia.id)))


async def test_a_code_from_discord_joins_an_account_elsewhere_and_her_gallery_goes_on(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        code = CODE.search(await told(club, "link"))
        assert code is not None
        other = await club.storage.people.recognise(ELSEWHERE)
        said = await elsewhere(club, conductor).link(other, code[0].lower(), EN)
        assert "(Discord, Telegram)" in said
        assert await club.storage.people.recognise(ELSEWHERE) == await person(club) != other
        await (await club.mia.press(gallery, DIGITS[1])).acknowledged()
        await club.galleries(2)
    assert audited(club).count("link") == 1


async def test_a_code_from_elsewhere_joins_the_account_on_discord_with_its_open_gallery(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        other = await club.storage.people.recognise(ELSEWHERE)
        code = await elsewhere(club, conductor).offer(other)
        assert "one person" in await told(club, "link", code=f" {code} ")
        assert await person(club) == other
        await (await club.mia.press(gallery, DIGITS[1])).acknowledged()
        await club.galleries(2)
        session = await club.session(conductor)
        assert session.starter == session.turns[0].votes[0].voter == other
        message = await (await club.mia.command(club.studio, "history")).filled()
        assert [option[0] for option in message.selects[0].options] == ["a white cat"]


async def test_separated_again_she_keeps_her_gallery_and_is_told_what_stays_elsewhere(club: Club) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        other = await club.storage.people.recognise(ELSEWHERE)
        await told(club, "link", code=await elsewhere(club, conductor).offer(other))
        assert "(Telegram)" in await told(club, "unlink")
        assert await person(club) != other
        await (await club.mia.press(gallery, DIGITS[1])).acknowledged()
        await club.galleries(2)
        with pytest.raises(LinkRefusedError):
            await elsewhere(club, conductor).unlink(ELSEWHERE, EN)


async def test_a_wrong_code_and_nothing_to_unlink_are_told_in_each_one_s_language(club: Club) -> None:
    async with club.bot():
        assert "not valid" in await told(club, "link", code="WRONG-234")
        assert "gilt nicht" in await told(club, "link", who=club.ben, code="WRONG-234")
        assert "nothing to unlink" in await told(club, "unlink")
        assert "nichts zu trennen" in await told(club, "unlink", who=club.ben)


async def test_two_members_of_discord_do_not_become_one_person(club: Club) -> None:
    async with club.bot():
        code = CODE.search(await told(club, "link"))
        assert code is not None
        assert "Konto auf Discord" in await told(club, "link", who=club.ben, code=code[0])
        assert "your own code" in await told(club, "link", code=code[0])


async def test_after_many_wrong_codes_she_has_to_wait(club: Club) -> None:
    async with club.bot():
        for _ in range(5):
            assert "not valid" in await told(club, "link", code="WRONG-234")
        assert "in 10 minutes" in await told(club, "link", code="WRONG-234")
