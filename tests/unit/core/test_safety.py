"""The list of blocked words."""

from __future__ import annotations

import pytest

from core.safety import BlockList


@pytest.mark.parametrize(
    "text", ["gore", "some GORE here", "gore, please", "(gore)", "a red  dawn", "a red\ndawn"]
)
async def test_a_blocked_word_is_found_wherever_it_stands(text: str) -> None:
    reason = await BlockList(["gore", " red dawn "]).refused_text(text)
    assert reason is not None
    assert reason[0] + reason[-1] == "“”"


async def test_the_reason_names_the_word_as_it_was_written() -> None:
    assert await BlockList(["gore"]).refused_text("more Gore") == "“Gore”"


@pytest.mark.parametrize("text", ["gorelike", "agore", "go re", "Größe", ""])
async def test_parts_of_other_words_pass(text: str) -> None:
    assert await BlockList(["gore", "größ"]).refused_text(text) is None


async def test_words_with_signs_mean_just_these_signs() -> None:
    check = BlockList(["c++", "a.b"])
    assert await check.refused_text("I like c++") is not None
    assert await check.refused_text("axb") is None


@pytest.mark.parametrize("blocked", [[], [""], ["  "]])
async def test_an_empty_list_blocks_nothing(blocked: list[str]) -> None:
    assert await BlockList(blocked).refused_text("anything") is None


async def test_it_hides_no_image() -> None:
    assert await BlockList(["gore"]).image_risk(b"gore") == 0.0
