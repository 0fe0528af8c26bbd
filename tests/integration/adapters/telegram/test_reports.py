"""Reports on Telegram: asked for in private, of whoever sees the gallery, and shown to administrators."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from core.bots.reporting import MOST_AN_HOUR
from core.types.sessions import Phase
from tests.fakes.circle import Circle, begun, told_by
from tests.fakes.ports import TINY_PNGS
from tests.fakes.telegram import Message, Person

CAT = "report-0000000000000001-1"


@pytest.fixture
def ada(circle: Circle) -> Person:
    """An administrator who may delete messages, and has never agreed to anything."""
    return circle.group.add(circle.telegram.add_user("ada"), admin=True)


async def with_reports(circle: Circle, ada: Person) -> None:
    """Reports appear in the group."""
    await ada.says(circle.group, "/settings reports here")
    await circle.said(circle.group, "Reports go to: this group")


async def asked(circle: Circle, who: Person, payload: str = CAT, *, title: str = "What is wrong?") -> Message:
    """The first question, after the link was followed."""
    count = len(who.messages)
    await who.starts(payload)
    await circle.telegram.until(lambda: len(who.messages) > count + 1)
    assert title in (who.messages[-1].text or "")
    return who.messages[-1]


async def offered(circle: Circle, who: Person, kind: str = "Violent or cruel", image: str = "2️⃣") -> Message:
    """The last question, where words can be said."""
    question = await asked(circle, who)
    await told_by(await who.presses(question, kind))
    await circle.telegram.until(lambda: "Which image" in (question.text or ""))
    await told_by(await who.presses(question, image))
    await circle.telegram.until(lambda: "answering this message" in (question.text or ""))
    return question


def reports(circle: Circle) -> list[tuple[str, int, int | None, str | None]]:
    """What has been reported: kind, turn, position and words."""
    with closing(sqlite3.connect(circle.folder / "pasta.db")) as database:
        return database.execute("select kind, serial, position, words from reports order by at").fetchall()


async def test_the_link_under_a_gallery_asks_in_private_and_nothing_in_the_group(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await told_by(await circle.ben.presses(gallery, "More…"))
        await circle.telegram.until(lambda: any("Report" in row for row in gallery.labels))
        (button,) = [one for row in gallery.buttons for one in row if one.label == "Report"]
        assert button.url == f"https://t.me/{circle.telegram.bot.username}?start={CAT}"
        question = await asked(circle, circle.ben)
        assert question.labels[0] == ["Sexual"]
        assert len(question.labels) == 5
        assert circle.group.bot_messages == [gallery]


async def test_a_report_shows_the_image_hidden_and_who_made_it_but_not_who_reports(
    circle: Circle, ada: Person
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        await with_reports(circle, ada)
        question = await offered(circle, circle.ben)
        assert "violent or cruel (image 2)" in (question.text or "")
        await circle.ben.says(circle.ben.chat, "so much <blood> @mia", reply_to=question)
        await circle.said(circle.ben.chat, "The administrators of the group have your report")
        post = await circle.said(circle.group, "Reported: violent or cruel (image 2)")
        session = await circle.session(conductor)
        turn = session.turn(1)
        assert turn.gallery is not None
        position = turn.gallery.order[1]
        image = await circle.storage.images.get(turn.images[position][0].hash)
    assert post.reply_to is not None
    assert post.reply_to.has_spoiler
    assert post.reply_to.sent_bytes == image
    for part in ("Prompt: a white cat", "Begun by mia", "so much <blood> @"):
        assert part in (post.text or "")
    assert "ben" not in (post.text or "")
    assert [one["type"] for one in post.entities] == ["bold", "text_link"]
    assert post.entities[1]["url"] == f"https://t.me/c/{str(circle.group.id)[4:]}/{gallery.id}"
    assert post.labels == [["Take down", "Stop session"]]
    assert question.labels == []
    assert reports(circle) == [("violent", 1, position, "so much <blood> @mia")]


async def test_a_whole_gallery_is_reported_without_words_and_after_a_restart(
    circle: Circle, ada: Person
) -> None:
    async with circle.bot():
        await begun(circle)
        await with_reports(circle, ada)
        question = await asked(circle, circle.ben)
        await told_by(await circle.ben.presses(question, "Hateful"))
        await circle.telegram.until(lambda: "Which image" in (question.text or ""))
    async with circle.bot():
        await told_by(await circle.ben.presses(question, "The gallery as a whole"))
        await circle.telegram.until(lambda: question.labels == [["Send it like this"]])
        await told_by(await circle.ben.presses(question, "Send it like this"))
        post = await circle.said(circle.group, "hateful (the gallery as a whole)")
        await circle.said(circle.ben.chat, "have your report")
    album = [one for one in circle.group.messages if one.album and one.has_spoiler]
    assert [one.caption for one in album] == ["1", "2", "3", "4"]
    assert post.reply_to is album[0]
    assert reports(circle) == [("hateful", 1, None, None)]


async def test_without_a_place_for_them_reports_are_noted_for_the_operator(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle)
        question = await offered(circle, circle.mia)
        await told_by(await circle.mia.presses(question, "Send it like this"))
        await circle.said(circle.mia.chat, "noted for the operator")
    assert not any("Reported" in (one.text or "") for one in circle.group.bot_messages)
    assert len(reports(circle)) == 1


async def test_a_report_that_cannot_be_shown_is_noted_all_the_same(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await begun(circle)
        await with_reports(circle, ada)
        question = await offered(circle, circle.ben)
        circle.group.remove_bot()
        await told_by(await circle.mia.presses(await asked(circle, circle.mia), "Sexual"))
        assert "earlier" in await told_by(await circle.ben.presses(question, "Send it like this"))
        circle.group.add_bot(admin=False)
        circle.group.forbid("can_send_photos")
        await told_by(await circle.ben.presses(question, "Send it like this"))
        await circle.said(circle.ben.chat, "noted for the operator")
    assert len(reports(circle)) == 1


async def test_only_those_who_see_a_session_report_it(circle: Circle, ada: Person) -> None:
    eve = circle.telegram.add_user("eve")
    async with circle.bot():
        await begun(circle)
        await with_reports(circle, ada)
        question = await offered(circle, circle.ben)
        circle.group.remove(circle.ben)
        await asked(circle, eve, title="earlier")
        await asked(circle, circle.ben, title="earlier")
        assert "earlier" in await told_by(await circle.ben.presses(question, "Send it like this"))
        hello = eve.chat.bot_messages[-1]
        for data in ("kind:0000000000000001.1:20", "report:0000000000000001.1:22"):
            assert "not one of mine" in await told_by(await eve.presses_data(hello, f"pasta:{data}"))
    assert reports(circle) == []


async def test_private_sessions_are_reported_by_those_who_began_them_alone(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle, chat=circle.mia.chat)
        await asked(circle, circle.ben, title="earlier")
        question = await offered(circle, circle.mia)
        await told_by(await circle.mia.presses(question, "Send it like this"))
        await circle.said(circle.mia.chat, "noted for the operator")
    assert len(reports(circle)) == 1


@pytest.mark.parametrize("number", ["0", "6", "9", "65", "99", "02"])
async def test_numbers_that_no_button_has_report_nothing(circle: Circle, number: str) -> None:
    async with circle.bot():
        await begun(circle)
        question = await offered(circle, circle.ben)
        data = f"pasta:report:0000000000000001.1:{number}"
        assert "not one of mine" in await told_by(await circle.ben.presses_data(question, data))
    assert reports(circle) == []


async def test_questions_are_answered_in_private_chats_alone(circle: Circle) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        caption = gallery.caption
        for verb in ("kind", "report"):
            data = f"pasta:{verb}:0000000000000001.1:21"
            assert "not one of mine" in await told_by(await circle.ben.presses_data(gallery, data))
    assert gallery.caption == caption
    assert reports(circle) == []


@pytest.mark.parametrize("payload", ["report-", "report-0000000000000001-0", "report-zz-1", "report-1-1"])
async def test_links_that_name_no_gallery_are_refused(circle: Circle, payload: str) -> None:
    async with circle.bot():
        await asked(circle, circle.mia, payload, title="not one of mine")


async def test_links_to_galleries_that_are_not_there_are_refused(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle)
        await asked(circle, circle.mia, "report-0000000000000001-7", title="earlier")
        await asked(circle, circle.mia, "report-00000000000000ff-1", title="does not exist")


async def test_words_before_the_last_question_are_neither_a_report_nor_a_prompt(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle)
        question = await asked(circle, circle.ben)
        await circle.ben.says(circle.ben.chat, "it is awful", reply_to=question)
        await circle.said(circle.ben.chat, "press one of the buttons first")
    assert reports(circle) == []
    assert len(circle.ben.chat.bot_messages) == 2


async def test_only_a_few_reports_are_taken_of_each_person_and_hour(circle: Circle) -> None:
    async with circle.bot():
        await begun(circle)
        for number in range(1, MOST_AN_HOUR + 1):
            question = await offered(circle, circle.ben)
            await told_by(await circle.ben.presses(question, "Send it like this"))
            await thanked(circle, circle.ben, times=number)
        await asked(circle, circle.ben, title="in the last hour")
        circle.world.time.now += 3601
        await asked(circle, circle.ben)


async def thanked(circle: Circle, who: Person, *, times: int) -> None:
    """Wait until somebody was thanked so often."""
    await circle.telegram.until(lambda: sum("Thank you" in (one.text or "") for one in who.messages) == times)


async def test_marked_images_are_not_shown_in_reports_either(circle: Circle, ada: Person) -> None:
    circle.world.safety.hidden.update(TINY_PNGS)
    async with circle.bot():
        await begun(circle)
        await with_reports(circle, ada)
        question = await offered(circle, circle.ben)
        await told_by(await circle.ben.presses(question, "Send it like this"))
        post = await circle.said(circle.group, "Reported: violent")
    assert post.reply_to is not None
    assert post.reply_to.sent_bytes not in TINY_PNGS


async def test_answers_to_a_report_are_no_answers_to_its_gallery(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        await with_reports(circle, ada)
        question = await offered(circle, circle.ben)
        await told_by(await circle.ben.presses(question, "Send it like this"))
        post = await circle.said(circle.group, "Reported: violent")
        assert post.reply_to is not None
        await circle.mia.says(circle.group, "2 so what", reply_to=post)
        await circle.mia.says(circle.group, "2 so what", reply_to=post.reply_to)
        await circle.mia.says(circle.group, "/help")
        await circle.said(circle.group, "four images")
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert len(session.turns) == 1


async def test_reports_are_asked_for_in_german(circle: Circle, ada: Person) -> None:
    eva = circle.group.add(circle.telegram.add_user("eva", language_code="de"))
    async with circle.bot():
        await begun(circle)
        await with_reports(circle, ada)
        question = await asked(circle, eva, title="Was ist nicht in Ordnung?")
        await told_by(await eva.presses(question, "Sexuell"))
        await circle.telegram.until(lambda: "Um welches Bild" in (question.text or ""))
        await told_by(await eva.presses(question, "Die ganze Galerie"))
        await circle.telegram.until(lambda: question.labels == [["So abschicken"]])
        await told_by(await eva.presses(question, "So abschicken"))
        await circle.said(eva.chat, "Die Admins der Gruppe haben deine Meldung")
