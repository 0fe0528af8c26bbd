"""A strict fake of Telegram's Bot API over real sockets, for clients of python-telegram-bot.

    async with FakeTelegram() as fake:
        mia, club = fake.add_user("mia", language_code="de"), fake.add_group("Art club")
        club.add_bot(admin=True)
        club.add(mia)
        ...  # start an Application with fake.token, fake.base_url and fake.base_file_url
        await mia.says(club, "/imagine a white cat")
        await fake.until(lambda: club.messages[-1].buttons)
        exchange = await mia.presses(club.messages[-1], "1")
        assert (await exchange.answered()).text == "1 it is"
        assert fake.violations == []
        assert fake.floods == []

What it covers: polling with its conflicts and webhooks with their repetitions, updates by the kinds that the
bot asked for, texts in HTML, photos (recompressed), documents (byte for byte), albums, inline keyboards,
presses with their deadline, inline queries, polls with photos, reactions, edits, deletions, topics, groups
that become supergroups, rights, blocking, commands by scope and language, flood limits, and requests that
fail or wait on purpose. Requests are held against Telegram's published description of its API where this
machine has it (see `rules/description.py`), else against the part of it that is kept here. What breaks a rule
is refused and noted in `violations`, and so is what Telegram silently ignores, such as an unknown parameter.
What the state of things does not allow ("message is not modified", "chat not found") is refused only.

Traps of the real one are here too: an edit without buttons takes them away, every message in a topic replies
to the one that began it, the general topic has no number, a bot in privacy mode hears commands, replies and
service messages alone, hidden results of a poll are told at its end, and a message with a forced reply cannot
be edited.

All time is that of `fake.clock`, which can be moved and can run faster than real time: `speed`.

What it does not cover: channels, quizzes, payments, stickers, video and audio, texts in Markdown, files by
their address, messages sent through inline queries, business connections, copying and forwarding, other
bots, and `drop_pending_updates` of what is on its way.
"""

from tests.fakes.telegram.api.app import Request, Violation
from tests.fakes.telegram.api.limits import Bucket, Flood, Rate
from tests.fakes.telegram.messages.message import Button, Message
from tests.fakes.telegram.messages.polls import Poll
from tests.fakes.telegram.people.exchange import Exchange
from tests.fakes.telegram.people.group import Group
from tests.fakes.telegram.people.looking import NotPossibleError
from tests.fakes.telegram.people.person import Person
from tests.fakes.telegram.server import ALWAYS, FakeTelegram
from tests.fakes.telegram.world.chats import Chat, Topic
from tests.fakes.telegram.world.clock import Clock
from tests.fakes.telegram.world.queries import Answer

__all__ = [
    "ALWAYS",
    "Answer",
    "Bucket",
    "Button",
    "Chat",
    "Clock",
    "Exchange",
    "FakeTelegram",
    "Flood",
    "Group",
    "Message",
    "NotPossibleError",
    "Person",
    "Poll",
    "Rate",
    "Request",
    "Topic",
    "Violation",
]
