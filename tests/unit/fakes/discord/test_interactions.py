"""Commands, presses, menus and forms reach a real client, and its answers reach the person."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands

from tests.fakes.discord import NotPossibleError, ResponseKind
from tests.unit.fakes.discord.clients import Bot
from tests.unit.fakes.discord.conftest import Club


def a_view(*items: discord.ui.Item[discord.ui.View]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


async def register(bot: Bot) -> None:
    """A command that says privately what was asked, and in which language."""

    @bot.tree.command(description="Paint something")
    @app_commands.describe(prompt="What to paint")
    async def imagine(
        interaction: discord.Interaction, prompt: str, count: app_commands.Range[int, 1, 4] = 4
    ) -> None:
        await interaction.response.send_message(
            f"{prompt} of {count} in {interaction.locale}", ephemeral=True
        )

    await bot.tree.sync()


async def test_a_synced_command_is_answered_where_only_the_person_sees_it(club: Club, bot: Bot) -> None:
    await register(bot)
    exchange = await club.mia.command(club.studio, "imagine", prompt="a white cat", count=2)
    response = await exchange.acknowledged()
    assert response.kind is ResponseKind.MESSAGE
    assert response.ephemeral
    assert response.seconds < 3
    assert [message.texts for message in club.mia.ephemeral(club.studio)] == [["a white cat of 2 in de"]]
    assert club.moderator.ephemeral(club.studio) == []
    assert club.studio.messages == []
    assert club.fake.violations == []


async def test_a_command_that_was_never_synced_cannot_be_used(club: Club, bot: Bot) -> None:
    with pytest.raises(NotPossibleError, match="no command /imagine"):
        await club.mia.command(club.studio, "imagine", prompt="a white cat")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({}, "needs the option 'prompt'"),
        ({"prompt": 7}, "cannot be 7"),
        ({"prompt": "cat", "size": 2}, "no option 'size'"),
        ({"prompt": "cat", "count": 5}, "between 1 and 4"),
    ],
)
async def test_options_are_held_against_the_synced_command(
    club: Club, bot: Bot, options: dict[str, object], complaint: str
) -> None:
    await register(bot)
    with pytest.raises(NotPossibleError, match=complaint):
        await club.mia.command(club.studio, "imagine", **options)


async def test_only_buttons_that_are_there_and_enabled_can_be_pressed(club: Club, bot: Bot) -> None:
    channel = bot.get_partial_messageable(club.studio.id)
    button = discord.ui.Button[discord.ui.View](label="One", custom_id="pick:1")
    closed = discord.ui.Button[discord.ui.View](label="Two", custom_id="pick:2", disabled=True)
    await channel.send("Which?", view=a_view(button, closed))
    (message,) = club.studio.messages
    for name in ("Three", "Two", "pick:2"):
        with pytest.raises(NotPossibleError):
            await club.mia.press(message, name)
    await club.mia.press(message, "One")
    await club.mia.press(message, "pick:9", forged=True)
    await club.fake.until(lambda: len(bot.told("interaction")) == 2)
    pressed = [interaction.data["custom_id"] for interaction in bot.told("interaction")]
    assert pressed == ["pick:1", "pick:9"]


async def test_a_form_comes_back_with_what_was_typed(club: Club, bot: Bot) -> None:
    class Words(discord.ui.Modal, title="Say it in words"):
        what = discord.ui.TextInput[discord.ui.Modal](label="What", max_length=20, default="a cat")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"{self.what.value}, {interaction.user.name}")

    @bot.tree.command(description="Ask")
    async def ask(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Words())

    await bot.tree.sync()
    modal = await (await club.mia.command(club.studio, "ask")).modal()
    assert modal.title == "Say it in words"
    (field,) = modal.fields
    assert (field.label, field.value) == ("What", "a cat")
    with pytest.raises(NotPossibleError, match="not 21"):
        await club.mia.submit(modal, {field.custom_id: "x" * 21})
    with pytest.raises(NotPossibleError, match="1 to 20 characters, not 0"):
        await club.mia.submit(modal, {field.custom_id: ""})
    with pytest.raises(NotPossibleError, match="somebody else"):
        await club.moderator.submit(modal, {field.custom_id: "a dog"})
    response = await (await club.mia.submit(modal, {field.custom_id: "a dog"})).acknowledged()
    assert response.message is not None
    assert response.message.texts == ["a dog, mia"]
