"""The slash commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from adapters.discord.replying import boundary, reply, texts_for
from adapters.discord.syncing import said
from adapters.discord.wishes import Wish

if TYPE_CHECKING:
    from adapters.discord.client import PastaClient
else:
    PastaClient = discord.Client  # discord.py looks the annotations up at run time

MOST_MINUTES = 1440
MOST_SEED = 2**31 - 1
MOST_TURNS = 20


@app_commands.describe(
    prompt=said("imagine-prompt"),
    turns=said("imagine-turns"),
    seed=said("imagine-seed"),
    taste=said("imagine-taste"),
    group=said("imagine-group"),
    minutes=said("imagine-minutes"),
)
async def imagine(
    interaction: discord.Interaction[PastaClient],
    prompt: app_commands.Range[str, 1, 4000],
    turns: app_commands.Range[int, 1, MOST_TURNS] | None = None,
    seed: app_commands.Range[int, 0, MOST_SEED] | None = None,
    taste: bool = True,
    group: bool = False,
    minutes: app_commands.Range[int, 1, MOST_MINUTES] | None = None,
) -> None:
    """Begin a session; how long a prompt may be is a setting, and checked by the core."""
    wish = Wish(prompt=prompt, turns=turns, seed=seed, use_taste=taste, group=group, minutes=minutes)
    async with boundary(interaction):
        await interaction.client.beginning.begin(interaction, wish)


async def help_(interaction: discord.Interaction[PastaClient]) -> None:
    """Say what the bot does and how."""
    async with boundary(interaction):
        await reply(interaction, texts_for(interaction).say("help"))


def add_commands(tree: app_commands.CommandTree[PastaClient]) -> None:
    """Add every command to the tree."""
    for name, description, callback in (
        ("imagine", "imagine-description", imagine),
        ("help", "help-description", help_),
    ):
        tree.add_command(app_commands.Command(name=name, description=said(description), callback=callback))
