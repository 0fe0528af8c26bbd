"""What Gemini's two libraries have in common: its form of a schema, and its words for what it blocks."""

from __future__ import annotations

from collections.abc import Mapping

ENDPOINT = "https://generativelanguage.googleapis.com"

BLOCKING_REASONS = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "IMAGE_SAFETY",
        "MODEL_ARMOR",
    }
)
"""Values of `finishReason` that mean that a filter has stepped in."""

_NAMES = {
    "type": "type",
    "properties": "properties",
    "required": "required",
    "items": "items",
    "minItems": "min_items",
    "maxItems": "max_items",
}


def gemini_schema(schema: Mapping[str, object]) -> dict[str, object]:
    """A JSON Schema of objects, arrays and strings in Gemini's form; what that cannot say is left out."""
    return {_NAMES[key]: _value(key, value) for key, value in schema.items() if key in _NAMES}


def _value(key: str, value: object) -> object:
    if key == "type":
        return str(value).upper()
    if key == "items" and isinstance(value, Mapping):
        return gemini_schema(value)
    if key == "properties" and isinstance(value, Mapping):
        return {name: gemini_schema(inner) for name, inner in value.items()}
    return value


def blocking_reason(name: str | None) -> str | None:
    """The name again, where it says that a filter has stepped in."""
    return name if name in BLOCKING_REASONS else None
