"""Texts as SDXL reads them: of any length, in pieces of 75 tokens, each text read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch

from models.rendering.sdxl.schedules import Diffusers

ROOM = 75
"""Tokens in a piece, beside its start and its end."""
MOST_PIECES = 4
MOST_CACHED = 256
"""Texts; the embeddings of one take 0.3 MB a piece."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Embedding:
    """A text as numbers (`1 x pieces * 77 x width`), and as a whole (`1 x width of the second encoder`)."""

    tokens: torch.Tensor
    pooled: torch.Tensor


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Prompt:
    """What leads to an image, and what away from it (where there is guidance); both of the same length."""

    wanted: Embedding
    unwanted: Embedding | None

    @property
    def length(self) -> int:
        """Only prompts of one length can be in one batch."""
        return self.wanted.tokens.shape[1]


class PromptReader:
    """Reads texts with both text encoders; what has been read lately is remembered."""

    def __init__(self, pipeline: Diffusers, *, negative: str, is_guided: bool) -> None:
        self._readers = (
            (pipeline.tokenizer, pipeline.text_encoder),
            (pipeline.tokenizer_2, pipeline.text_encoder_2),
        )
        self._like = next(pipeline.unet.parameters())
        self._negative = negative
        self._is_guided = is_guided
        self._zeros_for_nothing = bool(pipeline.config.force_zeros_for_empty_prompt) and not negative
        self._embed = lru_cache(MOST_CACHED)(self._embed_anew)

    def read(self, text: str) -> Prompt:
        """The text, with what is unwanted beside it; each text is embedded by itself, whatever the batch."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # tokenizers refuse halves of surrogate pairs
        pieces = max(self._pieces_of(text), self._pieces_of(self._negative) if self._is_guided else 1)
        wanted = self._embed(text, pieces)
        return Prompt(wanted=wanted, unwanted=self._unwanted(wanted, pieces) if self._is_guided else None)

    def _unwanted(self, wanted: Embedding, pieces: int) -> Embedding:
        if self._zeros_for_nothing:
            return Embedding(tokens=torch.zeros_like(wanted.tokens), pooled=torch.zeros_like(wanted.pooled))
        return self._embed(self._negative, pieces)

    def _pieces_of(self, text: str) -> int:
        return max(len(_split(tokenizer, text)) for tokenizer, _ in self._readers)

    def _embed_anew(self, text: str, pieces: int) -> Embedding:
        read = [_read(tokenizer, encoder, text, pieces) for tokenizer, encoder in self._readers]
        return Embedding(
            tokens=torch.cat([embedding.tokens for embedding in read], dim=-1).to(self._like),
            pooled=read[-1].pooled.to(self._like),
        )


def _read(tokenizer: Diffusers, encoder: Diffusers, text: str, pieces: int) -> Embedding:
    """As diffusers does it for one piece: the last layer but one, and the first piece's pooled output."""
    parts = _split(tokenizer, text)
    parts += [[]] * (pieces - len(parts))
    ids = torch.tensor([_framed(tokenizer, part) for part in parts], device=encoder.device)
    output = encoder(ids, output_hidden_states=True)
    hidden = output.hidden_states[-2]  # piece x 77 x width
    return Embedding(tokens=hidden.reshape(1, -1, hidden.shape[-1]), pooled=output[0][:1])


def _framed(tokenizer: Diffusers, part: Sequence[int]) -> list[int]:
    padding = [tokenizer.pad_token_id] * (ROOM - len(part))
    return [tokenizer.bos_token_id, *part, tokenizer.eos_token_id, *padding]


def _split(tokenizer: Diffusers, text: str) -> list[list[int]]:
    """The text's tokens in pieces that fit, never inside a word if that can be avoided; at least one."""
    ids = tokenizer(text, add_special_tokens=False, truncation=False, verbose=False).input_ids
    ends = [token.endswith("</w>") for token in tokenizer.convert_ids_to_tokens(ids)]
    pieces, start = [], 0
    while len(ids) - start > ROOM:
        cut = next((at for at in range(start + ROOM, start, -1) if ends[at - 1]), start + ROOM)
        pieces.append(ids[start:cut])
        start = cut
    return [*pieces, ids[start:]][:MOST_PIECES]
