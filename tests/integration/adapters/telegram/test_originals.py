"""The images by themselves: an album that can be reacted to, and files byte by byte."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from core.bots.showing.wording import DIGITS
from core.conductor.conductor import Conductor
from core.types.identifiers import SessionId
from core.types.sessions import Phase, Session
from tests.fakes.circle import Circle, begun, galleries_in, labels_of, told_by
from tests.fakes.telegram import Chat, Message

FIRST = SessionId(f"{1:016x}")


async def album_of(circle: Circle, gallery: Message, chat: Chat | None = None) -> list[Message]:
    """The photos of a gallery, after somebody has asked for them."""
    place = chat or circle.group
    await circle.mia.presses(gallery, "More…")
    await circle.telegram.until(lambda: "Originals" in labels_of(gallery))
    await circle.mia.presses(gallery, "Originals")
    await circle.telegram.until(lambda: len([one for one in place.messages if one.document]) == 4)
    return [one for one in place.messages if one.album and one.photo]


async def until_picked(circle: Circle, conductor: Conductor, number: int) -> Session:
    """Wait until the first gallery has its answer."""
    await circle.galleries(2)
    session = await conductor.look(FIRST)
    turn = session.turn(1)
    assert turn.gallery is not None
    assert turn.outcome is not None
    assert turn.outcome.position is not None
    assert turn.gallery.number_of(turn.outcome.position) == number
    return session


async def test_originals_are_an_album_of_four_and_files_to_the_last_byte(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        album = await album_of(circle, gallery)
        session = await circle.session(conductor)
        turn = session.turn(1)
        assert turn.gallery is not None
        hashes = [turn.images[position][0].hash for position in turn.gallery.order]
        kept = [await circle.storage.images.get(one) for one in hashes]
        files = [one for one in circle.group.messages if one.document]
        assert [one.sent_bytes for one in files] == kept
        assert [one.shown_bytes for one in files] == kept
        assert [one.caption for one in album] == ["1", "2", "3", "4"]
        assert len({one.album for one in album}) == 1
        assert all(one.reply_to is gallery for one in (*album, *files))
        again = await circle.mia.presses(gallery, "Originals")
        assert "in this chat already" in await told_by(again)


async def test_a_glad_reaction_to_one_photo_picks_it_and_taking_it_away_undoes(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        album = await album_of(circle, gallery)
        with circle.world.expander.hitch.held():
            await circle.mia.reacts(album[2], "🔥")
            await circle.telegram.until(lambda: "Picked: image 3" in (gallery.caption or ""))
            await circle.mia.unreacts(album[2])
            await circle.telegram.until(lambda: DIGITS[0] in labels_of(gallery))
        assert (await circle.session(conductor)).phase is Phase.AWAITING_PICK
        await circle.mia.reacts(album[1], "❤")
        await until_picked(circle, conductor, 2)


async def test_thumbs_down_is_written_down_and_changes_nothing(circle: Circle) -> None:
    async with circle.bot() as conductor:
        album = await album_of(circle, await begun(circle))
        before = await circle.session(conductor)
        await circle.mia.reacts(album[3], "👎")
        await circle.telegram.until(lambda: passed_over(circle))
        after = await circle.session(conductor)
    assert passed_over(circle) == [4]
    assert (after.phase, after.turns) == (before.phase, before.turns)


def passed_over(circle: Circle) -> list[int]:
    """The numbers that were said not to be the one."""
    with closing(sqlite3.connect(circle.folder / "pasta.db")) as database:
        rows = database.execute("select payload from events where kind = 'passover' order by at").fetchall()
    return [json.loads(payload)["number"] for (payload,) in rows]


async def test_others_reactions_and_unclear_ones_pick_nothing(circle: Circle) -> None:
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        album = await album_of(circle, gallery)
        await circle.ben.reacts(album[0], "👍")
        await circle.mia.reacts(album[0], "🤔")
        await circle.mia.reacts(gallery, "👍")
        await circle.mia.reacts(album[1], "👍")
        await until_picked(circle, conductor, 2)


async def test_a_reaction_after_a_restart_still_picks(circle: Circle) -> None:
    async with circle.bot():
        album = await album_of(circle, await begun(circle))
    async with circle.bot() as conductor:
        await circle.mia.reacts(album[3], "👍")
        await until_picked(circle, conductor, 4)


async def test_where_the_bot_is_no_administrator_reactions_are_not_heard(circle: Circle) -> None:
    circle.group.demote_bot()
    async with circle.bot() as conductor:
        gallery = await begun(circle)
        album = await album_of(circle, gallery)
        await circle.mia.reacts(album[0], "👍")
        await circle.mia.presses(gallery, "← Back")
        await circle.telegram.until(lambda: DIGITS[1] in labels_of(gallery))
        await circle.mia.presses(gallery, DIGITS[1])
        await until_picked(circle, conductor, 2)


async def test_originals_work_in_a_private_chat(circle: Circle) -> None:
    chat = circle.mia.chat
    async with circle.bot():
        gallery = await begun(circle, chat=chat)
        album = await album_of(circle, gallery, chat)
        await circle.mia.reacts(album[0], "👍")
        await circle.galleries(2, chat)
    assert len(galleries_in(chat)) == 2
