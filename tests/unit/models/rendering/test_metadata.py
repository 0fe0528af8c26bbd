"""What files say about how they were made."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.errors import WorkError
from models.rendering.metadata import NAMESPACE, Made, read_metadata, this_program, with_metadata

MADE = Made(
    prompt='Ein “Fuchs” im Schnee, <b>& "水彩"\nzweite Zeile\t🦊',
    seed=2**62 + 7,
    model="stable-diffusion-xl-base-1.0",
    model_hash="0123456789abcdef",
    preset="fast",
    program="pasta-bot 0.1.0",
)


def picture(mode: str = "RGB") -> Image.Image:
    image = Image.linear_gradient("L").resize((37, 23)).convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize((37, 23)).rotate(180))
    return image


def file(kind: str, mode: str = "RGB", **options: bool | bytes) -> bytes:
    buffer = io.BytesIO()
    picture(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def pixels(content: bytes) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image.mode, image.tobytes()


FILES = [
    file("PNG"),
    file("PNG", "RGBA"),
    file("PNG", "P"),
    file("WEBP"),
    file("WEBP", lossless=True),
    file("WEBP", "RGBA"),
    file("WEBP", "RGBA", lossless=True),
    file("WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
]


@pytest.mark.parametrize("content", FILES)
def test_what_is_written_is_read_and_no_pixel_changes(content: bytes) -> None:
    written = with_metadata(content, MADE)
    assert read_metadata(written) == MADE
    assert pixels(written) == pixels(content)


@pytest.mark.parametrize("content", FILES)
def test_written_again_it_replaces_what_was_there(content: bytes) -> None:
    first = with_metadata(content, Made(prompt="old", seed=1, model="old", preset="fine"))
    second = with_metadata(first, Made(prompt="new", seed=2, model="new"))
    assert read_metadata(second) == Made(prompt="new", seed=2, model="new")
    assert second.count(b"old") == 0


def test_other_programs_read_it_from_a_png() -> None:
    with Image.open(io.BytesIO(with_metadata(file("PNG"), MADE))) as image:
        assert image.info["prompt"] == MADE.prompt
        assert image.info["seed"] == str(MADE.seed)
        assert image.info["model_hash"] == MADE.model_hash


def test_other_programs_read_it_from_a_webp_file() -> None:
    with Image.open(io.BytesIO(with_metadata(file("WEBP"), MADE))) as image:
        packet = image.info["xmp"]
    description = next(
        element for element in ET.fromstring(packet).iter() if element.tag.endswith("Description")
    )
    assert description.attrib[f"{{{NAMESPACE}}}prompt"] == MADE.prompt


@given(
    prompt=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufffe\uffff"))
)
def test_any_text_comes_back(prompt: str) -> None:
    for content in (FILES[0], FILES[3]):
        made = read_metadata(with_metadata(content, Made(prompt=prompt, seed=0, model="m")))
        assert made == Made(prompt=prompt, seed=0, model="m")


def test_what_no_file_can_hold_is_left_out() -> None:
    made = Made(prompt="a\0b\x1b\ud800c", seed=3, model="m")
    for content in (FILES[0], FILES[3]):
        assert read_metadata(with_metadata(content, made)) == Made(prompt="ab?c", seed=3, model="m")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", file("JPEG"), file("PNG")[:60], file("WEBP")[:40]])
def test_other_and_damaged_files_are_refused(content: bytes) -> None:
    with pytest.raises(WorkError):
        with_metadata(content, MADE)
    assert read_metadata(content) is None


def test_a_file_that_says_nothing_or_nonsense_has_no_metadata() -> None:
    for content in FILES:
        assert read_metadata(content) is None
    nonsense = with_metadata(file("PNG"), MADE).replace(str(MADE.seed).encode(), b"x" * len(str(MADE.seed)))
    assert read_metadata(nonsense) is None


def test_the_program_names_itself_with_its_version() -> None:
    assert this_program().startswith("pasta-bot ")
