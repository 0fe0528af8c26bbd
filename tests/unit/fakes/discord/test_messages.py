"""Messages are stored, shown, changed and found again as on Discord."""

from __future__ import annotations

import io

import discord
import pytest

from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club

PNG = b"\x89PNG not really"
DAY = 24 * 3600.0


def gallery_of(count: int) -> discord.ui.LayoutView:
    """A heading, pictures named 0.png and so on, and a button for each, in a container."""
    view = discord.ui.LayoutView(timeout=None)
    gallery = discord.ui.MediaGallery[discord.ui.LayoutView]()
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    for number in range(count):
        gallery.add_item(media=f"attachment://{number}.png", description=f"cat {number}", spoiler=number == 1)
        row.add_item(discord.ui.Button(label=str(number + 1), custom_id=f"pick:{number}"))
    heading = discord.ui.TextDisplay[discord.ui.LayoutView]("# A white cat")
    view.add_item(discord.ui.Container(heading, gallery, row))
    return view


def pictures(count: int) -> list[discord.File]:
    return [
        discord.File(io.BytesIO(PNG + bytes([number])), f"{number}.png", description=f"file {number}")
        for number in range(count)
    ]


async def test_a_gallery_of_components_is_seen_with_its_pictures_words_and_buttons(
    club: Club, bot: Bot
) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    await channel.send(view=gallery_of(4), files=pictures(4))
    (message,) = club.studio.messages
    assert message.is_v2
    assert message.texts == ["# A white cat"]
    assert [button.label for button in message.buttons] == ["1", "2", "3", "4"]
    assert [picture.description for picture in message.media] == ["cat 0", "cat 1", "cat 2", "cat 3"]
    assert [picture.spoiler for picture in message.media] == [False, True, False, False]
    assert [picture.content for picture in message.media] == [PNG + bytes([number]) for number in range(4)]
    assert club.fake.violations == []


async def test_files_and_embeds_are_seen_once_each(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    embed = discord.Embed(title="First", url="https://example.org").set_image(url="attachment://0.png")
    await channel.send("two", embeds=[embed], files=pictures(2))
    (message,) = club.studio.messages
    assert message.texts == ["two", "First"]
    assert [picture.description for picture in message.media] == ["file 1", "file 0"]
    assert all(picture.content for picture in message.media)


async def test_files_that_embeds_or_components_show_are_not_listed_as_attachments(
    club: Club, bot: Bot
) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    assert (await channel.send(view=gallery_of(2), files=pictures(2))).attachments == []
    embed = discord.Embed(title="First").set_image(url="attachment://0.png")
    sent = await channel.send(embeds=[embed], files=pictures(2))
    assert [one.filename for one in sent.attachments] == ["1.png"]


async def test_a_file_lies_at_its_address_until_that_expires(club: Club, bot: Bot, ask: Raw) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    sent = await channel.send(file=pictures(1)[0])
    assert await ask.fetch(sent.attachments[0].url) == (200, PNG + b"\0")
    club.fake.clock.advance(DAY + 1)
    assert (await ask.fetch(sent.attachments[0].url))[0] == 404


async def test_an_edit_keeps_what_it_does_not_name(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    sent = await channel.send("before", files=pictures(2))
    await sent.edit(content="after")
    (message,) = club.studio.messages
    assert message.texts == ["after"]
    assert len(message.media) == 2
    await sent.edit(attachments=[sent.attachments[1], pictures(1)[0]])
    assert [picture.description for picture in message.media] == ["file 1", "file 0"]
    assert [edit.body.get("content") for edit in message.edits] == ["after", None]
    assert message.edited_at is not None
    await club.fake.until(lambda: len(bot.told("message_edit")) == 2)


async def test_a_message_of_components_can_be_edited_with_the_pictures_it_has(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    sent = await channel.send(view=gallery_of(4), files=pictures(4))
    view = gallery_of(4)
    for item in view.walk_children():
        if isinstance(item, discord.ui.Button):
            item.disabled = True
    await sent.edit(view=view)
    (message,) = club.studio.messages
    assert all(button.disabled for button in message.buttons)
    assert [picture.content for picture in message.media] == [PNG + bytes([number]) for number in range(4)]
    assert club.fake.violations == []


async def test_an_edit_cannot_bring_pictures_that_components_show(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    sent = await channel.send(view=gallery_of(4), files=pictures(4))
    with pytest.raises(discord.HTTPException) as error:
        await sent.edit(view=gallery_of(2), attachments=pictures(2))
    assert error.value.code == 50035
    assert len(club.studio.messages[0].media) == 4


async def test_the_same_nonce_gives_the_same_message(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    first = await channel.send("one", nonce="gallery-7")
    assert (await channel.send("one", nonce="gallery-7")).id == first.id
    assert (await channel.send("one", nonce="gallery-8")).id != first.id
    elsewhere = bot.get_partial_messageable(club.guild.add_channel("hall").id)
    assert (await elsewhere.send("one", nonce="gallery-7")).id != first.id
    assert len(club.studio.messages) == 2
    club.fake.clock.advance(10 * 60)
    assert (await channel.send("one", nonce="gallery-7")).id != first.id


async def test_a_nonce_that_is_not_enforced_is_only_told(club: Club, ask: Raw) -> None:
    path = f"/channels/{club.studio.id}/messages"
    bodies = [(await ask("POST", path, {"content": "one", "nonce": "7"}))[1] for _ in range(2)]
    assert [body["nonce"] for body in bodies] == ["7", "7"]
    assert bodies[0]["id"] != bodies[1]["id"]


async def test_messages_are_listed_newest_first_and_from_a_place_on(club: Club, ask: Raw) -> None:
    written = [await club.mia.write(club.studio, str(number)) for number in range(5)]
    path = f"/channels/{club.studio.id}/messages"

    async def listed(query: str) -> list[str]:
        return [body["content"] for body in (await ask("GET", path + query))[1]]

    assert await listed("") == ["4", "3", "2", "1", "0"]
    assert await listed("?limit=2") == ["4", "3"]
    assert await listed(f"?before={written[3].id}&limit=2") == ["2", "1"]
    assert await listed(f"?after={written[1].id}&limit=2") == ["3", "2"]
    assert (await ask("GET", path + "?limit=101"))[0] == 400


async def test_what_is_deleted_is_gone_for_everybody_and_the_bot_is_told(
    club: Club, bot: Bot, ask: Raw
) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    sent = await channel.send("one")
    (message,) = club.studio.messages
    await sent.delete()
    assert message.deleted
    assert club.studio.messages == []
    status, body = await ask("GET", f"/channels/{club.studio.id}/messages/{sent.id}")
    assert (status, body["code"]) == (404, 10008)
    await club.fake.until(lambda: bot.told("raw_message_delete"))


async def test_who_may_be_mentioned_and_what_is_replied_to_is_noted(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    question = await club.mia.write(club.studio, "why?")
    await channel.send(
        f"<@{club.mia.id}>",
        reference=discord.MessageReference(message_id=question.id, channel_id=club.studio.id),
        allowed_mentions=discord.AllowedMentions.none(),
    )
    answer = club.studio.messages[-1]
    assert answer.allowed_mentions == {"parse": []}
    assert answer.reference is not None
    assert answer.reference["message_id"] == str(question.id)


async def test_only_ones_own_messages_can_be_edited(club: Club, ask: Raw) -> None:
    message = await club.mia.write(club.studio, "mine")
    path = f"/channels/{club.studio.id}/messages/{message.id}"
    status, body = await ask("PATCH", path, {"content": "yours"})
    assert (status, body["code"]) == (403, 50005)
    assert message.texts == ["mine"]


async def test_a_message_notifies_those_it_mentions_as_far_as_that_is_allowed(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    everybody = f"@everyone <@{club.mia.id}> <@&7>"
    await channel.send(everybody)
    await channel.send(everybody, allowed_mentions=discord.AllowedMentions.none())
    await channel.send(everybody, allowed_mentions=discord.AllowedMentions(everyone=False, roles=False))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(everybody))
    only_mia = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(club.mia.id)])
    await channel.send(view=view, allowed_mentions=only_mia)
    mia = f"<@{club.mia.id}>"
    assert [message.pings for message in club.studio.messages] == [
        set(everybody.split()),
        set(),
        {mia},
        {mia},
    ]
