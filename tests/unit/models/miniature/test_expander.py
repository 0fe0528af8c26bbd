"""The word-list expander: five of each kind from any prompt, all different, the same under the same seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.candidates import Gathering
from core.ports import ExpansionRequest, PastTurn
from core.types.slates import Category
from models.miniature.expander import WordListExpander

REQUEST = ExpansionRequest(
    prompt="a white cat",
    intent="a white cat",
    base="a white cat",
    history=(),
    categories=tuple(Category),
    per_category=5,
    seed=1,
)


@settings(deadline=None)
@given(
    prompt=st.text(min_size=1, max_size=80).filter(lambda text: text.strip(" .!,;:\n\t")),
    seed=st.integers(0, 2**31),
)
async def test_any_prompt_has_25_different_expansions_in_five_categories(prompt: str, seed: int) -> None:
    request = replace(REQUEST, prompt=prompt, intent=prompt, base=prompt, seed=seed)
    gathered = await Gathering(primary=WordListExpander()).gather(request, at_least=4)
    assert Counter(one.category for one in gathered.candidates) == dict.fromkeys(Category, 5)


async def test_every_expansion_holds_the_text_it_starts_from() -> None:
    texts = [one.text for one in await WordListExpander().expand(replace(REQUEST, base="a {} red fox"))]
    assert all("a {} red fox" in text for text in texts)


async def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    once, again = [await WordListExpander().expand(REQUEST) for _ in range(2)]
    other = await WordListExpander().expand(replace(REQUEST, seed=2))
    assert once == again
    assert once != other


async def test_the_persons_last_words_are_in_all_expansions() -> None:
    history = (
        PastTurn(shown=("x",), picked="x", words="in blue"),
        PastTurn(shown=("y",), picked="y", words="at night"),
    )
    texts = [one.text for one in await WordListExpander().expand(replace(REQUEST, history=history))]
    assert all("a white cat, at night" in text for text in texts)
    unsaid = (PastTurn(shown=("x",), picked="x", words=None),)
    assert await WordListExpander().expand(replace(REQUEST, history=unsaid)) == (
        await WordListExpander().expand(REQUEST)
    )


@pytest.mark.parametrize(("per_category", "count"), [(1, 1), (3, 3), (50, 5)])
async def test_it_writes_as_many_as_asked_for_or_as_it_can(per_category: int, count: int) -> None:
    request = replace(REQUEST, categories=(Category.REPHRASE,), per_category=per_category)
    expansions = await WordListExpander().expand(request)
    assert [one.category for one in expansions] == [Category.REPHRASE] * count
    assert len(set(expansions)) == count
