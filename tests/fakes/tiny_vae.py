"""An autoencoder that works without training: a latent is the mean of 8 x 8 pixels, and becomes them again.

It is diffusers' own class with weights written by hand. All its blocks pass on what they get: their last
layers are zero. What stands in the way is the norm and the SiLU before each output. So every colour `x`
travels as `x, -x` beside a large constant and its negative: such a group has a mean of zero and a known
spread, which undoes the norm, and `silu(x) - silu(-x) = x` undoes the other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from models.vision_libraries import load_diffusers

if TYPE_CHECKING:
    import torch

CHANNELS, GROUPS, COLOURS, LARGE = 16, 4, 3, 100.0
LEVELS = 4
"""So one latent pixel is worth 8 x 8."""


def build_vae(*, scaling_factor: float = 1.0) -> Any:  # noqa: ANN401 - diffusers comes without types
    """The autoencoder, on the CPU in 32 bits."""
    import torch

    vae = load_diffusers().AutoencoderKL(
        block_out_channels=(CHANNELS,) * LEVELS,
        down_block_types=("DownEncoderBlock2D",) * LEVELS,
        up_block_types=("UpDecoderBlock2D",) * LEVELS,
        layers_per_block=1,
        norm_num_groups=GROUPS,
        sample_size=64,
        scaling_factor=scaling_factor,
        force_upcast=True,
    )
    with torch.no_grad():
        _pass_everything_on(vae)
        _write_encoder(vae)
        _write_decoder(vae)
    return vae.eval()


def _pass_everything_on(vae: Any) -> None:  # noqa: ANN401
    for name, module in vae.named_modules():
        if name.endswith((".conv2", ".to_out.0")):
            module.weight.zero_()
            module.bias.zero_()


def _write_encoder(vae: Any) -> None:  # noqa: ANN401
    _carry_in(vae.encoder.conv_in)
    for block in vae.encoder.down_blocks:
        for sampler in block.downsamplers or ():
            _each_to_itself(sampler.conv, weight=0.25, rows=2)
    _carry_out(vae.encoder.conv_out)
    vae.encoder.conv_out.bias[4:] = -60.0  # the logarithm of a variance: no noise
    _each_to_itself(vae.quant_conv)
    _each_to_itself(vae.post_quant_conv)


def _write_decoder(vae: Any) -> None:  # noqa: ANN401
    _carry_in(vae.decoder.conv_in)
    for block in vae.decoder.up_blocks:
        for sampler in block.upsamplers or ():
            _each_to_itself(sampler.conv)
    _carry_out(vae.decoder.conv_out)


def _carry_in(convolution: torch.nn.Conv2d) -> None:
    """Write colour `c` into channels `4c` and `4c + 1` with both signs, and the constants beside it."""
    assert convolution.bias is not None
    middle = convolution.kernel_size[0] // 2
    convolution.weight.zero_()
    for group in range(GROUPS):
        first = 4 * group
        convolution.bias[first : first + 4] = convolution.bias.new_tensor([0.0, 0.0, LARGE, -LARGE])
        if group < COLOURS:
            convolution.weight[first, group, middle, middle] = 1.0
            convolution.weight[first + 1, group, middle, middle] = -1.0


def _carry_out(convolution: torch.nn.Conv2d) -> None:
    """Read the colours out again, behind norm and SiLU; other channels are nothing."""
    assert convolution.bias is not None
    convolution.weight.zero_()
    convolution.bias.zero_()
    gain = LARGE / math.sqrt(2)
    for colour in range(COLOURS):
        convolution.weight[colour, 4 * colour, 1, 1] = gain
        convolution.weight[colour, 4 * colour + 1, 1, 1] = -gain


def _each_to_itself(convolution: torch.nn.Conv2d, *, weight: float = 1.0, rows: int = 1) -> None:
    """Let each channel be itself, or the mean over a square of `rows` x `rows`."""
    assert convolution.bias is not None
    convolution.weight.zero_()
    convolution.bias.zero_()
    size = convolution.kernel_size[0]
    place = slice(size // 2, size // 2 + 1) if rows == 1 else slice(0, rows)
    for channel in range(convolution.out_channels):
        convolution.weight[channel, channel, place, place] = weight
