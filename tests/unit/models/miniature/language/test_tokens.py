"""Tokens: words in their plainest form, where they stand, and what is no word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.miniature.language.tokens import plain, tokenise, without_markup


def words(text: str) -> list[str]:
    return [token.word for token in tokenise(text) if not token.is_boundary]


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("cats", "cat"), ("foxes", "fox"), ("wolves", "wolf"),
        ("butterflies", "butterfly"), ("mice", "mouse"),
        ("houses", "house"), ("llamas", "llama"), ("geese", "goose"), ("beaches", "beach"), ("gatos", "gato"),
    ],
)  # fmt: skip
def test_a_plural_is_cut_to_its_singular(plural: str, singular: str) -> None:
    (token,) = tokenise(plural)
    assert (token.word, token.is_plural) == (singular, True)


@pytest.mark.parametrize("word", ["glass", "cactus", "iris", "bus", "gas", "grass"])
def test_a_word_that_only_ends_like_a_plural_stays(word: str) -> None:
    assert plain(word) == word


def test_accents_and_capitals_do_not_matter() -> None:
    assert words("Éléphant CHÂTEAU") == words("elephant chateau")


def test_an_arabic_article_is_no_part_of_the_word() -> None:
    assert words("القمر") == words("قمر")


def test_a_russian_word_has_the_same_form_in_every_case() -> None:
    assert len({plain(word) for word in ("кошка", "кошки", "кошку", "кошкой")}) == 1


def test_a_clause_ends_at_a_comma_of_any_script() -> None:
    assert [token.is_boundary for token in tokenise("a, b、c،d")] == [False, True] * 3 + [False]


def test_a_token_tells_where_its_word_stands() -> None:
    text = "a <b>white</b> cat"
    assert [text[token.start : token.end] for token in tokenise(text)] == ["a", "white", "cat"]


def test_scripts_and_tags_are_blanked_out_in_place() -> None:
    text = "<script>alert(1)</script><b>dog</b>"
    assert without_markup(text).strip() == "dog"
    assert len(without_markup(text)) == len(text)


def test_a_script_that_never_ends_hides_nothing() -> None:
    assert "dog" in without_markup("<script> dog")


def test_a_picture_is_a_word_but_its_skin_is_not() -> None:
    assert words("👩🏽 ❤️") == ["👩", "❤"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    ends = [0]
    for token in tokenise(text):
        assert ends[-1] <= token.start < token.end <= len(text)
        ends.append(token.end)
