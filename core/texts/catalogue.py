"""Finds the words for a key in somebody's language; the files beside this one hold them.

Fluent (projectfluent.org) knows each language's plurals. A text is plain: it is escaped where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LANGUAGES = ("en", "de")
"""The languages that are complete; the first one is spoken to whoever reads none of them."""

FOLDER = Path(__file__).parent


class Texts:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """The text of that key with the values in their places; raises `LookupError` where one is missing."""
        return _say(self.language, key, values)


def texts_in(locale: str | None) -> Texts:
    """The texts for a locale such as `de`, `de-AT` or `en-US`."""
    language = (locale or "").lower().replace("_", "-").partition("-")[0]
    return _texts(language if language in LANGUAGES else LANGUAGES[0])


@cache
def _texts(language: str) -> Texts:
    return Texts(language)


def _say(language: str, key: str, values: Mapping[str, object]) -> str:
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    assert pattern is not None, f"{key} in {language}.ftl says nothing"
    text, mistakes = bundle.format_pattern(pattern, dict(values))
    if mistakes:
        raise KeyError(f"{key} in {language}: {mistakes[0]}")
    return str(text)


@cache
def _bundle(language: str) -> FluentBundle:
    """The parsed file of a language, read when first needed: Fluent takes a tenth of a second."""
    from fluent.runtime import FluentBundle, FluentResource

    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
    return bundle
