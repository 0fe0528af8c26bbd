"""Reading any text into what it asks for: one pass over its words, the longest phrase first."""

from __future__ import annotations

from functools import lru_cache

from models.miniature.language.attributes import Attribute, Value, attribute_of
from models.miniature.language.lexicon import Role, Term, english_colours, lexicon
from models.miniature.language.tokens import Token, tokenise
from models.miniature.language.vocabulary.plain import COMPANY
from models.miniature.language.vocabulary.qualities import PALETTE_OF_TINT
from models.miniature.language.wish import Reading, Spot, Wish
from models.miniature.scene import Composition, Subject, Tint

MOST_CHARACTERS = 6000
_MOST_SIGN_WORDS = 3
_LONGEST_SIGN_WORD = 24
_MOST_UNKNOWN_OF_AN_OPEN_PROMPT = 3
_A_FEW = 3
_UNCOUNTED = frozenset({Subject.FRUIT, Subject.LANDSCAPE, Subject.ABSTRACT, Subject.EMBLEM})
_PARTING = frozenset(("in", "on", "at", "by", "with", "under", "over", "behind", "near", "from", "against"))
_COMPANY = frozenset(COMPANY.split())


def read(text: str) -> Wish:
    """What the text asks for; any text can be read."""
    return parse(text).wish


@lru_cache(maxsize=512)
def parse(text: str) -> Reading:
    """What the text asks for, and where."""
    shortened = text[:MOST_CHARACTERS]
    reader = _Reader(shortened, lexicon().cut(tokenise(shortened)))
    return reader.reading()


class _Reader:
    """What has been read so far."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._said: dict[Attribute, Value] = {}
        self._without: list[Value] = []
        self._comparisons: list[tuple[Value, ...]] = []
        self._unknown: list[str] = []
        self._abstract = 0
        self._subject: Subject | None = None
        self._genre: Subject | None = None
        self._companion: Subject | None = None
        self._spots: list[Spot] = []
        self._tint: Tint | None = None
        self._count: int | None = None
        self._tint_spot: Spot | None = None
        self._count_spot: Spot | None = None
        self._emblem_tint: Tint | None = None
        self._emblem_count: int | None = None
        self._is_company = False
        self._ends_on_subject = False
        self._is_settled = True
        self._is_place = False
        self._unknown_spots: list[Spot] = []
        self._start_clause()

    def _start_clause(self) -> None:
        self._colour: tuple[Tint, Spot] | None = None
        self._number: tuple[int, Spot] | None = None
        self._is_negated = self._is_changing = self._is_joined = False
        self._has_content = self._is_after_subject = self._is_lent = False
        self._run_start: int | None = None

    def reading(self) -> Reading:
        """Read everything."""
        at, words = 0, lexicon()
        while at < len(self._tokens):
            token = self._tokens[at]
            if token.is_boundary:
                self._end_clause()
                self._ends_on_subject = False
                at += 1
            elif (found := words.match(self._tokens, at)) is not None:
                term, length = found
                self._meet(term, at, length)
                at += length
            else:
                self._meet_unknown(token)
                at += 1
        self._is_settled = not (self._colour or self._number or self._is_negated or self._is_changing)
        self._end_clause()
        return self._result()

    def _end_clause(self) -> None:
        self._settle_colour()
        if self._number and self._is_counted():
            self._count, self._count_spot = self._number
        self._start_clause()

    def _is_counted(self) -> bool:
        """Whether a number alone counts the subject: "two of them" does, "an orange one" does not."""
        assert self._number is not None
        number, spot = self._number
        is_alone = not self._is_lent and not self._has_content and self._subject is not None
        return is_alone and (number > 1 or " " in self._text[spot.start : spot.end])

    def _settle_colour(self) -> None:
        """A colour that belongs to no noun: the subject's where there is one, else all the picture's."""
        if self._colour is None:
            return
        tint, spot = self._colour
        self._colour = None
        if self._is_lent:
            return
        if self._is_fruit(tint):
            self._name(Subject.FRUIT, spot)
        elif self._subject is None:
            self._said[Attribute.PALETTE] = PALETTE_OF_TINT[tint]
            self._emblem_tint = tint
        else:
            self._tint, self._tint_spot = tint, spot

    def _is_fruit(self, tint: Tint) -> bool:
        """Whether an orange is meant: nothing else was named, and it was not said to be in orange."""
        named = self._subject or self._abstract or self._unknown
        return tint is Tint.ORANGE and not named and not self._is_joined

    def _meet(self, term: Term, at: int, length: int) -> None:
        first, last = self._tokens[at], self._tokens[at + length - 1]
        spot = Spot(first.start, last.end, last.is_plural)
        if term.role is Role.PLAIN:
            self._meet_plain(first)
            return
        self._ends_on_subject = False
        if term.role not in {Role.TINT, Role.COUNT}:
            self._run_start = None
        match term.role:
            case Role.NEGATION:
                self._settle_colour()
                self._is_negated = True
            case Role.TURNING:
                self._end_clause()
            case Role.CHANGE:
                self._end_clause()
                self._is_changing = True
            case Role.COMPARISON:
                self._comparisons.append(term.values)
                self._has_content = True
            case Role.COUNT:
                self._number = (term.count, spot)
            case Role.TINT:
                self._meet_tint(term, spot, at + length, is_english=first.word in english_colours())
            case Role.GENRE | Role.VALUE:
                self._meet_values(term, spot)

    def _meet_plain(self, token: Token) -> None:
        self._ends_on_subject = False
        word = token.word
        if self._run_start is None or (word in _PARTING and not self._has_unknown_in_run()):
            self._run_start = token.start
        if self._is_lent:
            self._colour = self._number = None
            self._is_lent = False
        if word in _PARTING:
            self._settle_colour()
            self._number = None
            self._is_after_subject = False
            self._is_place = self._is_place or (self._names_a_place() and not self._unknown)
        self._is_joined = self._is_joined or word in _COMPANY

    def _names_a_place(self) -> bool:
        return bool({Attribute.SETTING, Attribute.LIGHT} & self._said.keys())

    def _meet_tint(self, term: Term, spot: Spot, following: int, *, is_english: bool) -> None:
        (tint,) = term.values
        assert isinstance(tint, Tint)
        if self._is_negated:
            self._exclude(tint)
        elif spot.is_plural and is_english:
            self._meet_colours(tint, spot)
        elif self._is_after_subject and not (is_english and self._is_noun(following)):
            self._tint, self._tint_spot = tint, spot
        else:
            self._colour = (tint, spot)

    def _meet_colours(self, tint: Tint, spot: Spot) -> None:
        """Several of a colour are the palette; several oranges are fruit."""
        if tint is Tint.ORANGE:
            self._meet_subject(Subject.FRUIT, spot, is_genre=False)
        else:
            self._say(PALETTE_OF_TINT[tint])

    def _is_noun(self, at: int) -> bool:
        """Whether a word with a meaning of its own follows, which a colour would belong to."""
        if at >= len(self._tokens) or self._tokens[at].is_boundary:
            return False
        found = lexicon().match(self._tokens, at)
        return found is None or found[0].role in {Role.VALUE, Role.GENRE}

    def _meet_values(self, term: Term, spot: Spot) -> None:
        self._abstract += term.is_abstract and not self._is_negated
        if self._is_negated:
            for value in term.values:
                self._exclude(value)
            self._is_negated = False
            return
        for value in term.values:
            if isinstance(value, Subject):
                self._meet_subject(value, spot, is_genre=term.role is Role.GENRE)
            else:
                self._say(value)
        self._has_content = True

    def _exclude(self, value: Value) -> None:
        self._is_negated = False
        excluded = [value]
        if isinstance(value, Tint):
            excluded.append(PALETTE_OF_TINT[value])
        for one in excluded:
            if one not in self._without:
                self._without.append(one)

    def _say(self, value: Value) -> None:
        attribute = attribute_of(value)
        assert attribute is not None
        self._said[attribute] = value
        if value in self._without:
            self._without.remove(value)
        self._forget_description()

    def _forget_description(self) -> None:
        self._colour = self._number = None
        self._is_lent = self._is_after_subject = False

    def _meet_subject(self, subject: Subject, spot: Spot, *, is_genre: bool) -> None:
        if is_genre:
            self._genre = self._genre or subject
            return
        self._ends_on_subject = True
        if self._subject is None or self._is_changing:
            self._name(subject, spot)
        elif subject is self._subject:
            self._spots.append(spot)
        else:
            self._accompany(subject)
            return
        self._describe(spot)
        self._is_after_subject = True

    def _name(self, subject: Subject, spot: Spot) -> None:
        if self._subject is None and self._is_idea():
            self._unknown.clear()
        self._is_company = self._is_joined
        self._subject, self._spots = subject, [spot]
        self._is_changing = False
        if self._companion is subject:
            self._companion = None

    def _describe(self, spot: Spot) -> None:
        """Give the subject the colour and the number that were said just before it."""
        if self._colour:
            self._tint, self._tint_spot = self._colour
        if self._number:
            self._count, self._count_spot = self._number
        elif spot.is_plural and self._count is None and self._subject not in _UNCOUNTED:
            self._count = _A_FEW
        self._forget_description()

    def _accompany(self, subject: Subject) -> None:
        self._companion = self._companion or subject
        self._forget_description()

    def _meet_unknown(self, token: Token) -> None:
        if token.word.isdecimal() or (len(token.word) == 1 and token.word.isascii()):
            return
        if self._is_negated:
            self._is_negated = False
            return
        word = self._text[token.start : token.end].casefold()[:_LONGEST_SIGN_WORD]
        if word not in self._unknown:
            self._unknown.append(word)
        self._mark_unknown(token)
        if self._colour:
            self._emblem_tint = self._colour[0]
        if self._number:
            self._emblem_count = self._number[0]
        self._is_lent = True
        self._has_content = True
        self._is_after_subject = self._ends_on_subject = False

    def _mark_unknown(self, token: Token) -> None:
        """Remember where the words stand that hold the unknown one, together with those before in the run."""
        if self._run_start is None:
            self._run_start = token.start
        if self._has_unknown_in_run():
            self._unknown_spots.pop()
        self._unknown_spots.append(Spot(self._run_start, token.end))

    def _has_unknown_in_run(self) -> bool:
        return bool(self._unknown_spots) and self._unknown_spots[-1].start == self._run_start

    def _result(self) -> Reading:
        subject = self._subject or self._genre or self._unnamed()
        is_emblem = subject is Subject.EMBLEM
        is_signless = subject is None or (self._subject is None and self._is_idea())
        if self._genre is Subject.PORTRAIT and subject is not Subject.PORTRAIT:
            self._said.setdefault(Attribute.COMPOSITION, Composition.CLOSE)
        wish = Wish(
            subject=subject,
            tint=self._emblem_tint if is_emblem else self._tint,
            count=self._emblem_count if is_emblem else self._count,
            companion=self._companion,
            sign="" if is_signless else " ".join(self._unknown[:_MOST_SIGN_WORDS]),
            is_open=subject is None,
            without=tuple(self._without),
            **{attribute.value: value for attribute, value in self._said.items()},  # type: ignore[arg-type]
        )
        return Reading(
            wish=wish,
            subject_spots=tuple(self._spots),
            tint_spot=self._tint_spot,
            count_spot=self._count_spot,
            comparisons=tuple(self._comparisons),
            unknown_spots=tuple(self._unknown_spots),
            ends_on_subject=self._ends_on_subject,
            is_settled=self._is_settled,
            is_company=self._is_company,
        )

    def _is_idea(self) -> bool:
        """Whether the words so far are rather of an idea than of things that the world does not know."""
        return self._abstract > 0 and len(self._unknown) <= _MOST_UNKNOWN_OF_AN_OPEN_PROMPT

    def _unnamed(self) -> Subject | None:
        """What a text is of that names no subject: an idea, unknown things, a place, or nothing."""
        if self._is_idea():
            return None
        if self._unknown:
            return Subject.LANDSCAPE if self._is_place else Subject.EMBLEM
        if not self._abstract and self._names_a_place():
            return Subject.LANDSCAPE
        return None
