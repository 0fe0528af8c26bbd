"""The engine: batches of images from texts of different sessions, and kept images refined, on one device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import torch

from core.errors import TransientError, WorkError
from models.rendering.metadata import Made, this_program
from models.rendering.sdxl.loading import Loaded
from models.rendering.sdxl.pictures import Pictures, Pixels, enlarged, read_image
from models.rendering.sdxl.previews import Previewer, Watch
from models.rendering.sdxl.prompts import ROOM, Prompt, PromptReader
from models.rendering.sdxl.schedules import Schedule, schedule_of
from models.rendering.work import FinishWork, RenderWork, SdxlWork
from models.serving.memory import NO_ROOM, BatchLimit, attempt, in_batches, memory_bytes
from models.serving.patient import Patient
from models.serving.work import Onlooker

REFINING = 0x5EED
"""Makes another noise of a job's seed: the one that an image grew from leaves marks when it comes again."""
MOST_SEEDS = 2**63
PIXELS_PER_LATENT = 8
WARM_PIECES = (1, 2)
"""Lengths of text that are compiled for at the start; few expansions take more than 150 tokens."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Ready:
    """A job of a batch (by index) whose text has been read."""

    index: int
    work: RenderWork
    prompt: Prompt


class SdxlEngine:
    """Makes images with a loaded model."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._options = loaded.options
        self._schedule = schedule_of(loaded.options)
        self._reader = PromptReader(
            loaded.pipeline, negative=loaded.options.negative_prompt, is_guided=self._schedule.is_guided
        )
        self._pictures = Pictures(
            loaded.pipeline.vae, loaded.options.image_format, is_sparing=loaded.is_short_of_memory
        )
        self._previewer = Previewer(loaded.preview_vae)
        self._limit = BatchLimit(loaded.options.batch_sizes)

    @torch.no_grad()
    def perform(self, jobs: Sequence[SdxlWork], onlooker: Onlooker) -> list[bytes | WorkError]:
        """An image file for each job, or the error of that job.

        Raises `TransientError` where nobody waits any more, and `WorkError` where memory does not suffice for
        one image.
        """
        watch = Watch(onlooker, self._previewer, every_seconds=self._options.preview_seconds)
        results: dict[int, bytes | WorkError] = {}
        for group in self._groups(jobs):
            for made in in_batches(group, self._limit, lambda batch: self._denoised(batch, watch)):
                results |= self._files(*made)
        for index, job in enumerate(jobs):
            if isinstance(job, FinishWork):
                watch.check()
                results[index] = self._finished(index, job, watch)
        return [results[index] for index in range(len(jobs))]

    def memory_bytes(self) -> Mapping[str, int]:
        """What it takes now and at most."""
        return memory_bytes(self._loaded.device)

    @torch.no_grad()
    def warm_up(self) -> None:
        """Compile and set up what the first images would otherwise wait for; one step tells the shapes.

        Raises `WorkError` where the model does not run here.
        """
        try:
            self._warm_all()
        except RuntimeError as error:
            words = f"The model does not run on {self._loaded.device}: {error}"
            if self._options.compile:
                words += " (It may run without being compiled, which needs a C compiler.)"
            raise WorkError(words) from error

    def _warm_all(self) -> None:
        hurried = replace(self._schedule, steps=1)
        pieces = WARM_PIECES if self._options.compile else WARM_PIECES[:1]
        sizes = self._options.batch_sizes if self._options.compile else (1,)
        for length in pieces:
            prompt = self._reader.read("word " * ROOM * length)
            for size in sizes:
                self._warm(prompt, size, hurried)
        if self._options.refine_strength and self._options.compile:
            self._finish_something()

    def _warm(self, prompt: Prompt, size: int, schedule: Schedule) -> None:
        work = RenderWork(text="", seed=0, size_pixels=self._options.warm_pixels)
        batch = [_Ready(index=index, work=work, prompt=prompt) for index in range(size)]
        made = attempt(lambda: self._sampled(batch, self._unwatched(), schedule))
        if made is not None:
            self._pictures.decode(made)
        elif size == 1:
            raise WorkError(NO_ROOM)

    def _finish_something(self) -> None:
        pixels = self._options.warm_pixels
        grey = np.full((pixels, pixels, 3), 128, dtype=np.uint8)
        [blank] = self._pictures.write([grey], [self._made_from("", 0, "")])
        assert isinstance(blank, bytes)
        work = FinishWork(text="word", seed=0, size_pixels=pixels, picked=blank)
        self._finished(0, work, self._unwatched())

    def _groups(self, jobs: Sequence[SdxlWork]) -> Iterator[list[_Ready]]:
        """New images that can be made together: of one size and one length of text."""
        ready = [
            _Ready(index=index, work=job, prompt=self._reader.read(job.text))
            for index, job in enumerate(jobs)
            if isinstance(job, RenderWork)
        ]
        ready.sort(key=_shape)
        for _, group in groupby(ready, key=_shape):
            yield list(group)

    def _denoised(self, batch: Sequence[_Ready], watch: Watch) -> tuple[Sequence[_Ready], torch.Tensor]:
        watch.check()
        return batch, self._sampled(batch, watch, self._schedule)

    def _files(self, batch: Sequence[_Ready], latents: torch.Tensor) -> dict[int, bytes | WorkError]:
        preset = str(self._options.preset)
        made = [self._made_from(ready.work.text, ready.work.seed, preset) for ready in batch]
        images = [_cut(image, batch[0].work.size_pixels) for image in self._pictures.decode(latents)]
        files = self._pictures.write(images, made)
        return {ready.index: file for ready, file in zip(batch, files, strict=True)}

    def _sampled(self, batch: Sequence[_Ready], watch: Watch, schedule: Schedule) -> torch.Tensor:
        """The latents of a batch; each image's noise comes from its own seed, on the CPU, in 32 bits."""
        side = -(-batch[0].work.size_pixels // PIXELS_PER_LATENT)
        generators = [torch.Generator().manual_seed(ready.work.seed % MOST_SEEDS) for ready in batch]
        shape = (1, self._loaded.pipeline.unet.config.in_channels, side, side)
        noise = torch.cat([torch.randn(shape, generator=generator) for generator in generators])
        latents: torch.Tensor = self._loaded.pipeline(
            **_embeddings([ready.prompt for ready in batch]),
            latents=noise.to(self._loaded.pipeline.unet.dtype),
            generator=generators,
            width=side * PIXELS_PER_LATENT,
            height=side * PIXELS_PER_LATENT,
            num_inference_steps=schedule.steps,
            guidance_scale=schedule.guidance,
            output_type="latent",
            callback_on_step_end=watch.over([ready.index for ready in batch]),
        ).images
        return latents

    def _finished(self, index: int, job: FinishWork, watch: Watch) -> bytes | WorkError:
        """The picked image enlarged, then refined; never begun anew."""
        try:
            image = enlarged(read_image(job.picked), self._options.finish_scale)
            strength = self._options.refine_strength
            if not strength:
                made = self._made_from(job.text, job.seed, "enlarged")
                return self._pictures.write([np.asarray(image)], [made])[0]
            latents = attempt(lambda: self._refined(index, job, self._pictures.encode(image), watch))
            if latents is None:
                return WorkError(NO_ROOM)
            made = self._made_from(job.text, job.seed, f"{self._options.preset}, refined at {strength:g}")
            return self._pictures.write(self._pictures.decode(latents), [made])[0]
        except WorkError as error:
            if isinstance(error, TransientError):
                raise
            return error

    def _refined(self, index: int, job: FinishWork, picked: torch.Tensor, watch: Watch) -> torch.Tensor:
        strength = self._options.refine_strength
        generator = torch.Generator().manual_seed((job.seed ^ REFINING) % MOST_SEEDS)
        latents: torch.Tensor = self._loaded.refiner(
            **_embeddings([self._reader.read(job.text)]),
            image=picked.to(self._loaded.pipeline.unet.dtype),
            strength=strength,
            generator=[generator],
            num_inference_steps=self._schedule.steps_to_refine(strength),
            guidance_scale=self._schedule.guidance,
            output_type="latent",
            callback_on_step_end=watch.over([index]),
        ).images
        return latents

    def _unwatched(self) -> Watch:
        return Watch(Patient(), self._previewer, every_seconds=float("inf"))

    def _made_from(self, text: str, seed: int, preset: str) -> Made:
        return Made(
            prompt=text,
            seed=seed,
            model=self._loaded.name,
            model_hash=self._loaded.hash,
            preset=preset,
            program=this_program(),
        )


def _shape(ready: _Ready) -> tuple[int, int]:
    return ready.work.size_pixels, ready.prompt.length


def _cut(image: Pixels | WorkError, pixels: int) -> Pixels | WorkError:
    """The image without what it is larger for the sake of whole latents."""
    return image if isinstance(image, WorkError) else image[:pixels, :pixels]


def _embeddings(prompts: Sequence[Prompt]) -> dict[str, torch.Tensor]:
    """Prompts of one length as a pipeline takes them (`prompt x tokens x width`, `prompt x width`)."""
    wanted = [prompt.wanted for prompt in prompts]
    unwanted = [prompt.unwanted for prompt in prompts if prompt.unwanted is not None]
    embeddings = {
        "prompt_embeds": torch.cat([embedding.tokens for embedding in wanted]),
        "pooled_prompt_embeds": torch.cat([embedding.pooled for embedding in wanted]),
    }
    if unwanted:
        embeddings["negative_prompt_embeds"] = torch.cat([embedding.tokens for embedding in unwanted])
        embeddings["negative_pooled_prompt_embeds"] = torch.cat([embedding.pooled for embedding in unwanted])
    return embeddings
