"""Expansions by a language model: one structured request a turn, whatever carries it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from adapters.expanders.asking.answers import expansions_in, object_in, schema_of
from adapters.expanders.asking.picturing import UnreadableImageError, picture_of, plain_picture
from adapters.expanders.asking.prompting import Template
from adapters.expanders.failures import blocked, too_slow, unreadable
from adapters.expanders.transport import Ask, Picture, Reply, Transport
from core.errors import BudgetSpentError, StorageError, WorkError
from core.ports import Allowance, Cost, ExpansionRequest, ImageStore
from core.types.galleries import ImageRef
from core.types.slates import Expansion

log = structlog.get_logger()

_TRIAL_TOKENS = 1024
_TRIAL_SCHEMA = {
    "type": "object",
    "properties": {"animals": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1}},
    "required": ["animals"],
    "additionalProperties": False,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a model is asked: how long for, with what, and whether that costs money or uses up a quota."""

    timeout_seconds: float
    sees_images: bool
    costs: bool
    sampling_temperature: float | None
    max_output_tokens: int


class LanguageModelExpander:
    """An Expander; it asks once, and asking again or falling back is its caller's affair."""

    def __init__(
        self,
        transport: Transport,
        template: Template,
        manner: Manner,
        *,
        model: str,
        images: ImageStore,
        allowance: Allowance | None = None,
    ) -> None:
        self.source = f"{model}/{template.version}"
        self.costs = manner.costs
        self._transport = transport
        self._template = template
        self._manner = manner
        self._images = images
        self._allowance = allowance

    async def expand(self, request: ExpansionRequest) -> Sequence[Expansion]:
        """What the model wrote, as far as it can be used.

        Raises `BudgetSpentError`, `TransientError` where asking again may help, and otherwise `WorkError`.
        """
        picture = await self._picture(request.picked_image)
        system, user = self._template.filled(request, has_picture=picture is not None)
        schema = schema_of(request.categories, request.per_category)
        ask = self._ask_for(system, user, schema, picture)
        try:
            reply = await self._within_budget(ask, request.account)
            return expansions_in(_text_of(reply), request.categories, request.per_category)
        except BudgetSpentError:
            raise
        except WorkError as error:  # its words are for the operator, and nobody else is told them
            log.warning("language model failed", expander=self.source, reason=str(error))
            raise

    async def trial(self) -> Reply:
        """Ask one small question to see whether the model can be reached; it is on nobody's budget.

        Raises like `expand`, with the other side's own words.
        """
        user = "Name one animal. Answer in JSON."
        picture = plain_picture() if self._manner.sees_images else None
        reply = await self._in_time(
            Ask(
                system="You answer in JSON.",
                user=user,
                schema=_TRIAL_SCHEMA,
                max_output_tokens=min(_TRIAL_TOKENS, self._manner.max_output_tokens),
                sampling_temperature=self._manner.sampling_temperature,
                picture=picture,
                is_impersonal=True,
            )
        )
        object_in(_text_of(reply))
        return reply

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._transport.aclose()

    def _ask_for(self, system: str, user: str, schema: dict[str, object], picture: Picture | None) -> Ask:
        return Ask(
            system=system,
            user=user,
            schema=schema,
            max_output_tokens=self._manner.max_output_tokens,
            sampling_temperature=self._manner.sampling_temperature,
            picture=picture,
        )

    async def _picture(self, image: ImageRef | None) -> Picture | None:
        """The picked image, where the model sees images; without it, where it is hidden or cannot be read."""
        if image is None or not self._manner.sees_images or image.spoiler:
            return None
        try:
            return await picture_of(await self._images.get(image.hash))
        except (StorageError, UnreadableImageError) as error:
            log.warning(
                "picked image not shown to the model", image_hash=image.hash, error=type(error).__name__
            )
            return None

    async def _within_budget(self, ask: Ask, account: str) -> Reply:
        """Ask; each request counts, also one that failed or was given up, whose tokens nobody knows."""
        if self._allowance is None:
            return await self._in_time(ask)
        await self._allowance.check(account, Cost.CALLS, Cost.TOKENS)
        tokens = 0
        try:
            reply = await self._in_time(ask)
            tokens = reply.tokens_in + reply.tokens_out
        finally:
            await self._allowance.spend(account, {Cost.CALLS: 1, Cost.TOKENS: tokens})
        return reply

    async def _in_time(self, ask: Ask) -> Reply:
        try:
            async with asyncio.timeout(self._manner.timeout_seconds):
                return await self._transport.ask(ask)
        except TimeoutError:
            raise too_slow(self._manner.timeout_seconds) from None


def _text_of(reply: Reply) -> str:
    """The answer; raises `WorkError` where it was blocked, and `TransientError` where it was cut off."""
    if reply.blocked is not None:
        raise blocked(reply.blocked)
    if reply.is_cut_off:
        raise unreadable("it was cut off (expander.max_output_tokens)")
    return reply.text
