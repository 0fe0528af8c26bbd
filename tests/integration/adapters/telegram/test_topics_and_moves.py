"""Groups on Telegram: their topics, their getting another number, and the bot coming in."""

from __future__ import annotations

import pytest

from core.ports import Cost
from core.types.sessions import Phase
from tests.fakes.circle import AGREE, Circle, begun, galleries_in, told_by
from tests.fakes.telegram import FakeTelegram, Group, Message, Person, Topic


@pytest.fixture
def forum(circle: Circle) -> Group:
    """A group with topics, in which mia, ben and the bot are."""
    group = circle.telegram.add_group("Art forum", forum=True)
    group.add_bot(admin=True)
    for person in (circle.mia, circle.ben):
        group.add(person)
    circle.telegram.pending_updates.clear()  # the bot has been there for long
    circle.group = group
    return group


@pytest.fixture
def club(circle: Circle) -> Group:
    """A small group that is no supergroup yet."""
    group = circle.telegram.add_group("Art club", kind="group")
    group.add_bot(admin=True)
    for person in (circle.mia, circle.ben):
        group.add(person)
    circle.telegram.pending_updates.clear()  # the bot has been there for long
    circle.group = group
    return group


async def told(
    circle: Circle, who: Person, text: str, *, topic: Topic | None = None, reply_to: Message | None = None
) -> Message:
    """What the bot answers to a message in the group."""
    asked = await who.says(circle.group, text, topic=topic, reply_to=reply_to)

    def answers() -> list[Message]:
        return [message for message in circle.group.bot_messages if message.reply_to is asked]

    await circle.telegram.until(answers)
    return answers()[0]


async def begun_in(circle: Circle, topic: Topic | None) -> Message:
    """The first gallery of mia's first session, in a topic."""
    question = await told(circle, circle.mia, "/imagine a white cat", topic=topic)
    await circle.mia.presses(question, AGREE)
    return await circle.galleries(1)


async def test_all_of_a_session_stays_in_its_topic(circle: Circle, forum: Group) -> None:
    cats = forum.add_topic("Cats")
    async with circle.bot():
        gallery = await begun_in(circle, cats)
        await told_by(await circle.mia.presses(gallery, "More…"))
        await circle.telegram.until(lambda: "Originals" in gallery.labels[0])
        await told_by(await circle.mia.presses(gallery, "Texts"))
        await told_by(await circle.mia.presses(gallery, "Originals"))
        await circle.telegram.until(lambda: sum(one.document is not None for one in forum.messages) == 4)
        await circle.mia.says(forum, "2 at night", reply_to=gallery)
        second = await circle.galleries(2)
    async with circle.bot():
        await told_by(await circle.mia.presses(second, "Finish"))
        end = await circle.said(forum, "What you picked on the way")
        await told_by(await circle.mia.presses(end, "Share"))
        await circle.telegram.until(
            lambda: forum.bot_messages[-1].photo and forum.bot_messages[-1] is not end
        )
        await told_by(await circle.mia.presses(end, "Start again"))
        await circle.galleries(3)
    ours = [one for one in forum.posts.values() if one.sender is circle.telegram.bot]
    assert len(ours) > 12
    assert {one.topic for one in ours} == {cats.id}


async def test_a_vote_stays_in_its_topic(circle: Circle, forum: Group) -> None:
    cats = forum.add_topic("Cats")
    async with circle.bot() as conductor:
        question = await told(circle, circle.mia, "/imagine a white cat --group", topic=cats)
        await circle.mia.presses(question, AGREE)
        poll = await circle.galleries(1)
        await circle.session(conductor)
        await circle.mia.votes(poll, 1)
        await circle.ben.votes(poll, 1)
        await circle.said(forum, "Some votes here are not counted yet")
        await told_by(await circle.mia.presses(poll, "Close the vote"))
        await circle.galleries(2)
    ours = [one for one in forum.posts.values() if one.sender is circle.telegram.bot]
    assert {one.topic for one in ours} == {cats.id}


async def test_the_general_topic_has_no_number(circle: Circle, forum: Group) -> None:
    forum.add_topic("Cats")
    async with circle.bot():
        gallery = await begun_in(circle, None)
        await told_by(await circle.mia.presses(gallery, "1️⃣"))
        await circle.galleries(2)
    assert {one.topic for one in forum.bot_messages} == {None}
    assert all("message_thread_id" not in one.params for one in circle.telegram.requests)


async def test_topics_that_are_not_allowed_refuse_and_name_those_that_are(
    circle: Circle, forum: Group
) -> None:
    cats, dogs = forum.add_topic("Cats"), forum.add_topic("Dogs")
    async with circle.bot():
        menu = await told(circle, forum.owner, "/settings topics here", topic=cats)
        assert f"Topics: topic {cats.id}" in (menu.text or "")
        refused = await told(circle, circle.mia, "/imagine a dog", topic=dogs)
        link = f"https://t.me/c/{str(forum.id)[4:]}/{cats.id}"
        assert refused.text == f"I am not to be used in this topic. Please go to {link}"
        assert refused.topic == dogs.id
        await told(circle, circle.mia, "/imagine a dog")
        await begun_in(circle, cats)
        menu = await told(circle, forum.owner, "/settings topics here")
        assert f"Topics: General topic {cats.id}" in (menu.text or "")
        await circle.mia.says(forum, "/imagine a dog")
        await circle.galleries(2)
        await told(circle, forum.owner, "/settings topics all", topic=dogs)
        await circle.mia.says(forum, "/imagine a dog", topic=dogs)
        await circle.galleries(3)
    assert [one.topic for one in galleries_in(forum)] == [cats.id, None, dogs.id]


async def test_reports_appear_in_the_topic_that_was_chosen(circle: Circle, forum: Group) -> None:
    watch = forum.add_topic("Watch")
    async with circle.bot():
        menu = await told(circle, forum.owner, "/settings reports here", topic=watch)
        assert f"Reports go to: topic {watch.id}" in (menu.text or "")
        await begun_in(circle, None)
        await circle.ben.starts("report-0000000000000001-1")
        question = await circle.said(circle.ben.chat, "What is wrong?")
        await told_by(await circle.ben.presses(question, "Sexual"))
        await circle.telegram.until(lambda: "Which image" in (question.text or ""))
        await told_by(await circle.ben.presses(question, "The gallery as a whole"))
        await circle.telegram.until(lambda: question.labels == [["Send it like this"]])
        await told_by(await circle.ben.presses(question, "Send it like this"))
        report = await circle.said(forum, "Reported: sexual")
        assert {one.topic for one in forum.bot_messages if one.has_spoiler} == {watch.id}
        pressed = await forum.owner.presses(report, "Take down")
        assert "taken down" in await told_by(pressed)
        await circle.telegram.until(lambda: report.labels == [])
    assert report.topic == watch.id
    assert galleries_in(forum) == []


async def test_a_command_in_a_topic_blocks_nobody_who_only_began_the_topic(
    circle: Circle, forum: Group
) -> None:
    cats = forum.add_topic("Cats")
    async with circle.bot():
        refused = await told(circle, forum.owner, "/settings block", topic=cats)
        assert "answer a message of the member" in (refused.text or "")


async def test_settings_and_sessions_go_along_when_a_group_moves(circle: Circle, club: Group) -> None:
    async with circle.bot() as conductor:
        await told(circle, club.owner, "/settings turns 3")
        await told(circle, club.owner, "/settings reports here")
        await begun(circle)
        circle.group = club.migrate()
        await circle.telegram.until(lambda: not circle.telegram.pending_updates)
        menu = await told(circle, club.owner, "/settings")
        assert "ask for: 3" in (menu.text or "")
        assert "Reports go to: this group" in (menu.text or "")
        await circle.mia.says(circle.group, "/resume")
        gallery = await circle.galleries(1)
        await told_by(await circle.mia.presses(gallery, "2️⃣"))
        second = await circle.galleries(2)
        session = await circle.session(conductor)
        assert (second.caption or "").startswith("Turn 2 of 3")
        assert session.place.community == str(circle.group.id)


async def test_a_gallery_that_comes_after_the_move_is_shown_in_the_new_group(
    circle: Circle, club: Group
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        with circle.world.renderer.hitch.held() as reached:
            await told_by(await circle.mia.presses(gallery, "1️⃣"))
            await reached.wait()
            circle.group = club.migrate()
        second = await circle.galleries(1)
        assert (second.caption or "").startswith("Turn 2 of 5")
        await told_by(await circle.mia.presses(second, "Finish"))
        await circle.said(circle.group, "What you picked on the way")
        session = await circle.session(conductor)
    assert session.place.community == str(circle.group.id)
    assert not gallery.is_deleted


async def test_a_press_from_before_the_move_is_answered_and_counts(circle: Circle, club: Group) -> None:
    async with circle.bot():
        gallery = await begun(circle)
    pressed = await circle.mia.presses(gallery, "1️⃣")
    circle.group = club.migrate()
    async with circle.bot() as conductor:
        assert await told_by(pressed) == "Picked: image 1."
        second = await circle.galleries(1)
        await told_by(await circle.mia.presses(second, "2️⃣"))
        await circle.galleries(2)
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert len(session.answered) == 2


async def test_what_a_group_has_spent_today_goes_along_when_it_moves(circle: Circle, club: Group) -> None:
    circle.world.renderer.gpu_seconds = 1.0
    async with circle.bot():
        await begun(circle)
        assert circle.world.allowance.paid == {(f"telegram:{club.id}", Cost.GPU_SECONDS): 4.0}
        circle.group = club.migrate()
        await circle.telegram.until(lambda: not circle.telegram.pending_updates)
        await told(circle, club.owner, "/settings")
    assert circle.world.allowance.paid == {(f"telegram:{circle.group.id}", Cost.GPU_SECONDS): 4.0}


async def test_blocked_members_stay_blocked_when_a_group_moves(circle: Circle, club: Group) -> None:
    async with circle.bot():
        hello = await circle.mia.says(club, "hello")
        await told(circle, club.owner, "/settings block", reply_to=hello)
    circle.group = club.migrate()
    async with circle.bot():
        await circle.telegram.until(lambda: not circle.telegram.pending_updates)
        refused = await told(circle, circle.mia, "/imagine a dog")
        assert "have blocked you here" in (refused.text or "")


async def test_messages_of_others_in_the_new_group_stay_when_old_ones_are_taken_down(
    circle: Circle, club: Group
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        await told_by(await circle.mia.presses(gallery, "1️⃣"))
        await circle.galleries(2)
        await circle.session(conductor)
        circle.group = club.migrate()
        for number in range(20):
            await circle.ben.says(circle.group, f"hello {number}")
        await told_by(await circle.mia.presses(await resumed(circle), "2️⃣"))
        newest = await circle.galleries(2)
        answer = await told(circle, club.owner, "/takedown", reply_to=newest)
        assert "I could not change all of its messages" in (answer.text or "")
    assert galleries_in(circle.group) == []
    hellos = [one for one in circle.group.posts.values() if one.sender is circle.ben]
    assert not any(one.is_deleted for one in hellos)


async def resumed(circle: Circle) -> Message:
    """The gallery that waits for mia, shown again in the new group."""
    await circle.telegram.until(lambda: not circle.telegram.pending_updates)
    await circle.mia.says(circle.group, "/resume")
    return await circle.galleries(1)


async def test_whoever_lets_the_bot_in_is_told_how_to_begin(telegram: FakeTelegram, circle: Circle) -> None:
    async with circle.bot():
        german = telegram.add_group("Kunst")
        german.owner.language_code = "de"
        german.add_bot()
        greeting = await circle.said(german, "Hallo! /imagine eine weiße Katze auf einem Dach")
        assert "zum Admin" in (greeting.text or "")
        english = telegram.add_group("Art", forum=True)
        english.add_bot(admin=True)
        greeting = await circle.said(english, "Hello! /imagine a white cat on a roof")
        assert "make me an administrator" not in (greeting.text or "")
        german.promote_bot()
        german.demote_bot()
        english.remove_bot()
        await circle.mia.blocks()
        await circle.mia.unblocks()
        await told(circle, circle.mia, "/help")
    assert len(german.bot_messages) == 1
    assert len(english.bot_messages) == 1
    assert circle.mia.chat.bot_messages == []


async def test_a_group_that_lets_the_bot_in_but_not_write_makes_no_trouble(
    telegram: FakeTelegram, circle: Circle
) -> None:
    silent = telegram.add_group("Silence")
    silent.forbid("can_send_messages")
    async with circle.bot():
        silent.add_bot()
        await told(circle, circle.mia, "/help")
    assert silent.bot_messages == []
