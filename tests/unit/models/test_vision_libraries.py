"""The image libraries beside any PyTorch; each case in a process of its own: a declared operator stays."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.timeout(300)

OWN_OPERATORS = """
import torch
own = torch.library.Library("torchvision", "DEF")
for name in ("nms", "qnms"):
    own.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
own.impl("nms", lambda dets, scores, iou_threshold: scores.argsort(descending=True), "CPU")
"""

WITHOUT_COMPILED_OPERATORS = """
import torch
def refuse(path): raise OSError("linked to a CUDA that is not here")
torch.ops.load_library = refuse
"""


def run(source: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(source)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_open_clip_imports_and_builds_a_small_model() -> None:
    printed = run("""
        import torch
        from models.vision_libraries import load_open_clip
        vision = dict(image_size=32, layers=1, width=32, patch_size=8, head_width=16)
        text = dict(context_length=8, vocab_size=64, width=32, heads=2, layers=1)
        clip = load_open_clip().CLIP(embed_dim=16, vision_cfg=vision, text_cfg=text)
        print(tuple(clip.encode_image(torch.zeros(2, 3, 32, 32)).shape))
    """)
    assert printed == "(2, 16)"


def test_the_sdxl_pipeline_imports_from_diffusers() -> None:
    printed = run("""
        from models.vision_libraries import load_diffusers
        print(load_diffusers().StableDiffusionXLPipeline.__name__)
    """)
    assert printed == "StableDiffusionXLPipeline"


def test_torchvision_imports_and_resizes_where_its_compiled_operators_do_not_load() -> None:
    printed = run(
        WITHOUT_COMPILED_OPERATORS
        + textwrap.dedent("""
            from models.vision_libraries import load_torchvision
            load_torchvision()
            from torchvision.transforms.functional import resize
            print(tuple(resize(torch.zeros(3, 8, 8), [4, 4]).shape))
        """)
    )
    assert printed == "(3, 4, 4)"


def test_operators_that_are_there_are_left_alone() -> None:
    printed = run(
        OWN_OPERATORS
        + textwrap.dedent("""
            from models.vision_libraries import prepare_torchvision
            print(prepare_torchvision())
            print(torch.ops.torchvision.nms(torch.zeros(2, 4), torch.tensor([0.1, 0.9]), 0.5).tolist())
        """)
    )
    assert printed.splitlines() == ["None", "[1, 0]"]


def test_compiled_operators_that_load_are_used() -> None:
    loading = textwrap.indent(OWN_OPERATORS.replace("own = ", "global own\nown = "), "    ")
    printed = run(
        f"import torch\ndef load(path):{loading}\ntorch.ops.load_library = load\n"
        + textwrap.dedent("""
            from models.vision_libraries import prepare_torchvision
            print(prepare_torchvision())
            print(torch.ops.torchvision.nms(torch.zeros(2, 4), torch.tensor([0.1, 0.9]), 0.5).tolist())
        """)
    )
    assert printed.splitlines() == ["None", "[1, 0]"]


def test_preparing_twice_declares_once() -> None:
    printed = run("""
        from models.vision_libraries import prepare_torchvision
        print(prepare_torchvision() is prepare_torchvision())
    """)
    assert printed == "True"
