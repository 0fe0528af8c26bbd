"""One person on Telegram and on another platform: /link makes them one, /unlink two again."""

from __future__ import annotations

import re
from dataclasses import replace

from core.conductor.conductor import Conductor
from core.linking.linking import Linking
from core.texts.catalogue import texts_in
from core.types.identifiers import Identity, Place, UserId
from tests.fakes.circle import Circle, begun, labels_of, told_by
from tests.fakes.telegram import Message, Person

ELSEWHERE = Identity(platform="discord", account="mia elsewhere")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
EN = texts_in("en")


def elsewhere(circle: Circle, conductor: Conductor) -> Linking:
    """What another platform's bot uses."""
    return Linking(circle.storage.links, conductor, clock=circle.world.time)


async def offered(circle: Circle, conductor: Conductor) -> str:
    """A code that mia was given elsewhere."""
    other = await circle.storage.people.recognise(ELSEWHERE)
    return await elsewhere(circle, conductor).offer(other)


async def said(circle: Circle, command: str, part: str, *, who: Person | None = None) -> Message:
    """What a command says in the private chat."""
    person = who or circle.mia
    await person.says(person.chat, command)
    return await circle.said(person.chat, part)


async def person(circle: Circle) -> UserId:
    """Who mia's account on Telegram belongs to."""
    return await circle.storage.people.recognise(Identity(platform="telegram", account=str(circle.mia.id)))


async def test_a_code_from_telegram_joins_an_account_elsewhere(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        code = CODE.search((await said(circle, "/link", "Your code is")).text or "")
        assert code is not None
        other = await circle.storage.people.recognise(ELSEWHERE)
        told = await elsewhere(circle, conductor).link(other, code[0].lower(), EN)
        assert "(Discord, Telegram)" in told
        assert await circle.storage.people.recognise(ELSEWHERE) == await person(circle) != other


async def test_a_code_from_elsewhere_joins_the_account_on_telegram_and_unlink_separates_it(
    circle: Circle,
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        code = await offered(circle, conductor)
        await said(circle, f"/link {code}", "one person now (Discord, Telegram)")
        assert await person(circle) == await circle.storage.people.recognise(ELSEWHERE)
        await circle.mia.presses(gallery, "1️⃣")
        await circle.galleries(2)
        await said(circle, "/unlink", "(Discord)")
        assert await person(circle) != await circle.storage.people.recognise(ELSEWHERE)


async def test_a_link_joins_after_one_press_that_confirms_it_also_after_a_restart(circle: Circle) -> None:
    async with circle.bot() as conductor:
        code = (await offered(circle, conductor)).replace("-", "")
        before = await person(circle)
        await circle.mia.starts(f"link-{code}")
        question = await circle.said(circle.mia.chat, "Join this account")
        assert await person(circle) == before
    async with circle.bot():
        await circle.mia.presses(question, "Join my accounts")
        await circle.telegram.until(lambda: "one person now" in (question.text or ""))
        assert await person(circle) == await circle.storage.people.recognise(ELSEWHERE)
        assert not question.buttons


async def test_a_wrong_code_is_told_where_it_was_given_and_changes_nothing(circle: Circle) -> None:
    uwe = circle.telegram.add_user("uwe", language_code="de")
    await uwe.starts("link-WRONG234")
    async with circle.bot():
        await said(circle, "/link WRONG-234", "not valid")
        question = await circle.said(uwe.chat, "Dieses Konto mit dem verbinden")
        assert "gilt nicht" in await told_by(await uwe.presses(question, "Meine Konten verbinden"))
        await said(circle, "/unlink", "nichts zu trennen", who=uwe)


async def test_a_code_in_a_group_is_not_used_and_she_is_told_to_get_a_new_one(circle: Circle) -> None:
    async with circle.bot() as conductor:
        code = await offered(circle, conductor)
        before = await person(circle)
        typed = await circle.mia.says(circle.group, f"/link {code}")
        line = await circle.said(circle.group, "others may have read this one")
        assert line.reply_to is typed
        assert code not in (line.text or "")
        assert line.buttons[0][0].url == "https://t.me/pasta_bot?start=link"
        assert typed in circle.group.messages
        assert await person(circle) == before


async def test_nobody_joins_by_a_forged_press_where_others_look_on(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        code, before = await offered(circle, conductor), await person(circle)
        pressed = await circle.mia.presses_data(gallery, f"pasta:link:{code}")
        assert "for you alone" in await told_by(pressed)
        assert await person(circle) == before


async def test_two_people_on_telegram_do_not_become_one(circle: Circle) -> None:
    async with circle.bot():
        code = CODE.search((await said(circle, "/link", "Your code is")).text or "")
        assert code is not None
        await said(circle, f"/link {code[0]}", "Both of you have an account on Telegram", who=circle.ben)
        await said(circle, f"/link {code[0]}", "your own code")


async def test_what_was_begun_elsewhere_can_be_looked_at_and_not_gone_on_with_here(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        await said(circle, f"/link {await offered(circle, conductor)}", "one person now")
        place = Place(platform="discord", channel="7", community="8")
        wish = circle.world.wish("a paper boat", user=await person(circle))
        session = (await conductor.begin(replace(wish, place=place))).session.id
        listed = await said(circle, "/history", "Which session?")
        (boat,) = [label for label in labels_of(listed) if "paper boat" in label]
        await circle.mia.presses(listed, boat)
        tree = await circle.said(circle.mia.chat, "It goes on where it began: on Discord.")
        assert labels_of(tree) == []
        for verb in ("buildon", "show"):
            pressed = await circle.mia.presses_data(listed, f"pasta:{verb}:{session}.1")
            assert "does not exist any more" in await told_by(pressed)
        assert not [one for one in circle.group.messages if "paper boat" in (one.caption or "")]
