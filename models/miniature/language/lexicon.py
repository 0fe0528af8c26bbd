"""Looking phrases up: which words, alone or together, mean what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from models.miniature.language.attributes import Value
from models.miniature.language.tokens import Token, plain, tokenise
from models.miniature.language.vocabulary.foreign import (
    CJK,
    CJK_ABSTRACT,
    CJK_COUNTS,
    CJK_PLAIN,
    FOREIGN,
    FOREIGN_ABSTRACT,
)
from models.miniature.language.vocabulary.plain import (
    ABSTRACT,
    CHANGES,
    COMPARISONS,
    COUNTS,
    FLOURISHES,
    NEGATIONS,
    PLAIN,
    TURNINGS,
)
from models.miniature.language.vocabulary.qualities import (
    COMPOSITIONS,
    LIGHTS,
    MOODS,
    PALETTE_COLOURS,
    PALETTE_NOUNS,
    PALETTES,
    SETTINGS,
    STYLES,
    TINTS,
)
from models.miniature.language.vocabulary.subjects import GENRES, SUBJECT_EMOJI, SUBJECTS
from models.miniature.language.vocabulary.written import ADJECTIVES, NOUNS, TAILS
from models.miniature.scene import Tint


class Role(Enum):
    """What a phrase does in a text."""

    VALUE = auto()
    GENRE = auto()
    TINT = auto()
    COUNT = auto()
    COMPARISON = auto()
    CHANGE = auto()
    NEGATION = auto()
    TURNING = auto()
    PLAIN = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """What one phrase means."""

    role: Role
    values: tuple[Value, ...] = ()
    count: int = 0
    is_abstract: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """All phrases by their words in plainest form, and how many words those with a first word can have."""

    terms: dict[str, Term]
    longest: dict[str, int]
    longest_unspaced: dict[str, int]

    def match(self, tokens: Sequence[Token], at: int) -> tuple[Term, int] | None:
        """The longest phrase that starts at a token, and of how many tokens it is."""
        first = tokens[at].word
        for length in range(min(self.longest.get(first, 0), len(tokens) - at), 0, -1):
            key = first if length == 1 else " ".join([one.word for one in tokens[at : at + length]])
            term = self.terms.get(key)
            if term is not None:
                return term, length
        if first.startswith("و") and (term := self.terms.get(plain(first[1:]))) is not None:
            return term, 1
        return None

    def cut(self, tokens: Iterable[Token]) -> list[Token]:
        """Tokens with what is written without spaces cut into its words; what has none stays together."""
        pieces: list[Token] = []
        for token in tokens:
            if token.is_cjk:
                pieces.extend(self._words(token))
            else:
                pieces.append(token)
        return pieces

    def _words(self, run: Token) -> Iterator[Token]:
        start = at = 0
        while at < len(run.word):
            length = self._known(run.word, at)
            if not length:
                at += 1
                continue
            if start < at:
                yield _piece(run, start, at)
            yield _piece(run, at, at + length)
            start = at = at + length
        if start < at:
            yield _piece(run, start, at)

    def _known(self, run: str, at: int) -> int:
        longest = self.longest_unspaced.get(run[at], 0)
        return next((n for n in range(longest, 0, -1) if run[at : at + n] in self.terms), 0)


def _piece(run: Token, start: int, end: int) -> Token:
    return Token(run.word[start:end], run.start + start, run.start + end)


@cache
def lexicon() -> Lexicon:
    """The lexicon of all vocabularies; where two have the same phrase, the one listed first wins."""
    terms: dict[str, Term] = {}
    for phrase, term in _entries():
        key = key_of(phrase)
        if key:
            known = terms.setdefault(key, term)
            if term.is_abstract and known.role is Role.VALUE and not known.is_abstract:
                terms[key] = Term(role=Role.VALUE, values=known.values, is_abstract=True)
    longest: dict[str, int] = {}
    unspaced: dict[str, int] = {}
    for key in terms:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
        unspaced[key[0]] = max(unspaced.get(key[0], 0), len(key))
    return Lexicon(terms=terms, longest=longest, longest_unspaced=unspaced)


def key_of(phrase: str) -> str:
    """The words of a phrase in plainest form."""
    return " ".join(token.word for token in tokenise(phrase) if not token.is_boundary)


@cache
def english_nouns() -> frozenset[str]:
    """The keys of what subjects are called in English: words that another noun can take the place of."""
    return frozenset(key_of(phrase) for phrases in SUBJECTS.values() for phrase in phrases.split(","))


@cache
def english_colours() -> frozenset[str]:
    """The keys of the colours in English."""
    return frozenset(key_of(phrase) for phrases in TINTS.values() for phrase in phrases.split(","))


def _entries() -> Iterator[tuple[str, Term]]:
    yield from _written()
    yield from _comparing()
    yield from _listed(TURNINGS, Term(role=Role.TURNING))
    yield from _listed(NEGATIONS, Term(role=Role.NEGATION))
    yield from _listed(CHANGES, Term(role=Role.CHANGE))
    yield from _listed(FLOURISHES, Term(role=Role.PLAIN))
    for count, phrases in COUNTS.items():
        yield from _listed(phrases, Term(role=Role.COUNT, count=count))
    yield from _palette_phrases()
    yield from _valued()
    yield from _unspaced()
    yield from _listed(ABSTRACT, Term(role=Role.VALUE, is_abstract=True))
    yield from _listed(FOREIGN_ABSTRACT, Term(role=Role.VALUE, is_abstract=True))
    yield from _listed(PLAIN, Term(role=Role.PLAIN))


def _listed(phrases: str, term: Term) -> Iterator[tuple[str, Term]]:
    for phrase in phrases.split(","):
        yield phrase, term


def _written() -> Iterator[tuple[str, Term]]:
    for table in (TAILS, NOUNS, ADJECTIVES):
        for value, phrases in table.items():
            for phrase in phrases:
                yield phrase, Term(role=Role.VALUE, values=(value,))
                yield phrase.removeprefix("in "), Term(role=Role.VALUE, values=(value,))


def _comparing() -> Iterator[tuple[str, Term]]:
    for phrases, values in COMPARISONS:
        yield from _listed(phrases, Term(role=Role.COMPARISON, values=values))


def _palette_phrases() -> Iterator[tuple[str, Term]]:
    """Every colour with every noun that makes it the colour of all the picture."""
    for palette, colours in PALETTE_COLOURS.items():
        for colour in colours.split(","):
            for noun in PALETTE_NOUNS.split(","):
                yield f"{colour} {noun}", Term(role=Role.VALUE, values=(palette,))


def _valued() -> Iterator[tuple[str, Term]]:
    for subject, phrases in GENRES.items():
        yield from _listed(phrases, Term(role=Role.GENRE, values=(subject,)))
    for table in (TINTS, SUBJECTS, SETTINGS, STYLES, PALETTES, LIGHTS, COMPOSITIONS, MOODS, FOREIGN):
        for value, phrases in table.items():
            yield from _listed(phrases, _term(value))
    for subject, emoji in SUBJECT_EMOJI.items():
        for one in emoji:
            yield one, _term(subject)


def _unspaced() -> Iterator[tuple[str, Term]]:
    for value, words in CJK.items():
        for word in words.split():
            yield word, _term(value)
    for count, words in CJK_COUNTS.items():
        for word in words.split():
            yield word, Term(role=Role.COUNT, count=count)
    for word in CJK_ABSTRACT.split():
        yield word, Term(role=Role.VALUE, is_abstract=True)
    for word in CJK_PLAIN.split():
        yield word, Term(role=Role.PLAIN)


def _term(value: Value) -> Term:
    return Term(role=Role.TINT if isinstance(value, Tint) else Role.VALUE, values=(value,))
