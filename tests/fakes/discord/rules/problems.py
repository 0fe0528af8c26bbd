"""A collection of what is wrong with a body, which becomes Discord's nested form of errors."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tests.fakes.discord.world.users import Payload


class Problems:
    """What is wrong, and where; `at` gives a view of one place that adds to the same collection."""

    def __init__(self) -> None:
        self._found: list[tuple[tuple[str, ...], str, str]] = []
        self._place: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._found)

    def at(self, *place: str | int) -> Problems:
        """The same collection, further inside the body."""
        inner = Problems()
        inner._found = self._found
        inner._place = self._place + tuple(str(step) for step in place)
        return inner

    def add(self, code: str, message: str) -> None:
        """Something is wrong here."""
        self._found.append((self._place, code, message))

    def text(
        self, value: object, *, most: int, least: int = 0, required: bool = False, choice: bool = False
    ) -> None:
        """Check a text's length; `choice` also takes the numbers that a choice may have."""
        if value is None:
            if required:
                self.missing()
            return
        if choice and isinstance(value, int | float) and not isinstance(value, bool):
            return
        if not isinstance(value, str):
            self.add("STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif not least <= len(value) <= most:
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def count(self, value: object, *, most: int, least: int = 0) -> None:
        """Check how many there are."""
        if not isinstance(value, Sequence) or isinstance(value, str):
            self.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
        elif not least <= len(value) <= most:
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def number(self, value: object, *, most: int, least: int = 0) -> None:
        """Check a whole number's size, where it is given."""
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif not least <= value <= most:
            self.add("NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")

    def one_of(self, value: object, allowed: Collection[object]) -> bool:
        """Check that a value is one of a few."""
        if value in allowed:
            return True
        written = ", ".join(map(str, allowed))
        self.add("BASE_TYPE_CHOICES", f"Value must be one of {{{written}}}.")
        return False

    def missing(self) -> None:
        """Something that has to be here is not."""
        self.add("BASE_TYPE_REQUIRED", "This field is required")

    def nested(self) -> Payload:
        """As Discord answers: an object per step, with `_errors` at its end."""
        root: Payload = {}
        for place, code, message in self._found:
            inner = root
            for step in place:
                inner = inner.setdefault(step, {})
            inner.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def lines(self) -> list[str]:
        """One sentence per problem."""
        return [f"{'.'.join(place) or 'body'}: {code}: {message}" for place, code, message in self._found]
