"""What somebody did, and what the bot answers to it."""

from __future__ import annotations

import asyncio

from tests.fakes.discord.interactions.interaction import FIRST_RESPONSE_SECONDS, Interaction, Modal, Response
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.world.world import World


class Exchange:
    """One interaction, seen by the person who began it."""

    def __init__(self, world: World, interaction: Interaction) -> None:
        self._world = world
        self.interaction = interaction

    async def acknowledged(self, within: float = 3.0) -> Response:
        """The first answer; an assertion fails where there is none in time."""
        try:
            await asyncio.wait_for(self.interaction.answered.wait(), within)
        except TimeoutError:
            raise AssertionError(f"no answer to {self.interaction.name} within {within} s") from None
        assert self.interaction.response is not None
        return self.interaction.response

    async def modal(self, within: float = 3.0) -> Modal:
        """The form that the bot shows first."""
        response = await self.acknowledged(within)
        assert response.modal is not None, f"the answer is no form but {response}"
        return response.modal

    async def filled(self, within: float = 10.0) -> Message:
        """The answer, once it no longer says that the bot is thinking."""
        await self.acknowledged()
        original = self.interaction.original
        assert original is not None, "the answer is no message"
        await self._world.until(lambda: not original.loading, within=within)
        return original

    async def followed_up(self, count: int = 1, within: float = 10.0) -> list[Message]:
        """The later messages, once there are so many."""
        await self._world.until(lambda: len(self.followups) >= count, within=within)
        return self.followups

    @property
    def failed(self) -> bool:
        """Whether the time for the first answer is over without one."""
        waited = self._world.clock.now() - self.interaction.began_at
        return self.interaction.response is None and waited > FIRST_RESPONSE_SECONDS

    @property
    def response(self) -> Response | None:
        """The first answer, where there is one by now."""
        return self.interaction.response

    @property
    def followups(self) -> list[Message]:
        """Every later message."""
        return self.interaction.followups

    def __repr__(self) -> str:
        return f"<{self.interaction.name} by {self.interaction.user.name}: {self.response}>"
