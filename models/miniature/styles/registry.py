"""Which function draws which style, and how coarse the grid of those is that are shown on one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.miniature.drawing.picture import Picture
from models.miniature.scene import Style
from models.miniature.styles import (
    blueprint,
    chalk,
    deco,
    flat,
    glass,
    ink,
    neon,
    papercut,
    pixel,
    pop,
    watercolour,
    woodcut,
)

STYLES: Mapping[Style, Callable[[Picture], str]] = {
    Style.FLAT: flat.render,
    Style.WATERCOLOUR: watercolour.render,
    Style.INK: ink.render,
    Style.PIXEL: pixel.render,
    Style.NEON: neon.render,
    Style.DECO: deco.render,
    Style.PAPERCUT: papercut.render,
    Style.GLASS: glass.render,
    Style.POP: pop.render,
    Style.CHALK: chalk.render,
    Style.WOODCUT: woodcut.render,
    Style.BLUEPRINT: blueprint.render,
}
GRIDS: Mapping[Style, int] = {Style.PIXEL: 48}
"""Cells along each side, for styles that are shown on a grid of them."""
