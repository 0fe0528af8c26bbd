from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import torch
from PIL import Image

from core.errors import WorkError
from models.encoding.clip.pictures import PictureReader, Preparation, scale
from models.vision_libraries import load_open_clip

CPU = torch.device("cpu")


def wanted(resize_mode: str = "shortest", interpolation: str = "bicubic") -> Preparation:
    return Preparation(
        height=64,
        width=64,
        mean=(0.5, 0.25, 0.5),
        deviation=(0.5, 0.25, 0.125),
        interpolation=interpolation,
        resize_mode=resize_mode,
        fill=0,
    )


def blotches(width: int, height: int) -> Image.Image:
    colours = np.random.default_rng(width).integers(0, 255, (9, 9, 3), dtype=np.uint8)
    return Image.fromarray(colours).resize((width, height), Image.Resampling.NEAREST)


def own_steps(resize_mode: str, interpolation: str) -> list[Callable[[Image.Image], Image.Image]]:
    """open_clip's, up to where it makes a tensor."""
    made = load_open_clip().image_transform(
        64, is_train=False, resize_mode=resize_mode, interpolation=interpolation
    )
    steps: list[Callable[[Image.Image], Image.Image]] = made.transforms[:-2]
    return steps


def file_of(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def never(image: Image.Image) -> Image.Image:
    raise AssertionError("the quick way knows this")


def read(preparation: Preparation, image: Image.Image) -> torch.Tensor:
    (found,) = PictureReader(preparation, never, CPU).read([file_of(image)])
    assert isinstance(found, torch.Tensor)
    return found


@pytest.mark.parametrize("size", [(512, 512), (300, 200), (201, 333), (64, 64), (20, 31), (64, 90)])
@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
@pytest.mark.parametrize("resize_mode", ["shortest", "squash"])
def test_pixels_are_those_of_pillow_within_one_level_or_two_where_it_enlarges(
    size: tuple[int, int], interpolation: str, resize_mode: str
) -> None:
    image = blotches(*size)
    own = image
    for step in own_steps(resize_mode, interpolation):
        own = step(own)
    found = read(wanted(resize_mode, interpolation), image)
    assert found.shape == (3, 64, 64)
    off = np.abs(found.permute(1, 2, 0).numpy().astype(int) - np.array(own).astype(int))
    assert off.max() <= (1 if min(size) >= 64 else 2)


def test_scaling_in_floats_as_on_a_gpu_differs_only_at_hard_edges() -> None:
    picture = torch.from_numpy(np.array(blotches(200, 160))).permute(2, 0, 1)
    in_bytes = scale(picture, (64, 80), "bicubic").int()
    in_floats = scale(picture, (64, 80), "bicubic", in_floats=True)
    assert in_floats.dtype == torch.uint8
    off = (in_floats.int() - in_bytes).abs().float()
    assert off.max() <= 4  # bytes are cut to 0 and 255 after each direction, floats once
    assert off.mean() < 0.1


def test_what_the_quick_way_does_not_know_goes_the_other_way() -> None:
    for preparation, mode in ((wanted("longest"), "RGB"), (wanted(), "RGBA"), (wanted(), "P")):
        seen: list[str] = []

        def prepared(image: Image.Image, seen: list[str] = seen) -> Image.Image:
            seen.append(image.mode)
            return blotches(64, 64)

        reader = PictureReader(preparation, prepared, CPU)
        reader.read([file_of(blotches(80, 70).convert(mode))])
        assert seen == [mode]


def test_pixels_are_normalised() -> None:
    reader = PictureReader(wanted(), never, CPU)
    pixels = reader.pixels([torch.full((3, 64, 64), 255, dtype=torch.uint8)])
    assert pixels.shape == (1, 3, 64, 64)
    assert pixels[0, :, 0, 0].tolist() == pytest.approx([1.0, 3.0, 4.0])


@pytest.mark.parametrize("content", [b"", b"no image", file_of(blotches(90, 90))[:100]])
def test_what_cannot_be_read_is_told_in_its_place(content: bytes) -> None:
    good = file_of(blotches(90, 90))
    one, two, three = PictureReader(wanted(), never, CPU).read([good, content, good])
    assert isinstance(two, WorkError)
    assert isinstance(one, torch.Tensor)
    assert isinstance(three, torch.Tensor)
