"""What members see of a message: its buttons, menus, words and pictures, taken from what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.fakes.discord.world.users import Payload

BUTTON, TEXT_SELECT, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, CONTAINER = 2, 3, 10, 11, 12, 13, 17
SELECTS = (3, 5, 6, 7, 8)


class Attached(Protocol):
    """A file, as far as it is seen."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...

    @property
    def description(self) -> str | None:
        """The words for those who do not see it."""
        ...


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button; one with a url has no custom_id."""

    label: str | None
    custom_id: str | None
    disabled: bool
    emoji: str | None
    style: int
    url: str | None


@dataclass(frozen=True, kw_only=True)
class Select:
    """A menu; only one of texts has options."""

    custom_id: str
    kind: int
    placeholder: str | None
    disabled: bool
    least: int
    most: int
    options: tuple[tuple[str, str], ...]
    """Label and value of each."""


@dataclass(frozen=True, kw_only=True)
class Media:
    """A picture or file; `content` is what was uploaded, or nothing where it lies elsewhere."""

    url: str
    description: str | None
    spoiler: bool
    content: bytes | None


def walk(components: Iterable[Payload]) -> Iterator[Payload]:
    """Every component, each before those within it."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])


def buttons(components: Iterable[Payload]) -> list[Button]:
    """The buttons, from the top."""
    return [
        Button(
            label=one.get("label"),
            custom_id=one.get("custom_id"),
            disabled=bool(one.get("disabled")),
            emoji=_emoji(one.get("emoji")),
            style=one.get("style", 0),
            url=one.get("url"),
        )
        for one in walk(components)
        if one["type"] == BUTTON
    ]


def selects(components: Iterable[Payload]) -> list[Select]:
    """The menus, from the top."""
    return [
        Select(
            custom_id=one["custom_id"],
            kind=one["type"],
            placeholder=one.get("placeholder"),
            disabled=bool(one.get("disabled")),
            least=1 if one.get("min_values") is None else one["min_values"],
            most=1 if one.get("max_values") is None else one["max_values"],
            options=tuple((option["label"], option["value"]) for option in one.get("options") or ()),
        )
        for one in walk(components)
        if one["type"] in SELECTS
    ]


def texts(content: str, embeds: Iterable[Payload], components: Iterable[Payload]) -> list[str]:
    """The words, from the top."""
    found: list[str | None] = [content]
    for embed in embeds:
        found += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
        for one in embed.get("fields") or ():
            found += [one["name"], one["value"]]
        found.append((embed.get("footer") or {}).get("text"))
    found += [one["content"] for one in walk(components) if one["type"] == TEXT_DISPLAY]
    return [text for text in found if text]


def media(
    embeds: Iterable[Payload], components: Iterable[Payload], attached: Mapping[str, Attached]
) -> Iterator[Media]:
    """The pictures and files in embeds and components, from the top."""
    for embed in embeds:
        for key in ("image", "thumbnail"):
            if embed.get(key):
                yield _shown({"media": embed[key]}, attached, hidden=False)
    yield from _in_components(components, attached, hidden=False)


def _in_components(
    components: Iterable[Payload], attached: Mapping[str, Attached], *, hidden: bool
) -> Iterator[Media]:
    for one in components:
        inside = hidden or (one["type"] == CONTAINER and bool(one.get("spoiler")))
        if one["type"] == GALLERY:
            yield from (_shown(item, attached, hidden=inside) for item in one["items"])
        if one["type"] == THUMBNAIL:
            yield _shown(one, attached, hidden=inside)
        if one["type"] == FILE:
            yield _shown({**one, "media": one["file"]}, attached, hidden=inside)
        accessory = one.get("accessory")
        below = [*(one.get("components") or ()), *([accessory] if accessory else ())]
        yield from _in_components(below, attached, hidden=inside)


def _shown(item: Payload, attached: Mapping[str, Attached], *, hidden: bool) -> Media:
    url = item["media"]["url"]
    file = attached.get(url)
    return Media(
        url=url,
        description=item.get("description") or (file.description if file else None),
        spoiler=hidden or bool(item.get("spoiler")),
        content=file.content if file else None,
    )


def _emoji(emoji: Payload | None) -> str | None:
    if not emoji:
        return None
    return f"<:{emoji['name']}:{emoji['id']}>" if emoji.get("id") else emoji.get("name")
