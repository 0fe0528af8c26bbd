"""Between latents, pixels and image files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from core.errors import WorkError
from models.rendering.metadata import Made, with_metadata
from models.rendering.options import ImageFormat
from models.rendering.sdxl.schedules import Diffusers
from models.serving.memory import NO_ROOM, attempt

ResultT = TypeVar("ResultT")
Pixels = NDArray[np.uint8]
"""`height x width x 3`."""
SETTINGS = {ImageFormat.PNG: {"compress_level": 1}, ImageFormat.WEBP: {"quality": 92, "method": 3}}
"""A PNG of 1024 pixels squeezed as usual takes as long as the steps of the fast preset."""
BROKEN = "The model gave no numbers for this image: use bf16, or a vae that works in fp16."
NO_IMAGE = "The picked image cannot be read."
WRITERS = 4


class Pictures:
    """The autoencoder and the image files at its end."""

    def __init__(self, vae: Diffusers, image_format: ImageFormat, *, is_sparing: bool) -> None:
        self._vae = vae
        self._format = image_format
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="image-files")
        if is_sparing:
            vae.enable_slicing()

    def decode(self, latents: torch.Tensor) -> list[Pixels | WorkError]:
        """The images of latents (`image x 4 x height x width`); an error for one that is not of numbers."""
        return self._sparingly(lambda: self._decode(latents))

    def encode(self, image: Image.Image) -> torch.Tensor:
        """The latents of one image (`1 x 4 x height x width`), whose sides are multiples of 8."""
        return self._sparingly(lambda: self._encode(image))

    def write(self, images: Sequence[Pixels | WorkError], made: Sequence[Made]) -> list[bytes | WorkError]:
        """The files, written side by side: compressing holds no lock."""
        return list(self._writers.map(self._write, images, made))

    def _write(self, pixels: Pixels | WorkError, made: Made) -> bytes | WorkError:
        if isinstance(pixels, WorkError):
            return pixels
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, self._format.value, **SETTINGS[self._format])
        return with_metadata(buffer.getvalue(), made)

    def _sparingly(self, make: Callable[[], ResultT]) -> ResultT:
        """Make it all at once; where memory runs out image by image, and then tile by tile.

        Tiles change pixels a little, so they do not stay.
        """
        try:
            for spare in (None, self._vae.enable_slicing, self._vae.enable_tiling):
                if spare is not None:
                    spare()
                if (made := attempt(make)) is not None:
                    return made
        finally:
            self._vae.disable_tiling()
        raise WorkError(NO_ROOM)

    def _decode(self, latents: torch.Tensor) -> list[Pixels | WorkError]:
        images = self._vae.decode(self._unscaled(latents.to(self._vae.dtype))).sample.float()
        finite = images.isfinite().flatten(1).all(1).tolist()
        levels = (images / 2 + 0.5).clamp(0, 1).mul(255).nan_to_num().round().to(torch.uint8)
        pixels = levels.permute(0, 2, 3, 1).contiguous().cpu().numpy()
        return [image if good else WorkError(BROKEN) for image, good in zip(pixels, finite, strict=True)]

    def _encode(self, image: Image.Image) -> torch.Tensor:
        levels = torch.from_numpy(np.asarray(image.convert("RGB")).copy()).permute(2, 0, 1)[None]
        pixels = (levels.float() / 127.5 - 1).to(self._vae.device, self._vae.dtype)
        return self._scaled(self._vae.encode(pixels).latent_dist.mode())

    def _scaled(self, latents: torch.Tensor) -> torch.Tensor:
        mean, deviation = self._statistics(latents)
        return (latents - mean) * float(self._vae.config.scaling_factor) / deviation

    def _unscaled(self, latents: torch.Tensor) -> torch.Tensor:
        mean, deviation = self._statistics(latents)
        return latents * deviation / float(self._vae.config.scaling_factor) + mean

    def _statistics(self, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The mean and deviation of each latent channel, which some autoencoders name."""
        mean = getattr(self._vae.config, "latents_mean", None) or [0.0] * 4
        deviation = getattr(self._vae.config, "latents_std", None) or [1.0] * 4
        return like.new_tensor(mean).view(1, 4, 1, 1), like.new_tensor(deviation).view(1, 4, 1, 1)


def read_image(content: bytes) -> Image.Image:
    """An image file's picture; raises `WorkError` where it is none."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise WorkError(NO_IMAGE) from error


def enlarged(image: Image.Image, scale: float) -> Image.Image:
    """The image `scale` times as large (Lanczos), with sides that are multiples of 8."""
    width, height = (max(8, round(side * scale / 8) * 8) for side in image.size)
    return image if (width, height) == image.size else image.resize((width, height), Image.Resampling.LANCZOS)
