"""The lexicon: enough words, each value reachable, longest phrases first."""

from __future__ import annotations

from models.miniature.language.attributes import Attribute, attribute_of, values_of
from models.miniature.language.lexicon import Role, english_nouns, key_of, lexicon
from models.miniature.language.tokens import tokenise
from models.miniature.scene import Palette, Setting, Subject, Tint


def test_there_are_thousands_of_phrases() -> None:
    meaningful = [term for term in lexicon().terms.values() if term.role is not Role.PLAIN]
    assert len(meaningful) > 3000


def test_every_value_can_be_asked_for_in_at_least_four_ways() -> None:
    for value in (*(value for one in Attribute for value in values_of(one)), *Tint):
        ways = [
            key
            for key, term in lexicon().terms.items()
            if value in term.values and term.role is not Role.COMPARISON
        ]
        assert len(ways) >= 4, value


def test_the_longest_phrase_wins() -> None:
    tokens = list(tokenise("rose tones"))
    found = lexicon().match(tokens, 0)
    assert found is not None
    assert (found[0].values, found[1]) == ((Palette.ROSE,), 2)
    alone = lexicon().match(tokens[:1], 0)
    assert alone is not None
    assert alone[0].values == (Subject.FLOWER,)


def test_a_phrase_ends_with_the_text() -> None:
    tokens = list(tokenise("hot air"))
    assert lexicon().match(tokens, 1) is None or lexicon().match(tokens, 1) != lexicon().match(tokens, 0)


def test_what_is_written_without_spaces_is_cut_into_its_words() -> None:
    pieces = lexicon().cut(tokenise("黑猫在海边"))
    assert [piece.word for piece in pieces] == ["黑", "猫", "在", "海边"]
    assert lexicon().terms["海边"].values == (Setting.BEACH,)


def test_an_unknown_run_without_spaces_stays_together() -> None:
    assert [piece.word for piece in lexicon().cut(tokenise("量子龙"))] == ["量子", "龙"]


def test_and_written_onto_an_arabic_word_does_not_hide_it() -> None:
    tokens = list(tokenise("قطة وكلب"))
    found = lexicon().match(tokens, 1)
    assert found is not None
    assert found[0].values == (Subject.DOG,)


def test_english_nouns_are_known_from_others() -> None:
    assert key_of("Kittens") in english_nouns()
    assert key_of("gato") not in english_nouns()


def test_a_tint_belongs_to_no_attribute() -> None:
    assert attribute_of(Tint.RED) is None
    assert attribute_of(Subject.CAT) is Attribute.SUBJECT
