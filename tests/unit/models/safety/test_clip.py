from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from core.errors import TransientError
from core.safety import BlockList
from models.safety.clip import ClipSafetyCheck, Concepts
from tests.fakes.ports import Hitch

FEW = Concepts(
    templates=("{}", "a photo of {}"),
    unsafe={"gore": ("blood", "guts")},
    safe={"animals": ("a cat", "a dog")},
)


class Described:
    """Sees in an image what its bytes say; texts about the same thing have the same row."""

    def __init__(self) -> None:
        self.hitch = Hitch()
        self.texts: list[str] = []

    async def encode_texts(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        await self.hitch.met()
        self.texts.extend(texts)
        return [self._row({text.removeprefix("a photo of "): 1.0}) for text in texts]

    async def encode_images(self, images: Sequence[bytes]) -> Sequence[Sequence[float]]:
        await self.hitch.met()
        return [self._row(eval(image)) for image in images]

    def _row(self, parts: dict[str, float]) -> list[float]:
        row = [parts.get(thing, 0.0) for thing in ("blood", "guts", "a cat", "a dog", "else")]
        length = math.hypot(*row)
        return [part / length for part in row]


async def risk(check: ClipSafetyCheck, **parts: float) -> float:
    names = {"cat": "a cat", "dog": "a dog", "other": "else"}
    return await check.image_risk(
        repr({names.get(name, name): part for name, part in parts.items()}).encode()
    )


def few(encoder: Described, *, logit_scale: float = 100.0) -> ClipSafetyCheck:
    return ClipSafetyCheck(encoder, words=BlockList(), concepts=FEW, logit_scale=logit_scale)


@pytest.mark.parametrize(
    ("image", "lowest", "highest"),
    [({"blood": 1.0}, 0.99, 1.0), ({"cat": 1.0}, 0.0, 0.01), ({"blood": 1.0, "dog": 1.0}, 0.49, 0.51)],
)
async def test_an_image_is_as_risky_as_what_it_is_nearest_to(
    image: dict[str, float], lowest: float, highest: float
) -> None:
    assert lowest <= await risk(few(Described()), **image) <= highest


async def test_the_more_of_something_unsafe_the_higher_the_risk() -> None:
    check = few(Described(), logit_scale=10.0)
    risks = [
        await risk(check, blood=share, cat=1.0 - share, other=1.0) for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    assert risks == sorted(risks)
    assert risks[0] < 0.5 < risks[-1]


async def test_what_is_like_nothing_known_stands_in_the_middle_however_many_descriptions_there_are() -> None:
    many = Concepts(
        templates=("{}",), unsafe={"gore": ("blood", "guts", "blood")}, safe={"animals": ("a cat",)}
    )
    check = ClipSafetyCheck(Described(), words=BlockList(), concepts=many)
    assert await risk(check, other=1.0) == pytest.approx(0.5)


async def test_descriptions_are_embedded_once() -> None:
    encoder = Described()
    check = few(encoder)
    await risk(check, cat=1.0)
    await risk(check, dog=1.0)
    assert sorted(encoder.texts) == sorted(FEW.prompts(FEW.unsafe) + FEW.prompts(FEW.safe))


async def test_an_encoder_that_cannot_be_asked_now_can_be_asked_later() -> None:
    encoder = Described()
    encoder.hitch.fail(TransientError("later"))
    check = few(encoder)
    with pytest.raises(TransientError):
        await risk(check, blood=1.0)
    assert await risk(check, blood=1.0) > 0.99


def test_the_descriptions_of_the_package_fit_every_template_and_stand_on_one_side_only() -> None:
    concepts = Concepts.read()
    unsafe, safe = concepts.prompts(concepts.unsafe), concepts.prompts(concepts.safe)
    assert {"nudity", "sexual content", "gore", "violence", "self-harm"} <= set(concepts.unsafe)
    assert len(concepts.templates) >= 3
    assert not set(unsafe) & set(safe)
    assert len(set(unsafe + safe)) == len(unsafe + safe)
    assert not any("{" in prompt for prompt in unsafe + safe)


def test_concepts_without_a_safe_side_are_no_concepts() -> None:
    with pytest.raises(ValueError, match="something safe"):
        Concepts(templates=("{}",), unsafe={"gore": ("blood",)}, safe={})
