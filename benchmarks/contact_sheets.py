"""Paints contact sheets of the small world: every subject in every style, and every value of each attribute.

python benchmarks/contact_sheets.py [--into docs/images]
"""

from __future__ import annotations

import argparse
import io
import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from models.miniature.painting import paint
from models.miniature.scene import (
    Composition,
    Light,
    Mood,
    Palette,
    Scene,
    Setting,
    Style,
    Subject,
    Tint,
)

FOLDER = Path(__file__).parent.parent / "docs" / "images"
LINE = 16
GAP = 4
PAPER, INK = "#fbfaf7", "#3a3a42"

SCENE = Scene(
    subject=Subject.FOX,
    setting=Setting.MOUNTAINS,
    style=Style.FLAT,
    palette=Palette.CANDY,
    light=Light.DAY,
    composition=Composition.CENTRED,
    mood=Mood.CALM,
)

Captioned = tuple[str, Scene]


def sheet(rows: Sequence[Sequence[Captioned]], *, tile: int, seed: int) -> Image.Image:
    """Rows of pictures with a caption under each."""
    step = tile + GAP
    wide = max(len(row) for row in rows)
    paper = Image.new("RGB", (wide * step + GAP, len(rows) * (step + LINE) + GAP), PAPER)
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(11)
    for down, row in enumerate(rows):
        for across, (caption, scene) in enumerate(row):
            x, y = GAP + across * step, GAP + down * (step + LINE)
            with Image.open(io.BytesIO(paint(scene, seed, tile))) as picture:
                paper.paste(picture.convert("RGB"), (x, y))
            draw.text((x + tile / 2, y + tile + LINE / 2), caption, INK, font, "mm")
    return paper


def subjects_and_styles() -> list[list[Captioned]]:
    """One row for each subject, one column for each style; all else goes round."""
    return [
        [
            (
                f"{subject}, {style}",
                replace(
                    SCENE,
                    subject=subject,
                    style=style,
                    setting=list(Setting)[(row + 5 * column) % len(Setting)],
                    palette=list(Palette)[(3 * row + column) % len(Palette)],
                    light=list(Light)[(row + 2 * column + row // 6) % len(Light)],
                    mood=list(Mood)[(row + column + row // 6) % len(Mood)],
                    sign="small world" if subject is Subject.EMBLEM else "",
                ),
            )
            for column, style in enumerate(Style)
        ]
        for row, subject in enumerate(Subject)
    ]


def attributes() -> list[list[Captioned]]:
    """Every value of each attribute on the same picture, then what can be asked for beside them."""
    lights = [(light.value, replace(SCENE, light=light)) for light in Light]
    moods = [(mood.value, replace(SCENE, mood=mood)) for mood in Mood]
    views = [(view.value, replace(SCENE, composition=view)) for view in Composition]
    counts = [(f"{count} foxes", replace(SCENE, count=count)) for count in range(2, 6)]
    beside = [
        ("with an owl", replace(SCENE, companion=Subject.OWL)),
        ("unknown words", replace(SCENE, sign="small world")),
    ]
    tints = [(f"{tint} fox", replace(SCENE, tint=tint)) for tint in itertools.islice(Tint, 12)]
    return [
        [(setting.value, replace(SCENE, setting=setting)) for setting in Setting],
        [(style.value, replace(SCENE, style=style)) for style in Style],
        lights + moods,
        views + counts + beside,
        tints,
        [(palette.value, replace(SCENE, palette=palette)) for palette in Palette],
    ]


def main() -> None:
    """Paint both sheets and write them as JPEG."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows, tile in (
        ("miniature-subjects-styles", subjects_and_styles(), 104),
        ("miniature-attributes", attributes(), 132),
    ):
        path = folder / f"{name}.jpg"
        sheet(rows, tile=tile, seed=3).save(path, quality=68, optimize=True)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
