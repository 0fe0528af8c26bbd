"""Taking down and stopping on Telegram: by whom, of what, and what is left to be seen."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from core.types.sessions import Ending, Phase
from tests.fakes.circle import Circle, begun, galleries_in, told_by
from tests.fakes.telegram import ALWAYS, Message, Person

DONE = "The session has ended and its images are taken down."
MAY_NOT = "Only administrators who may delete messages"


@pytest.fixture
def ada(circle: Circle) -> Person:
    """An administrator who may delete messages, and has never agreed to anything."""
    return circle.group.add(circle.telegram.add_user("ada"), admin=True)


async def taken_down(circle: Circle, who: Person, message: Message, text: str = "/takedown") -> str:
    """What somebody is told who answers a message so."""
    asked = await who.says(circle.group, text, reply_to=message)

    def answers() -> list[Message]:
        return [one for one in circle.group.bot_messages if one.reply_to is asked]

    await circle.telegram.until(answers)
    return answers()[0].text or ""


async def reported(
    circle: Circle, who: Person, ada: Person, image: str = "The gallery as a whole"
) -> Message:
    """The report that administrators see."""
    await ada.says(circle.group, "/settings reports here")
    await circle.said(circle.group, "Reports go to: this group")
    await who.starts("report-0000000000000001-1")
    question = await circle.said(who.chat, "What is wrong?")
    await told_by(await who.presses(question, "Sexual"))
    await circle.telegram.until(lambda: "Which image" in (question.text or ""))
    await told_by(await who.presses(question, image))
    await circle.telegram.until(lambda: question.labels == [["Send it like this"]])
    await told_by(await who.presses(question, "Send it like this"))
    return await circle.said(circle.group, "Reported: sexual")


def pictures(circle: Circle) -> list[Message]:
    """All that shows something in the group."""
    return [one for one in circle.group.bot_messages if one.has_media or one.poll]


AUDITED = "select action from audit where action != 'consent' order by id"


def audited(circle: Circle) -> list[str]:
    """What has been noted for good, in a word each, oldest first."""
    with closing(sqlite3.connect(circle.folder / "pasta.db")) as database:
        return [action for (action,) in database.execute(AUDITED)]


async def kept(circle: Circle) -> Message:
    """The end of a session in which an image was kept."""
    gallery = await circle.galleries(1)
    await told_by(await circle.mia.presses(gallery, "This is it"))
    await circle.telegram.until(lambda: "← Back" in gallery.labels[-1])
    await told_by(await circle.mia.presses(gallery, "2️⃣"))
    return await circle.said(circle.group, "This is it")


async def test_taking_down_a_gallery_leaves_nothing_of_the_session(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        await told_by(await circle.mia.presses(gallery, "1️⃣"))
        second = await circle.galleries(2)
        assert await taken_down(circle, ada, second) == DONE
        session = await circle.session(conductor)
    assert session.ending is Ending.TAKEN_DOWN
    assert gallery.is_deleted
    assert second.is_deleted
    assert pictures(circle) == []
    assert audited(circle) == ["take down"]


@pytest.mark.parametrize("which", ["album", "file", "end", "recap"])
async def test_any_message_of_a_session_takes_it_down_also_after_a_restart(
    circle: Circle, ada: Person, which: str
) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        await told_by(await circle.mia.presses(gallery, "More…"))
        await circle.telegram.until(lambda: "Originals" in gallery.labels[0])
        await told_by(await circle.mia.presses(gallery, "Originals"))
        await circle.telegram.until(lambda: sum(one.document is not None for one in pictures(circle)) == 4)
        await told_by(await circle.mia.presses(gallery, "← Back"))
        await circle.telegram.until(lambda: any("This is it" in row for row in gallery.labels))
        end = await kept(circle)
        await told_by(await circle.mia.presses(end, "Share"))
        await circle.telegram.until(
            lambda: "How it came about" in _captions(circle) or len(pictures(circle)) == 11
        )
    found = {
        "album": next(one for one in pictures(circle) if one.album and one.photo),
        "file": next(one for one in pictures(circle) if one.document),
        "end": end,
        "recap": pictures(circle)[-1],
    }
    async with circle.bot():
        assert await taken_down(circle, ada, found[which]) == DONE
    assert pictures(circle) == []


def _captions(circle: Circle) -> str:
    return "\n".join(one.caption or "" for one in pictures(circle))


async def test_a_poll_takes_its_session_down(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await begun(circle, "a white cat --group")
        poll = galleries_in(circle.group)[0]
        assert poll.poll is not None
        assert await taken_down(circle, ada, poll) == DONE
    assert pictures(circle) == []


async def test_recaps_in_private_chats_go_and_nothing_else_does(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await begun(circle)
        end = await kept(circle)
        for number in range(5):
            await ada.says(circle.group, f"hello {number}")
        hello = [one for one in circle.group.messages if one.sender is ada]
        await told_by(await circle.mia.presses(end, "Recap"))
        await circle.telegram.until(lambda: any(one.photo for one in circle.mia.messages))
        assert await taken_down(circle, ada, end) == DONE
    assert not any(one.photo for one in circle.mia.messages)
    assert not any(one.is_deleted for one in hello)


async def test_only_administrators_who_may_delete_take_down(circle: Circle, ada: Person) -> None:
    circle.group.promote(circle.ben, rights=["can_pin_messages"])
    stranger = circle.group.add(circle.telegram.add_user("rex"))
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        report = await reported(circle, circle.ben, ada)
        for who in (circle.mia, circle.ben, stranger):
            assert MAY_NOT in await taken_down(circle, who, gallery)
            for button in ("Take down", "Stop session"):
                assert MAY_NOT in await told_by(await who.presses(report, button))
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert report.labels == [["Take down", "Stop session"]]


async def test_administrators_of_another_group_take_nothing_down_here(circle: Circle) -> None:
    other = circle.telegram.add_group("Another")
    eve = other.add(circle.telegram.add_user("eve"), admin=True)
    other.add_bot(admin=True)
    async with circle.bot() as conductor:
        await begun(circle)
        await eve.says(other, "/settings")
        menu = await circle.said(other, "What holds in this group")
        for verb in ("takedown", "halt"):
            data = f"pasta:{verb}:0000000000000001.1"
            assert "not one of mine" in await told_by(await eve.presses_data(menu, data))
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_forged_buttons_take_nothing_down(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        for who in (circle.mia, ada):
            for verb in ("takedown", "halt"):
                data = f"pasta:{verb}:0000000000000001.1"
                assert "not one of mine" in await told_by(await who.presses_data(gallery, data))
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_private_sessions_are_nobody_elses_to_take_down(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle, chat=circle.mia.chat)
        await circle.mia.says(circle.mia.chat, "/takedown", reply_to=gallery)
        await circle.said(circle.mia.chat, MAY_NOT)
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_messages_that_belong_to_no_session_are_not_taken_down(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        await begun(circle)
        hello = await circle.mia.says(circle.group, "hello")
        assert "Answer one of my messages" in await taken_down(circle, ada, hello)
        await ada.says(circle.group, "/takedown")
        await ada.says(circle.group, "/help")
        told = await circle.said(circle.group, "four images")
        assert "Answer one of my messages" in await taken_down(circle, ada, told)
    assert len(galleries_in(circle.group)) == 1


async def test_an_anonymous_administrator_takes_down_in_that_group_alone(circle: Circle) -> None:
    boss = circle.group.add(circle.telegram.add_user("boss"), anonymous=True)
    async with circle.bot():
        gallery = await begun(circle)
        assert await taken_down(circle, boss, gallery) == DONE
    assert pictures(circle) == []


async def test_taking_down_from_a_report_closes_it_also_after_a_restart(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        report = await reported(circle, circle.ben, ada)
        assert sum(one.album is not None for one in pictures(circle)) == 4
    async with circle.bot():
        assert await told_by(await ada.presses(report, "Take down")) == DONE
        await circle.telegram.until(lambda: report.edits)
    assert gallery.is_deleted
    assert pictures(circle) == []
    assert report.labels == []
    lines = (report.text or "").splitlines()
    assert lines[0] == "Reported: sexual (the gallery as a whole)"
    assert lines[-1] == "Taken down by ada."
    assert [one["type"] for one in report.entities] == ["bold", "text_link", "italic"]
    assert audited(circle).count("take down") == 1


async def test_a_session_is_stopped_from_a_report_and_its_images_stay(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        report = await reported(circle, circle.ben, ada, "1️⃣")
        told = await told_by(await ada.presses(report, "Stop session"))
        assert told == "The session has ended. Nobody can go on in it."
        session = await circle.session(conductor)
        pressed = await circle.mia.presses_data(gallery, "pasta:pick:0000000000000001.1:1")
        assert "moderators" in await told_by(pressed)
        assert await told_by(await ada.presses(report, "Take down")) == DONE
    assert session.ending is Ending.HALTED
    assert audited(circle)[-2:] == ["halt", "take down"]


async def test_taking_down_while_a_gallery_is_made_stops_the_work(circle: Circle, ada: Person) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        with circle.world.renderer.hitch.held() as reached:
            await circle.mia.presses(gallery, "1️⃣")
            await reached.wait()
            assert await taken_down(circle, ada, gallery) == DONE
        session = await circle.session(conductor)
    assert session.phase is Phase.CANCELLED
    assert pictures(circle) == []


async def test_what_cannot_be_taken_down_is_told_and_done_again(circle: Circle, ada: Person) -> None:
    async with circle.bot():
        gallery = await begun(circle)
        report = await reported(circle, circle.ben, ada, "1️⃣")
        failures = [
            circle.telegram.fail(
                method, status=400, times=ALWAYS, description="Bad Request: not enough rights"
            )
            for method in ("deleteMessage", "editMessageMedia")
        ]
        await ada.presses(report, "Take down")
        await circle.said(circle.group, "I could not change all of its messages")
        assert report.labels == [["Take down", "Stop session"]]
        for failure in failures:
            failure.times = 0
        assert await told_by(await ada.presses(report, "Take down")) == DONE
        await circle.telegram.until(lambda: report.labels == [])
    assert gallery.is_deleted


async def test_what_is_too_old_to_be_deleted_shows_nothing_any_more(circle: Circle, ada: Person) -> None:
    circle.group.demote_bot()
    async with circle.bot():
        gallery = await begun(circle)
        before = gallery.sent_bytes
        circle.telegram.clock.advance(49 * 3600)
        assert await taken_down(circle, ada, gallery) == DONE
    assert not gallery.is_deleted
    assert gallery.caption == "Taken down by the moderators."
    assert gallery.sent_bytes != before
    assert gallery.labels == []


async def test_taking_down_is_told_in_german(circle: Circle) -> None:
    eva = circle.group.add(circle.telegram.add_user("eva", language_code="de"), admin=True)
    lea = circle.group.add(circle.telegram.add_user("lea", language_code="de"))
    async with circle.bot():
        gallery = await begun(circle)
        assert "Das können nur Admins" in await taken_down(circle, lea, gallery)
        assert "sind entfernt" in await taken_down(circle, eva, gallery)
