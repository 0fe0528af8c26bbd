"""Messages and forms of Discord as an HTML page, from what the bot sent: a likeness of Discord's own program.

It knows the components that the bot uses, and fails at any other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import drawing
from benchmarks.drawing import image, keycaps

ROW, BUTTON, INPUT, TEXT, MEDIA, CONTAINER, LABEL = 1, 2, 4, 10, 12, 17, 18
PARAGRAPH = 2
BUTTON_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger"}
ESCAPED = re.compile(r"[\\](.)")
STYLE = Path(__file__).with_suffix(".css")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message at one moment: its components, the files that it shows by url, and its reactions."""

    author: str
    components: Sequence[Mapping[str, Any]]
    files: Mapping[str, bytes]
    reactions: Mapping[str, int]


class Drawing:
    """Draws messages and forms in the words that people see; `names` are those of the members by id."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self._names = names

    def page(self, *parts: str, width: int) -> str:
        """A whole page."""
        return drawing.page(STYLE.read_text(), *parts, width=width)

    def message(self, seen: Seen) -> str:
        """A message with who wrote it."""
        inner = "".join(self._component(one, seen) for one in seen.components)
        reactions = "".join(
            f'<span class="reaction">{keycaps(emoji)} {count}</span>'
            for emoji, count in seen.reactions.items()
        )
        row = f'<div class="reactions">{reactions}</div>' if reactions else ""
        who = f'<span class="author">{html.escape(seen.author)}</span><span class="tag">APP</span>'
        letter = f'<div class="avatar">{html.escape(seen.author[:1].upper())}</div>'
        return f'<div class="message">{letter}<div>{who}{inner}{row}</div></div>'

    def form(self, title: str, components: Sequence[Mapping[str, Any]]) -> str:
        """A form that waits to be filled in."""
        fields = "".join(self._field(one) for one in components)
        return (
            f'<div class="form"><h3>{html.escape(title)}</h3><div class="fields">{fields}</div>'
            '<div class="foot"><span class="button">Cancel</span>'
            '<span class="button primary">Submit</span></div></div>'
        )

    def _component(self, one: Mapping[str, Any], seen: Seen) -> str:
        kind = one["type"]
        if kind == CONTAINER:
            inner = "".join(self._component(each, seen) for each in one["components"])
            colour = f"#{one.get('accent_color') or 0x4E5058:06x}"
            return f'<div class="container" style="border-left-color: {colour}">{inner}</div>'
        if kind == TEXT:
            return f"<div>{self._words(one['content'])}</div>"
        if kind == MEDIA:
            images = "".join(image(seen.files[item["media"]["url"]]) for item in one["items"])
            return f'<div class="media{" many" if len(one["items"]) > 1 else ""}">{images}</div>'
        assert kind == ROW, f"components of type {kind} are not drawn yet"
        return f'<div class="row">{"".join(map(_button, one["components"]))}</div>'

    def _field(self, one: Mapping[str, Any]) -> str:
        if one["type"] == TEXT:
            return f"<div>{self._words(one['content'])}</div>"
        assert one["type"] == LABEL
        field = one["component"]
        needed = "" if field.get("required") is False else " <i>*</i>"
        label = f"<b>{html.escape(one['label'])}</b>{needed}"
        if field["type"] == INPUT:
            typed = html.escape(field.get("value") or "")
            shown = typed or f'<span class="hint">{html.escape(field.get("placeholder") or "")}</span>'
            kind = " long" if field["style"] == PARAGRAPH else ""
            return f'<div class="field">{label}<div class="input{kind}">{shown}</div></div>'
        chosen = next(option["label"] for option in field["options"] if option.get("default"))
        menu = f'<div class="input menu"><span>{html.escape(chosen)}</span><span class="hint">▾</span></div>'
        return f'<div class="field">{label}{menu}</div>'

    def _words(self, content: str) -> str:
        """Discord's marks as far as the bot uses them."""
        return "".join(self._line(line) for line in content.split("\n"))

    def _line(self, line: str) -> str:
        tag, text = "div", line
        for mark, name in (("### ", "h3"), ("-# ", "small")):
            if line.startswith(mark):
                tag, text = name, line.removeprefix(mark)
        text = html.escape(text)
        text = re.sub(r"&lt;@(\d+)&gt;", self._mention, text)
        text = re.sub(r"&lt;t:\d+:R&gt;", "in a minute", text)
        text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
        text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
        text = ESCAPED.sub(r"\1", text)
        return f"<{tag}>{keycaps(text)}</{tag}>"

    def _mention(self, match: re.Match[str]) -> str:
        return f'<span class="mention">@{html.escape(self._names[int(match[1])])}</span>'


def _button(one: Mapping[str, Any]) -> str:
    assert one["type"] == BUTTON
    emoji = (one.get("emoji") or {}).get("name") or ""
    inner = keycaps(emoji) + html.escape(one.get("label") or "")
    return f'<span class="button {BUTTON_STYLES[one["style"]]}">{inner}</span>'
