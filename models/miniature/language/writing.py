"""Writing what a scene shows in one English phrase around the person's own words, so that it reads back."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.miniature.language.attributes import BESIDE_SUBJECT, Attribute
from models.miniature.language.reading import parse
from models.miniature.language.tokens import without_markup
from models.miniature.language.vocabulary.plain import OPENINGS, PICTURES
from models.miniature.language.vocabulary.written import ADJECTIVES, NAMES, NOUNS, PEOPLE, TAILS
from models.miniature.language.wish import Identity, Reading, Wish
from models.miniature.scene import Palette, Scene, Style, Subject

MOST_CORE_CHARACTERS = 300
_LONGEST_PHRASE = 60
_REQUEST = re.compile(
    r"^(?:please |can you |could you |i want you to |i would like you to ){0,2}"
    r"(?:make|draw|paint|create|generate|show|give|sketch)(?: me)?"
    r"(?:(?: an?)?(?: image| picture| drawing| painting| photo| illustration)(?: of)? (?=\S)"
    r"| (?=an? |two |three |some ))"
    r"|,? please[.!?]?$",
    re.IGNORECASE,
)
"""How a wish is put to somebody; no part of what is seen."""
NUMBERS = ("no", "one", "two", "three", "four", "five")
_UNSAYABLE = {
    Subject.PORTRAIT: "person", Subject.LANDSCAPE: "valley", Subject.ABSTRACT: "abstract shape",
    Subject.EMBLEM: "",
}  # fmt: skip
_PLURALS = {
    "person": "people", "cactus": "cacti", "fish": "fish", "goldfish": "goldfish", "sheep": "sheep",
    "wolf": "wolves", "mouse": "mice", "goose": "geese", "child": "children",
}  # fmt: skip
_OPENINGS = frozenset(OPENINGS.split())
_PICTURES = frozenset(PICTURES.split())
_ORDERS = (
    (Attribute.COMPOSITION, Attribute.STYLE, Attribute.PALETTE, Attribute.MOOD),
    (Attribute.STYLE, Attribute.PALETTE, Attribute.COMPOSITION, Attribute.MOOD),
    (Attribute.MOOD, Attribute.COMPOSITION, Attribute.STYLE, Attribute.PALETTE),
    (Attribute.STYLE, Attribute.COMPOSITION, Attribute.PALETTE, Attribute.MOOD),
    (Attribute.COMPOSITION, Attribute.PALETTE, Attribute.STYLE, Attribute.MOOD),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Core:
    """The words that stay in every text, and what they say."""

    text: str
    reading: Reading

    @property
    def wish(self) -> Wish:
        """What the words ask for."""
        return self.reading.wish

    @property
    def is_noun_phrase(self) -> bool:
        """Whether "a watercolour of" can stand before it."""
        words = self.text.lower().split()
        return (
            len(self.text) <= _LONGEST_PHRASE
            and self.text.isascii()
            and not any(mark in self.text for mark in ",;:.!?()<>")
            and bool(words)
            and words[0] in _OPENINGS
            and not _PICTURES.intersection(words)
        )


@lru_cache(maxsize=256)
def core_of(prompt: str) -> Core:
    """The prompt on one line, shortened where it is long; what it is of is said in any case."""
    text = _REQUEST.sub("", " ".join(without_markup(prompt).split()))
    return restated(shortened(text, MOST_CORE_CHARACTERS), parse(text).wish)


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= most:
        return text.rstrip(" ,;:.") or text
    cut = text[: most + 1].rpartition(" ")[0] or text[:most]
    return f"{cut.rstrip(' ,;:.')}…"


def restated(text: str, wish: Wish) -> Core:
    """The text where it says what the wish is of; else with that added, or that alone."""
    named = named_identity(wish.identity)
    for attempt in (text, f"{text}, with {named}", f"{named}, {text}", named):
        core = Core(text=attempt, reading=parse(attempt))
        if core.wish.identity == wish.identity:
            return core
    return core


def named_identity(identity: Identity) -> str:
    """What the picture is of, in the plainest words: "two white quantum llamas and a dog"."""
    if identity.subject is None:
        return "an idea"
    count, companion = identity.count, identity.companion
    noun = noun_of(identity.subject)
    colour = identity.tint.value if identity.tint else ""
    described = " ".join(
        word for word in (identity.sign, colour, plural(noun) if (count or 1) > 1 else noun) if word
    )
    phrase = with_article(described) if count is None else f"{NUMBERS[count]} {described}"
    return phrase if companion is None else f"{phrase} and {with_article(noun_of(companion))}"


def noun_phrase(subject: Subject, count: int, draw: random.Random) -> str:
    """A subject by one of its names, or several of it."""
    if subject is Subject.PORTRAIT and count > 1:
        return with_article(PEOPLE.replace("{}", NUMBERS[count]))
    name = draw.choice(NAMES.get(subject, (subject.value,)))
    return with_article(name) if count == 1 else f"{NUMBERS[count]} {plural(name)}"


def with_article(noun: str) -> str:
    """The noun with "a" or "an"."""
    return f"an {noun}" if noun[:1] in tuple("aeiou8") else f"a {noun}"


def plural(noun: str) -> str:
    """Several of it."""
    first, of, rest = noun.partition(" of ")
    return f"{_PLURALS.get(first) or _regular_plural(first)}{of}{rest}"


def _regular_plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def noun_of(subject: Subject) -> str:
    """The one word that is always read back as the subject; none for an emblem."""
    return _UNSAYABLE.get(subject, subject.value)


def write(core: Core, scene: Scene, draw: random.Random) -> str:
    """One phrase that says all of the scene: the core first, then what the core does not say already."""
    unsaid: list[Attribute] = [
        one for one in BESIDE_SUBJECT if core.wish.said(one) is not getattr(scene, one.value)
    ]
    before = _before(core, scene, unsaid, draw)
    placed = _placed(core, scene, unsaid, draw)
    order = draw.choice(_ORDERS)
    clauses = [_clause(core, scene, one, draw) for one in order if one in unsaid]
    return ", ".join((before + placed[0], *_lightened([*placed[1:], *clauses])))


def _before(core: Core, scene: Scene, unsaid: list[Attribute], draw: random.Random) -> str:
    """Sometimes "a dreamy watercolour of " comes first; what is said there is taken off the list."""
    is_fit = core.is_noun_phrase and core.wish.style is None and Attribute.STYLE in unsaid
    if not is_fit or draw.random() < 0.5:
        return ""
    unsaid.remove(Attribute.STYLE)
    words = draw.choice(NOUNS[scene.style])
    if Attribute.MOOD in unsaid and core.wish.mood is None and draw.random() < 0.6:
        unsaid.remove(Attribute.MOOD)
        words = f"{draw.choice(ADJECTIVES[scene.mood])} {words}"
    return f"{with_article(words)} "


def _placed(core: Core, scene: Scene, unsaid: Sequence[Attribute], draw: random.Random) -> list[str]:
    """The core with its subject, its place and its light, as one clause where that reads well, or two."""
    is_open = core.wish.subject is None
    opening = _with_subject(core, scene, draw) if is_open else core.text
    where: list[str] = []
    for attribute in (Attribute.SETTING, Attribute.LIGHT):
        if attribute in unsaid:
            before = where[-1].split(" ")[0] if where else ""
            where.append(_clause(core, scene, attribute, draw, but_not=before))
    if any(one.startswith("now ") for one in where):
        return [opening, *where]
    if where and (is_open or core.reading.ends_on_subject):
        return [" ".join((opening, *where))]
    return [opening, " ".join(where)] if where else [opening]


def _with_subject(core: Core, scene: Scene, draw: random.Random) -> str:
    """The core of an open prompt with something to see in it."""
    phrase = noun_phrase(scene.subject, scene.count, draw)
    if not any(one.isalnum() for one in core.text):
        return phrase
    is_short = core.text.isascii() and len(core.text) < _LONGEST_PHRASE and "," not in core.text
    can_go_on = is_short and core.reading.is_settled
    pattern = draw.choice(("{} as ", "{}, as ", "{}: ") if can_go_on else ("{}, as ", "{}: "))
    return pattern.replace("{}", core.text) + phrase


def _clause(core: Core, scene: Scene, attribute: Attribute, draw: random.Random, *, but_not: str = "") -> str:
    """One value in words, not beginning with `but_not`; "now" marks what goes against the core."""
    phrases = TAILS[getattr(scene, attribute.value)]
    phrase = draw.choice([one for one in phrases if one.split(" ")[0] != but_not] or phrases)
    return phrase if core.wish.said(attribute) is None else f"now {phrase}"


def _lightened(clauses: Sequence[str]) -> list[str]:
    """The clauses without "in" where the one before begins with it too."""
    kept: list[str] = []
    for clause in clauses:
        repeats = bool(kept) and kept[-1].startswith("in ") and clause.startswith("in ")
        kept.append(clause.removeprefix("in ") if repeats and _can_stand_bare(clause) else clause)
    return kept


_BARE = frozenset(
    phrase for value, phrases in TAILS.items() if isinstance(value, Palette | Style) for phrase in phrases
)


def _can_stand_bare(clause: str) -> bool:
    return clause in _BARE
