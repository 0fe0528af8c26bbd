"""How each preset samples."""

from __future__ import annotations

import pytest

from models.rendering.options import MOST_REFINED, Acceleration, Distillation, Preset, SdxlOptions
from models.rendering.sdxl.schedules import Schedule, schedule_of


def fast(kind: Distillation, steps: int = 4) -> Schedule:
    return schedule_of(SdxlOptions(model="m", acceleration=Acceleration(kind=kind, steps=steps)))


FINE = schedule_of(SdxlOptions(model="m", preset=Preset.FINE))


def test_distilled_models_take_few_steps_without_guidance() -> None:
    for kind in Distillation:
        assert fast(kind).steps == 4
        assert not fast(kind).is_guided
    assert fast(Distillation.HYPER, steps=8).steps == 8


def test_the_fine_preset_takes_thirty_guided_steps() -> None:
    assert FINE.steps == 30
    assert FINE.is_guided
    assert 5 <= FINE.guidance <= 7


@pytest.mark.parametrize("strength", [0.05, 0.07, 0.1, 0.12, 0.15, 0.2, 0.25, 0.29, MOST_REFINED])
def test_refining_takes_at_least_one_step_and_no_more_of_them_than_the_strength_says(strength: float) -> None:
    for schedule in (FINE, fast(Distillation.LIGHTNING), fast(Distillation.LCM, steps=1)):
        steps = schedule.steps_to_refine(strength)
        assert 1 <= int(steps * strength) <= steps * strength
        assert steps <= 50
