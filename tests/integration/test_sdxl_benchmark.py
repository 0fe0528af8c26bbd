"""The benchmark of SDXL runs, on a small model; its figures are for a GPU and are not looked at here."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from benchmarks.sdxl import FULL, Bench

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "sdxl.py"


def test_everything_is_measured_on_a_small_model(tmp_path: Path) -> None:
    place = tmp_path / "figures.json"
    asked = ["--tiny", "--steps", "5", "--repeats", "1", "--out", str(place)]
    command = [sys.executable, str(SCRIPT), *asked]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    assert result.returncode == 0, result.stderr
    figures = json.loads(place.read_text())
    names = " ".join(figures["rows"])
    for way in (
        "5 steps, eager",
        "5 steps, ours",
        "slate of 4, eager",
        "slate of 4, ours",
        "small autoencoder",
    ):
        assert way in names
        assert way in result.stdout
    for row in figures["rows"].values():
        assert row["seconds"] > 0
        assert 0 < row["share"] < 1
    assert figures["arithmetic"]["unet_tera"] > 0
    assert set(figures["goals"]) == {"images a second", "times eager", "seconds for a slate, at most"}


def test_the_full_size_is_sdxl_s(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(replace(FULL, device="meta"), repeats=1, backend="eager")
    weights = sum(parameter.numel() for parameter in bench.unet.parameters())
    assert weights == 2_567_463_684  # of stabilityai/stable-diffusion-xl-base-1.0
    monkeypatch.setattr(bench, "fastest_product", lambda: 790.0)
    with torch.no_grad():
        counted = bench.arithmetic()
    assert counted.unet_tera == pytest.approx(6.76, abs=0.005)
    assert counted.vae_tera == pytest.approx(10.47, abs=0.005)
    assert 1 / counted.limit(1, 30, guided=True) == pytest.approx(1.90, abs=0.005)
    assert counted.limit(4, 4, guided=False) == pytest.approx(0.19, abs=0.005)


def test_without_a_gpu_it_says_so_and_leaves_results_alone() -> None:
    assert not torch.cuda.is_available(), "this test is for machines without a GPU"
    result = SCRIPT.parent / "results" / "sdxl.json"
    before = result.read_bytes()
    ran = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False, timeout=110)
    assert (ran.returncode, ran.stdout) == (0, "not run: no GPU\n"), ran.stderr
    assert result.read_bytes() == before


def test_it_needs_nothing_of_this_project() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    tops = {(name or "").partition(".")[0] for name in froms | imports}
    foreign = tops - sys.stdlib_module_names
    assert foreign == {"torch", "torchvision", "diffusers", "transformers"}
