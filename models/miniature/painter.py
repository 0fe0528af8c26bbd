"""Abstract pictures from a text: an emblem of its words before a ground, drawn with Pillow.

Known words change ground and treatment; all others shape the emblem. The same text, seed and size give the
same bytes.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import math
import random
from typing import TYPE_CHECKING

from core.ports import RenderedImage, RenderJob

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

PALETTES: dict[str, tuple[Colour, Colour, Colour]] = {
    "sea": ((20, 60, 110), (120, 200, 220), (250, 235, 190)),
    "mountains": ((70, 90, 120), (215, 225, 235), (240, 160, 90)),
    "night": ((12, 14, 40), (70, 40, 110), (255, 220, 120)),
    "forest": ((18, 50, 35), (120, 170, 90), (240, 230, 170)),
    "desert": ((230, 170, 100), (255, 225, 170), (150, 60, 50)),
    "moon": ((10, 10, 20), (90, 95, 110), (240, 240, 230)),
    "garden": ((150, 205, 140), (245, 240, 200), (220, 80, 120)),
    "lights": ((8, 20, 50), (50, 210, 150), (200, 160, 255)),
    "neon": ((15, 0, 35), (60, 0, 90), (0, 255, 220)),
    "fire": ((40, 5, 5), (220, 70, 20), (255, 220, 90)),
    "watercolour": ((235, 225, 235), (190, 215, 235), (200, 110, 130)),
    "ink": ((245, 243, 235), (225, 220, 210), (25, 25, 35)),
}


class EmblemPainter:
    """Draws in a thread; one picture of 512 pixels takes some hundredths of a second."""

    async def render(self, job: RenderJob) -> RenderedImage:
        """Render one PNG image."""
        return RenderedImage(content=await asyncio.to_thread(_paint, job), media_type="image/png")


def _paint(job: RenderJob) -> bytes:
    from PIL import Image, ImageDraw, ImageFilter, ImageOps

    words = [word.strip(".,;:!?()").casefold() for word in job.text.split()]
    chance = random.Random(hashlib.blake2b(f"{job.text}|{job.seed}".encode()).hexdigest())
    ground, haze, ink = _palette(words, chance)
    image = Image.linear_gradient("L").resize((job.size_pixels, job.size_pixels))
    picture = ImageOps.colorize(image, black=_hex(ground), white=_hex(haze))
    _draw_emblem(ImageDraw.Draw(picture), words, chance, size=job.size_pixels, ink=ink, rim=ground)
    if {"pixel", "mosaic"} & set(words):
        cells = 32 if "pixel" in words else 48
        picture = picture.resize((cells, cells)).resize(picture.size, Image.Resampling.NEAREST)
    if {"watercolour", "smoke", "dream"} & set(words):
        picture = picture.filter(ImageFilter.GaussianBlur(job.size_pixels / 90))
    if {"poster", "paper"} & set(words):
        picture = ImageOps.posterize(picture, 2)
    return _png(picture)


def _palette(words: list[str], chance: random.Random) -> tuple[Colour, Colour, Colour]:
    for word in reversed(words):
        if word in PALETTES:
            return PALETTES[word]
    return chance.choice(list(PALETTES.values()))


def _draw_emblem(
    draw: ImageDraw.ImageDraw, words: list[str], chance: random.Random, *, size: int, ink: Colour, rim: Colour
) -> None:
    """Rings of petals around the centre, one ring per word (at most six)."""
    for ring, word in enumerate(reversed(words[:6])):
        shape = random.Random(f"word:{word}")
        petals = shape.randint(3, 12)
        radius = size * (0.42 - 0.055 * ring)
        shade = _mix(ink, rim, shape.random() * 0.55)
        points = _flower(size / 2, radius, petals, depth=0.15 + 0.5 * shape.random(), turn=chance.random())
        draw.polygon(points, fill=shade, outline=rim)


def _flower(
    centre: float, radius: float, petals: int, *, depth: float, turn: float
) -> list[tuple[float, float]]:
    points = []
    for step in range(240):
        angle = 2 * math.pi * step / 240
        reach = radius * (1 - depth * (0.5 + 0.5 * math.cos(petals * angle)))
        points.append((centre + reach * math.cos(angle + turn), centre + reach * math.sin(angle + turn)))
    return points


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
