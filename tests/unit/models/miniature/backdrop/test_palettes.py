"""Colours: every role has one, subjects stand out, palettes, lights, moods and tints can be told apart."""

from __future__ import annotations

import colorsys
import itertools
import math
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from models.miniature.backdrop.palettes import APART, SET_OFF, colours_of
from models.miniature.backdrop.tones import contrast
from models.miniature.drawing.colours import luminance
from models.miniature.drawing.shapes import Role
from models.miniature.scene import Light, Mood, Palette, Tint

BACKDROP = (Role.SKY, Role.HORIZON, Role.FAR, Role.MID, Role.GROUND, Role.GROUND_SHADE, Role.WATER)
OF_ONE_HUE = [one for one in Palette if one not in {Palette.CANDY, Palette.MONOCHROME}]
DARK = (Light.NIGHT, Light.AURORA)


def schemes(palette: Palette) -> Iterator[Mapping[Role, str]]:
    """The colours under every light, mood and tint."""
    for light, mood, tint in product(Light, Mood, (None, *Tint)):
        yield colours_of(palette, light, mood, tint)


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def saturation(colour: str) -> float:
    return colorsys.rgb_to_hsv(*channels(colour))[1]


def hue(colour: str) -> float:
    """In degrees."""
    return 360 * colorsys.rgb_to_hsv(*channels(colour))[0]


def apart(one: str, other: str) -> float:
    """How far two colours lie from each other, from 0 to about 1.7."""
    pairs = zip(channels(one), channels(other), strict=True)
    return math.hypot(*(a - b for a, b in pairs))


@pytest.mark.parametrize("palette", Palette)
def test_every_role_has_a_colour(palette: Palette) -> None:
    for colours in schemes(palette):
        assert set(colours) == set(Role)
        assert all(len(colour) == 7 and colour.startswith("#") for colour in colours.values())


@pytest.mark.parametrize("palette", Palette)
def test_the_subject_stands_out_from_everything_behind_it(palette: Palette) -> None:
    for colours in schemes(palette):
        for role in BACKDROP:
            assert contrast(colours[Role.MAIN], colours[role]) >= APART, role


@pytest.mark.parametrize("palette", Palette)
def test_second_colour_and_accent_set_off_the_main_one(palette: Palette) -> None:
    for colours in schemes(palette):
        for role in (Role.SECOND, Role.ACCENT):
            assert contrast(colours[Role.MAIN], colours[role]) >= SET_OFF, role


@pytest.mark.parametrize("palette", Palette)
def test_shade_is_darker_and_light_is_lighter(palette: Palette) -> None:
    for colours in schemes(palette):
        shade, main, light = (
            luminance(colours[role]) for role in (Role.MAIN_SHADE, Role.MAIN, Role.MAIN_LIGHT)
        )
        assert shade < main <= light
        assert luminance(colours[Role.SECOND_SHADE]) < luminance(colours[Role.SECOND])


@pytest.mark.parametrize("light", Light)
def test_any_two_palettes_look_different_under_the_same_light(light: Light) -> None:
    for one, other in itertools.combinations(Palette, 2):
        first, second = (colours_of(palette, light, Mood.CALM) for palette in (one, other))
        roles = (Role.SKY, Role.GROUND, Role.FAR, Role.MAIN)
        assert sum(apart(first[role], second[role]) for role in roles) > 0.22, (one, other)


@pytest.mark.parametrize("palette", OF_ONE_HUE)
def test_a_palette_keeps_its_hue_by_day_and_night(palette: Palette) -> None:
    day, night = (
        hue(colours_of(palette, light, Mood.CALM)[Role.GROUND]) for light in (Light.DAY, Light.NIGHT)
    )
    assert min(abs(day - night), 360 - abs(day - night)) < 30


def test_the_subject_under_a_tint_is_no_part_of_what_tells_a_palette() -> None:
    for one, other in itertools.combinations(OF_ONE_HUE, 2):
        first, second = (colours_of(palette, Light.DAY, Mood.CALM, Tint.WHITE) for palette in (one, other))
        assert first[Role.MAIN] == second[Role.MAIN]
        assert apart(first[Role.GROUND], second[Role.GROUND]) + apart(first[Role.SKY], second[Role.SKY]) > 0.1


def test_monochrome_is_without_colour() -> None:
    for light, mood in product(Light, Mood):
        colours = colours_of(Palette.MONOCHROME, light, mood)
        assert max(map(saturation, colours.values())) < 0.02


def test_candy_is_of_many_hues() -> None:
    colours = colours_of(Palette.CANDY, Light.DAY, Mood.CALM)
    roles = (Role.SKY, Role.HORIZON, Role.FAR, Role.GROUND)
    hues = sorted(hue(colours[role]) for role in roles)
    assert all(after - before > 25 for before, after in itertools.pairwise(hues))


@pytest.mark.parametrize("palette", Palette)
def test_dark_lights_are_darker_than_the_others(palette: Palette) -> None:
    def brightness(light: Light) -> float:
        colours = colours_of(palette, light, Mood.CALM)
        return luminance(colours[Role.SKY]) + luminance(colours[Role.GROUND])

    dark, storm, bright = (
        max(map(brightness, DARK)),
        brightness(Light.STORM),
        min(brightness(light) for light in (Light.DAY, Light.MIST)),
    )
    assert dark < storm < bright


@pytest.mark.parametrize("palette", OF_ONE_HUE)
def test_melancholy_pales_the_colours(palette: Palette) -> None:
    def strength(mood: Mood) -> float:
        ground = channels(colours_of(palette, Light.DAY, mood)[Role.GROUND])
        return max(ground) - min(ground)

    assert strength(Mood.MELANCHOLIC) < 0.85 * min(map(strength, set(Mood) - {Mood.MELANCHOLIC}))


@pytest.mark.parametrize("tint", Tint)
def test_a_tint_is_the_same_on_every_palette_and_under_every_light(tint: Tint) -> None:
    mains = {
        colours_of(palette, light, Mood.CALM, tint)[Role.MAIN] for palette, light in product(Palette, Light)
    }
    assert len(mains) == 1


@pytest.mark.parametrize(
    ("tint", "red", "green", "blue"),
    [
        (Tint.WHITE, "high", "high", "high"),
        (Tint.BLACK, "low", "low", "low"),
        (Tint.RED, "high", "low", "low"),
        (Tint.YELLOW, "high", "high", "low"),
        (Tint.BLUE, "low", "low", "high"),
        (Tint.GREEN, "low", "high", "low"),
    ],
)
def test_a_tint_is_what_its_name_says(tint: Tint, red: str, green: str, blue: str) -> None:
    main = colours_of(Palette.EARTH, Light.DAY, Mood.CALM, tint)[Role.MAIN]
    for channel, level in zip(channels(main), (red, green, blue), strict=True):
        assert channel > 0.5 if level == "high" else channel < 0.5


def test_no_two_tints_look_the_same() -> None:
    mains = [colours_of(Palette.EARTH, Light.DAY, Mood.CALM, tint)[Role.MAIN] for tint in Tint]
    assert all(apart(one, other) > 0.12 for one, other in itertools.combinations(mains, 2))
