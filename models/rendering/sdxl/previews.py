"""What there is to see of images while they are made, and whether anybody still waits for them."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping, Sequence

import torch
from PIL import Image

from core.errors import TransientError
from models.rendering.sdxl.schedules import Diffusers
from models.serving.work import Onlooker

MOST_PIXELS = 256
QUALITY = 80
GIVEN_UP = "Nobody waits for these images any more."
COLOURS = ((60.0, 60.0, 60.0), (-60.0, -5.0, 10.0), (25.0, 15.0, -5.0), (-70.0, -50.0, -35.0))
"""Red, green and blue (0 to 255) of each latent channel of SDXL, as diffusers' documentation has them."""
GROUND = (150.0, 140.0, 130.0)

StepEnd = Callable[[Diffusers, int, object, dict[str, torch.Tensor]], Mapping[str, torch.Tensor]]
"""What a pipeline calls after each step."""


class Previewer:
    """Makes small JPEGs of latents: with a small autoencoder, or else by a rough mapping to colours."""

    def __init__(self, vae: Diffusers | None = None) -> None:
        self._vae = vae

    def jpeg(self, latents: torch.Tensor) -> bytes:
        """What one image (`4 x height x width`) looks like so far, at most 256 pixels wide and high."""
        levels = self._decoded(latents) if self._vae is not None else _mapped(latents)
        pixels = levels.clamp(0, 255).nan_to_num().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
        image = Image.fromarray(pixels)
        image.thumbnail((MOST_PIXELS, MOST_PIXELS))
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=QUALITY)
        return buffer.getvalue()

    def _decoded(self, latents: torch.Tensor) -> torch.Tensor:
        assert self._vae is not None
        scaled = latents[None].to(self._vae.dtype) / self._vae.config.scaling_factor
        decoded: torch.Tensor = self._vae.decode(scaled).sample[0]
        return (decoded.float() + 1) * 127.5


class Watch:
    """Shows previews of a batch every few seconds, and stops work that nobody waits for."""

    def __init__(
        self,
        onlooker: Onlooker,
        previewer: Previewer,
        *,
        every_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._onlooker = onlooker
        self._previewer = previewer
        self._every_seconds = every_seconds
        self._clock = clock
        self._shown_at = clock()

    def over(self, indices: Sequence[int]) -> StepEnd:
        """What to call after each step of those jobs; it raises `TransientError` where they are given up."""

        def step_end(
            pipeline: Diffusers, step: int, timestep: object, tensors: dict[str, torch.Tensor]
        ) -> Mapping[str, torch.Tensor]:
            self.check()
            if step + 1 < pipeline.num_timesteps and self._clock() - self._shown_at >= self._every_seconds:
                self._show(indices, _guess(pipeline.scheduler, tensors["latents"]))
                self._shown_at = self._clock()
            return {}

        return step_end

    def check(self) -> None:
        """Raise `TransientError` where nobody waits for anything of the batch."""
        if not self._onlooker.is_wanted():
            raise TransientError(GIVEN_UP)

    def _show(self, indices: Sequence[int], latents: torch.Tensor) -> None:
        for index, one in zip(indices, latents, strict=True):
            self._onlooker.show(index, self._previewer.jpeg(one))


def _guess(scheduler: Diffusers, latents: torch.Tensor) -> torch.Tensor:
    """Where the images are going: what the solver takes them for, or else the noisy latents, scaled down."""
    solved = getattr(scheduler, "model_outputs", None)
    if solved and solved[-1] is not None and solved[-1].shape == latents.shape:
        guess: torch.Tensor = solved[-1]
        return guess
    return latents / latents.float().std(dim=(1, 2, 3), keepdim=True).clamp(min=1).to(latents)


def _mapped(latents: torch.Tensor) -> torch.Tensor:
    colours = latents.new_tensor(COLOURS, dtype=torch.float32)
    ground = latents.new_tensor(GROUND, dtype=torch.float32)
    return torch.einsum("lhw,lc->chw", latents.float(), colours) + ground[:, None, None]
