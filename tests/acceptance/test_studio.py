"""The real studio, switched on by config.yaml alone: a language model writes, SDXL renders, CLIP looks.

The language model is an imitation over HTTP; SDXL and CLIP are real pipelines with tiny random weights.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from models.rendering.metadata import read_metadata
from tests.fakes.language_models.faults import Fault
from tests.fakes.language_models.server import KEY, MODEL, FakeLanguageModel
from tests.fakes.terminal import PASTA
from tests.fakes.tiny_clip import TinyClip
from tests.fakes.tiny_sdxl import PIXELS, TinySdxl

CONFIG = """
expander: {{kind: openai, endpoint: "{url}/v1", model: {model}, timeout_seconds: 20}}
rendering:
  renderer: sdxl
  size_pixels: {pixels}
  finishes: true
  finish_distance: 2.0
  sdxl:
    model: {sdxl}
    devices: [cpu]
    precision: fp32
    preset: fast
    acceleration: {{kind: lcm, lora: {lora}, weight_name: null}}
    preview_vae: {preview_vae}
encoder: {{model: {clip}, pretrained: {clip_weights}, precision: fp32, checks_images: true, same_cosine: 1.0}}
safety: {{hides_images_above: 1.0}}
budget: {{total: {{calls: 2}}}}
retry: {{attempts: 2, first_wait_seconds: 0.1}}
"""


@pytest.fixture
def configured(tmp_path: Path, tiny_sdxl: TinySdxl, tiny_clip: TinyClip) -> str:
    """The settings but for the language model's address."""
    return CONFIG.format(
        url="URL",
        model=MODEL,
        pixels=PIXELS,
        sdxl=tiny_sdxl.model,
        lora=tiny_sdxl.lora,
        preview_vae=tiny_sdxl.preview_vae,
        clip=tiny_clip.config,
        clip_weights=tiny_clip.weights,
    )


async def pasta(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the command with a key in the environment; its exit code, and all that it printed."""
    process = await asyncio.create_subprocess_exec(
        PASTA,
        *arguments,
        cwd=folder,
        env={**os.environ, "EXPANDER_API_KEY": KEY},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


def sources(folder: Path) -> dict[int, set[str]]:
    """Who wrote the candidates of each turn."""
    found: dict[int, set[str]] = {}
    with sqlite3.connect(folder / "data" / "pasta.db") as database:
        for serial, source in database.execute("select serial, source from candidates"):
            found.setdefault(serial, set()).add(source)
    return found


async def test_a_session_by_a_language_model_and_sdxl_with_a_budget_for_two_calls(
    tmp_path: Path, configured: str
) -> None:
    async with FakeLanguageModel().serving() as server:
        (tmp_path / "config.yaml").write_text(configured.replace("URL", server.url))
        server.fail(Fault.MALFORMED)
        code, printed = await pasta(tmp_path, "play", "a white cat", "--answers", "1,2+at night,keep 1")
        assert code == 0, printed
        assert server.requests == 2, "a bad answer, a good one, and then nothing is left for the day"
    assert KEY not in printed
    assert "Today's share of the language model is used up" in printed
    by_turn = sources(tmp_path)
    assert by_turn[1] == {f"{MODEL}/expand-1"}
    assert by_turn[2] == by_turn[3] == {"grammar-1"}
    assert "(refined from your pick)" in printed
    sizes, presets = {}, {}
    for kind in ("final", "original"):
        (file,) = (tmp_path / "gallery").glob(f"*-{kind}.png")
        made = read_metadata(file.read_bytes())
        assert made is not None
        presets[kind] = made.preset
        assert "cat" in made.prompt
        with Image.open(file) as image:
            sizes[kind] = image.width
    assert presets == {"original": "fast", "final": "fast, refined at 0.25"}
    assert sizes == {"original": PIXELS, "final": PIXELS * 3 // 2}


async def test_the_doctor_tries_each_part(tmp_path: Path, configured: str) -> None:
    async with FakeLanguageModel().serving() as server:
        (tmp_path / "config.yaml").write_text(configured.replace("URL", server.url))
        code, printed = await pasta(tmp_path, "doctor")
        assert code == 0, printed
    lines = {line.split()[0]: line for line in printed.splitlines()}
    assert f"{MODEL} answers" in lines["expander"]
    assert "SDXL on cpu: loads in" in lines["renderer"]
    assert "48 dimensions" in lines["encoder"]
