"""Following what a person has said since the prompt: the newest words win, the rest stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.ports import PastTurn
from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute, Value, attribute_of, values_of
from models.miniature.language.lexicon import english_colours, english_nouns, key_of
from models.miniature.language.reading import parse, read
from models.miniature.language.vocabulary.plain import FRAGMENT_OPENINGS
from models.miniature.language.wish import Identity, Reading, Spot, Wish
from models.miniature.language.writing import (
    NUMBERS,
    Core,
    core_of,
    named_identity,
    noun_of,
    plural,
    restated,
    shortened,
    with_article,
)
from models.miniature.scene import Subject

_MOST_FRAGMENT_CHARACTERS = 120
_MOST_CHARACTERS = 900
_FRAGMENT_OPENINGS = frozenset(FRAGMENT_OPENINGS.split())
_DETERMINERS = frozenset(("a", "an", "the", "some", "his", "her", "its", "their", "two", "three"))
_SINGLE = re.compile(r"\b(?:an?|one|the) ((?:[a-z]+ ){0,3})$", re.IGNORECASE)
_ENGLISH = re.compile(r"[A-Za-z-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """All that a person has asked for: the words that stay, and which values of each attribute do."""

    core: Core
    allowed: Mapping[Attribute, tuple[Value, ...]]

    @property
    def wish(self) -> Wish:
        """What the words that stay ask for."""
        return self.core.wish


def follow(prompt: str, history: Sequence[PastTurn]) -> Asked:
    """What is asked for by a prompt and by what was said about the galleries since."""
    wish = read(prompt)
    asked = Asked(core=core_of(prompt), allowed=_limited(_everything(), wish))
    seen: Wish | None = None
    for past in history:
        if past.picked is not None:
            seen = read(past.picked)
        if past.words:
            asked = _after(asked, past.words, seen or asked.wish)
    return asked


def _everything() -> Mapping[Attribute, tuple[Value, ...]]:
    return MappingProxyType({attribute: values_of(attribute) for attribute in Attribute})


def _limited(
    allowed: Mapping[Attribute, tuple[Value, ...]], wish: Wish
) -> Mapping[Attribute, tuple[Value, ...]]:
    """What was said alone is left of its attribute, and what is not wanted is taken from the others."""
    limits = dict(allowed)
    for value in wish.without:
        attribute = attribute_of(value)
        if attribute is not None:
            left = tuple(one for one in limits[attribute] if one is not value)
            limits[attribute] = left or tuple(one for one in values_of(attribute) if one is not value)
    for attribute in BESIDE_SUBJECT:
        said = wish.said(attribute)
        if said is not None:
            limits[attribute] = (said,)
    return MappingProxyType(limits)


def _after(asked: Asked, words: str, seen: Wish) -> Asked:
    """What is asked for after some words about a gallery of which one picture may have been picked."""
    alone = parse(words)
    subject = asked.wish.subject
    spoken = parse(f"{noun_of(subject)}, {words}") if subject and noun_of(subject) else alone
    allowed = _limited(asked.allowed, spoken.wish)
    limits = dict(allowed)
    for values in spoken.comparisons:
        attribute = attribute_of(values[0])
        assert attribute is not None
        limits[attribute] = tuple(one for one in values if one is not seen.said(attribute)) or values
    core = _reworded(asked.core, words, alone, spoken)
    return Asked(core=core, allowed=MappingProxyType(limits))


def _reworded(core: Core, words: str, alone: Reading, spoken: Reading) -> Core:
    """The words that stay, with another subject, colour, number or companion in them where that was said."""
    old = core.wish.identity
    new = _changed(core, alone, spoken)
    if (added := _with_company(core, new, words, alone)) is not None:
        return added
    text = core.text
    if new.subject is not old.subject:
        text = _with_subject(core, new, words)
    if new.tint is not old.tint:
        text = _with_tint(text, new)
    if new.count != old.count:
        text = _with_count(text, new)
    if new.companion is not old.companion and new.companion is not None:
        text = f"{text}, with {with_article(noun_of(new.companion))}"
    fragments = tuple(_fragments(words, alone.unknown_spots))
    text = shortened(", ".join(one for one in (text, *fragments) if one), _MOST_CHARACTERS)
    reading = parse(text)
    sign = reading.wish.sign if new.subject is not None else ""
    if reading.wish.identity == replace(new, sign=sign):
        return Core(text=text, reading=reading)
    plainly = ", ".join((named_identity(new), *fragments))
    sign = read(plainly).sign
    return restated(plainly, core.wish.of(replace(new, sign=sign)))


def _with_company(core: Core, new: Identity, words: str, alone: Reading) -> Core | None:
    """The text with "with a big dog" after it as it was said, where that is all that was said."""
    says_more = alone.comparisons or any(alone.wish.said(one) for one in BESIDE_SUBJECT)
    if not alone.is_company or says_more or len(words) > _MOST_FRAGMENT_CHARACTERS:
        return None
    text = f"{core.text}, {' '.join(words.split()).rstrip(' ,;:.!')}"
    wish = read(text)
    is_meant = wish.identity == replace(new, sign=wish.sign)
    return Core(text=text, reading=parse(text)) if is_meant else None


def _changed(core: Core, alone: Reading, spoken: Reading) -> Identity:
    """What the picture is of after the words."""
    old = core.wish.identity
    named = _named(old, alone, spoken)
    subject, companion = old.subject, alone.wish.companion or old.companion
    if named is not None and named is not old.subject:
        if alone.is_company and core.reading.subject_spots:
            companion = named
        else:
            subject = named
    without = set(alone.wish.without)
    tint = alone.wish.tint if subject is not old.subject and alone.wish.tint else spoken.wish.tint
    return Identity(
        subject=subject,
        tint=tint or (None if old.tint in without else old.tint),
        count=_count(old, subject, alone, spoken),
        companion=None if companion in without or companion is subject else companion,
        sign=old.sign,
    )


def _named(old: Identity, alone: Reading, spoken: Reading) -> Subject | None:
    """The subject that the words name, if they do."""
    named = alone.wish.subject
    is_meant = bool(alone.subject_spots) and named in {spoken.wish.subject, spoken.wish.companion}
    is_genre = old.subject is None and named not in {None, Subject.EMBLEM, Subject.LANDSCAPE}
    return named if is_meant or is_genre else None


def _count(old: Identity, subject: Subject | None, alone: Reading, spoken: Reading) -> int | None:
    """How many there are; "dogs" instead of two cats are two."""
    if subject is old.subject:
        return spoken.wish.count or old.count
    is_told = alone.count_spot is not None or (old.count or 1) == 1
    return (alone.wish.count if is_told else None) or old.count


def _with_subject(core: Core, new: Identity, words: str) -> str:
    """The text with every mention of the old subject replaced, or the new one said after it."""
    assert new.subject is not None
    text, noun = core.text, noun_of(new.subject)
    spots = core.reading.subject_spots
    if not spots:
        joined = "with" if core.wish.subject is Subject.LANDSCAPE else "as"
        return f"{text}, {joined} {with_article(noun)}"
    if not all(key_of(text[one.start : one.end]) in english_nouns() for one in spots):
        return words if read(words).identity == new else named_identity(new)
    for spot in reversed(spots):
        text = _replaced(text, spot, plural(noun) if spot.is_plural else noun)
    return text


def _replaced(text: str, spot: Spot, word: str) -> str:
    """The text with another word in one place, and the article before it put right."""
    return _with_right_article(text[: spot.start], word) + word + text[spot.end :]


def _with_right_article(before: str, word: str) -> str:
    match = re.search(r"\b([Aa])n? $", before)
    if match is None:
        return before
    article = with_article(word).split(" ", 1)[0]
    return f"{before[: match.start()]}{match[1]}{article[1:]} "


def _with_tint(text: str, new: Identity) -> str:
    """The text with another colour of its subject."""
    reading = parse(text)
    if new.tint is None:
        return named_identity(new)
    spot = reading.tint_spot
    if spot is not None and key_of(text[spot.start : spot.end]) in english_colours():
        return _replaced(text, spot, new.tint.value)
    spots = reading.subject_spots
    if spots and spot is None and key_of(text[spots[0].start : spots[0].end]) in english_nouns():
        start = spots[0].start
        return f"{_with_right_article(text[:start], new.tint.value)}{new.tint.value} {text[start:]}"
    return f"{text}, in {new.tint.value}"


def _with_count(text: str, new: Identity) -> str:
    """The text with another number of its subject."""
    reading, number = parse(text), NUMBERS[new.count or 1]
    spot = reading.count_spot
    of_many = (new.count or 1) > 1 and bool(reading.subject_spots) and reading.subject_spots[0].is_plural
    if of_many and spot is not None and _ENGLISH.fullmatch(text[spot.start : spot.end]):
        return _replaced(text, spot, number)
    counted = _pluralised(text, reading, number) if (new.count or 1) > 1 else text
    if read(counted).identity == replace(reading.wish.identity, count=new.count):
        return counted
    return f"{text}, {number} of them" if number != "one" else f"{text}, just one of them"


def _pluralised(text: str, reading: Reading, number: str) -> str:
    """The text with so many instead of one: two white cats for a white one."""
    if not reading.subject_spots:
        return text
    spot = reading.subject_spots[0]
    before, noun = text[: spot.start], text[spot.start : spot.end]
    match = _SINGLE.search(before)
    if match is None or spot.is_plural or key_of(noun) not in english_nouns():
        return text
    return f"{before[: match.start()]}{number} {match[1]}{plural(noun)}{text[spot.end :]}"


def _fragments(words: str, spots: Iterable[Spot]) -> Iterable[str]:
    """What was not understood, in the person's own words."""
    for spot in spots:
        fragment = words[spot.start : spot.end].split()
        while len(fragment) > 1 and fragment[0].lower() in _FRAGMENT_OPENINGS:
            fragment.pop(0)
        joined = shortened(" ".join(fragment), _MOST_FRAGMENT_CHARACTERS)
        yield f"with {joined}" if fragment and fragment[0].lower() in _DETERMINERS else joined
