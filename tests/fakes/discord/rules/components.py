"""The rules for components in messages: which may be where, how many, and how long their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from tests.fakes.discord.messages.seen import SELECTS, walk
from tests.fakes.discord.rules.problems import Problems
from tests.fakes.discord.world.users import Payload

ROW, BUTTON, TEXT_SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = (
    1, 2, 3, 9, 10, 11, 12, 13, 14, 17,
)  # fmt: skip
LINK, PREMIUM = 5, 6
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
AT_TOP = (*IN_CONTAINER, CONTAINER)
MOST_COMPONENTS, MOST_ROWS, MOST_TEXT = 40, 5, 4000


def check_components(components: object, problems: Problems, *, v2: bool) -> None:
    """Check all components of a message."""
    if components is None or not _well_formed(components, problems):
        return
    assert isinstance(components, list)
    if v2:
        problems.count(components, least=0, most=MOST_COMPONENTS)
    else:
        problems.count(components, least=0, most=MOST_ROWS)
    _inside(components, problems, allowed=AT_TOP if v2 else (ROW,))
    _together(components, problems)


def check_media(media: object, problems: Problems, *, attachment_only: bool = False) -> None:
    """Check the address of a picture or file."""
    if not isinstance(media, dict) or not isinstance(media.get("url"), str):
        problems.at("url").missing()
        return
    url = media["url"]
    problems.at("url").text(url, least=1, most=2048)
    schemes = ("attachment://",) if attachment_only else ("attachment://", "http://", "https://")
    if not url.startswith(schemes):
        allowed = ", ".join(one.removesuffix("://") for one in schemes)
        problems.at("url").add("URL_TYPE_INVALID_SCHEME", f"Scheme must be one of ({allowed}).")


def check_select(select: Payload, problems: Problems) -> None:
    """Check a menu."""
    problems.at("custom_id").text(select.get("custom_id"), least=1, most=100, required=True)
    problems.at("placeholder").text(select.get("placeholder"), most=150)
    problems.at("min_values").number(select.get("min_values"), least=0, most=25)
    problems.at("max_values").number(select.get("max_values"), least=1, most=25)
    if select["type"] != TEXT_SELECT:
        return
    options = select.get("options")
    problems.at("options").count(options, least=1, most=25)
    for number, option in enumerate(options or ()):
        here = problems.at("options", number)
        here.at("label").text(option.get("label"), least=1, most=100, required=True)
        here.at("value").text(option.get("value"), least=1, most=100, required=True)
        here.at("description").text(option.get("description"), most=100)
    values = Counter(option.get("value") for option in options or ())
    if any(count > 1 for count in values.values()):
        problems.at("options").add("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The values must be unique.")
    if len(options or ()) < (select.get("min_values") or 0):
        problems.at("min_values").add("BASE_TYPE_BAD_LENGTH", "There are fewer options than min_values.")


def check_unique(components: list[Payload], problems: Problems) -> None:
    """Check that no two have the same custom_id, nor the same id."""
    for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
        given = Counter(str(one[key]) for one in walk(components) if one.get(key) not in (None, 0))
        for value, count in given.items():
            if count > 1:
                problems.add(code, f"Component {key} cannot be duplicated: {value}")


def _inside(components: list[Payload], problems: Problems, *, allowed: tuple[int, ...]) -> None:
    for number, component in enumerate(components):
        here = problems.at(number)
        if here.at("type").one_of(component["type"], allowed):
            _CHECKS[component["type"]](component, here)


def _row(row: Payload, problems: Problems) -> None:
    children = row.get("components")
    below = problems.at("components")
    below.count(children, least=1, most=5)
    if not isinstance(children, list):
        return
    _inside(children, below, allowed=(BUTTON, *SELECTS))
    if len(children) > 1 and any(one["type"] in SELECTS for one in children):
        below.add("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width.")


def _button(button: Payload, problems: Problems) -> None:
    style = button.get("style")
    if not problems.at("style").one_of(style, range(1, 7)):
        return
    problems.at("label").text(button.get("label"), most=80)
    if style == LINK:
        problems.at("url").text(button.get("url"), least=1, most=512, required=True)
    elif style == PREMIUM:
        problems.at("sku_id").text(button.get("sku_id"), least=1, most=20, required=True)
    else:
        problems.at("custom_id").text(button.get("custom_id"), least=1, most=100, required=True)
        if button.get("url") is not None:
            problems.at("url").add("BUTTON_COMPONENT_URL_WITHOUT_LINK", "Only a link button has a url.")
    if style in (LINK, PREMIUM) and button.get("custom_id") is not None:
        problems.add(
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A url and custom id exclude each other."
        )
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        problems.add("BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button must have a label or emoji.")


def _section(section: Payload, problems: Problems) -> None:
    problems.at("components").count(section.get("components"), least=1, most=3)
    _inside(section.get("components") or [], problems.at("components"), allowed=(TEXT,))
    accessory = section.get("accessory")
    if accessory is None:
        problems.at("accessory").missing()
    elif problems.at("accessory", "type").one_of(accessory["type"], (BUTTON, THUMBNAIL)):
        _CHECKS[accessory["type"]](accessory, problems.at("accessory"))


def _text(text: Payload, problems: Problems) -> None:
    problems.at("content").text(text.get("content"), least=1, most=MOST_TEXT, required=True)


def _thumbnail(thumbnail: Payload, problems: Problems) -> None:
    check_media(thumbnail.get("media"), problems.at("media"))
    problems.at("description").text(thumbnail.get("description"), least=1, most=1024)


def _gallery(gallery: Payload, problems: Problems) -> None:
    items = gallery.get("items")
    problems.at("items").count(items, least=1, most=10)
    for number, item in enumerate(items or ()):
        _thumbnail(item, problems.at("items", number))


def _file(file: Payload, problems: Problems) -> None:
    check_media(file.get("file"), problems.at("file"), attachment_only=True)


def _separator(separator: Payload, problems: Problems) -> None:
    problems.at("spacing").number(separator.get("spacing"), least=1, most=2)


def _container(container: Payload, problems: Problems) -> None:
    problems.at("components").count(container.get("components"), least=1, most=MOST_COMPONENTS)
    problems.at("accent_color").number(container.get("accent_color"), most=0xFFFFFF)
    _inside(container.get("components") or [], problems.at("components"), allowed=IN_CONTAINER)


def _together(components: list[Payload], problems: Problems) -> None:
    everything = list(walk(components))
    if len(everything) > MOST_COMPONENTS:
        problems.add(
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"There are {len(everything)}; 40 are allowed."
        )
    words = sum(len(one.get("content") or "") for one in everything if one["type"] == TEXT)
    if words > MOST_TEXT:
        problems.add("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"{words} characters; 4000 are allowed.")
    check_unique(components, problems)


def _well_formed(components: object, problems: Problems) -> bool:
    """Whether each is an object with a type, so that the rest can be checked."""
    if not isinstance(components, list):
        problems.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
        return False
    for number, one in enumerate(components):
        if not isinstance(one, dict) or not isinstance(one.get("type"), int):
            problems.at(number, "type").missing()
            return False
        inner = one.get("components")
        if inner is not None and not _well_formed(inner, problems.at(number, "components")):
            return False
    return True


_CHECKS: Mapping[int, Callable[[Payload, Problems], None]] = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
    **dict.fromkeys(SELECTS, check_select),
}
