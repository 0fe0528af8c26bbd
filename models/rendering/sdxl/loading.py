"""Loads SDXL from a folder, or from the hub, onto a device, and makes it as fast as it gets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from core.errors import WorkError
from models.rendering.folder import (
    check_weights,
    model_files,
    model_hash,
    require_model_folder,
    variant_of,
)
from models.rendering.options import Acceleration, Precision, SdxlOptions
from models.rendering.sdxl.schedules import Diffusers, build_scheduler, schedule_of
from models.serving.memory import is_out_of_memory
from models.vision_libraries import load_diffusers

DTYPES = {Precision.BF16: torch.bfloat16, Precision.FP16: torch.float16, Precision.FP32: torch.float32}
HUB_ID = re.compile(r"[\w-][\w.-]*/[\w.-]+")
PARTS = ["*.json", "*.safetensors"]
MOST_COMPILED = 64
"""Shapes of batches, sizes and lengths of text; the default of 8 would send later ones down the slow path."""
LOCAL = {"use_safetensors": True, "local_files_only": True}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Loaded:
    """The model on its device: `pipeline` makes images, `refiner` works on images with the same parts."""

    options: SdxlOptions
    device: torch.device
    pipeline: Diffusers
    refiner: Diffusers
    preview_vae: Diffusers | None
    name: str
    hash: str
    is_short_of_memory: bool


def load(options: SdxlOptions, device: str) -> Loaded:
    """Load it all; raises `WorkError` with words for the operator where that cannot be done."""
    target = _usable(device)
    _be_quiet()
    folder = find_model(options)
    try:
        return _load(options, target, folder)
    except RuntimeError as error:
        if is_out_of_memory(error):
            raise WorkError(f"The model in {folder} does not fit into the memory of {device}.") from error
        raise WorkError(f"The model in {folder} cannot be loaded: {error}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkError(f"The model in {folder} cannot be loaded: {error}") from error


def find_model(options: SdxlOptions) -> Path:
    """The model's folder, complete; fetched from the hub where it is named by an id that is no folder here.

    Raises `WorkError` for what is missing in it, or where the hub has no such model or cannot be reached.
    """
    folder = _local(options.model)
    if folder is None:
        folder = _download_model(options)
    require_model_folder(folder)
    return folder


def _load(options: SdxlOptions, device: torch.device, folder: Path) -> Loaded:
    # all that could be missing is looked for before gigabytes are read
    lora = [_lora_file(options.lora)] if options.lora is not None else []
    small = _find_part(options.preview_vae) if options.preview_vae is not None else None
    pipeline = _pipeline(options, folder)
    for file in lora:
        _fuse_lora(pipeline, file)
    _tune(pipeline, options, device)
    return Loaded(
        options=options,
        device=device,
        pipeline=pipeline,
        refiner=_refiner(pipeline),
        preview_vae=None if small is None else _preview_vae(small, options.precision).to(device),
        name=Path(options.model).name,
        hash=model_hash([*model_files(folder), *lora]),
        is_short_of_memory=_free_bytes(device) < options.least_free_bytes,
    )


def _usable(device: str) -> torch.device:
    try:
        target = torch.device(device)
    except RuntimeError as error:
        raise WorkError(f"There is no kind of device called {device}.") from error
    if target.type != "cuda":
        return target
    if not torch.cuda.is_available():
        raise WorkError(f"{device} cannot be used: this PyTorch ({torch.__version__}) finds no GPU.")
    target = torch.device("cuda", target.index or 0)
    if target.index >= (count := torch.cuda.device_count()):
        raise WorkError(f"There is no {device}: PyTorch sees {count} GPU(s), counted from cuda:0.")
    return target


def _be_quiet() -> None:
    """No progress bars and no advice on standard error: what matters is raised."""
    import transformers

    for library in (load_diffusers(), transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def _local(named: str) -> Path | None:
    """The folder or file of that name; `None` for an id on the hub. Raises `WorkError` for neither."""
    path = Path(named).expanduser()
    if path.exists():
        return path
    if HUB_ID.fullmatch(named):
        return None
    raise WorkError(
        f"There is no {named}: name a folder, or an id on the hub (stabilityai/stable-diffusion-xl-base-1.0)."
    )


def _download_model(options: SdxlOptions) -> Path:
    kind = load_diffusers().StableDiffusionXLPipeline
    variants = [None] if options.precision is Precision.FP32 else ["fp16", None]
    reasons = []
    for variant in variants:  # most have their weights in 16 bits as well, which is half to fetch
        try:
            return Path(kind.download(options.model, use_safetensors=True, variant=variant))
        except (OSError, ValueError) as error:
            reasons.append(str(error).partition("\n")[0])
    raise WorkError(f"The model {options.model} cannot be fetched: {reasons[-1]}")


def _find_part(named: str) -> Path:
    """The folder of an autoencoder, with weights that can be used."""
    folder = _local(named)
    if folder is None:
        folder = _fetch(named, None)
    if problems := check_weights(folder):
        raise WorkError(f"{named} cannot be used. " + " ".join(problems))
    return folder


def _fetch(hub_id: str, file: str | None) -> Path:
    """One file of a repository on the hub, or all that an autoencoder needs."""
    import huggingface_hub

    try:
        if file is not None:
            return Path(huggingface_hub.hf_hub_download(hub_id, file))
        return Path(huggingface_hub.snapshot_download(hub_id, allow_patterns=PARTS))
    except (OSError, ValueError) as error:
        raise WorkError(f"{hub_id} cannot be fetched: {str(error).partition(chr(10))[0]}") from error


def _lora_file(acceleration: Acceleration) -> Path:
    assert acceleration.lora is not None
    place = _local(acceleration.lora)
    if place is None:
        if acceleration.weight_name is None:
            raise WorkError(f"Name the file of {acceleration.lora} that is the LoRA (weight_name).")
        return _fetch(acceleration.lora, acceleration.weight_name)
    if place.is_dir():
        place = _only_file(place, acceleration.weight_name)
    if place.suffix != ".safetensors" or not place.is_file():
        raise WorkError(f"A LoRA is a safetensors file, and {place} is none: a pickle is not opened.")
    return place


def _only_file(folder: Path, name: str | None) -> Path:
    files = [folder / name] if name is not None else list(folder.glob("*.safetensors"))
    if len(files) != 1:
        raise WorkError(f"{folder} has {len(files)} safetensors files: name the one that is the LoRA.")
    return files[0]


def _pipeline(options: SdxlOptions, folder: Path) -> Diffusers:
    diffusers = load_diffusers()
    dtype = DTYPES[options.precision]
    pipeline = diffusers.StableDiffusionXLPipeline.from_pretrained(
        folder,
        vae=_vae(_find_part(options.vae) if options.vae else folder / "vae", options.precision),
        variant=variant_of(folder / "unet"),
        dtype=dtype,
        add_watermarker=False,
        **LOCAL,
    )
    for part in (pipeline.unet, pipeline.text_encoder, pipeline.text_encoder_2):
        part.to(dtype)  # versions of diffusers that do not know `dtype` load in 32 bits
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _vae(folder: Path, precision: Precision) -> Diffusers:
    """The autoencoder; SDXL's own overflows in fp16 and says so (`force_upcast`): then it keeps 32 bits."""
    vae = load_diffusers().AutoencoderKL.from_pretrained(folder, variant=variant_of(folder), **LOCAL)
    overflows = precision is Precision.FP16 and vae.config.force_upcast
    return vae.to(torch.float32 if overflows else DTYPES[precision])


def _fuse_lora(pipeline: Diffusers, file: Path) -> None:
    """Work a LoRA into the weights, so that it costs nothing any more."""
    try:
        pipeline.load_lora_weights(load_file(file))
    except (ValueError, KeyError, IndexError, RuntimeError, SafetensorError) as error:
        raise WorkError(f"The LoRA in {file} does not fit this model: {error}") from error
    if not pipeline.get_active_adapters():
        raise WorkError(f"The LoRA in {file} fits no part of this model.")
    pipeline.fuse_lora()
    pipeline.unload_lora_weights()


def _tune(pipeline: Diffusers, options: SdxlOptions, device: torch.device) -> None:
    pipeline.scheduler = build_scheduler(schedule_of(options), pipeline.scheduler.config)
    pipeline.to(device)
    pipeline.fuse_qkv_projections()
    for part in (pipeline.unet, pipeline.vae):
        part.requires_grad_(False).to(memory_format=torch.channels_last)
    if device.type == "cuda":
        torch.cuda.set_device(device)
        torch.backends.cudnn.benchmark = True
    if options.compile:
        from torch._dynamo import config as dynamo  # two seconds that nobody else should wait for

        dynamo.cache_size_limit = MOST_COMPILED
        pipeline.unet.compile(fullgraph=True, dynamic=False, backend=options.compile_backend)


def _refiner(pipeline: Diffusers) -> Diffusers:
    refiner = load_diffusers().StableDiffusionXLImg2ImgPipeline(**pipeline.components, add_watermarker=False)
    refiner.set_progress_bar_config(disable=True)
    return refiner


def _preview_vae(folder: Path, precision: Precision) -> Diffusers:
    vae = load_diffusers().AutoencoderTiny.from_pretrained(folder, variant=variant_of(folder), **LOCAL)
    return vae.to(DTYPES[precision])


def _free_bytes(device: torch.device) -> float:
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else float("inf")
