"""Whether a picture shows what it is of: a small network learns to read every attribute off the pixels.

Values that look alike cannot be told apart by it, nor by a person, nor by a model of their taste.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.miniature.sampling import ATTRIBUTES, Paintings

if TYPE_CHECKING:
    from torch.optim import Optimizer

WIDTHS = (24, 48, 96, 192)
BATCH = 64
LEARNING_RATE = 4e-3
WEIGHT_DECAY = 0.03
SMOOTHING = 0.05
SHIFT_SHARE = 1 / 24
TOLD_EVERY = 100
SCALES = ((1 / 2, 0.7), (2 / 3, 0.84), (1.0, 1.0))
"""Pictures are seen small at first, then larger: the scale, and the share of the steps at which it ends.

What a picture is of is learned from small ones at a quarter of the cost; only the end needs the whole size.
"""
HARDER = {"subject": 1.5, "setting": 4.5}
"""Attributes whose loss weighs more: the one with most values, and the one that the subject stands before."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How well one attribute was read: its accuracy, and counts of `true value x value read`."""

    accuracy: float
    confusion: NDArray[np.int64]


class AttributeReader(nn.Module):
    """A small residual network with one head per attribute; 2 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _convolution(3, WIDTHS[0], stride=2)
        pairs = itertools.pairwise(WIDTHS)
        self.stages = nn.Sequential(*(_stage(narrow, wide) for narrow, wide in pairs))
        self.heads = nn.ModuleDict(
            {name: nn.Linear(2 * WIDTHS[-1], len(values)) for name, values in ATTRIBUTES.items()}
        )

    def forward(self, pixels: Tensor) -> dict[str, Tensor]:
        """Logits (`picture x value`) by attribute, from pixels (-1 to 1, `picture x 3 x height x width`)."""
        maps = self.stages(self.stem(pixels))
        features = torch.cat([maps.mean(dim=(2, 3)), maps.amax(dim=(2, 3))], dim=1).float()
        return {name: head(features) for name, head in self.heads.items()}


class _Block(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, maps: Tensor) -> Tensor:
        """The same shape."""
        return functional.relu(maps + self.second(self.first(maps)))


def _convolution(narrow: int, wide: int, *, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(narrow, wide, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU()
    )


def _stage(narrow: int, wide: int) -> nn.Sequential:
    return nn.Sequential(_convolution(narrow, wide, stride=2), _Block(wide), _Block(wide))


def train(
    paintings: Paintings,
    *,
    steps: int,
    batch: int = BATCH,
    seed: int,
    told: Callable[[int, float], None] = lambda step, loss: None,
) -> AttributeReader:
    """Train for so many steps of one batch each; `told` hears the step and the loss now and then.

    Steps rather than minutes, so that a slower machine finds the same. Raises `ValueError` where there
    are fewer pictures than one batch takes.
    """
    if len(paintings) < batch:
        raise ValueError(f"{len(paintings)} pictures are fewer than one batch: paint at least {batch}")
    torch.manual_seed(seed)
    reader = AttributeReader()
    optimizer = torch.optim.AdamW(reader.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    whole, labels = _tensors(paintings)
    batches = _endless_batches(len(paintings), batch, seed)
    step, seen = 0, 0.0
    for scale, until in SCALES:
        pixels, cost = _smaller(whole, scale), scale**2
        while step < round(until * steps):
            rows = next(batches)
            _set_rate(optimizer, seen / (steps * _MEAN_COST))
            loss = _step(reader, optimizer, _shifted(pixels[rows]), labels[rows])
            if step % TOLD_EVERY == 0:
                told(step, loss)
            step, seen = step + 1, seen + cost
    return reader.eval()


_MEAN_COST = sum(
    scale**2 * (until - since)
    for (scale, until), since in zip(SCALES, [0.0, *(until for _, until in SCALES)], strict=False)
)
"""Of one step, as a share of one with whole pictures."""


def read_all(reader: AttributeReader, paintings: Paintings) -> Mapping[str, Reading]:
    """Read every picture, and count what was read against what is there."""
    pixels, labels = _tensors(paintings)
    found: dict[str, list[Tensor]] = {name: [] for name in ATTRIBUTES}
    with torch.inference_mode():
        for start in range(0, len(pixels), 4 * BATCH):
            for name, logits in reader(_scaled(pixels[start : start + 4 * BATCH])).items():
                found[name].append(logits.argmax(dim=1))
    return {
        name: _reading(labels[:, column], torch.cat(found[name]), len(values))
        for column, (name, values) in enumerate(ATTRIBUTES.items())
    }


def _reading(truth: Tensor, found: Tensor, values: int) -> Reading:
    counts = torch.bincount(truth * values + found, minlength=values * values).reshape(values, values)
    return Reading(accuracy=float(counts.trace() / counts.sum()), confusion=counts.numpy())


def _tensors(paintings: Paintings) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(paintings.pixels).permute(0, 3, 1, 2), torch.from_numpy(paintings.labels)


def _endless_batches(count: int, batch: int, seed: int) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(count, generator=generator)
        yield from order[: count - count % batch].split(batch)


def _set_rate(optimizer: Optimizer, share: float) -> None:
    """Warm up for a twentieth of the work, then fall to nothing along a straight line."""
    rate = LEARNING_RATE * min(share / 0.05, max(0.0, 1 - share) / 0.95)
    for group in optimizer.param_groups:
        group["lr"] = rate


def _step(reader: AttributeReader, optimizer: Optimizer, pixels: Tensor, labels: Tensor) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = reader(_scaled(pixels))
    losses = [
        HARDER.get(name, 1.0)
        * functional.cross_entropy(logits[name], labels[:, column], label_smoothing=SMOOTHING)
        for column, name in enumerate(ATTRIBUTES)
    ]
    loss = torch.stack(losses).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _smaller(pixels: Tensor, scale: float) -> Tensor:
    """The pictures at that share of their size, a part of them at a time."""
    if scale == 1:
        return pixels
    size = round(scale * pixels.shape[-1])
    parts = (
        functional.interpolate(part.float(), size=(size, size), mode="area") for part in pixels.split(1000)
    )
    return torch.cat([part.round().to(torch.uint8) for part in parts])


def _shifted(pixels: Tensor) -> Tensor:
    """The batch moved by a few pixels, so that places are not learned by heart."""
    most = round(SHIFT_SHARE * pixels.shape[-1])
    x, y = (int(torch.randint(-most, most + 1, ())) for _ in range(2))
    return torch.roll(pixels, (x, y), dims=(3, 2))


def _scaled(pixels: Tensor) -> Tensor:
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)
