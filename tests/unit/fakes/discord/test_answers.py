"""Answers to interactions: what may come first, how long there is, and what follows."""

from __future__ import annotations

import io
from collections.abc import Awaitable

import discord
import pytest

from tests.fakes.discord import Exchange, Message, ResponseKind
from tests.unit.fakes.discord.clients import Bot, Raw
from tests.unit.fakes.discord.conftest import Club

PRESS = "pick:1"


async def pressed(club: Club, bot: Bot) -> tuple[Message, Exchange, discord.Interaction]:
    """A message with a button, the press on it, and what the bot got of it."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="One", custom_id=PRESS))
    await bot.get_partial_messageable(club.studio.id).send("Which?", view=view)
    message = club.studio.messages[-1]
    exchange = await club.mia.press(message, "One")
    await club.fake.until(lambda: bot.told("interaction"))
    return message, exchange, bot.told("interaction")[-1]


def callback(interaction: discord.Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


def webhook(club: Club, interaction: discord.Interaction) -> str:
    return f"/webhooks/{club.fake.application_id}/{interaction.token}"


async def test_a_press_says_who_pressed_where_and_what(club: Club, bot: Bot) -> None:
    message, _, interaction = await pressed(club, bot)
    assert interaction.user.id == club.mia.id
    assert interaction.message is not None
    assert interaction.message.id == message.id
    assert interaction.channel_id == club.studio.id
    assert interaction.guild_id == club.guild.id
    assert interaction.locale is discord.Locale.german
    assert interaction.filesize_limit == 10 * 1024 * 1024
    assert interaction.app_permissions.send_messages


async def test_a_second_first_answer_is_refused(club: Club, bot: Bot, ask: Raw) -> None:
    _, _, interaction = await pressed(club, bot)
    await interaction.response.defer()
    status, body = await ask("POST", callback(interaction), {"type": 6})
    assert (status, body["code"]) == (400, 40060)


async def test_a_first_answer_after_three_seconds_comes_too_late(club: Club, bot: Bot) -> None:
    _, exchange, interaction = await pressed(club, bot)
    assert not exchange.failed
    club.fake.clock.advance(3.1)
    assert exchange.failed
    with pytest.raises(discord.NotFound) as error:
        await interaction.response.defer()
    assert error.value.code == 10062
    with pytest.raises(AssertionError, match="no answer to a press on 'One'"):
        await exchange.acknowledged(within=0.01)


async def test_the_time_until_the_first_answer_is_told(club: Club, bot: Bot) -> None:
    _, exchange, interaction = await pressed(club, bot)
    club.fake.clock.advance(2.5)
    await interaction.response.defer()
    response = await exchange.acknowledged()
    assert response.kind is ResponseKind.DEFERRED_UPDATE
    assert 2.5 <= response.seconds < 3
    club.fake.clock.advance(2)
    assert not exchange.failed


async def test_an_unknown_interaction_is_refused(club: Club, ask: Raw) -> None:
    status, body = await ask("POST", "/interactions/1/nothing/callback", {"type": 6})
    assert (status, body["code"]) == (404, 10062)


async def test_a_deferred_answer_thinks_until_it_is_filled(club: Club, bot: Bot) -> None:
    _, exchange, interaction = await pressed(club, bot)
    deferred = await interaction.response.defer(ephemeral=True, thinking=True)
    assert deferred is not None
    assert deferred.is_thinking()
    assert deferred.is_ephemeral()
    (waiting,) = club.mia.ephemeral(club.studio)
    assert waiting.loading
    await interaction.followup.send("done")
    assert await exchange.filled() is waiting
    assert waiting.texts == ["done"]
    assert exchange.followups == []


async def test_an_update_changes_the_message_that_was_pressed(club: Club, bot: Bot) -> None:
    message, exchange, interaction = await pressed(club, bot)
    await interaction.response.edit_message(content="One it is", view=None)
    assert (await exchange.acknowledged()).kind is ResponseKind.UPDATE
    assert message.texts == ["One it is"]
    assert message.buttons == []
    await interaction.edit_original_response(content="One it was")
    assert message.texts == ["One it was"]


async def test_a_command_has_no_message_to_update(club: Club, bot: Bot, ask: Raw) -> None:
    @bot.tree.command(description="Ask")
    async def question(interaction: discord.Interaction) -> None:
        """Nothing: the test answers."""

    await bot.tree.sync()
    await club.mia.command(club.studio, "question")
    await club.fake.until(lambda: bot.told("interaction"))
    (interaction,) = bot.told("interaction")
    assert (await ask("POST", callback(interaction), {"type": 6}))[0] == 400
    assert "type: BASE_TYPE_CHOICES" in str(club.fake.violations[0])


async def test_a_form_is_not_answered_with_a_form(club: Club, bot: Bot, ask: Raw) -> None:
    _, exchange, interaction = await pressed(club, bot)
    form = {
        "title": "Say it",
        "custom_id": "say",
        "components": [
            {"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "w", "style": 1}}
        ],
    }
    assert (await ask("POST", callback(interaction), {"type": 9, "data": form}))[0] == 204
    sent = (await club.mia.submit(await exchange.modal(), {"w": "a dog"})).interaction
    path = f"/interactions/{sent.id}/{sent.token}/callback"
    assert (await ask("POST", path, {"type": 9, "data": form}))[0] == 400
    assert (await ask("POST", path, {"type": 6}))[0] == 204


async def test_followups_can_be_sent_seen_changed_and_taken_back(club: Club, bot: Bot) -> None:
    _, exchange, interaction = await pressed(club, bot)
    await interaction.response.send_message("first", ephemeral=True)
    second = await interaction.followup.send("second", ephemeral=True, wait=True)
    third = await interaction.followup.send("third", wait=True)
    assert [message.texts for message in await exchange.followed_up(2)] == [["second"], ["third"]]
    assert [message.texts for message in club.mia.ephemeral(club.studio)] == [["first"], ["second"]]
    assert club.studio.messages[-1].texts == ["third"]
    await second.edit(content="changed")
    assert (await interaction.followup.fetch_message(second.id)).content == "changed"
    await third.delete()
    await interaction.delete_original_response()
    assert [message.texts for message in club.mia.ephemeral(club.studio)] == [["changed"]]
    assert len(club.studio.messages) == 1
    with pytest.raises(discord.NotFound):
        await interaction.original_response()


async def test_nothing_follows_before_the_first_answer(club: Club, bot: Bot, ask: Raw) -> None:
    _, _, interaction = await pressed(club, bot)
    status, body = await ask("POST", webhook(club, interaction), {"content": "early"})
    assert (status, body["code"]) == (404, 10015)


async def test_nothing_follows_after_fifteen_minutes(club: Club, bot: Bot, ask: Raw) -> None:
    _, _, interaction = await pressed(club, bot)
    await interaction.response.send_message("first", ephemeral=True)
    club.fake.clock.advance(14 * 60)
    assert (await ask("POST", webhook(club, interaction), {"content": "in time"}))[0] == 200
    club.fake.clock.advance(61)
    for method, path in (("POST", ""), ("PATCH", "/messages/@original"), ("DELETE", "/messages/@original")):
        status, body = await ask(method, webhook(club, interaction) + path, {"content": "late"})
        assert (status, body["code"]) == (401, 50027)


async def test_an_ephemeral_message_is_reached_through_its_interaction_alone(
    club: Club, bot: Bot, ask: Raw
) -> None:
    _, _, interaction = await pressed(club, bot)
    await interaction.response.send_message("private", ephemeral=True)
    (message,) = club.mia.ephemeral(club.studio)
    path = f"/channels/{club.studio.id}/messages/{message.id}"
    for method, more in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/reactions/👍/@me")):
        status, body = await ask(method, path + more, {"content": "x"} if method == "PATCH" else None)
        assert (status, body["code"]) == (404, 10008)
    listed = await ask("GET", f"/channels/{club.studio.id}/messages")
    assert [body["content"] for body in listed[1]] == ["Which?"]


async def test_pictures_can_come_with_the_first_answer(club: Club, bot: Bot) -> None:
    _, exchange, interaction = await pressed(club, bot)
    file = discord.File(io.BytesIO(b"picture"), "cat.png", description="a cat", spoiler=True)
    answered = await interaction.response.send_message("here", file=file)
    response = await exchange.acknowledged()
    assert response.message is not None
    assert answered.message_id == response.message.id
    (picture,) = response.message.media
    assert (picture.content, picture.description, picture.spoiler) == (b"picture", "a cat", True)


@pytest.mark.parametrize("way", ["edit", "follow-up"])
async def test_an_uploaded_gallery_cannot_fill_a_deferred_answer(club: Club, bot: Bot, way: str) -> None:
    _, _, interaction = await pressed(club, bot)
    await interaction.response.defer(thinking=True)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://cat.png", description="a cat"))
    )
    file = discord.File(io.BytesIO(b"picture"), "cat.png")
    filling: Awaitable[object]
    if way == "edit":
        filling = interaction.edit_original_response(view=view, attachments=[file])
    else:
        filling = interaction.followup.send(view=view, file=file)
    with pytest.raises(discord.HTTPException) as error:
        await filling
    assert error.value.code == 50035
