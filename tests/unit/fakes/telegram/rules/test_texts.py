"""Texts are measured, trimmed and written again in HTML with their entities in place."""

from __future__ import annotations

import pytest

from tests.fakes.telegram.rules.markup import read_html
from tests.fakes.telegram.rules.texts import cut, plain, units


def test_telegram_counts_utf16_code_units() -> None:
    assert (units("a"), units("ü"), units("🐈"), units("1️⃣")) == (1, 1, 2, 3)
    assert cut("🐈ab", 2, 1) == "a"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("/start", "bot_command", ["/start"]),
        ("a/b /c, and /d@pasta_bot!", "bot_command", ["/c", "/d@pasta_bot"]),
        ("http://a.org/start", "bot_command", []),
        ("see https://a.org/x?y=1 there", "url", ["https://a.org/x?y=1"]),
        ("mail a@b.org or @ben", "mention", ["@ben"]),
        ("#art and a#b", "hashtag", ["#art"]),
    ],
)
def test_commands_and_addresses_are_found_in_plain_text(text: str, kind: str, found: list[str]) -> None:
    assert plain(text).named(kind) == found


@pytest.mark.parametrize(
    "source",
    [
        "<b>a <i>b</i></b> c",
        "<b><i>a</i> b</b>",
        "a &lt; b &amp; <code>c &gt; d</code>",
        '<a href="https://example.org/?a&amp;b">x</a> 🐈 <u>y</u>',
        "<blockquote expandable>a</blockquote>",
        "<tg-spoiler>a</tg-spoiler><s>b</s>",
    ],
)
def test_what_is_read_is_written_again(source: str) -> None:
    assert read_html(source).html == source


def test_white_space_at_both_ends_goes_and_entities_move_with_the_text() -> None:
    trimmed = read_html("  \n<b> a </b> <i> </i>").trimmed()
    assert (trimmed.text, trimmed.entities) == ("a", ({"type": "bold", "offset": 0, "length": 1},))
