"""A strict fake of Discord over real sockets, for clients of discord.py.

    async with FakeDiscord() as fake:
        guild = fake.add_guild("Art club")
        studio, mia = guild.add_channel("studio"), guild.add_member("mia", locale="de")
        with fake.in_place_of_discord():
            ...  # start a client with fake.token
        exchange = await mia.command(studio, "imagine", prompt="a white cat")
        assert (await exchange.acknowledged()).ephemeral
        assert fake.violations == []

What it covers: the gateway (identify with token and intents, shards, heartbeats, events by intent, resume
with replay, invalid sessions, reconnects), commands, interactions with their deadlines, messages with files,
embeds or Components V2, forms, menus, reactions, threads, direct messages, permissions per channel,
de-duplication by nonce, rate limits, and requests that fail on purpose. Every body is checked against
Discord's rules; one that breaks a rule is refused as Discord refuses it, and noted in `violations`. Where
this machine has Discord's published description of its API (see `rules/openapi.py`), every body is
compared with that as well; what does not agree is only noted. Traps of the real one are here too: an
edit cannot bring files that components show, nor can the answer that fills a deferred one; files that an
embed or a component shows are not listed as attachments, addresses of files expire, and an ephemeral message
is reached by its interaction alone.

What it does not cover: voice, polls, stickers, forums, webhooks of a bot's own, autocompletion, commands in
menus of users and messages, presence, audit logs, automatic moderation, slow mode, timeouts of members, link
previews, the sizes of pictures, zstd on the gateway (it answers in plain text, which clients take), and
zombie connections: a client that stops its heartbeat is not thrown out. Nothing holds the gateway's events
against a description, for Discord has none of them. An interaction that nobody answers stays open for the
test to look at.

A client of discord.py waits 2 s for more guilds before it is ready, and 5 s before it identifies anew: the
argument `guild_ready_timeout` and the method `before_identify_hook` shorten that in tests.
"""

from tests.fakes.discord.interactions.interaction import InteractionKind, Modal, Response, ResponseKind
from tests.fakes.discord.messages.attaching import Upload
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.people.community import Community
from tests.fakes.discord.people.exchange import Exchange
from tests.fakes.discord.people.options import NotPossibleError
from tests.fakes.discord.people.person import Person
from tests.fakes.discord.server import ALWAYS, FakeDiscord
from tests.fakes.discord.world.events import Intent
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel

__all__ = [
    "ALWAYS",
    "Channel",
    "Community",
    "Exchange",
    "FakeDiscord",
    "Intent",
    "InteractionKind",
    "Message",
    "Modal",
    "NotPossibleError",
    "Permission",
    "Person",
    "Response",
    "ResponseKind",
    "Upload",
]
