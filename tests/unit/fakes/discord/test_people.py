"""People do what Discord's own program would let them do, and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import Message, NotPossibleError, Permission, Upload
from tests.unit.fakes.discord.clients import Bot
from tests.unit.fakes.discord.conftest import Club


async def with_menu(club: Club, bot: Bot, *, most: int = 1) -> Message:
    menu = discord.ui.Select[discord.ui.View](custom_id="style", placeholder="Style", max_values=most)
    for name in ("Ink", "Oil", "Chalk"):
        menu.add_option(label=name, value=name.lower())
    view = discord.ui.View(timeout=None)
    view.add_item(menu)
    await bot.get_partial_messageable(club.studio.id).send("How?", view=view)
    return club.studio.messages[-1]


async def test_a_choice_in_a_menu_reaches_the_bot(club: Club, bot: Bot) -> None:
    message = await with_menu(club, bot, most=2)
    (menu,) = message.selects
    assert (menu.placeholder, menu.most, [label for label, _ in menu.options]) == (
        "Style",
        2,
        ["Ink", "Oil", "Chalk"],
    )
    await club.mia.choose(message, "style", ["Ink", "chalk"])
    await club.mia.choose(message, "style", ["lead"], forged=True)
    await club.fake.until(lambda: len(bot.told("interaction")) == 2)
    assert [one.data["values"] for one in bot.told("interaction")] == [["ink", "chalk"], ["lead"]]


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [("style", ["lead"]), ("style", []), ("style", ["ink", "oil"]), ("size", ["ink"])],
)
async def test_what_a_menu_does_not_offer_cannot_be_chosen(
    club: Club, bot: Bot, custom_id: str, values: list[str]
) -> None:
    message = await with_menu(club, bot)
    with pytest.raises(NotPossibleError):
        await club.mia.choose(message, custom_id, values)


async def test_who_does_not_see_a_message_cannot_press_in_it(club: Club, bot: Bot) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="One", custom_id="one"))
    await bot.get_partial_messageable(club.studio.id).send("Which?", view=view)
    (message,) = club.studio.messages
    exchange = await club.mia.press(message, "One")
    await club.fake.until(lambda: bot.told("interaction"))
    await bot.told("interaction")[0].response.send_message("Only for you", view=view, ephemeral=True)
    response = await exchange.acknowledged()
    assert response.message is not None
    await club.mia.press(response.message, "One")
    with pytest.raises(NotPossibleError, match="does not see"):
        await club.moderator.press(response.message, "One")
    with pytest.raises(NotPossibleError, match="ephemeral"):
        await club.mia.react(response.message, "👍")
    club.studio.forbid(club.mia, Permission.VIEW_CHANNEL)
    with pytest.raises(NotPossibleError, match="VIEW_CHANNEL"):
        await club.mia.press(message, "One")


async def test_a_press_needs_one_button_of_that_name(club: Club, bot: Bot) -> None:
    view = discord.ui.View(timeout=None)
    for number in range(2):
        view.add_item(discord.ui.Button(label="Same", custom_id=str(number)))
    view.add_item(discord.ui.Button(label="There", url="https://example.org"))
    await bot.get_partial_messageable(club.studio.id).send("Which?", view=view)
    (message,) = club.studio.messages
    with pytest.raises(NotPossibleError, match="2 buttons are called 'Same'"):
        await club.mia.press(message, "Same")
    with pytest.raises(NotPossibleError, match="cannot be pressed"):
        await club.mia.press(message, "There")
    await club.mia.press(message, "1")


async def test_commands_are_offered_where_and_to_whom_they_say(club: Club, bot: Bot) -> None:
    async def nothing(interaction: discord.Interaction) -> None:
        """Nothing happens."""

    command = app_commands.command
    in_guilds = app_commands.allowed_contexts(guilds=True)
    for_staff = app_commands.default_permissions(manage_messages=True)
    bot.tree.add_command(command(name="adults", description="x", nsfw=True)(nothing))
    bot.tree.add_command(in_guilds(command(name="guilds", description="x")(nothing)))
    bot.tree.add_command(for_staff(command(name="staff", description="x")(nothing)))
    await bot.tree.sync()
    with pytest.raises(NotPossibleError, match="age-restricted"):
        await club.mia.command(club.studio, "adults")
    await club.mia.command(club.guild.add_channel("cellar", nsfw=True), "adults")
    with pytest.raises(NotPossibleError, match="direct messages"):
        await club.mia.command(club.mia.direct_channel, "guilds")
    with pytest.raises(NotPossibleError, match="MANAGE_MESSAGES"):
        await club.mia.command(club.studio, "staff")
    await club.moderator.command(club.studio, "staff")
    club.studio.forbid(club.guild.everyone, Permission.USE_APPLICATION_COMMANDS)
    with pytest.raises(NotPossibleError, match="USE_APPLICATION_COMMANDS"):
        await club.mia.command(club.studio, "guilds")


async def test_options_of_every_kind_arrive_as_what_they_are(club: Club, bot: Bot) -> None:
    got: list[Any] = []
    group = app_commands.Group(name="campaign", description="x")

    @group.command(description="x")
    async def start(
        interaction: discord.Interaction,
        who: discord.Member,
        where: discord.TextChannel,
        role: discord.Role,
        file: discord.Attachment,
        share: float,
        open: bool,  # noqa: A002 - the option's name
        name: str,
    ) -> None:
        got.extend([who.id, where.id, role.id, await file.read(), share, open, name])
        await interaction.response.defer()

    bot.tree.add_command(group)
    await bot.tree.sync()
    role = club.guild.add_role("artists")
    exchange = await club.mia.command(
        club.studio,
        "campaign start",
        who=club.moderator,
        where=club.studio,
        role=club.guild.everyone,
        file=Upload(filename="cat.png", content=b"cat"),
        share=0.5,
        open=True,
        name="spring",
    )
    await exchange.acknowledged()
    assert got == [club.moderator.id, club.studio.id, club.guild.id, b"cat", 0.5, True, "spring"]
    assert role.id in club.guild.roles
    with pytest.raises(NotPossibleError, match="only a group"):
        await club.mia.command(club.studio, "campaign")
    with pytest.raises(NotPossibleError, match="no sub-command 'stop'"):
        await club.mia.command(club.studio, "campaign stop")


async def test_a_form_with_a_menu_keeps_what_is_not_named(club: Club, bot: Bot) -> None:
    class Form(discord.ui.Modal, title="More"):
        words = discord.ui.Label[discord.ui.Modal](
            text="Words",
            component=discord.ui.TextInput(custom_id="words", default="at night", required=False),
        )
        style = discord.ui.Label[discord.ui.Modal](
            text="Style",
            component=discord.ui.Select(custom_id="style", options=[discord.SelectOption(label="Ink")]),
        )

        async def on_submit(self, interaction: discord.Interaction) -> None:
            words, style = self.words.component, self.style.component
            assert isinstance(words, discord.ui.TextInput)
            assert isinstance(style, discord.ui.Select)
            await interaction.response.send_message(f"{words.value}, {style.values}")

    @bot.tree.command(description="Ask")
    async def more(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    await bot.tree.sync()
    for given, said in (({}, "at night"), ({"words": ""}, "")):
        modal = await (await club.mia.command(club.studio, "more")).modal()
        assert [field.label for field in modal.fields] == ["Words", "Style"]
        with pytest.raises(NotPossibleError, match="no field 'size'"):
            await club.mia.submit(modal, {"size": "7"})
        response = await (await club.mia.submit(modal, {"style": ["Ink"], **given})).acknowledged()
        assert response.message is not None
        assert response.message.texts == [f"{said}, ['Ink']"]


async def test_moderators_delete_what_others_wrote_and_members_their_own(club: Club) -> None:
    mine, theirs = await club.mia.write(club.studio, "a"), await club.moderator.write(club.studio, "b")
    with pytest.raises(NotPossibleError, match="MANAGE_MESSAGES"):
        await club.mia.delete(theirs)
    await club.mia.delete(mine)
    assert club.studio.messages == [theirs]


async def test_somebody_can_be_in_two_guilds(club: Club) -> None:
    other = club.fake.add_guild("Other")
    assert other.add_member(club.mia) is club.mia
    await club.mia.write(other.add_channel("hall"), "hello")
    club.guild.remove_member(club.mia)
    with pytest.raises(NotPossibleError):
        await club.mia.write(club.studio, "hello")


async def test_waiting_ends_with_the_change_or_in_time(club: Club) -> None:
    with pytest.raises(AssertionError, match=r"within 0.02 s"):
        await club.fake.until(lambda: False, within=0.02)
    later = asyncio.create_task(club.mia.write(club.studio, "hello"))
    await club.fake.until(lambda: club.studio.messages)
    assert later.done()
