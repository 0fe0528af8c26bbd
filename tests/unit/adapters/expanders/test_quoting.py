"""User text as data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.expanders.asking.quoting import quoted, visible


@given(st.text())
def test_any_text_comes_back_as_what_can_be_seen_of_it(text: str) -> None:
    assert json.loads(quoted({"said": text})) == {"said": visible(text)}


@given(st.text(alphabet='<>[]{}|`"\\\n\u2028 au/', max_size=40))
def test_nothing_in_a_text_can_end_a_line_a_tag_a_fence_or_its_string(text: str) -> None:
    lines = quoted({"said": text, "other": None}).split("\n")
    assert len(lines) == 4
    assert not set("<>[]{}|`") & set(lines[1])


def test_structure_stays_readable() -> None:
    assert quoted({"rounds": ["a <b>"], "picked": 2, "seen": True}) == (
        '{\n "rounds": [\n  "a \\u003cb\\u003e"\n ],\n "picked": 2,\n "seen": true\n}'
    )


def test_scripts_and_emoji_stay_whole() -> None:
    for text in ("می‌خواهم", "👩‍🎨 paints", "белый кот", "白い猫", "été à Évora", "café"):
        assert visible(text) == text


def test_whatever_hides_text_is_dropped_and_lines_become_one() -> None:
    assert visible(" a\tb\r\nc\u2028d\u00a0e\u200bf\u202e\x07\ud800\U000e0041 ") == "a b c d ef"
