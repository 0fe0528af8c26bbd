"""All that holds in a group can be told in one message of Telegram's, and calls nobody."""

from __future__ import annotations

import re
from typing import cast

import pytest

from adapters.telegram.connection import Connection
from adapters.telegram.groups.group_settings import in_words
from adapters.telegram.where import Spot
from adapters.telegram.wording import MESSAGE_CHARACTERS
from core.bots.rule_changes import MOST_LISTED
from core.texts.catalogue import LANGUAGES, texts_in
from core.types.communities import CommunityRules

HERE = Spot(chat=-1002000000001, topic=7)


class Known:
    """A connection that knows everybody's name."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def name_of(self, account: int, spot: Spot) -> str:
        """The same for all of them."""
        return self._name


async def told(rules: CommunityRules, language: str | None, name: str = "ben") -> str:
    return await in_words(rules, texts_in(language), cast("Connection", Known(name)), HERE)


def units(html: str) -> int:
    """How long Telegram finds a text: without its marks, in units of UTF-16."""
    text = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_longest_rules_fit_into_one_message(language: str) -> None:
    numbers = tuple(str(7_000_000_000 + number) for number in range(MOST_LISTED))
    rules = CommunityRules(
        channels=tuple(str(1_000_000 + number) for number in range(MOST_LISTED)),
        turns=20,
        sessions_per_day=1000,
        hides_images_above=0.9999,
        starters=("administrators",),
        language="de",
        report_channel=HERE.channel,
        blocked_words=tuple("🐈" * 47 + f"{number:03}" for number in range(MOST_LISTED)),
        blocked_members=numbers,
    )
    assert units(await told(rules, language, name="😀" * 64)) <= MESSAGE_CHARACTERS


async def test_names_and_words_of_people_are_no_marks_and_call_nobody() -> None:
    rules = CommunityRules(blocked_words=("<b>@mia /help",), blocked_members=("7000000001",))
    text = await told(rules, None, name="<i>@ben</i>")
    assert "&lt;b&gt;@\u2060mia /\u2060help" in text
    assert "&lt;i&gt;@\u2060ben" in text
    assert "tg://" not in text


async def test_topics_are_shown_as_links_and_the_group_as_itself() -> None:
    text = await told(CommunityRules(channels=("0", "12"), report_channel="-1002000000001:12"), None)
    assert '<a href="https://t.me/c/2000000001/1">General</a>' in text
    assert text.count('<a href="https://t.me/c/2000000001/12">topic 12</a>') == 2
    text = await told(CommunityRules(report_channel="-1002000000001"), "de")
    assert "diese Gruppe" in text
