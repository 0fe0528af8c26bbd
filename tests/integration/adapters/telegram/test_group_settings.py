"""What a group's administrators decide on Telegram, by typing and by buttons, and that all are held to it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from core.types.communities import CommunityRules
from core.types.identifiers import account_of
from core.types.sessions import Rules
from tests.fakes.circle import AGREE, Circle, begun, galleries_in, told_by
from tests.fakes.telegram import Message, Person

MENU = [["Turns", "Sessions a day"], ["Language", "Who may begin"], ["Hidden images"]]
REFUSED = "Only the administrators of a group"


@pytest.fixture
def ada(circle: Circle) -> Person:
    """An administrator who has never agreed to anything."""
    return circle.group.add(circle.telegram.add_user("ada"), admin=True)


async def rules_of(circle: Circle) -> CommunityRules:
    return await circle.storage.communities.rules_of("telegram", str(circle.group.id))


async def told(circle: Circle, who: Person, text: str, reply_to: Message | None = None) -> Message:
    """What the bot answers to somebody's `/settings` in the group."""
    asked = await who.says(circle.group, text, reply_to=reply_to)

    def answers() -> list[Message]:
        return [message for message in circle.group.bot_messages if message.reply_to is asked]

    await circle.telegram.until(answers)
    return answers()[0]


async def agree(circle: Circle, who: Person, prompt: str = "a boat") -> None:
    """Somebody begins for the first time."""
    await who.says(circle.group, f"/imagine {prompt}")
    question = await circle.said(circle.group, "your prompts and picks are stored")
    await who.presses(question, AGREE)


def audited(circle: Circle) -> list[dict[str, object]]:
    """The rules that were noted for good, oldest first."""
    with closing(sqlite3.connect(circle.folder / "pasta.db")) as database:
        rows = database.execute("select details from audit where action = 'rules' order by id").fetchall()
    return [json.loads(details)["after"] for (details,) in rows]


async def test_settings_are_told_with_buttons_and_nothing_about_ages(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        message = await told(circle, ada, "/settings")
    assert message.text is not None
    lines = message.text.splitlines()
    assert lines[0] == "What holds in this group"
    assert "Turns, also the most a member may ask for: as the operator has set it" in lines
    assert "Who may begin a session: everybody" in lines
    assert "Topics: all" in lines
    assert not any("safety" in line for line in lines)
    assert message.labels == MENU
    assert message.reply_to is not None
    assert message.reply_to.sender is ada


async def test_members_neither_see_nor_change_settings(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        for text in ("/settings", "/settings turns 1", "/settings block cat", "/settings nonsense"):
            assert REFUSED in ((await told(circle, circle.mia, text)).text or "")
        menu = await told(circle, ada, "/settings")
        for data in ("turns", "turns:1", "back", "starters:administrators", "quota:999"):
            assert REFUSED in await told_by(await circle.mia.presses_data(menu, f"pasta:set:{data}"))
        assert await rules_of(circle) == CommunityRules()
    assert menu.labels == MENU
    assert menu.edits == 0


async def test_a_value_is_chosen_by_two_presses_also_after_a_restart(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        menu = await told(circle, ada, "/settings")
        await told_by(await ada.presses(menu, "Turns"))
        await circle.telegram.until(lambda: menu.labels != MENU)
        assert menu.labels == [["1", "2", "3", "4", "5", "usual"], ["← Back"]]
    async with circle.bot():
        assert await told_by(await ada.presses(menu, "3")) == "Noted; it holds from now on."
        await circle.telegram.until(lambda: "ask for: 3" in (menu.text or ""))
        await circle.telegram.until(lambda: menu.labels == MENU)
        assert (await rules_of(circle)).turns == 3
        await told_by(await ada.presses(menu, "Who may begin"))
        await circle.telegram.until(lambda: menu.labels != MENU)
        await told_by(await ada.presses(menu, "← Back"))
        await circle.telegram.until(lambda: menu.labels == MENU)
    assert [one["turns"] for one in audited(circle)] == [3]


async def test_the_risk_chosen_by_a_press_holds_for_sessions_begun_in_the_group(
    circle: Circle, ada: Person
) -> None:
    async with circle.bot() as conductor:
        menu = await told(circle, ada, "/settings")
        await told_by(await ada.presses(menu, "Hidden images"))
        await circle.telegram.until(lambda: menu.labels != MENU)
        assert menu.labels == [["10%", "30%", "50%", "70%", "90%", "usual"], ["← Back"]]
        await told_by(await ada.presses(menu, "30%"))
        await circle.telegram.until(lambda: "not shown above a risk of: 30%" in (menu.text or ""))
        await begun(circle)
        await circle.mia.says(circle.mia.chat, "a dog")
        await circle.galleries(1, circle.mia.chat)
        sessions = [await circle.session(conductor, number) for number in (1, 2)]
    assert [session.rules.hides_images_above for session in sessions] == [0.3, Rules().hides_images_above]
    assert [account_of(session.place) for session in sessions] == [f"telegram:{circle.group.id}", "telegram"]


async def test_an_administrator_who_is_none_any_more_decides_nothing(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        menu = await told(circle, ada, "/settings")
        circle.group.add(ada)
        assert (await told_by(await ada.presses(menu, "Turns"))).startswith(REFUSED)
        circle.group.remove(ada)
        circle.group.promote(circle.ben)
        assert await told_by(await circle.ben.presses(menu, "Turns")) == ""


async def test_buttons_of_settings_do_nothing_under_other_messages(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        caption = gallery.caption
        for data in ("pasta:set:turns", "pasta:set:turns:1", "pasta:set:turns:77", "pasta:set:"):
            assert "not one of mine" in await told_by(await ada.presses_data(gallery, data))
        menu = await told(circle, ada, "/settings")
        for data in ("pasta:set:turns:77", "pasta:set:topics:here", "pasta:set:starters:owner"):
            assert "not one of mine" in await told_by(await ada.presses_data(menu, data))
        assert await rules_of(circle) == CommunityRules()
    assert gallery.caption == caption


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("turns 7", "turns", 7),
        ("TURNS 20", "turns", 20),
        ("quota 1000", "sessions_per_day", 1000),
        ("risk 0", "hides_images_above", 0.0),
        ("risk 100", "hides_images_above", 1.0),
        ("language de", "language", "de"),
        ("starters administrators", "starters", ("administrators",)),
        ("block  A   Dog ", "blocked_words", ("a dog",)),
    ],
)
async def test_each_setting_is_typed_and_taken_back(
    circle: Circle, ada: Person, typed: str, field: str, value: object
) -> None:
    async with circle.bot():
        await told(circle, ada, f"/settings {typed}")
        assert getattr(await rules_of(circle), field) == value
        name = typed.partition(" ")[0].lower()
        await told(circle, ada, "/settings unblock a dog" if name == "block" else f"/settings {name} usual")
        assert await rules_of(circle) == CommunityRules()
    assert len(audited(circle)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("turns 21", "There are: /settings turns 3"),
        ("turns 0", "There are: /settings turns 3"),
        ("turns ٣", "There are: /settings turns 3"),
        ("turns", "There are: /settings turns 3"),
        ("quota 1001", "There are: /settings turns 3"),
        ("risk 101", "There are: /settings turns 3"),
        ("risk -1", "There are: /settings turns 3"),
        ("language fr", "There are: /settings turns 3"),
        ("starters mia", "There are: /settings turns 3"),
        ("safety strict", "There are: /settings turns 3"),
        ("reports there", "There are: /settings turns 3"),
        ("topics here", "no topics"),
        ("block", "Name a word, or answer"),
        (f"block {'x' * 51}", "at most 50 characters"),
    ],
)
async def test_what_is_no_setting_is_refused_with_what_there_is(
    circle: Circle, ada: Person, typed: str, said: str
) -> None:
    async with circle.bot():
        message = await told(circle, ada, f"/settings {typed}")
        assert said in (message.text or "")
        assert await rules_of(circle) == CommunityRules()


async def test_a_member_is_blocked_by_an_answer_to_a_message_of_theirs(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        hello = await circle.mia.says(circle.group, "hello @ben")
        message = await told(circle, ada, "/settings block", reply_to=hello)
        assert f"Blocked members: mia ({circle.mia.id})" in (message.text or "")
        assert "blocked you here" in await told_by(await circle.mia.presses(gallery, "1️⃣"))
        refused = await told(circle, circle.mia, "/imagine a dog")
        assert "administrators of this group have blocked you" in (refused.text or "")
        await told(circle, ada, f"/settings unblock {circle.mia.id}")
        await circle.mia.presses(gallery, "1️⃣")
        await circle.galleries(2)


async def test_neither_the_bot_nor_nobody_is_blocked(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        message = await told(circle, ada, "/settings")
        refused = await told(circle, ada, "/settings block", reply_to=message)
        assert "answer a message of the member" in (refused.text or "")
        assert await rules_of(circle) == CommunityRules()


async def test_blocked_words_are_refused_in_prompts_and_in_answers(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await told(circle, ada, "/settings block dog")
        assert "cannot be used" in ((await told(circle, circle.mia, "/imagine a dog")).text or "")
        refused = await told(circle, circle.mia, "2 with a dog", reply_to=gallery)
        assert "cannot be used" in (refused.text or "")
    assert len(galleries_in(circle.group)) == 1


async def test_a_quota_and_the_most_turns_hold_for_every_member(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await told(circle, ada, "/settings turns 2")
        await told(circle, ada, "/settings quota 1")
        gallery = await begun(circle)
        assert (gallery.caption or "").startswith("Turn 1 of 2")
        refused = await told(circle, circle.mia, "/imagine a dog")
        assert "this group allows one" in (refused.text or "")
        circle.world.time.now += 24 * 3600 + 1
        await circle.mia.says(circle.group, "/imagine a dog")
        await circle.galleries(2)


async def test_only_administrators_begin_where_they_have_said_so(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await told(circle, ada, "/settings starters administrators")
        refused = await told(circle, circle.mia, "/imagine a dog")
        assert refused.text == "Only this group's administrators can begin a session here."
        await agree(circle, ada)
        await circle.galleries(1)


async def test_galleries_speak_the_language_of_the_group(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        message = await told(circle, ada, "/settings language de")
        assert "Language of galleries: Deutsch" in (message.text or "")
        await circle.mia.says(circle.group, "/imagine a white cat")
        await circle.mia.presses(await circle.said(circle.group, "are stored"), AGREE)
        await circle.telegram.until(
            lambda: any("Zug 1 von 5" in (one.caption or "") for one in circle.group.bot_messages)
        )


async def test_an_anonymous_administrator_decides_and_begins_nothing(circle: Circle) -> None:
    boss = circle.group.add(circle.telegram.add_user("boss"), anonymous=True)
    async with circle.bot():
        menu = await told(circle, boss, "/settings turns 4")
        assert "ask for: 4" in (menu.text or "")
        await told_by(await boss.presses(menu, "Language"))
        refused = await told(circle, boss, "/imagine a dog")
        assert "in the name of the group" in (refused.text or "")
        gallery = await begun(circle)
        refused = await told(circle, boss, "2 at night", reply_to=gallery)
        assert "in the name of the group" in (refused.text or "")
        count = len(circle.group.bot_messages)
        await boss.says(circle.group, "good morning everybody")
        await told(circle, circle.mia, "/help")
        assert len(circle.group.bot_messages) == count + 1
    assert len(galleries_in(circle.group)) == 1


async def test_settings_are_told_in_german(circle: Circle) -> None:
    eva = circle.group.add(circle.telegram.add_user("eva", language_code="de"), admin=True)
    async with circle.bot():
        message = await told(circle, eva, "/settings reports here")
        assert "Was in dieser Gruppe gilt" in (message.text or "")
        assert "Meldungen gehen an: diese Gruppe" in (message.text or "")
        assert message.labels[0] == ["Züge", "Runden am Tag"]
        await told_by(await eva.presses(message, "Wer beginnen darf"))
        await circle.telegram.until(lambda: message.labels[0] == ["Admins", "alle"])
        assert (await rules_of(circle)).report_channel == str(circle.group.id)


async def test_in_private_settings_tell_what_is_ones_own(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.says(circle.mia.chat, "/settings turns 3")
        await circle.said(circle.mia.chat, "the language of your app. /mydata")
