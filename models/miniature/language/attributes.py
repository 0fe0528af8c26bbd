"""The attributes that a person chooses by, and which values each of them has."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from models.miniature.scene import Composition, Light, Mood, Palette, Setting, Style, Subject, Tint

Value = Subject | Setting | Style | Palette | Light | Composition | Mood | Tint


class Attribute(StrEnum):
    """What every text fixes; the value of each is the name of the field in a scene and in a wish."""

    SUBJECT = "subject"
    SETTING = "setting"
    STYLE = "style"
    PALETTE = "palette"
    LIGHT = "light"
    COMPOSITION = "composition"
    MOOD = "mood"


_KINDS: MappingProxyType[Attribute, type[Value]] = MappingProxyType(
    {
        Attribute.SUBJECT: Subject,
        Attribute.SETTING: Setting,
        Attribute.STYLE: Style,
        Attribute.PALETTE: Palette,
        Attribute.LIGHT: Light,
        Attribute.COMPOSITION: Composition,
        Attribute.MOOD: Mood,
    }
)
_ATTRIBUTES: MappingProxyType[type[Value], Attribute] = MappingProxyType(
    {kind: attribute for attribute, kind in _KINDS.items()}
)

BESIDE_SUBJECT = tuple(one for one in Attribute if one is not Attribute.SUBJECT)
"""What can be chosen freely even where the subject is given."""

VISIBLE = tuple(one for one in BESIDE_SUBJECT if one is not Attribute.MOOD)
"""What tells two pictures of the same subject apart at first sight."""


def attribute_of(value: Value) -> Attribute | None:
    """The attribute that the value belongs to; none for a tint."""
    return _ATTRIBUTES.get(type(value))


def values_of(attribute: Attribute) -> tuple[Value, ...]:
    """All values, in the order in which they are listed; the emblem is never chosen and left out."""
    return tuple(value for value in _KINDS[attribute] if value is not Subject.EMBLEM)
