"""What a text asks for, and where in the text it does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from models.miniature.language.attributes import Attribute, Value
from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Subject, Tint


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What was said of a scene; what was not is `None`.

    `is_open` says that nothing was named that could be drawn ("an image of love"): any subject will do.
    """

    subject: Subject | None = None
    setting: Setting | None = None
    style: Style | None = None
    palette: Palette | None = None
    light: Light | None = None
    composition: Composition | None = None
    mood: Mood | None = None
    tint: Tint | None = None
    count: int | None = None
    companion: Subject | None = None
    sign: str = ""
    is_open: bool = False
    without: tuple[Value, ...] = ()
    """What must not be there."""

    def said(self, attribute: Attribute) -> Value | None:
        """The value that was asked for, if any."""
        return cast("Value | None", getattr(self, attribute.value))

    def of(self, identity: Identity) -> Wish:
        """The same wish for another subject."""
        return replace(
            self,
            subject=identity.subject,
            tint=identity.tint,
            count=identity.count,
            companion=identity.companion,
            sign=identity.sign,
            is_open=identity.subject is None,
        )

    @property
    def identity(self) -> Identity:
        """What has to stay whatever else changes."""
        return Identity(
            subject=self.subject,
            tint=self.tint,
            count=self.count,
            companion=self.companion,
            sign=self.sign,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What the picture is of."""

    subject: Subject | None
    tint: Tint | None
    count: int | None
    companion: Subject | None
    sign: str


class Spot(NamedTuple):
    """Where something was said, and whether of several."""

    start: int
    end: int
    is_plural: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A wish, where its subject, colour and number stand, and what else was understood or not.

    `comparisons` holds what words such as "darker" allow afterwards; `unknown_spots` are where words stand
    that the world does not know; `is_company` says that the subject comes with another rather than in its
    place, `ends_on_subject` that the text can go on with where it is, `is_settled` that no word at its end
    waits for another ("two", "red", "not").
    """

    wish: Wish
    subject_spots: tuple[Spot, ...] = ()
    tint_spot: Spot | None = None
    count_spot: Spot | None = None
    comparisons: tuple[tuple[Value, ...], ...] = ()
    unknown_spots: tuple[Spot, ...] = ()
    ends_on_subject: bool = False
    is_settled: bool = True
    is_company: bool = False
