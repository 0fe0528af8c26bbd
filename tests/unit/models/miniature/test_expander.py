"""The grammar expander: five texts of each kind from any prompt, true to it and to all answers since."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.candidates import Gathering
from core.ports import ExpansionRequest, PastTurn
from core.types.slates import Category, Expansion
from models.miniature.expander import GrammarExpander
from models.miniature.language.attributes import BESIDE_SUBJECT, VISIBLE, Attribute
from models.miniature.language.completing import kinds_of_open
from models.miniature.language.reading import read
from models.miniature.language.wish import Wish
from models.miniature.scene import Light, Palette, Subject, Tint
from tests.unit.models.miniature.language.prompts import CONCRETE, OPEN, anything

REQUEST = ExpansionRequest(
    prompt="a white cat",
    intent="a white cat",
    base="a white cat",
    history=(),
    categories=tuple(Category),
    per_category=5,
    seed=1,
)


def asking(prompt: str, *history: PastTurn, seed: int = 1) -> ExpansionRequest:
    """What would be asked after such turns."""
    picked = [past.picked for past in history if past.picked is not None]
    base = picked[-1] if picked else prompt
    return replace(REQUEST, prompt=prompt, intent=prompt, base=base, history=history, seed=seed)


async def expand(request: ExpansionRequest) -> Sequence[Expansion]:
    return await GrammarExpander().expand(request)


async def wishes(request: ExpansionRequest) -> list[Wish]:
    """What the texts say."""
    return [read(one.text) for one in await expand(request)]


def firsts(expansions: Sequence[Expansion]) -> list[str]:
    """The first text of each category."""
    seen: dict[Category, str] = {}
    for one in expansions:
        seen.setdefault(one.category, one.text)
    return list(seen.values())


def differences(one: Wish, other: Wish, among: Sequence[Attribute]) -> int:
    return sum(one.said(attribute) is not other.said(attribute) for attribute in among)


async def answered(prompt: str, *history: PastTurn, pick: int | None, words: str | None = None) -> PastTurn:
    """A turn in which one of the first four first texts is picked, or none."""
    shown = firsts(await expand(asking(prompt, *history, seed=len(history) + 40)))[:4]
    return PastTurn(shown=tuple(shown), picked=None if pick is None else shown[pick], words=words)


@settings(deadline=None, max_examples=60)
@given(prompt=anything, seed=st.integers(0, 2**31))
async def test_any_prompt_has_25_different_expansions_in_five_categories(prompt: str, seed: int) -> None:
    gathered = await Gathering(primary=GrammarExpander()).gather(asking(prompt, seed=seed), at_least=4)
    assert Counter(one.category for one in gathered.candidates) == dict.fromkeys(Category, 5)


@settings(deadline=None, max_examples=60)
@given(prompt=anything, seed=st.integers(0, 2**31))
async def test_every_text_says_all_seven_attributes_and_keeps_what_the_prompt_is_of(
    prompt: str, seed: int
) -> None:
    asked = read(" ".join(prompt.split()))
    for wish in await wishes(asking(prompt, seed=seed)):
        assert wish.subject is not None
        assert all(wish.said(one) is not None for one in BESIDE_SUBJECT)
        assert all(asked.said(one) in (None, wish.said(one)) for one in BESIDE_SUBJECT)
        if asked.subject is not None:
            assert wish.identity == asked.identity
        else:
            assert wish.sign == ""


@pytest.mark.parametrize("prompt", [*CONCRETE, *OPEN])
@pytest.mark.parametrize("seed", range(4))
async def test_any_two_candidates_differ_in_two_attributes_and_the_first_ones_in_three(
    prompt: str, seed: int
) -> None:
    free = [one for one in VISIBLE if read(prompt).said(one) is None]
    texts = await expand(asking(prompt, seed=seed))
    for one, other in itertools.combinations([read(text) for text in firsts(texts)], 2):
        assert differences(one, other, VISIBLE) >= min(3, len(free))
    for one, other in itertools.combinations([read(text.text) for text in texts], 2):
        assert differences(one, other, list(Attribute)) >= 2


@pytest.mark.parametrize("pick", [0, 1, 2, 3, None])
async def test_candidates_lie_apart_after_answers_too(pick: int | None) -> None:
    history = [await answered("a white cat", pick=2)]
    history.append(await answered("a white cat", *history, pick=pick))
    texts = await expand(asking("a white cat", *history))
    for one, other in itertools.combinations([read(text) for text in firsts(texts)], 2):
        assert differences(one, other, VISIBLE) >= 3
    for one, other in itertools.combinations([read(text.text) for text in texts], 2):
        assert differences(one, other, BESIDE_SUBJECT) >= 2


@pytest.mark.parametrize("prompt", OPEN)
@pytest.mark.parametrize("seed", range(5))
async def test_an_open_prompt_is_shown_as_five_kinds_of_things(prompt: str, seed: int) -> None:
    texts = await expand(asking(prompt, seed=seed))
    kind_of = {subject: kind for kind in kinds_of_open() for subject in kind}
    for group in (firsts(texts), *([one.text for one in texts if one.category is each] for each in Category)):
        kinds = [kind_of[subject] for text in group if (subject := read(text).subject)]
        assert len(kinds) == len(set(kinds)) == 5


async def test_love_is_rather_shown_as_what_stands_for_it() -> None:
    subjects: Counter[Subject | None] = Counter()
    for seed in range(20):
        subjects.update(wish.subject for wish in await wishes(asking("an image of love", seed=seed)))
    assert subjects[Subject.HEART] > 3 * subjects[Subject.TRAIN]


async def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    once, again = [await expand(REQUEST) for _ in range(2)]
    assert once == again
    assert once != await expand(replace(REQUEST, seed=2))


async def test_the_persons_words_stand_in_every_text() -> None:
    for prompt in ("a {} red fox", "قطة على القمر", "猫", "🐱🚀", "a tiny café in Søren's street"):
        assert all(prompt in one.text for one in await expand(asking(prompt)))


@pytest.mark.parametrize("category", [Category.STYLE, Category.SETTING])
async def test_styles_and_settings_are_all_different_within_their_category(category: Category) -> None:
    expansions = [one for one in await expand(REQUEST) if one.category is category]
    attribute = Attribute(category.value)
    assert len({read(one.text).said(attribute) for one in expansions}) >= 4


async def test_what_was_picked_is_mostly_kept_and_a_leap_goes_farthest() -> None:
    kept: Counter[Category] = Counter()
    for seed in range(20):
        history = [await answered("a white cat", pick=seed % 4)]
        assert history[0].picked is not None
        base = read(history[0].picked)
        for one in await expand(asking("a white cat", *history, seed=seed)):
            kept[one.category] += 6 - differences(base, read(one.text), BESIDE_SUBJECT)
    shares = {category: count / (20 * 5 * 6) for category, count in kept.items()}
    assert min(shares[Category.REPHRASE], shares[Category.DETAIL]) > 0.62
    assert min(shares[Category.STYLE], shares[Category.SETTING]) > 0.5
    assert shares[Category.LEAP] < 0.4


async def test_what_all_picks_agree_on_is_held_more_firmly_than_what_they_do_not() -> None:
    agreed = "a white cat in the desert at night, in ember reds, in chalk, in close-up, calm"
    other = "a white cat in the city on a sunny day, in ember reds, as pixel art, in close-up, joyful"
    both = [PastTurn(shown=(one,), picked=one, words=None) for one in (other, agreed)]
    kept: Counter[Attribute] = Counter()
    for seed in range(40):
        for wish in await wishes(asking("a white cat", *both, seed=seed)):
            kept.update(one for one in BESIDE_SUBJECT if wish.said(one) is read(agreed).said(one))
    assert kept[Attribute.PALETTE] > 1.15 * kept[Attribute.LIGHT]
    assert kept[Attribute.COMPOSITION] > 1.15 * kept[Attribute.LIGHT]


async def test_none_of_these_moves_away_from_all_that_was_shown() -> None:
    near = far = 0
    for seed in range(10):
        refused = await answered("a white cat", pick=None)
        seen = [read(text) for text in refused.shown]
        fresh = await wishes(asking("a white cat", seed=seed))
        after = await wishes(asking("a white cat", refused, seed=seed))
        near += sum(one.style in {other.style for other in seen} for one in fresh)
        far += sum(one.style in {other.style for other in seen} for one in after)
        assert all(differences(one, other, BESIDE_SUBJECT) >= 3 for one in after for other in seen)
    assert far < near / 2


async def test_values_passed_over_are_seldom_shown_again() -> None:
    liked = "a white cat in the desert at night, in ember reds, in chalk, in close-up, calm"
    passed = "a white cat in the city on a sunny day, in ocean blues, as pixel art, in a wide shot, joyful"
    history = PastTurn(shown=(liked, passed), picked=liked, words=None)
    palettes: Counter[Palette | None] = Counter()
    for seed in range(40):
        palettes.update(wish.palette for wish in await wishes(asking("a white cat", history, seed=seed)))
    assert palettes[Palette.OCEAN] < min(palettes[Palette.MOSS], palettes[Palette.ROSE])


async def test_words_are_followed_and_what_is_not_understood_is_kept() -> None:
    said = await answered("a white cat", pick=1, words="at sunset, with a steampunk hat, less blue")
    for one in await expand(asking("a white cat", said)):
        wish = read(one.text)
        assert "a white cat, with a steampunk hat" in one.text
        assert (wish.light, wish.subject, wish.tint) == (Light.GOLDEN, Subject.CAT, Tint.WHITE)
        assert wish.palette is not Palette.OCEAN


async def test_a_subject_said_later_replaces_the_first_from_then_on() -> None:
    said = await answered("a white cat", pick=1, words="make it a dog")
    then = await answered("a white cat", said, pick=0)
    for wish in await wishes(asking("a white cat", said, then)):
        assert (wish.subject, wish.tint, wish.companion) == (Subject.DOG, Tint.WHITE, None)


@settings(deadline=None, max_examples=25)
@given(prompt=anything, words=anything, seed=st.integers(0, 2**31))
async def test_any_turns_lead_to_new_texts(prompt: str, words: str, seed: int) -> None:
    history: list[PastTurn] = []
    for pick, said in ((1, None), (None, words), (0, "darker"), (3, None)):
        history.append(await answered(prompt, *history, pick=pick, words=said))
    gathered = await Gathering(primary=GrammarExpander()).gather(
        asking(prompt, *history, seed=seed), at_least=4
    )
    texts = [one.text for one in gathered.candidates]
    assert len(set(texts)) == 25
    assert not {text for past in history for text in past.shown}.intersection(texts)
    if read(prompt).subject is not None:
        assert all(read(text).subject is read(texts[0]).subject for text in texts)


async def test_a_prompt_that_says_everything_still_has_25_texts() -> None:
    prompt = "a white cat in a forest at night, in chalk, in ocean blues, in close-up, calm"
    texts = [one.text for one in await expand(asking(prompt))]
    assert len(set(texts)) == 25
    assert {replace(read(text)) for text in texts} == {read(prompt)}


@pytest.mark.parametrize(("per_category", "categories"), [(1, 1), (3, 2), (10, 5)])
async def test_it_writes_as_many_as_asked_for(per_category: int, categories: int) -> None:
    wanted = tuple(Category)[:categories]
    expansions = await expand(replace(REQUEST, categories=wanted, per_category=per_category))
    assert [one.category for one in expansions] == [one for one in wanted for _ in range(per_category)]
    assert len({one.text for one in expansions}) == len(expansions)


async def test_25_texts_take_some_milliseconds() -> None:
    history = [await answered("an image of love", pick=1)]
    best = 1.0
    for seed in range(5):
        start = time.perf_counter()
        await expand(asking("an image of love", *history, seed=seed))
        best = min(best, time.perf_counter() - start)
    assert best < 0.05  # about 4 ms on an idle machine


async def test_while_many_ask_the_event_loop_goes_round_for_others() -> None:
    expander, rounds, written = GrammarExpander(), 0, asyncio.Event()

    async def go_round() -> None:
        nonlocal rounds
        while not written.is_set():
            await asyncio.sleep(0)
            rounds += 1

    others = asyncio.create_task(go_round())
    texts = await asyncio.gather(*(expander.expand(replace(REQUEST, seed=seed)) for seed in range(5)))
    written.set()
    await others
    assert [len(each) for each in texts] == [25] * 5
    assert rounds > 50
