"""HTML is read as strictly as Telegram reads it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.telegram.rules.markup import MarkupError, read_html


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a <b>cat", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <blink>cat</blink>", 'Unsupported start tag "blink" at byte offset 2'),
        ("ü <p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("1 <2> 3", 'Unsupported start tag "2" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>a</a>', "Expected equal sign in declaration of an attribute of the tag"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(source: str, problem: str) -> None:
    with pytest.raises(MarkupError) as caught:
        read_html(source)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &#65;&#x42; &nbsp;", 'a <b> & "c" AB &nbsp;', []),
        ("<B>a</B>", "a", [{"type": "bold", "offset": 0, "length": 1}]),
        ("<b></b>a", "a", []),
        ("🐈<s>x</s>", "🐈x", [{"type": "strikethrough", "offset": 2, "length": 1}]),
        (
            '<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
            "ab",
            [
                {"type": "spoiler", "offset": 0, "length": 1},
                {"type": "spoiler", "offset": 1, "length": 1},
            ],
        ),
        (
            '<a href="https://example.org/?a=1&amp;b">x</a>',
            "x",
            [{"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/?a=1&b"}],
        ),
        ("<a href='nowhere'>x</a>", "x", []),
        (
            "<blockquote expandable>a</blockquote>",
            "a",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
        (
            '<pre><code class="language-python">a</code></pre>',
            "a",
            [
                {"type": "code", "offset": 0, "length": 1},
                {"type": "pre", "offset": 0, "length": 1},
            ],
        ),
    ],
)
def test_text_and_entities_are_told_apart(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    read = read_html(source)
    assert (read.text, list(read.entities)) == (text, entities)
