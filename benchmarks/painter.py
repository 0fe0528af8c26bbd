"""Whether the painter's pictures show what they are of, told by a small network at 96 pixels.

    python benchmarks/painter.py [--pictures 24000] [--steps 2750] [--keep FOLDER]

Scenes are drawn at random, each value as likely as the others. One in ten pairs of subject and style is never
shown in training. The network (`models.evaluation.separability`) trains for so many steps of 64 pictures on
all cores (under five minutes on two) and reads the seven attributes off pictures that it has not seen: *held
out* ones of pairs that it knows, and *unseen pairs*. Writes `results/painter.json` and
`docs/images/miniature-confusions.png`. With `--keep`, pictures are kept in that folder and used again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from models.evaluation.separability import Reading, read_all, train
from models.miniature.sampling import ATTRIBUTES, Paintings, paint_many
from models.miniature.scene import Scene

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "painter.json"
FIGURE = ROOT / "docs" / "images" / "miniature-confusions.png"
SIZE_PIXELS = 96
HELD_OUT = 4000
UNSEEN_SHARE = 10


def is_unseen(scene: Scene) -> bool:
    """Whether the scene's subject never comes in its style in training."""
    digest = hashlib.blake2b(f"{scene.subject}/{scene.style}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % UNSEEN_SHARE == 0


def is_seen(scene: Scene) -> bool:
    """Whether the pair comes in training."""
    return not is_unseen(scene)


def pictures(
    name: str, count: int, *, seed: int, wanted: Callable[[Scene], bool], keep: Path | None
) -> Paintings:
    """So many pictures, painted now or kept from before."""
    file = None if keep is None else keep / f"{name}-{count}.npz"
    if file is not None and file.exists():
        with np.load(file) as stored:
            return Paintings(pixels=stored["pixels"], labels=stored["labels"])
    paintings = paint_many(count, seed=seed, size_pixels=SIZE_PIXELS, wanted=wanted)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, pixels=paintings.pixels, labels=paintings.labels)
    return paintings


def draw_confusions(readings: Mapping[str, Reading]) -> None:
    """One matrix per attribute: rows are what is there, columns what was read."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(2, 4, figsize=(17, 9), width_ratios=(2.1, 1, 1, 1), layout="constrained")
    for axis, (name, reading) in zip(axes.flat, readings.items(), strict=False):
        shares = reading.confusion / reading.confusion.sum(axis=1, keepdims=True).clip(1)
        axis.imshow(shares**0.5, cmap="magma_r", vmin=0, vmax=1)
        axis.set_title(f"{name}: {100 * reading.accuracy:.1f} %")
        labels = [str(value) for value in ATTRIBUTES[name]]
        size = 5 if len(labels) > 20 else 8
        axis.set_xticks(range(len(labels)), labels, rotation=90, fontsize=size)
        axis.set_yticks(range(len(labels)), labels, fontsize=size)
    axes.flat[-1].axis("off")
    axes.flat[-1].text(0, 0.6, "rows: what is there\ncolumns: what was read\n(square root of the share)")
    FIGURE.parent.mkdir(exist_ok=True)
    figure.savefig(FIGURE, dpi=80)


def worst_pairs(reading: Reading, name: str, most: int = 5) -> list[str]:
    """The values that are taken for one another most often."""
    counts = reading.confusion.copy()
    np.fill_diagonal(counts, 0)
    values, totals = ATTRIBUTES[name], reading.confusion.sum(axis=1)
    order = np.argsort(counts, axis=None)[::-1][:most]
    pairs = [divmod(int(place), len(values)) for place in order]
    return [
        f"{values[true]} read as {values[read]}: {counts[true, read]} of {totals[true]}"
        for true, read in pairs
        if counts[true, read]
    ]


def main() -> None:
    """Paint, train, read, print a table and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=24_000)
    parser.add_argument("--steps", type=int, default=2750)
    parser.add_argument("--keep", type=Path, default=None)
    wanted = parser.parse_args()
    began = time.perf_counter()
    training = pictures("training", wanted.pictures, seed=1, wanted=is_seen, keep=wanted.keep)
    held_out = pictures("held-out", HELD_OUT, seed=2, wanted=is_seen, keep=wanted.keep)
    unseen = pictures("unseen-pairs", HELD_OUT, seed=3, wanted=is_unseen, keep=wanted.keep)
    print(f"pictures: {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    reader = train(
        training,
        steps=wanted.steps,
        seed=1,
        told=lambda step, loss: print(f"step {step:4}  loss {loss:.3f}", flush=True),
    )
    minutes = (time.perf_counter() - began) / 60
    print(f"training: {minutes:.1f} min")
    readings = {"held out": read_all(reader, held_out), "unseen pairs": read_all(reader, unseen)}
    table = Table("attribute", "values", *readings)
    for name, values in ATTRIBUTES.items():
        cells = (f"{100 * found[name].accuracy:.1f} %" for found in readings.values())
        table.add_row(name, str(len(values)), *cells)
    Console().print(table)
    for name in ATTRIBUTES:
        print(name, "·", "; ".join(worst_pairs(readings["held out"][name], name)))
    draw_confusions(readings["held out"])
    figures = {
        kind: {name: round(reading.accuracy, 4) for name, reading in found.items()}
        for kind, found in readings.items()
    }
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    report = {
        "minutes": round(minutes, 1),
        "pictures": wanted.pictures,
        "steps": wanted.steps,
        "machine": machine,
        "accuracy": figures,
    }
    RESULT.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
