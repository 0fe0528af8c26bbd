"""Words with the marks of Discord, in which people's texts mean nothing but themselves."""

from __future__ import annotations

from discord.utils import escape_markdown

from adapters.discord.services import PLATFORM
from core.bots.rule_changes import WORD_CHARACTERS, Marks, told
from core.bots.showing.wording import PROMPT_CHARACTERS
from core.conversation.gallery import GalleryView, shortened
from core.texts.catalogue import Texts
from core.types.communities import CommunityRules

MESSAGE_CHARACTERS = 2000


def plain(text: str, *, most: int = PROMPT_CHARACTERS) -> str:
    """A person's text on one line, so that nothing in it is a mark or a link of Discord's."""
    return escape_markdown(shortened(text, most)).replace("://", ":\u200b//")


def heading(view: GalleryView, texts: Texts, *, mention: str) -> str:
    """Which gallery this is, of what, and whose."""
    turn = texts.say("gallery-heading", number=view.number, most=view.most)
    return f"### {turn}\n{plain(view.prompt)} · {mention}"


MARKS = Marks(
    platform=PLATFORM,
    channel="<#{}>".format,
    role="<@&{}>".format,
    member="<@{}>".format,
    plain=lambda word: plain(word, most=WORD_CHARACTERS),
)


def in_words(rules: CommunityRules, texts: Texts) -> str:
    """All that holds on a server, one line each."""
    return "\n".join(f"**{what}:** {decided}" for what, decided in told(rules, texts, MARKS))
