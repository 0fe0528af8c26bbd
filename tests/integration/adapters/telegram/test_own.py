"""Past sessions on Telegram: the list, a session's turns, going on from one, and the gallery that waits."""

from __future__ import annotations

import asyncio

import pytest

from core.bots import looking_back
from core.bots.showing.controls import Press, Verb
from core.conductor.conductor import Conductor
from core.errors import WorkError
from core.types.answers import PersonEvent, TakeDown
from core.types.identifiers import EventKey, Identity, SessionId, TurnId, session_of, turn_id
from core.types.sessions import Phase
from tests.fakes.circle import AGREE, PROMPT, Circle, begun, galleries_in, told_by
from tests.fakes.telegram import Chat, Message, Person
from tests.fakes.world import StandingTime, World

FIRST = turn_id(SessionId(f"{1:016x}"), 1)


def forged(verb: Verb, turn: TurnId = FIRST) -> str:
    """What a client sends that was made to name somebody else's session."""
    return Press(verb=verb, turn=turn).custom_id


async def asked(circle: Circle, command: str, part: str, *, who: Person | None = None) -> Message:
    """What a command says in the private chat, once that has a text in it."""
    person = who or circle.mia
    await person.says(person.chat, command)
    return await circle.said(person.chat, part)


async def opened(circle: Circle, part: str) -> Message:
    """The turns of mia's newest session, as her history shows them."""
    sessions = await asked(circle, "/history", "Your sessions")
    await circle.mia.presses_data(sessions, str(sessions.buttons[0][0].data))
    return await circle.said(circle.mia.chat, part)


async def waiting(circle: Circle, conductor: Conductor, chat: Chat | None = None) -> Message:
    """The first gallery of mia's session, once it waits for her."""
    gallery = await begun(circle, chat=chat)
    await circle.session(conductor)
    return gallery


async def until_waiting(conductor: Conductor) -> None:
    """Wait for the first gallery, where the session does not rest before its deadline."""
    for _ in range(400):
        if (await conductor.look(session_of(FIRST))).phase is Phase.AWAITING_PICK:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("no gallery waits")


async def after_two_picks(circle: Circle, conductor: Conductor, chat: Chat | None = None) -> Message:
    """The third gallery of mia's session, once it waits; she has picked image 1, then image 2."""
    await circle.mia.presses(await begun(circle, chat=chat), "1️⃣")
    await circle.mia.presses(await circle.galleries(2, chat), "2️⃣")
    third = await circle.galleries(3, chat)
    await circle.session(conductor)
    return third


async def take_down(circle: Circle, conductor: Conductor) -> None:
    """What a moderator does to mia's session."""
    moderator = Identity(platform="telegram", account=str(circle.group.owner.id))
    event = PersonEvent(
        key=EventKey("takedown"),
        session=session_of(FIRST),
        user=await circle.storage.people.recognise(moderator),
        act=TakeDown(),
        at=0.0,
        is_moderator=True,
    )
    await conductor.handle(event)


async def test_the_history_shows_the_turns_of_a_session_its_recap_and_its_gallery(circle: Circle) -> None:
    async with circle.bot() as conductor:
        third = await after_two_picks(circle, conductor)
        tree = await opened(circle, "Waits for an answer")
        assert tree.text is not None
        assert tree.text.startswith(f"{PROMPT}\n• Picked: image 1.")
        recap = circle.mia.messages[-2]
        assert recap.photo is not None
        assert recap.caption == "The way there"
        assert tree.labels == [
            ["To the gallery", "Show it again"],
            ["From turn 1, image 1", "From turn 2, image 2"],
        ]
        number = str(circle.group.id).removeprefix("-100")
        assert tree.buttons[0][0].url == f"https://t.me/c/{number}/{third.id}"


async def test_from_each_pick_it_goes_on_where_the_session_is(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await after_two_picks(circle, conductor)
        tree = await opened(circle, "Waits for an answer")
    async with circle.bot() as conductor:
        pressed = await circle.mia.presses(tree, "From turn 1, image 1")
        await pressed.answered()
        await circle.galleries(4)
        session = await circle.session(conductor)
        first = session.turn(1)
        assert session.current is not None
        assert first.outcome is not None
        assert first.outcome.position is not None
        assert session.current.base == first.candidate_at(first.outcome.position).text
        assert (await circle.said(circle.mia.chat, "It is here: https://t.me/c/")).entities


async def test_where_nobody_else_is_it_goes_on_in_the_same_chat_without_a_word(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await after_two_picks(circle, conductor, circle.mia.chat)
        tree = await opened(circle, "Waits for an answer")
        assert tree.labels[0] == ["Show it again"]
        await circle.mia.presses(tree, "From turn 2, image 2")
        await circle.galleries(4, circle.mia.chat)
        assert not [one for one in circle.mia.messages if "It is here" in (one.text or "")]


async def test_the_history_of_somebody_without_sessions_is_empty_and_says_so_in_german(
    circle: Circle,
) -> None:
    uwe = circle.telegram.add_user("uwe", language_code="de")
    await uwe.starts()
    async with circle.bot() as conductor:
        await waiting(circle, conductor)
        await asked(circle, "/history", "noch keine Runden", who=uwe)


async def test_at_most_ten_sessions_are_listed_newest_first(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor, circle.mia.chat)
        for number in range(2, 13):
            circle.world.time.now += 10
            await circle.mia.says(circle.mia.chat, f"/imagine boat {number}")
            await circle.galleries(number, circle.mia.chat)
        sessions = await asked(circle, "/history", "Your sessions")
        assert len(sessions.labels) == 10
        assert sessions.labels[0] == ["boat 12 · 0 turns"]


async def test_a_reply_to_the_list_is_a_prompt_and_no_answer(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor, circle.mia.chat)
        sessions = await asked(circle, "/history", "Your sessions")
        await circle.mia.says(circle.mia.chat, "a red boat", reply_to=sessions)
        second = await circle.galleries(2, circle.mia.chat)
        assert (second.caption or "").startswith("Turn 1 of 5\na red boat")
        assert (await circle.session(conductor)).turn(1).outcome is None


async def test_nobody_opens_or_continues_another_s_session_by_forged_data(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await after_two_picks(circle, conductor)
        own = await asked(circle, "/history", "no sessions yet", who=circle.ben)
        for verb in (Verb.OPEN, Verb.BUILD_ON, Verb.SHOW):
            pressed = await circle.ben.presses_data(own, forged(verb))
            assert "somebody else's" in await told_by(pressed)
        pressed = await circle.ben.presses_data(own, forged(Verb.OPEN, turn_id(SessionId("f" * 16), 1)))
        assert "does not exist" in await told_by(pressed)
        session = await circle.session(conductor)
        assert len(session.turns) == 3
    assert circle.ben.messages[-1] is own


async def test_a_session_is_not_opened_where_others_look_on(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await waiting(circle, conductor)
        pressed = await circle.mia.presses_data(gallery, forged(Verb.OPEN))
        assert "for you alone" in await told_by(pressed)
        assert circle.group.messages[-1] is gallery


async def test_in_a_group_what_is_one_s_own_is_one_line_and_a_way_to_the_private_chat(circle: Circle) -> None:
    async with circle.bot():
        for command, payload in {
            "history": "history",
            "saved": "saved",
            "mydata": "mydata",
            "forgetme": "forgetme",
            "link": "link",
            "unlink": "private",
        }.items():
            asked_for = await circle.mia.says(circle.group, f"/{command}@pasta_bot")
            await circle.telegram.until(lambda: circle.group.messages[-1].reply_to is asked_for)  # noqa: B023
            line = circle.group.messages[-1]
            assert line.text == "That is for you alone: I answer it in our private chat."
            assert line.buttons[0][0].url == f"https://t.me/pasta_bot?start={payload}"


async def test_resume_shows_the_waiting_gallery_anew_and_the_old_one_has_no_controls(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await waiting(circle, conductor, circle.mia.chat)
        await circle.mia.says(circle.mia.chat, "what a nice cat")
    async with circle.bot():
        await circle.mia.says(circle.mia.chat, "/resume")
        again = await circle.galleries(2, circle.mia.chat)
        await circle.telegram.until(lambda: not gallery.buttons)
        await circle.mia.presses(again, "2️⃣")
        third = await circle.galleries(3, circle.mia.chat)
        assert (third.caption or "").startswith("Turn 2 of 5")


async def test_resume_in_private_shows_a_group_s_gallery_in_its_group_and_says_where(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor)
        said = await asked(circle, "/resume", "It is here")
        again = galleries_in(circle.group)[-1]
        assert len(galleries_in(circle.group)) == 2
        assert (said.text or "").endswith(f"/{again.id}")
        assert galleries_in(circle.mia.chat) == []


async def test_resume_in_a_group_shows_only_what_waits_there(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor, circle.mia.chat)
        await circle.mia.says(circle.group, "/resume")
        await circle.said(circle.group, "No gallery waits for you")
        assert len(galleries_in(circle.mia.chat)) == 1


async def test_a_vote_with_a_deadline_is_shown_again_long_before_that(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "SHOWING_SECONDS", 0.5)
    circle.world = World(time=StandingTime())
    async with circle.bot() as conductor:
        await begun(circle, f"{PROMPT} --group --minutes 10")
        await until_waiting(conductor)
        said = await asked(circle, "/resume", "It is here")
        (again,) = galleries_in(circle.group)
        assert (said.text or "").endswith(f"/{again.id}")


async def test_a_vote_that_is_shown_again_is_one_vote_and_counts_on(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await circle.mia.says(circle.group, f"/imagine {PROMPT} --group")
        await circle.mia.presses(await circle.said(circle.group, "are stored"), AGREE)
        poll = await circle.galleries(1)
        await circle.session(conductor)
        await circle.mia.votes(poll, 1)
        await circle.mia.says(circle.group, "/resume")
        await circle.telegram.until(lambda: poll.is_deleted and len(galleries_in(circle.group)) == 1)
        await circle.session(conductor)
        pressed = await circle.mia.presses(galleries_in(circle.group)[0], "Close the vote")
        await pressed.answered()
        await circle.galleries(2)
        assert (await conductor.look(session_of(FIRST))).turn(1).votes


async def test_a_session_that_was_finished_waits_for_nothing(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await waiting(circle, conductor, circle.mia.chat)
        await circle.mia.presses(gallery, "Finish")
        await circle.said(circle.mia.chat, "Finished without a pick")
        tree = await opened(circle, "• Closed without an answer")
        assert tree.labels == []
        pressed = await circle.mia.presses_data(tree, forged(Verb.SHOW))
        assert "No gallery waits" in await told_by(pressed)
        pressed = await circle.mia.presses_data(tree, forged(Verb.BUILD_ON))
        assert "before the first pick" in await told_by(pressed)


async def test_who_has_left_a_group_has_nothing_shown_there_any_more(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor)
        tree = await opened(circle, "Waits for an answer")
        circle.group.remove(circle.mia)
        pressed = await circle.mia.presses(tree, "Show it again")
        assert "not in that session's group any more" in await told_by(pressed)
        assert len(galleries_in(circle.group)) == 1


async def test_a_failed_session_is_tried_again_by_resume(circle: Circle) -> None:
    async with circle.bot():
        circle.world.renderer.hitch.fail(WorkError("It broke."))
        await circle.mia.says(circle.mia.chat, f"/imagine {PROMPT}")
        await circle.mia.presses(await circle.said(circle.mia.chat, "are stored"), "I agree; begin")
        await circle.telegram.until(lambda: "Try again" in str(circle.mia.messages[-1].labels))
        await circle.mia.says(circle.mia.chat, "/resume")
        await circle.galleries(1, circle.mia.chat)


async def test_cancel_throws_away_what_is_being_made_in_that_chat_alone(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle, chat=circle.mia.chat)
        with circle.world.renderer.hitch.held():
            await circle.mia.says(circle.group, "/imagine a boat")
            await circle.said(circle.group, "asks for")
            await circle.mia.says(circle.mia.chat, "/cancel")
            await circle.said(circle.mia.chat, "Nothing is being made")
            await circle.ben.says(circle.group, "/cancel")
            await circle.said(circle.group, "Nothing is being made")
            await circle.mia.says(circle.group, "/cancel")
            await circle.said(circle.group, "Cancelled.")
        session = await circle.session(conductor, 2)
        assert session.phase is Phase.CANCELLED
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK
    assert galleries_in(circle.group) == []


async def test_what_moderators_took_down_is_neither_listed_nor_opened(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await waiting(circle, conductor)
        sessions = await asked(circle, "/history", "Your sessions")
        await take_down(circle, conductor)
        await asked(circle, "/history", "no sessions yet")
        for verb in (Verb.OPEN, Verb.SHOW, Verb.BUILD_ON):
            pressed = await circle.mia.presses_data(sessions, forged(verb))
            assert "moderators" in await told_by(pressed)
