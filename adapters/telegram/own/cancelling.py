"""`/cancel`: throws away what is being made for somebody in this chat."""

from __future__ import annotations

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.where import spot_of
from core.bots.acting import Acting
from core.bots.looking_back import LookingBack
from core.errors import NotNowError
from core.types.answers import Cancel
from core.types.sessions import Phase

BEING_MADE = {Phase.EXPANDING, Phase.RENDERING, Phase.POSTING, Phase.FAILED}


class Cancelling:
    """Serves `/cancel`."""

    def __init__(self, acting: Acting, looking_back: LookingBack) -> None:
        self._acting = acting
        self._looking_back = looking_back

    async def cancel(self, incoming: Incoming, _: Connection) -> None:
        """Cancel the newest of the person's sessions here of which a gallery is being made."""
        for session in await self._looking_back.own_sessions_here(incoming.account):
            if session.phase in BEING_MADE and spot_of(session.place).chat == incoming.spot.chat:
                await self._acting.act(
                    incoming.account,
                    session.id,
                    Cancel(),
                    key=incoming.key,
                    community=incoming.spot.community,
                )
                await incoming.tell(incoming.texts.say("cancel-done"))
                return
        raise NotNowError("refused-nothing-made")
