"""What people see meanwhile, and that nothing is made for nobody."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from core.errors import TransientError
from models.rendering.options import Preset
from tests.fakes.tiny_studio import Crowd, Studio, Studios, job

EAGER = {"preset": Preset.FINE, "acceleration": None, "fine_steps": 12, "preview_seconds": 0.0}


@pytest.mark.parametrize("with_vae", [True, False])
def test_previews_of_every_image_come_and_are_small_jpegs(studios: Studios, with_vae: bool) -> None:
    studio = studios(**EAGER, preview_vae=str(studios.parts.preview_vae) if with_vae else None)
    crowd = Crowd()
    studio.make(job(), job(seed=6), crowd=crowd)
    assert [index for index, _ in crowd.shown] == [0, 1] * 11
    for _, preview in crowd.shown[:2]:
        with Image.open(io.BytesIO(preview)) as image:
            assert image.format == "JPEG"
            assert image.size == ((64, 64) if with_vae else (8, 8))


def test_previews_change_nothing(studios: Studios, fine: Studio) -> None:
    assert studios(**EAGER).make(job()) == fine.make(job())


def test_a_quick_image_has_no_previews(fast: Studio) -> None:
    crowd = Crowd()
    fast.make(job(), crowd=crowd)
    assert crowd.shown == []


def test_an_image_that_nobody_waits_for_is_given_up_after_the_step(fine: Studio) -> None:
    with pytest.raises(TransientError, match="Nobody waits"):
        fine.make(job(), crowd=Crowd(patience=4))
    assert len(fine.calls) == 4
    assert len(fine.make(job())) == 1


def test_nothing_is_begun_for_nobody(fine: Studio) -> None:
    with pytest.raises(TransientError):
        fine.make(job(), crowd=Crowd(patience=0))
    assert fine.calls == []
