"""Tones: what a screen shows of them, and how they get out of each other's way."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.miniature.backdrop.tones import Tone, contrast

tones = st.builds(
    Tone,
    lightness=st.floats(min_value=0.09, max_value=0.985),
    chroma=st.floats(min_value=0, max_value=0.3),
    hue=st.floats(min_value=0, max_value=360),
)


def saturation(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[1]


@given(tones)
def test_every_tone_can_be_shown(tone: Tone) -> None:
    assert len(tone.colour) == 7
    assert 0 <= int(tone.colour[1:], 16) <= 0xFFFFFF


@pytest.mark.parametrize("lightness", [0.1, 0.5, 0.9])
def test_a_tone_without_chroma_is_grey(lightness: float) -> None:
    assert saturation(Tone(lightness=lightness, chroma=0, hue=123).colour) == 0


@pytest.mark.parametrize(("hue", "strongest"), [(27, 0), (145, 1), (262, 2)])
def test_red_green_and_blue_lie_where_they_should(hue: float, strongest: int) -> None:
    colour = Tone(lightness=0.6, chroma=0.2, hue=hue).colour
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert channels.index(max(channels)) == strongest


def test_what_a_screen_cannot_show_keeps_its_lightness() -> None:
    possible, impossible = (Tone(lightness=0.5, chroma=chroma, hue=190) for chroma in (0.06, 0.4))
    assert contrast(possible.colour, impossible.colour) < 1.15
    assert saturation(impossible.colour) > saturation(possible.colour)


def test_contrast_is_one_for_the_same_and_twenty_one_for_black_and_white() -> None:
    assert contrast("#123456", "#123456") == 1
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)


@given(tones, tones)
def test_a_tone_moves_until_it_stands_apart(tone: Tone, other: Tone) -> None:
    assert contrast(tone.away_from((other.colour,), 1.8).colour, other.colour) >= 1.8


def test_a_tone_that_stands_apart_stays() -> None:
    tone = Tone(lightness=0.2, chroma=0.1, hue=30)
    assert tone.away_from(("#ffffff",), 3) == tone


def test_a_tone_moves_no_farther_than_it_must() -> None:
    tone = Tone(lightness=0.5, chroma=0.0, hue=0)
    moved = tone.away_from((tone.colour,), 1.5)
    assert 1.5 <= contrast(moved.colour, tone.colour) < 1.65


def test_what_cannot_be_reached_leaves_the_tone_as_it_is() -> None:
    tone = Tone(lightness=0.5, chroma=0.1, hue=0)
    assert tone.away_from(("#000000", "#ffffff"), 9) == tone


@given(tones, tones)
def test_a_mixture_begins_at_the_one_and_ends_at_the_other(one: Tone, other: Tone) -> None:
    assert contrast(one.mixed(other, 0).colour, one.colour) < 1.02
    assert contrast(one.mixed(other, 1).colour, other.colour) < 1.02


def test_half_way_between_blue_and_yellow_is_nearly_grey() -> None:
    blue, yellow = (Tone(lightness=0.6, chroma=0.12, hue=hue) for hue in (270, 90))
    assert blue.mixed(yellow, 0.5).chroma < 0.01
