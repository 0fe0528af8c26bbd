"""Every language says everything, with the same values, and nothing that is never asked for."""

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from core.errors import BadPromptError, GalleryAnsweredError
from core.texts.catalogue import FOLDER, LANGUAGES, texts_in

KEY = re.compile(r"^([a-z][a-z0-9-]*) =", re.MULTILINE)
ROOT = Path(__file__).parents[4]


def keys_of(language: str) -> list[str]:
    return KEY.findall((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))


def values_of(language: str) -> dict[str, set[str]]:
    """The names of the values that each text takes."""
    text = (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")
    parts = re.split(KEY, text)[1:]
    return {key: set(re.findall(r"\$(\w+)", body)) for key, body in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_the_same_things_with_the_same_values_as_english(language: str) -> None:
    assert values_of(language) == values_of("en")
    assert len(keys_of(language)) == len(set(keys_of(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_read_by_fluent(language: str) -> None:
    read = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    assert [entry.id.name for entry in read.body if isinstance(entry, Message)] == keys_of(language)


def test_every_text_is_asked_for_somewhere_in_the_program() -> None:
    sources = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("core", "adapters", "bot")
        for file in (ROOT / folder).rglob("*.py")
    )
    unused = [key for key in keys_of("en") if not re.search(f"[\"']{key}[\"']", sources)]
    assert not unused


def test_a_locale_finds_its_language_and_a_foreign_one_english() -> None:
    assert [texts_in(locale).language for locale in ("de", "de-AT", "DE_ch", "en-GB", "xx", "", None)] == [
        *["de"] * 3,
        *["en"] * 4,
    ]


def test_a_refusal_is_said_in_the_language_of_whoever_asked() -> None:
    error = GalleryAnsweredError(3)
    assert "image 3" in str(error)
    assert "Bild 3" in error.said(texts_in("de"))
    assert "keines" in GalleryAnsweredError(None).said(texts_in("de"))


def test_numbers_are_written_without_separators() -> None:
    assert "2001" in str(BadPromptError("refused-too-long", what="prompt", characters=2001, most=2000))


def test_a_text_that_lacks_a_value_or_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError, match="refused-no-turn"):
        texts_in("en").say("refused-no-turn")
    with pytest.raises(LookupError):
        texts_in("en").say("no-such-key")
