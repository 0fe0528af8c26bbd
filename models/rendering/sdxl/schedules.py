"""How each preset samples: how many steps, with which scheduler and how much guidance.

Distilled models were taught at certain timesteps, with the guidance already in them; sampled in another way
they give mud. The settings are those of their authors' model cards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from models.rendering.options import Distillation, Preset, SdxlOptions
from models.vision_libraries import load_diffusers

Diffusers: TypeAlias = Any
"""Something of diffusers, which comes without types."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """How an image is sampled; guidance up to 1 is none."""

    steps: int
    guidance: float
    scheduler: str
    settings: Mapping[str, object]

    @property
    def is_guided(self) -> bool:
        """Whether every step asks the model twice, with the text and without."""
        return self.guidance > 1

    def steps_to_refine(self, strength: float) -> int:
        """The number of steps of which the share `strength` is at least one whole step."""
        steps = max(self.steps, math.ceil(1 / strength))
        return steps if int(steps * strength) >= 1 else steps + 1


def schedule_of(options: SdxlOptions) -> Schedule:
    """What the preset takes."""
    if options.preset is Preset.FINE or options.acceleration is None:
        # DPM++ 2M Karras; ending with a plain step, or the last of 30 leaves a grain in SDXL
        karras = {"use_karras_sigmas": True, "euler_at_final": True, "algorithm_type": "dpmsolver++"}
        return Schedule(
            steps=options.fine_steps,
            guidance=options.guidance,
            scheduler="DPMSolverMultistepScheduler",
            settings=karras,
        )
    return _distilled(options.acceleration.kind, options.acceleration.steps)


def build_scheduler(schedule: Schedule, model_config: Mapping[str, object]) -> Diffusers:
    """The scheduler over the noise levels that the model was trained with."""
    kind = getattr(load_diffusers(), schedule.scheduler)
    return kind.from_config(model_config, **schedule.settings)


def _distilled(kind: Distillation, steps: int) -> Schedule:
    trailing = {"timestep_spacing": "trailing"}
    if kind is Distillation.LIGHTNING:
        return Schedule(steps=steps, guidance=0, scheduler="EulerDiscreteScheduler", settings=trailing)
    if kind is Distillation.HYPER:
        unclipped = {**trailing, "clip_sample": False}
        return Schedule(steps=steps, guidance=0, scheduler="DDIMScheduler", settings=unclipped)
    return Schedule(steps=steps, guidance=1, scheduler="LCMScheduler", settings={"clip_sample": False})
