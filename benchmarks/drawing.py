"""What the likenesses of chat programs share: pages with a font of their own, numbers in boxes, pictures."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from pathlib import Path

import simcord
from PIL import Image

from tests.fakes.chromium import launched

FOLDER = Path(__file__).parents[1] / "docs" / "images"
FONTS = Path(simcord.__file__).parent / "preview" / "static" / "fonts"
FONT = "noto-sans-latin-v*.ttf"
KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
QUALITY = 86
LEAST_QUALITY = 50


def page(style: str, *parts: str, width: int) -> str:
    """A whole page; the style calls its font `Drawn`."""
    (font,) = FONTS.glob(FONT)
    source = f"url(data:font/ttf;base64,{base64.b64encode(font.read_bytes()).decode()})"
    face = f'@font-face {{ font-family: "Drawn"; font-weight: 100 900; src: {source} }}'
    style = f"{face} {style} body {{ width: {width}px }}"
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(parts)}"


def keycaps(text: str) -> str:
    """Numbers in boxes as drawn here: not every machine has a font of emoji."""
    return KEYCAP.sub(r'<span class="key">\1</span>', text)


def image(content: bytes) -> str:
    """A picture within the page."""
    return f'<img src="data:image;base64,{base64.b64encode(content).decode()}">'


def take(pages: Mapping[str, str], *, prefix: str, most_bytes: int | None = None) -> None:
    """Take a picture of each page, for the documentation."""
    with launched() as browser:
        for name, content in pages.items():
            shown = browser.new_page(device_scale_factor=1.5, viewport={"width": 700, "height": 200})
            shown.set_content(content)
            shown.wait_for_function("document.fonts.ready.then(() => true)")
            picture = Image.open(io.BytesIO(shown.locator("body").screenshot())).convert("RGB")
            (FOLDER / f"{prefix}-{name}.jpg").write_bytes(_packed(picture, most_bytes))
            shown.close()


def _packed(picture: Image.Image, most_bytes: int | None) -> bytes:
    """As JPEG, in the best quality that stays below so many bytes."""
    for quality in range(QUALITY, LEAST_QUALITY, -4):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if most_bytes is None or file.tell() <= most_bytes:
            return file.getvalue()
    raise ValueError(f"more than {most_bytes} bytes in any quality that can be looked at")
