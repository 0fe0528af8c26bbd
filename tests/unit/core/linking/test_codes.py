"""Codes are hard to guess, easy to read, and understood however they are typed."""

from __future__ import annotations

import re

import pytest

from core.linking.codes import ALPHABET, CODE_CHARACTERS, new_code, read_code, shown

FULL_WIDTH = 0xFEE0
"""How far from an ASCII character the one lies that keyboards for Chinese and Japanese write."""


def test_a_code_is_eight_characters_that_cannot_be_mistaken_for_each_other() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {CODE_CHARACTERS} == {8}
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01OILU")
    assert len(ALPHABET) ** CODE_CHARACTERS > 10**11


def test_a_code_is_shown_in_two_halves_and_read_back() -> None:
    code = new_code()
    assert re.fullmatch(r"\w{4}-\w{4}", shown(code))
    assert read_code(shown(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD-2345",
        "abcd2345",
        " abcd 2345\n",
        "AB-CD-23-45",
        "abcd—2345",
        "".join(chr(ord(one) + FULL_WIDTH) for one in "ABCD2345"),
        "`ABCD-2345`",
    ],
)
def test_a_code_is_understood_in_any_case_and_with_anything_in_between(typed: str) -> None:
    assert read_code(typed) == "ABCD2345"
