"""The tree of errors is as its docstring draws it, and its messages are for people."""

from __future__ import annotations

import re

import pytest

from core import errors
from core.errors import DatabaseInUseError, DatabaseTooNewError, PastaError, StorageFullError

DRAWN = re.compile(r"^(?P<indent>[│ ├└─]*)(?P<name>\w+Error)(?: |$)")


def drawn_parents() -> dict[str, str]:
    """The parent of every error, by how far it is indented in the module's docstring."""
    assert errors.__doc__ is not None
    above: dict[int, str] = {}
    parents = {}
    for line in errors.__doc__.splitlines():
        if found := DRAWN.match(line):
            depth = len(found["indent"])
            parents[found["name"]] = above.get(depth - 4, "Exception")
            above[depth] = found["name"]
    return parents


def test_every_error_stands_where_the_docstring_draws_it() -> None:
    real = {
        name: kind.__bases__[0].__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, PastaError)
    }
    assert real == drawn_parents()


@pytest.mark.parametrize("kind", [StorageFullError, DatabaseTooNewError, DatabaseInUseError])
def test_trouble_with_storage_names_the_place_and_the_cure(
    kind: type[StorageFullError | DatabaseTooNewError | DatabaseInUseError],
) -> None:
    error = kind("the data directory")
    assert "the data directory" in str(error)
    assert error.where == "the data directory"
    assert re.search(r"free some|upgrade|stop that one", str(error))
