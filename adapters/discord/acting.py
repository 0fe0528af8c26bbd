"""What a press or a modal does to its session; who may do it is the core's decision."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from adapters.discord import layouts
from adapters.discord.beginning import Beginning
from adapters.discord.modals import WORDS_FIELD, fields_of, number_in, words_form
from adapters.discord.outlets import WHISPER, Whispers
from adapters.discord.pictures import recap_upload
from adapters.discord.replying import Showing, reply, reply_with, show, texts_for, when_durable
from adapters.discord.services import DiscordOptions
from adapters.discord.where import community_of, shown_to
from adapters.discord.wording import MESSAGE_CHARACTERS, plain
from core.bots.acting import Acting as CoreActing
from core.bots.acting import act_of, noted, turn_of
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.bots.showing.hiding import Hiding
from core.bots.showing.recent import Recent
from core.bots.showing.wishes import Wish
from core.bots.showing.wording import all_expansions
from core.conductor.conductor import Receipt
from core.errors import (
    BadPromptError,
    BlockedTextError,
    ConsentRequiredError,
    ForeignSessionError,
    NotNowError,
    StaleGalleryError,
)
from core.types.answers import Act, Pick
from core.types.identifiers import TurnId
from core.types.sessions import Session

LOOK_SECONDS = 1.5
"""How long a form may wait for the session: it must open within 3 seconds."""

ASKED_ALONE = {Verb.KEEP, Verb.AGREE}
"""What answers a question that only whoever presses sees."""


class Acting:
    """Turns presses into events, and refusals into words."""

    def __init__(
        self,
        services: BotServices,
        options: DiscordOptions,
        members: Members,
        core: CoreActing,
        hiding: Hiding,
        beginning: Beginning,
        whispers: Whispers,
    ) -> None:
        self._services = services
        self._options = options
        self._members = members
        self._core = core
        self._hiding = hiding
        self._beginning = beginning
        self._whispers = whispers
        self._refused_words: Recent[tuple[int, TurnId], str] = Recent()

    async def press(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Let a press happen; raises what the core refuses it with."""
        match press.verb:
            case Verb.WORDS:
                await self._open_form(interaction, press)
            case Verb.WHICH:
                await self._ask_which(interaction, press)
            case Verb.TEXTS:
                await self._tell_texts(interaction, press)
            case Verb.RECAP | Verb.SHARE:
                await self._show_recap(interaction, press, is_public=press.verb is Verb.SHARE)
            case Verb.RESTART:
                session = await self._own(interaction, press)
                await self._beginning.begin(interaction, Wish.like(session))
            case _:
                await self._do(interaction, press)

    async def submit(self, interaction: discord.Interaction[Any], custom_id: str) -> None:
        """Let what was typed into a form happen."""
        fields = fields_of(interaction)
        wish = Wish.parse(custom_id, prompt=fields)
        if wish is not None:
            await self._beginning.agreed(interaction, wish)
            return
        press = Press.parse(custom_id)
        if press is None or press.verb is not Verb.WORDS:
            raise StaleGalleryError
        await self._say_in_words(interaction, press, fields.get(WORDS_FIELD, ""), number_in(fields))

    async def _do(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Act; the session's messages show what came of it."""
        if press.verb is Verb.AGREE:
            await self._members.agree(interaction.user.id)
        await self._act(interaction, press, act_of(press))
        if press.verb in ASKED_ALONE and interaction.message and interaction.message.flags.ephemeral:
            await interaction.delete_original_response()  # the question

    async def _act(self, interaction: discord.Interaction[Any], press: Press, act: Act) -> None:
        texts = texts_for(interaction)

        def said(receipt: Receipt) -> str | None:
            return noted(act, receipt.session, texts)

        await self._renew_whisper(interaction, press)
        try:
            await when_durable(interaction, self._handled(interaction, press, act), said)
        except ConsentRequiredError:
            if not isinstance(act, Pick):
                raise
            await reply_with(interaction, layouts.agree(press.turn, act.number or 0, texts))

    async def _renew_whisper(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A press on a whispered gallery is the way to whisper the next one; it is acknowledged before."""
        if interaction.message is None or not interaction.message.flags.ephemeral:
            return
        session = await self._services.conductor.look(press.session)
        if session.place.channel == WHISPER and await self._members.began(interaction.user.id, session):
            await interaction.response.defer()
            await self._whispers.renew(session.id, interaction)

    async def _handled(self, interaction: discord.Interaction[Any], press: Press, act: Act) -> Receipt:
        key, community = str(interaction.id), community_of(interaction)
        return await self._core.press(interaction.user.id, press, act, key=key, community=community)

    async def _open_form(self, interaction: discord.Interaction[Any], press: Press) -> None:
        size = self._services.rules.slate_size
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                session = await self._services.conductor.look(press.session)
        except TimeoutError:
            pass  # who may answer is checked when the form comes back
        else:
            if not session.rules.group:
                await self._check_own(interaction, session)
            size = session.rules.slate_size
        refused = self._refused_words.get((interaction.user.id, press.turn))
        form = words_form(
            press, size, texts_for(interaction), most=self._options.max_words_characters, typed=refused
        )
        await interaction.response.send_modal(form)

    async def _say_in_words(
        self, interaction: discord.Interaction[Any], press: Press, words: str, number: int | None
    ) -> None:
        mine = (interaction.user.id, press.turn)
        self._refused_words.remember(mine, words)
        texts = texts_for(interaction)
        try:
            await self._act(interaction, press, Pick(number=number, words=words))
        except (BlockedTextError, BadPromptError) as error:
            await reply_with(interaction, layouts.retype(press, error.said(texts), texts))
        else:
            self._refused_words.forget(mine)

    async def _ask_which(self, interaction: discord.Interaction[Any], press: Press) -> None:
        session = await self._own(interaction, press)
        numbers = range(1, session.rules.slate_size + 1)
        await reply_with(interaction, layouts.which_one(numbers, press.turn, texts_for(interaction)))

    async def _tell_texts(self, interaction: discord.Interaction[Any], press: Press) -> None:
        session = await self._services.conductor.look(press.session)
        here = str(interaction.channel_id), community_of(interaction)
        await self._members.check_sees(interaction.user.id, *here, session)
        turn = turn_of(await shown_to(self._hiding, interaction, session), press)
        await reply(interaction, all_expansions(turn, plain=plain, most=MESSAGE_CHARACTERS))

    async def _show_recap(
        self, interaction: discord.Interaction[Any], press: Press, *, is_public: bool
    ) -> None:
        session = await shown_to(self._hiding, interaction, await self._own(interaction, press))
        if not session.answered and session.kept is None:
            raise NotNowError("refused-nothing-to-share")
        await show(interaction, self._recap(interaction, session, is_public=is_public))

    async def _recap(
        self, interaction: discord.Interaction[Any], session: Session, *, is_public: bool
    ) -> Showing:
        upload = await recap_upload(session, self._services.images)
        layout = layouts.recap(session, upload.shown, interaction.user.mention, texts_for(interaction))
        return Showing(layout=layout, files=[upload.file], is_public=is_public)

    async def _own(self, interaction: discord.Interaction[Any], press: Press) -> Session:
        session = await self._services.conductor.look(press.session)
        await self._check_own(interaction, session)
        return session

    async def _check_own(self, interaction: discord.Interaction[Any], session: Session) -> None:
        if not await self._members.began(interaction.user.id, session):
            raise ForeignSessionError
