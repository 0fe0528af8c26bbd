"""The encoder: CLIP models of open_clip, in a worker process, behind the port `core.ports.Encoder`.

`EncoderFactory(options=EncoderOptions(model=…, pretrained=…))` goes to a worker pool, and that pool to
`SharedEncoder`, which is the port. Importing this loads neither PyTorch nor open_clip.
"""

from __future__ import annotations

from models.encoding.factory import EncoderFactory
from models.encoding.shared import SharedEncoder
from models.encoding.work import EncoderOptions, EncoderWork, ImagesWork, Precision, TextsWork

__all__ = [
    "EncoderFactory",
    "EncoderOptions",
    "EncoderWork",
    "ImagesWork",
    "Precision",
    "SharedEncoder",
    "TextsWork",
]
