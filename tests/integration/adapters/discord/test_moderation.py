"""Reports, take-downs and hidden images on Discord, from the press to what everybody sees then."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from adapters.discord import tombstones
from core.bots.reporting import MOST_AN_HOUR
from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.recap import recap_of, recap_picture
from core.types.sessions import Ending, Phase, Session
from tests.fakes.bots import Club, answer_to, audited, begun, galleries_in
from tests.fakes.discord import ALWAYS, Channel, Message, NotPossibleError, Permission, Person
from tests.fakes.ports import TINY_PNGS

TAKE_DOWN = "Stop and take down"
DOWN = "Taken down by the moderators."


@pytest.fixture
def ada(club: Club) -> Person:
    """Somebody who moderates and has never agreed to anything."""
    return club.guild.add_member(
        "ada",
        permissions=Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES | Permission.READ_MESSAGE_HISTORY,
    )


async def with_reports(club: Club, ada: Person) -> Channel:
    """The moderators' channel."""
    channel = club.guild.add_channel("reports")
    await (await ada.command(club.studio, "settings reports", channel=channel)).filled()
    return channel


async def reported(club: Club, who: Person, gallery: Message, **fields: str | list[str]) -> Message:
    """What whoever reports a gallery is told."""
    menu = (await (await who.press(gallery, _label(who, "More…", "Mehr…"))).acknowledged()).message
    assert menu is not None
    assert menu.ephemeral
    form = await (await who.press(menu, _label(who, "Report", "Melden"))).modal()
    given: dict[str, str | list[str]] = {"number": ["0"], "kind": ["other"], **fields}
    answer = await (await who.submit(form, given)).filled()
    assert answer.ephemeral
    return answer


def _label(who: Person, english: str, german: str) -> str:
    """Ephemeral menus speak the language of whoever asked; galleries that of who began."""
    return german if who.locale == "de" and english != "More…" else english


def reports(club: Club) -> list[tuple[str, int, int | None, str | None]]:
    """What has been reported: kind, turn, position and words."""
    with closing(sqlite3.connect(club.folder / "pasta.db")) as database:
        return database.execute("select kind, serial, position, words from reports").fetchall()


async def ended(club: Club, conductor: Conductor, number: int = 1) -> Session:
    """A session that moderators have ended."""
    session = await club.session(conductor, number)
    assert session.phase is Phase.CANCELLED
    return session


async def test_a_report_shows_the_moderators_the_image_and_who_and_where(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        channel = await with_reports(club, ada)
        answer = await reported(
            club, club.ben, gallery, number=["2"], kind=["violent"], why="so much <@1> blood"
        )
        assert "Moderation" in " ".join(answer.texts)
        (post,) = channel.messages[1:]
        session = await club.session(conductor)
        turn = session.turn(1)
        assert turn.gallery is not None
        (shown,) = post.media
        assert shown.spoiler
        assert shown.content == await club.storage.images.get(turn.images[turn.gallery.order[1]][0].hash)
    told = " ".join(post.texts)
    for part in ("violent", "image 2", "a white cat", f"<@{club.mia.id}>", f"<@{club.ben.id}>", "blood"):
        assert part in told
    assert f"https://discord.com/channels/{club.guild.id}/{club.studio.id}/{gallery.id}" in told
    assert {button.label for button in post.buttons} == {"Take down", "Stop session"}
    assert post.allowed_mentions in ({"parse": []}, {"parse": [], "replied_user": False})


async def test_without_a_channel_a_report_is_noted_for_the_operator(club: Club, ada: Person) -> None:
    async with club.bot():
        gallery = await begun(club)
        assert "Betreiber" in " ".join((await reported(club, club.ben, gallery)).texts)
        channel = await with_reports(club, ada)
        channel.forbid(club.discord.bot, Permission.SEND_MESSAGES)
        assert "operator" in " ".join((await reported(club, club.mia, gallery)).texts)
    assert len(channel.messages) == 1
    assert reports(club) == [("other", 1, None, None), ("other", 1, None, None)]


async def test_only_a_few_reports_are_taken_of_each_person_and_hour(club: Club) -> None:
    async with club.bot():
        gallery = await begun(club)
        for _ in range(MOST_AN_HOUR):
            await reported(club, club.mia, gallery)
        menu = (await (await club.mia.press(gallery, "More…")).acknowledged()).message
        assert menu is not None
        response = await (await club.mia.press(menu, "Report")).acknowledged()
        assert response.message is not None
        assert "last hour" in " ".join(response.message.texts)
        await reported(club, club.ben, gallery)
        club.world.time.now += 3601
        await reported(club, club.mia, gallery)
    assert len(reports(club)) == MOST_AN_HOUR + 2


async def test_a_gallery_is_reported_only_from_where_it_is_and_when_it_is_there(club: Club) -> None:
    elsewhere = club.guild.add_channel("elsewhere")
    async with club.bot():
        gallery = await begun(club)
        other = await begun_by(club, club.ben, elsewhere)
        for custom_id in ("pasta:report:0000000000000001.1", "pasta:report:0000000000000002.7"):
            form = await (await club.ben.press(other, custom_id, forged=True)).modal()
            answer = await answer_to(await club.ben.submit(form, {"number": ["0"], "kind": ["other"]}))
            assert answer.ephemeral
        assert gallery.media
    assert reports(club) == []


async def begun_by(club: Club, who: Person, channel: Channel) -> Message:
    """The first gallery of somebody else."""
    form = await (await who.command(channel, "imagine", prompt="a dog")).modal()
    await (await who.submit(form, {})).acknowledged()
    return await club.galleries(1, channel)


async def test_taking_down_from_a_report_leaves_nothing_to_be_seen(club: Club, ada: Person) -> None:
    club.studio.allow(club.discord.bot, Permission.MANAGE_MESSAGES)
    async with club.bot() as conductor:
        first = await begun(club)
        channel = await with_reports(club, ada)
        await (await club.mia.press(first, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        await club.discord.until(lambda: len(second.reactions) == 4)
        await reported(club, club.ben, second)
        exchange = await ada.press(channel.messages[-1], "Take down")
        answer = await exchange.filled()
        assert "taken down" in " ".join(answer.texts)
        report = channel.messages[-1]
        assert (report.media, report.buttons) == ([], [])
        assert f"Taken down by <@{ada.id}>" in " ".join(report.texts)
        session = await ended(club, conductor)
        for message in (first, second):
            assert message.texts == [DOWN]
            assert (message.media, message.attachments, message.reactions, message.buttons) == (
                [],
                [],
                {},
                [],
            )
        assert "a white cat" not in " ".join(text for one in club.studio.messages for text in one.texts)
        for control in ("pick", "undo", "on", "texts"):
            custom_id = f"pasta:{control}:{session.id}.2" + (":1" if control == "pick" else "")
            told = await answer_to(await club.mia.press(second, custom_id, forged=True))
            assert "moderators" in " ".join(told.texts)
    assert session.ending is Ending.TAKEN_DOWN
    assert audited(club).count("take down") == 1


@pytest.mark.parametrize("refusals", [1, 2])
async def test_galleries_in_plainer_renderings_are_taken_down_as_well(
    club: Club, ada: Person, refusals: int
) -> None:
    async with club.bot() as conductor:
        club.discord.fail("POST", "/channels/*/messages", status=400, times=refusals, code=50035)
        gallery = await begun_plainly(club)
        assert gallery.media
        await (await ada.use(gallery, TAKE_DOWN)).filled()
        await ended(club, conductor)
    assert (gallery.texts, gallery.media, gallery.buttons) == ([DOWN], [], [])


async def begun_plainly(club: Club) -> Message:
    """The first gallery of mia's, in whatever rendering: a composite has one picture only."""
    form = await (await club.mia.command(club.studio, "imagine", prompt="a white cat")).modal()
    await (await club.mia.submit(form, {})).acknowledged()
    await club.discord.until(lambda: club.studio.messages and club.studio.messages[-1].media)
    return club.studio.messages[-1]


async def test_what_was_taken_down_is_neither_saved_nor_looked_back_at(club: Club, ada: Person) -> None:
    async with club.bot():
        gallery = await begun(club)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        await (await club.mia.press(second, "Finish")).acknowledged()
        await club.discord.until(lambda: "picked on the way" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        save = next(button.custom_id for button in end.buttons if button.label == "Save")
        assert save is not None
        await (await club.mia.press(end, "Save")).acknowledged()
        assert (await (await club.mia.command(club.studio, "saved")).filled()).media
        await (await ada.use(second, TAKE_DOWN)).filled()
        assert not (await (await club.mia.command(club.studio, "saved")).filled()).media
        for custom_id in (save, save.replace("save", "share"), save.replace("save", "recap")):
            told = await answer_to(await club.ben.press(end, custom_id, forged=True))
            assert not told.media
            assert told.ephemeral
        sessions = await (await club.mia.command(club.studio, "history")).filled()
        (chooser,) = sessions.selects
        tree = await answer_to(await club.mia.choose(sessions, chooser.custom_id, [chooser.options[0][1]]))
        assert "moderators" in " ".join(tree.texts)


async def test_what_images_were_made_from_is_told_only_where_they_are(club: Club) -> None:
    elsewhere = club.guild.add_channel("elsewhere")
    async with club.bot():
        gallery = await begun(club)
        other = await begun_by(club, club.ben, elsewhere)
        menu = (await (await club.ben.press(gallery, "More…")).acknowledged()).message
        assert menu is not None
        told = await answer_to(await club.ben.press(menu, "Texte"))
        assert "a white cat, rephrase 1" in " ".join(told.texts)
        told = await answer_to(await club.ben.press(other, "pasta:texts:0000000000000001.1", forged=True))
        assert "a white cat, rephrase 1" not in " ".join(told.texts)


async def test_a_session_is_stopped_from_a_report_and_its_images_stay(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        channel = await with_reports(club, ada)
        await reported(club, club.ben, gallery)
        await (await ada.press(channel.messages[-1], "Stop session")).filled()
        session = await ended(club, conductor)
        await club.discord.until(lambda: "Closed without an answer" in " ".join(gallery.texts))
        told = await answer_to(await club.mia.press(gallery, f"pasta:undo:{session.id}.1", forged=True))
        assert "moderators" in " ".join(told.texts)
        await reported(club, club.ben, gallery)
    assert session.ending is Ending.HALTED
    assert len(gallery.media) == 4
    assert "halt" in audited(club)


async def test_a_menu_of_the_message_takes_down_galleries_ends_and_recaps(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        question = (await (await club.mia.press(gallery, "This is it")).acknowledged()).message
        assert question is not None
        await (await club.mia.press(question, DIGITS[1])).acknowledged()
        await club.discord.until(lambda: "Seed" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        recap = await (await club.mia.press(end, "Share")).filled()
        assert recap.media
        await (await ada.use(recap, TAKE_DOWN)).filled()
        session = await ended(club, conductor)
    assert session.kept is not None
    for message in (gallery, end, recap):
        assert message.texts == [DOWN]
        assert message.media == []


async def test_an_end_far_from_its_galleries_is_taken_down_by_its_own_menu(
    club: Club, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tombstones, "LOOKED_THROUGH", 1)
    async with club.bot():
        gallery = await begun(club)
        for _ in range(2):
            await ada.write(club.studio, "hello")
        await (await club.mia.press(gallery, "Finish")).acknowledged()
        await club.discord.until(lambda: "without a pick" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        await (await ada.use(gallery, TAKE_DOWN)).filled()
        assert gallery.texts == [DOWN]
        assert end.texts != [DOWN]
        await (await ada.use(end, TAKE_DOWN)).filled()
    assert end.texts == [DOWN]


async def test_taking_down_while_a_gallery_is_made_stops_the_work(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        with club.world.renderer.hitch.held() as reached:
            await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
            await reached.wait()
            await (await ada.use(gallery, TAKE_DOWN)).filled()
            await ended(club, conductor)
        await (await ada.use(gallery, TAKE_DOWN)).acknowledged()
    assert galleries_in(club.studio) == []
    assert gallery.texts == [DOWN]


async def test_a_gallery_that_was_just_being_posted_is_taken_down_as_well(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        club.discord.delay("POST", "/channels/*/messages", seconds=1.0)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2)
        await (await ada.use(gallery, TAKE_DOWN)).filled()
        session = await ended(club, conductor)
    assert session.turns[-1].gallery is None or not session.turns[-1].gallery.messages
    assert (second.texts, second.media) == ([DOWN], [])


async def test_what_could_not_be_taken_down_is_told_and_done_again(club: Club, ada: Person) -> None:
    async with club.bot() as conductor:
        gallery = await begun(club)
        failure = club.discord.fail("PATCH", "/channels/*/messages/*", status=403, times=ALWAYS, code=50001)
        answer = await (await ada.use(gallery, TAKE_DOWN)).filled()
        assert "again" in " ".join(answer.texts)
        assert len(gallery.media) == 4
        await ended(club, conductor)
        failure.times = 0
        answer = await (await ada.use(gallery, TAKE_DOWN)).filled()
        assert "taken down" in " ".join(answer.texts)
    assert gallery.texts == [DOWN]


async def test_only_those_who_manage_messages_there_take_down(club: Club, ada: Person) -> None:
    rex = club.guild.add_member("rex")
    async with club.bot() as conductor:
        gallery = await begun(club)
        channel = await with_reports(club, ada)
        channel.allow(rex, Permission.MANAGE_MESSAGES)
        await reported(club, club.ben, gallery)
        with pytest.raises(NotPossibleError):
            await rex.use(gallery, TAKE_DOWN)
        for button in ("Take down", "Stop session"):
            told = await answer_to(await rex.press(channel.messages[-1], button))
            assert "Manage Messages" in " ".join(told.texts)
        own = await ada.write(club.studio, "hello")
        told = await answer_to(await ada.use(own, TAKE_DOWN))
        assert "nothing of mine" in " ".join(told.texts)
        session = await club.session(conductor)
    assert session.phase is Phase.AWAITING_PICK


@pytest.mark.parametrize("level", ["strict", "spoiler", None])
@pytest.mark.parametrize("nsfw", [False, True])
async def test_marked_images_are_shown_only_where_channel_and_server_allow(
    club: Club, ada: Person, level: str | None, *, nsfw: bool
) -> None:
    club.world.safety.hidden.update(TINY_PNGS)
    channel = club.guild.add_channel("den", nsfw=nsfw)
    async with club.bot():
        if level is not None:
            await (await ada.command(channel, "settings safety", level=level)).filled()
        gallery = await begun(club, channel=channel)
        is_shown = nsfw and level != "strict"
        assert [media.spoiler for media in gallery.media] == [is_shown] * 4
        words = {media.description for media in gallery.media}
        assert words.isdisjoint({f"Image {n}: hidden here" for n in range(1, 5)}) == is_shown
        before = [media.content for media in gallery.media]
        await (await club.mia.press(gallery, "Finish")).acknowledged()
        await club.discord.until(lambda: "Closed without" in " ".join(gallery.texts))
        assert [media.content for media in gallery.media] == before
        assert [media.spoiler for media in gallery.media] == [is_shown] * 4


async def test_what_was_decided_when_a_gallery_was_posted_stays(club: Club, ada: Person) -> None:
    club.world.safety.hidden.update(TINY_PNGS)
    den = club.guild.add_channel("den", nsfw=True)
    async with club.bot():
        gallery = await begun(club, channel=den)
        await (await ada.command(den, "settings safety", level="strict")).filled()
        await (await club.mia.press(gallery, "None of these")).acknowledged()
        second = await club.galleries(2, den)
        assert [media.spoiler for media in gallery.media] == [True] * 4
        assert [media.description for media in second.media] == [
            f"Image {n}: hidden here" for n in range(1, 5)
        ]
        await (await ada.command(den, "settings safety", level="spoiler")).filled()
        await (await club.mia.press(second, "Undo")).acknowledged()
        await club.discord.until(lambda: any(button.label == "This is it" for button in gallery.buttons))
        assert [media.spoiler for media in gallery.media] == [True] * 4


async def test_marked_images_are_hidden_in_recaps_saved_images_and_reports_as_well(
    club: Club, ada: Person
) -> None:
    club.world.safety.hidden.update(TINY_PNGS)
    async with club.bot() as conductor:
        gallery = await begun(club)
        channel = await with_reports(club, ada)
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        await (await club.mia.press(await club.galleries(2), "Finish")).acknowledged()
        await club.discord.until(lambda: "picked on the way" in " ".join(club.studio.messages[-1].texts))
        end = club.studio.messages[-1]
        await (await club.mia.press(end, "Save")).acknowledged()
        saved = await (await club.mia.command(club.studio, "saved")).filled()
        await reported(club, club.ben, gallery)
        recap = await (await club.mia.press(end, "Recap")).filled()
        rows = recap_of(await club.session(conductor))
        real = {image.hash: await club.storage.images.get(image.hash) for row in rows for image in row.images}
    for message in (end, saved, channel.messages[-1]):
        assert message.media
        assert not {media.content for media in message.media} & set(TINY_PNGS)
    assert recap.media[0].content != recap_picture(rows, real)
    assert not recap.media[0].spoiler


async def test_in_a_direct_talk_marked_images_are_not_shown_also_not_at_the_end(club: Club) -> None:
    club.world.safety.hidden.update(TINY_PNGS)
    talk = club.mia.direct_channel
    async with club.bot():
        gallery = await begun(club, channel=talk)
        assert {media.spoiler for media in gallery.media} == {False}
        await (await club.mia.press(gallery, DIGITS[0])).acknowledged()
        second = await club.galleries(2, talk)
        await (await club.mia.press(second, "Finish")).acknowledged()
        await club.discord.until(lambda: "picked on the way" in " ".join(talk.messages[-1].texts))
        (shown,) = talk.messages[-1].media
    assert shown.content not in TINY_PNGS
    assert not shown.spoiler
