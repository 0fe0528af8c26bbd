"""Cutting any text into tokens: words in their plainest form, and where clauses end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_CJK = "\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0e31-\u0e4e"
_TOKEN = re.compile(
    rf"(?P<word>[^\W_{_CJK}][^\W_{_CJK}{_MARKS}]*(?:[{_MARKS}]+[^\W_{_CJK}{_MARKS}]*)*)"
    rf"|(?P<cjk>[{_CJK}]+)|(?P<other>\S)"
)
_TAG = re.compile(r"<[A-Za-z/!][^<>]{0,400}>")
_BOUNDARIES = frozenset(',;.:!?()[]{}|/\\\n"“”„«»–—…•·،؛؟。、，！？：；（）「」『』')  # noqa: RUF001
_JOINING = frozenset("&+")

_IRREGULAR = {
    "wolves": "wolf", "mice": "mouse", "geese": "goose", "men": "man", "women": "woman", "children": "child",
    "leaves": "leaf", "calves": "calf", "elves": "elf", "dwarves": "dwarf", "loaves": "loaf",
    "oxen": "ox", "feet": "foot", "teeth": "tooth", "people": "person", "fairies": "fairy", "vans": "van",
    "gentlemen": "gentleman", "snowmen": "snowman", "knives": "knife", "movies": "movie", "cookies": "cookie",
    "selfies": "selfie", "zombies": "zombie", "brownies": "brownie", "pies": "pie", "buses": "bus",
    "mars": "mars", "alps": "alps", "paris": "paris",
}  # fmt: skip
_LONGEST_WORD = 40
_NO_PLURALS = ("ss", "us", "is")


class Token(NamedTuple):
    """One word in its plainest form, or the end of a clause, which has no word."""

    word: str
    start: int
    end: int
    is_plural: bool = False
    is_cjk: bool = False

    @property
    def is_boundary(self) -> bool:
        """Whether a clause ends here."""
        return not self.word


def tokenise(text: str) -> Iterator[Token]:
    """The tokens of a text in order; tags, marks and invisible characters are none."""
    for match in _TOKEN.finditer(without_markup(text)):
        start, end = match.span()
        if match.lastgroup == "word":
            written = match[0][:_LONGEST_WORD]
            if word := plain(written):
                yield Token(word, start, end, is_plural=_is_plural(written))
        elif match.lastgroup == "cjk":
            yield Token(match[0], start, end, is_cjk=True)
        elif (symbol := _symbol(match[0])) is not None:
            yield Token(symbol, start, end)


def without_markup(text: str) -> str:
    """The text with tags, and what stands in scripts and style sheets, blanked out in place."""
    if "<" not in text:
        return text
    pieces: list[str] = []
    tags = list(_TAG.finditer(text))
    closing = {name: _last(tags, f"</{name}") for name in ("script", "style")}
    done, inside = 0, ""
    for tag in tags:
        between = text[done : tag.start()]
        pieces.append(" " * len(between) if inside else between)
        pieces.append(" " * len(tag[0]))
        inside = _inside(inside, tag, closing)
        done = tag.end()
    return "".join((*pieces, text[done:]))


def _last(tags: list[re.Match[str]], opening: str) -> int:
    return max((tag.start() for tag in tags if tag[0].lower().startswith(opening)), default=-1)


def _inside(inside: str, tag: re.Match[str], closing: dict[str, int]) -> str:
    """The element whose content is hidden after the tag, where it ends at all."""
    written = tag[0].lower()
    if inside:
        return "" if written.startswith(f"</{inside}") else inside
    for name, last in closing.items():
        if written.startswith(f"<{name}") and tag.start() < last:
            return name
    return ""


@lru_cache(maxsize=1024)
def _symbol(character: str) -> str | None:
    """What a lone character stands for: the end of a clause, a joining word, a picture, or nothing."""
    if character in _BOUNDARIES:
        return ""
    if character in _JOINING:
        return "and"
    category = unicodedata.category(character)
    is_picture = category == "So" or (category == "Cn" and character >= "\U0001f000")
    return character if is_picture else None


@lru_cache(maxsize=8192)
def plain(word: str) -> str:
    """A word in small letters, without accents, endings of the plural and Arabic articles."""
    small = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(one for one in small if unicodedata.category(one) != "Mn")
    if not bare:
        return ""
    if "\u0600" <= bare[0] <= "\u06ff":
        return _arabic(bare)
    if "\u0400" <= bare[0] <= "\u04ff":
        return _russian(bare)
    return _singular(bare)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(_NO_PLURALS):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes", "oes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=8192)
def _is_plural(word: str) -> bool:
    small = word.casefold()
    return small.isascii() and _singular(small) != small


def _arabic(word: str) -> str:
    for prefix in ("وال", "بال", "كال", "فال", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word


_RUSSIAN_ENDING = re.compile(
    "(?:ами|ями|ах|ях|ов|ев|ом|ем|ои|еи|ого|ыи|ии|ая|яя|ое|ые|ую|юю|а|я|ы|и|у|ю|о|е|ь)$"  # noqa: RUF001
)


def _russian(word: str) -> str:
    stem = _RUSSIAN_ENDING.sub("", word)
    return stem if len(stem) >= 3 else word
