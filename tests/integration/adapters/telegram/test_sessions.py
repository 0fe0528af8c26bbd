"""Sessions of one person on Telegram: by buttons, in words, in groups and in private."""

from __future__ import annotations

import pytest

from core.bots.showing.wording import DIGITS
from core.types.sessions import Ending, Phase
from tests.fakes.circle import AGREE, PROMPT, Circle, begun, galleries_in, labels_of, told_by


async def test_a_session_of_five_turns_by_buttons(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        for turn in range(1, 6):
            gallery = await circle.galleries(turn)
            assert gallery.caption is not None
            assert gallery.caption.startswith(f"Turn {turn} of 5\n{PROMPT} · mia")
            assert await told_by(await circle.mia.presses(gallery, DIGITS[1])) == "Picked: image 2."
        end = await circle.said(circle.group, "What you picked on the way")
        session = await circle.session(conductor)
    assert len(session.answered) == 5
    assert end.labels[0] == ["Go on from here", "Undo", "Start again"]
    assert len(galleries_in(circle.group)) == 5


async def test_consent_is_asked_once_and_only_of_whoever_asked(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.says(circle.group, f"/imagine {PROMPT}")
        question = await circle.said(circle.group, "prompts and picks are stored")
        assert "somebody else's" in await told_by(await circle.ben.presses(question, AGREE))
        await circle.mia.presses(question, AGREE)
        await circle.galleries(1)
        assert question.is_deleted
        await circle.mia.says(circle.group, "/imagine a boat")
        await circle.galleries(2)
    assert len([one for one in circle.telegram.requested("sendMessage") if "Hello" not in str(one)]) == 3


async def test_in_a_private_chat_one_just_types(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot() as conductor:
        await circle.mia.says(chat, PROMPT)
        question = await circle.said(chat, "prompts and picks are stored")
        await circle.mia.presses(question, AGREE)
        gallery = await circle.galleries(1, chat)
        await circle.telegram.until(
            lambda: not [one for one in chat.messages if "asks for" in (one.text or "")]
        )
        assert "Writing" not in (gallery.caption or "")
        session = await circle.session(conductor)
    assert session.prompt == PROMPT
    assert session.place.community is None


@pytest.mark.parametrize(
    ("typed", "number", "words"),
    [
        ("at night", None, "at night"),
        ("2 at night", 2, "at night"),
        ("3: with a hat", 3, "with a hat"),
        ("4", 4, None),
        ("0 dogs", None, "dogs"),
        ("2nd street", None, "2nd street"),
    ],
)
async def test_words_are_a_reply_to_the_gallery(
    circle: Circle, typed: str, number: int | None, words: str | None
) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        pressed = await circle.mia.presses(gallery, "In words…")
        assert "Reply to this gallery" in await told_by(pressed)
        await circle.mia.says(circle.group, typed, reply_to=gallery)
        await circle.galleries(2)
        session = await circle.session(conductor)
    (answered,) = session.answered
    assert answered.outcome is not None
    assert answered.gallery is not None
    position = None if number is None else answered.gallery.order[number - 1]
    assert (answered.outcome.position, answered.outcome.words) == (position, words)


async def test_refused_words_are_told_and_the_gallery_stays_open(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        sent = await circle.mia.says(circle.group, "something forbidden", reply_to=gallery)
        answer = await circle.said(circle.group, "cannot be used here")
        assert answer.reply_to is sent
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK
    assert not session.answered


async def test_what_is_typed_while_a_gallery_waits_may_be_about_it(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot() as conductor:
        await begun(circle, chat=chat)
        await circle.mia.says(chat, "with a red hat")
        question = await circle.said(chat, "about the gallery above")
        await circle.mia.presses(question, "About the gallery")
        await circle.galleries(2, chat)
        session = await circle.session(conductor)
        assert session.answered[0].outcome is not None
        assert session.answered[0].outcome.words == "with a red hat"
        await circle.telegram.until(lambda: question.is_deleted)


async def test_what_is_typed_while_a_gallery_waits_may_be_new(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot() as conductor:
        await begun(circle, chat=chat)
        await circle.mia.says(chat, "a blue boat")
        await circle.mia.presses(await circle.said(chat, "about the gallery above"), "Something new")
        await circle.galleries(2, chat)
        session = await circle.session(conductor, 2)
    assert session.prompt == "a blue boat"


async def test_none_of_these_undo_and_comparing(circle: Circle) -> None:
    async with circle.bot() as conductor:
        first = await begun(circle)
        assert await told_by(await circle.mia.presses(first, "None of these")) == "None of these."
        second = await circle.galleries(2)
        await circle.mia.presses(second, DIGITS[0])
        third = await circle.galleries(3)
        assert "Noted: better" in await told_by(await circle.mia.presses(third, "Better"))
        await circle.mia.presses(third, "Undo")
        await circle.telegram.until(lambda: DIGITS[0] in labels_of(second))
        await circle.telegram.until(lambda: "Taken back" in (third.caption or ""))
        session = await circle.session(conductor)
    assert len(session.answered) == 1
    assert session.phase is Phase.AWAITING_PICK


async def test_this_is_it_keeps_the_image_that_is_named_and_shows_it_by_itself(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        await circle.mia.presses(gallery, "This is it")
        await circle.telegram.until(lambda: "← Back" in labels_of(gallery))
        await circle.mia.presses(gallery, "← Back")
        await circle.telegram.until(lambda: "This is it" in labels_of(gallery))
        await circle.mia.presses(gallery, "This is it")
        await circle.telegram.until(lambda: "← Back" in labels_of(gallery))
        await circle.mia.presses(gallery, DIGITS[2])
        end = await circle.said(circle.group, "This is it\n")
        session = await circle.session(conductor)
        assert session.ending is Ending.KEPT
        assert "Seed" in (end.caption or "")
        await circle.mia.presses(end, "File")
        await circle.telegram.until(lambda: circle.group.messages[-1].document)
        kept = session.kept
        assert kept is not None
        original = await circle.storage.images.get(session.turns[0].images[kept.position][0].hash)
    assert circle.group.messages[-1].sent_bytes == original
    assert circle.group.messages[-1].shown_bytes == original


async def test_finishing_shows_what_was_picked_and_going_on_takes_another_turn(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await circle.mia.presses(await begun(circle), DIGITS[0])
        await circle.mia.presses(await circle.galleries(2), "Finish")
        end = await circle.said(circle.group, "What you picked on the way")
        await circle.mia.presses(end, "Go on from here")
        await circle.telegram.until(lambda: galleries_in(circle.group)[-1].labels[0] == list(DIGITS[:4]))
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_starting_again_begins_the_same_prompt_anew(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await circle.mia.presses(await begun(circle), "Finish")
        end = await circle.said(circle.group, "Finished without a pick")
        await circle.mia.presses(end, "Start again")
        await circle.galleries(2)
        session = await circle.session(conductor, 2)
    assert session.prompt == PROMPT


async def test_a_recap_is_for_its_person_and_a_shared_one_for_all(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.presses(await begun(circle), DIGITS[0])
        await circle.mia.presses(await circle.galleries(2), "Finish")
        end = await circle.said(circle.group, "What you picked on the way")
        await circle.mia.presses(end, "Recap")
        mine = await circle.said(circle.mia.chat, "The way there")
        assert mine.photo is not None
        assert not [one for one in circle.group.messages if "The way there" in (one.caption or "")]
        assert "somebody else's" in await told_by(await circle.ben.presses(end, "Share"))
        await circle.mia.presses(end, "Share")
        assert (await circle.said(circle.group, "The way there")).photo is not None
        assert "/saved" in await told_by(await circle.mia.presses(end, "Save"))


async def test_options_stand_behind_two_dashes_or_one_long_one(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle, f"{PROMPT} --turns 3 \N{EM DASH}seed 42 --notaste")
        session = await circle.session(conductor)
        assert (session.prompt, session.rules.turns, session.seed) == (PROMPT, 3, 42)
        assert not session.rules.use_taste
        await circle.mia.says(circle.group, "/imagine a boat --ar 3")
        assert "--turns 3" in ((await circle.said(circle.group, "I do not know --ar")).text or "")


async def test_without_a_prompt_it_is_asked_for_and_the_reply_is_it(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        await circle.mia.says(circle.group, f"/imagine@{circle.telegram.bot.username}")
        question = await circle.said(circle.group, "What should the image show?")
        (forced,) = [
            one.params["reply_markup"]
            for one in circle.telegram.requested("sendMessage")
            if "force_reply" in str(one.params.get("reply_markup"))
        ]
        assert "a white cat on a roof" in str(forced)
        await circle.mia.says(circle.group, "a paper boat", reply_to=question)
        await circle.galleries(2)
        assert (await circle.session(conductor, 2)).prompt == "a paper boat"


async def test_a_command_for_another_bot_is_left_alone(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.says(circle.group, "/imagine@some_other_bot a white cat")
        await circle.mia.says(circle.group, "/help")
        await circle.said(circle.group, "turns your prompt into four images")
    assert len(circle.by_bot(circle.group)) == 1


async def test_an_edited_message_is_read_no_second_time(circle: Circle) -> None:
    async with circle.bot():
        sent = await circle.mia.says(circle.group, "/imagine a white cat")
        await circle.said(circle.group, "prompts and picks are stored")
        await circle.mia.edits(sent, "/imagine a black cat")
        typed = await circle.mia.says(circle.mia.chat, "a boat")
        await circle.said(circle.mia.chat, "prompts and picks are stored")
        await circle.mia.edits(typed, "a big boat")
        await circle.said(circle.mia.chat, "I read each message once")
    assert len(circle.by_bot(circle.group)) == 1


async def test_a_private_session_asked_for_in_a_group_goes_to_the_private_chat(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await circle.mia.presses(await begun(circle), "Finish")
        await circle.mia.says(circle.group, "/imagine a secret --private")
        await circle.galleries(1, circle.mia.chat)
        session = await circle.session(conductor, 2)
    assert session.place.community is None
    assert len(galleries_in(circle.group)) == 1


async def test_who_never_opened_the_private_chat_is_told_how(circle: Circle) -> None:
    async with circle.bot():
        await circle.mia.presses(await begun(circle), "Finish")
        circle.mia.chat.is_started = False
        await circle.mia.says(circle.group, "/imagine a secret --private")
        answer = await circle.said(circle.group, "open our private chat first")
    assert f"https://t.me/{circle.telegram.bot.username}?start=private" in (answer.text or "")


async def test_what_people_write_is_no_mark_no_link_and_calls_nobody(circle: Circle) -> None:
    prompt = "<b>bold</b> & @ben https://evil.example t.me/join #tag /settings"
    async with circle.bot():
        gallery = await begun(circle, prompt)
    kinds = {entity["type"] for entity in gallery.entities}
    assert kinds <= {"bold", "italic", "expandable_blockquote", "blockquote"}
    assert "<b>bold</b> & @ben" in (gallery.caption or "").replace("\u2060", "")


async def test_somebody_else_cannot_answer_and_is_told_so(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        for label in (DIGITS[0], "None of these", "In words…", "This is it", "Undo", "Finish"):
            if label in labels_of(gallery):
                assert "somebody else's" in await told_by(await circle.ben.presses(gallery, label))
        session = await circle.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


async def test_german_is_spoken_to_those_whose_program_does(circle: Circle) -> None:
    circle.mia.language_code = "de"
    async with circle.bot():
        await circle.mia.says(circle.group, f"/imagine {PROMPT}")
        question = await circle.said(circle.group, "Damit ich deinen Geschmack lerne")
        await circle.mia.presses(question, question.labels[0][0])
        await circle.telegram.until(lambda: [m for m in circle.group.messages if m.photo])
        gallery = next(m for m in circle.group.messages if m.photo)
        assert (gallery.caption or "").startswith("Zug 1 von 5")
        assert "somebody else's" in await told_by(await circle.ben.presses(gallery, DIGITS[0]))
