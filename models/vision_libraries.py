"""The one door to open_clip, diffusers and torchvision: they import here, whatever PyTorch is installed.

torchvision as the package registries ship it is linked to CUDA. Beside a CPU build of PyTorch its compiled
operators do not load, and `import torchvision` then fails with `operator torchvision::nms does not exist`,
and with it every library that imports it. It asks only that two operators are declared; nothing here calls
them. So they are declared, but only where the real ones are missing.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import torch

OPERATORS = ("nms", "qnms")
SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


def load_torchvision() -> ModuleType:
    """Import torchvision; without its compiled operators if these do not fit this PyTorch."""
    return _load("torchvision")


def load_open_clip() -> ModuleType:
    """Import open_clip."""
    return _load("open_clip")


def load_diffusers() -> ModuleType:
    """Import diffusers; its pipelines import when they are first read from it."""
    return _load("diffusers")


@cache
def prepare_torchvision() -> torch.library.Library | None:
    """Make `import torchvision` succeed, and return what was declared for that; None where nothing was.

    The declarations last as long as the returned object, which the cache keeps for the life of the process.
    """
    missing = [name for name in OPERATORS if not _exists(name)]
    if not missing or _load_operators():
        return None
    declarations = torch.library.Library("torchvision", "FRAGMENT")
    for name in missing:
        declarations.define(name + SCHEMA)
    return declarations


def _load(name: str) -> ModuleType:
    prepare_torchvision()
    return importlib.import_module(name)


def _exists(operator: str) -> bool:
    return hasattr(torch.ops.torchvision, operator)


def _load_operators() -> bool:
    try:
        for library in _compiled_operators():
            torch.ops.load_library(str(library))
    except OSError:
        return False
    return all(_exists(name) for name in OPERATORS)


def _compiled_operators() -> list[Path]:
    package = importlib.util.find_spec("torchvision")
    folders = package.submodule_search_locations if package else None
    return [library for folder in folders or () for library in Path(folder).glob("_C.*")]
