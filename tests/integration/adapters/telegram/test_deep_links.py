"""Links into the private chat: a greeting with an example, or what the link asks for."""

from __future__ import annotations

import pytest

from core.texts.catalogue import LANGUAGES, texts_in
from tests.fakes.circle import PROMPT, Circle, begun, galleries_in, told_by
from tests.fakes.telegram import Message, Person

SESSION = f"{1:016x}"


async def started(circle: Circle, payload: str | None, part: str, *, who: Person | None = None) -> Message:
    """What Start says, once that has a text in it."""
    person = who or circle.mia
    await person.starts(payload)
    return await circle.said(person.chat, part)


@pytest.mark.parametrize("payload", [None, "private", "inline", "nothing-known", "0" * 15, "_-_"])
async def test_a_greeting_says_what_the_bot_does_and_what_is_stored(
    circle: Circle, payload: str | None
) -> None:
    async with circle.bot():
        greeting = await started(circle, payload, "Type what you want to see")
        assert "are stored" in (greeting.text or "")
        assert greeting.labels == [["I agree; try it: a white cat on a roof"]]


async def test_the_example_begins_a_session_once_its_yes_is_given_also_after_a_restart(
    circle: Circle,
) -> None:
    uwe = circle.telegram.add_user("uwe", language_code="de")
    async with circle.bot():
        greeting = await started(circle, None, "Schreib, was du sehen willst", who=uwe)
    async with circle.bot():
        await uwe.presses(greeting, "Einverstanden; probieren: eine weiße Katze auf einem Dach")
        await circle.telegram.until(lambda: uwe.messages[-1].photo)
        assert "weiße Katze" in (uwe.messages[-1].caption or "")
        await uwe.starts()
        await circle.telegram.until(lambda: "Probier es aus" in str(uwe.messages[-1].labels))
        again = uwe.messages[-1]
        assert again.labels == [["Probier es aus: eine weiße Katze auf einem Dach"]]
        assert "gespeichert" not in (again.text or "")
        await uwe.presses_data(again, "pasta:ask:example")
        await circle.telegram.until(lambda: len([one for one in uwe.messages if one.photo]) == 2)


async def test_an_example_without_a_yes_is_a_greeting_once_more(circle: Circle) -> None:
    async with circle.bot():
        greeting = await started(circle, None, "Type what you want to see")
        await circle.mia.presses_data(greeting, "pasta:ask:example")
        await circle.telegram.until(lambda: circle.mia.messages[-1] is not greeting)
        assert circle.mia.messages[-1].labels == greeting.labels


async def test_no_example_begins_where_others_look_on(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        for name in ("example", "agreeexample"):
            pressed = await circle.ben.presses_data(gallery, f"pasta:ask:{name}")
            assert "for you alone" in await told_by(pressed)
        assert circle.group.messages[-1] is gallery


async def test_in_a_group_start_is_greeted_in_one_line(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.says(circle.group, "/start@pasta_bot history")
        line = await circle.said(circle.group, "Type /imagine")
        assert line.buttons == []


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        ("history", "no sessions yet"),
        ("saved", "saved nothing yet"),
        ("mydata", "All that is stored about you"),
        ("forgetme", "This cannot be undone"),
        ("link", "Your code is"),
    ],
)
async def test_a_link_from_a_group_is_answered_in_the_private_chat(
    circle: Circle, payload: str, part: str
) -> None:
    async with circle.bot():
        await started(circle, payload, part)


async def test_a_link_to_a_session_that_waits_in_the_private_chat_shows_its_gallery_again(
    circle: Circle,
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle, chat=circle.mia.chat)
        await circle.session(conductor)
    async with circle.bot():
        await circle.mia.starts(SESSION)
        again = await circle.galleries(2, circle.mia.chat)
        await circle.telegram.until(lambda: not gallery.buttons)
        assert "1️⃣" in again.labels[0]


async def test_a_link_to_a_session_in_a_group_shows_its_turns_and_the_way_there(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await circle.mia.presses(await begun(circle), "1️⃣")
        await circle.galleries(2)
        await circle.session(conductor)
        tree = await started(circle, SESSION, "Waits for an answer")
        assert (tree.text or "").startswith(PROMPT)
        assert tree.buttons[0][0].url is not None
        assert len(galleries_in(circle.group)) == 2


async def test_a_link_to_another_s_session_or_to_none_is_refused_with_words(circle: Circle) -> None:
    uwe = circle.telegram.add_user("uwe", language_code="de")
    async with circle.bot():
        await begun(circle)
        await started(circle, SESSION, "somebody else's", who=circle.ben)
        await started(circle, SESSION, "jemand anderem", who=uwe)
        await started(circle, "f" * 16, "does not exist")
        await started(circle, "session-nonsense", "does not exist")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_question_warns_of_links_from_others(language: str) -> None:
    assert len(texts_in(language).say("link-confirm")) > 200
