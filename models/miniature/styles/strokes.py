"""How shapes and layers are written as SVG, the same for every style; colours are the style's affair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from models.miniature.drawing.colours import darker, lighter
from models.miniature.drawing.picture import SIDE, Layer, Picture, Placed, Placement, Veil
from models.miniature.drawing.shapes import Drawing, Point, Role, Shape
from models.miniature.drawing.svg import Document, Stop

Paint = Callable[[Role], str]
"""What a role is painted with: a colour or `url(#id)`."""

FAINT = 0.6
"""Opacity below which a drawing needs no outline: light and haze have none."""
EVEN = ' fill-rule="evenodd"'
"""For `more` of a path whose inner outlines are openings."""


def path(
    d: str,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 0.0,
    opacity: float = 1.0,
    more: str = "",
) -> str:
    """One path element with round joins and ends; `more` is written into it as it is."""
    line = f' stroke="{stroke}" stroke-width="{width:.2f}"' if stroke != "none" and width else ""
    rounded = ' stroke-linejoin="round" stroke-linecap="round"' if line else ""
    faded = _faded(opacity, both=bool(line) and fill != "none")
    return f'<path d="{d}" fill="{fill}"{line}{rounded}{faded}{more}/>'


def _faded(opacity: float, *, both: bool) -> str:
    """Fading as a whole costs the rasteriser a layer of its own; one paint alone is faded without."""
    if opacity >= 1:
        return ""
    return f' opacity="{opacity:g}"' if both else f' fill-opacity="{opacity:g}" stroke-opacity="{opacity:g}"'


def plain(shape: Shape, paint: Paint, *, line: Paint | None = None, wider: float = 0.0) -> str:
    """A shape with its fill and its line as they are, the line `wider` local units wider.

    A gradient needs an extent, which a line may lack: where `paint` gives gradients, `line` gives colours.
    """
    return path(
        shape.d,
        fill=paint(shape.fill) if shape.fill else "none",
        stroke=(line or paint)(shape.line) if shape.line else "none",
        width=shape.width + wider,
    )


def silhouette(drawing: Drawing, colour: str, *, wider: float = 0.0, opacity: float = 1.0) -> str:
    """Everything that a drawing covers in one colour, `wider` local units beyond its outlines.

    Each shape is faded by itself: where two lie over each other, the colour is stronger.
    """
    return "".join(
        path(
            shape.d,
            fill=colour if shape.fill else "none",
            stroke=colour,
            width=(shape.width if shape.line else 0.0) + 2 * wider,
            opacity=opacity,
        )
        for shape in drawing
    )


def local(width: float, at: Placement) -> float:
    """The width in a drawing's own units that is `width` in the picture, whatever the placement's scale."""
    return width / at.scale if at.scale else width


def group(at: Placement, elements: Iterable[str], *, shift: tuple[float, float] = (0.0, 0.0)) -> str:
    """Elements in a drawing's own units where it stands, moved by `shift` in the picture."""
    moved = f"translate({shift[0]:g} {shift[1]:g}) " if any(shift) else ""
    inner = "".join(elements)
    faded = f' opacity="{at.opacity:g}"' if at.opacity < 1 else ""
    if faded and inner.count("<") == 1 and "opacity" not in inner and not _has_both(inner):
        inner, faded = inner.replace("<path", f"<path{_faded(at.opacity, both=False)}"), ""
    return f'<g transform="{moved}{at.transform}"{faded}>{inner}</g>'


def _has_both(element: str) -> bool:
    """Whether it is filled and has a line."""
    return ' stroke="' in element and 'fill="none"' not in element


def pieces(
    picture: Picture,
    placed: Placed,
    draw: Callable[[Shape], str],
    *,
    behind: str = "none",
    wider: float = 0.0,
    opacity: float = 1.0,
) -> str:
    """A drawing where it stands, shape by shape, without the plain sheet around a frame.

    A subject has its silhouette in the colour `behind` it, `wider` picture units beyond its outlines.
    """
    drawn = [draw(shape) for shape in placed.drawing if not is_mat(picture, placed, shape)]
    if placed.layer is Layer.SUBJECT and behind != "none":
        wide = local(wider, placed.at)
        drawn.insert(0, silhouette(placed.drawing, behind, wider=wide, opacity=opacity))
    return group(placed.at, drawn)


def tone(document: Document, colour: str, *, lift: float, drop: float) -> str:
    """A gradient down each shape, from the colour `lift` towards white to the colour `drop` towards black."""
    return document.fade(((0.0, lighter(colour, lift), 1.0), (1.0, darker(colour, drop), 1.0)))


def sky(document: Document, picture: Picture, *, top: str | None = None, bottom: str | None = None) -> str:
    """A gradient for shapes of `Role.SKY`, from the sky's colour down to the horizon's."""
    first = (0.0, top or picture.colours[Role.SKY], 1.0)
    last = (min(1.0, picture.horizon / SIDE), bottom or picture.colours[Role.HORIZON], 1.0)
    return document.fade((first, last))


def cropped(points: Sequence[Point]) -> list[Point]:
    """A convex polygon cut to the square: what a clipped group has outside costs the rasteriser as much."""
    for axis in (0, 1):
        for limit, sign in ((0.0, 1), (float(SIDE), -1)):
            points = _cut(points, axis, limit, sign)
    return list(points)


def _cut(points: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for start, end in zip(points, [*points[1:], *points[:1]], strict=True):
        before, after = sign * (start[axis] - limit), sign * (end[axis] - limit)
        if before >= 0:
            kept.append(start)
        if before * after < 0:
            share = before / (before - after)
            kept.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    return kept


def halo(document: Document, centre: Point, radius: float, stops: Iterable[Stop]) -> str:
    """A round gradient in the picture's own units."""
    marks = "".join(
        f'<stop offset="{offset:g}" stop-color="{colour}" stop-opacity="{opacity:g}"/>'
        for offset, colour, opacity in stops
    )
    return document.define(
        f'<radialGradient id="{{id}}" gradientUnits="userSpaceOnUse" cx="{centre[0]:.1f}" '
        f'cy="{centre[1]:.1f}" r="{radius:.1f}">{marks}</radialGradient>'
    )


def sheet(colour: str) -> str:
    """The whole square in one colour or gradient."""
    return f'<rect width="{SIDE}" height="{SIDE}" fill="{colour}"/>'


def is_mat(picture: Picture, placed: Placed, shape: Shape) -> bool:
    """Whether the shape is the plain sheet around a frame: a style may lay its own in its place."""
    return placed.layer is Layer.AIR and bool(picture.frame and shape.fill and picture.frame in shape.d)


@contextmanager
def within(document: Document, outline: str | None) -> Iterator[None]:
    """Cut what is written meanwhile to the outline, if there is one."""
    if outline is None:
        yield
        return
    clip = document.define(f'<clipPath id="{{id}}"><path d="{outline}"/></clipPath>')
    document.add(f'<g clip-path="{clip}">')
    yield
    document.add("</g>")


def stack(
    document: Document,
    picture: Picture,
    draw: Callable[[Placed], str],
    *,
    veil: Callable[[Veil], None] | None = None,
    border: str | None = None,
    over_sky: str = "",
    over_ground: str = "",
    under_air: str = "",
) -> None:
    """Write every layer, farthest first, each followed by the veils that are laid over it.

    `over_sky` and `over_ground` are the style's own ornaments, right in front of what those layers show;
    `under_air` is its frame around all but what is in the air, and is never cut.

    All is cut to the picture's frame, or to the style's own `border` where the picture has none; what is in
    the air is never cut to a frame, because the frame's own drawing is among it.
    """
    lay = veil or document.veil
    with within(document, picture.frame or border):
        for layer in list(Layer)[: Layer.AIR]:
            _one(document, picture, draw, lay, layer)
            document.add({Layer.SKY: over_sky, Layer.GROUND: over_ground}.get(layer, ""))
    document.add(under_air)
    with within(document, None if picture.frame else border):
        _one(document, picture, draw, lay, Layer.AIR)


def enclose(
    document: Document,
    picture: Picture,
    draw: Callable[[Placed], str],
    front: str,
    *,
    over_sky: str = "",
    over_ground: str = "",
) -> None:
    """Write every layer, and the style's own opaque border over the edges: cheaper than cutting all to it.

    Where the picture has a frame, its ornament in the air stays in front of the border.
    """
    under = front if picture.frame else ""
    stack(document, picture, draw, over_sky=over_sky, over_ground=over_ground, under_air=under)
    if not picture.frame:
        document.add(front)


def _one(
    document: Document,
    picture: Picture,
    draw: Callable[[Placed], str],
    lay: Callable[[Veil], None],
    layer: Layer,
) -> None:
    for placed in picture.placed:
        if placed.layer is layer:
            document.add(draw(placed))
    for veil in picture.veils:
        if veil.layer is layer:
            lay(veil)
