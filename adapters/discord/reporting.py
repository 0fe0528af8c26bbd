"""Reports: whoever sees a gallery can tell the moderators, or the operator, what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import structlog
from discord import ButtonStyle, ui

from adapters.discord import layouts
from adapters.discord.failures import readable_failures
from adapters.discord.modals import fields_of, number_in
from adapters.discord.pictures import Upload, whole_image
from adapters.discord.replying import reply, reply_with, texts_for
from adapters.discord.report_form import KIND_FIELD, REPORT_WORDS_FIELD, report_form
from adapters.discord.services import PLATFORM
from adapters.discord.sheets import media, row
from adapters.discord.where import community_of
from adapters.discord.wording import plain
from core.bots.gate import Gate
from core.bots.members import Members
from core.bots.reporting import Reporting as CoreReporting
from core.bots.reporting import images_reported, lines_of
from core.bots.services import BotServices
from core.bots.showing.controls import Press, Verb
from core.bots.showing.hiding import Hiding
from core.community_ports import Report
from core.errors import WorkError
from core.texts.catalogue import texts_in
from core.types.sessions import Session

log = structlog.get_logger()


class Reporting:
    """Takes reports down and shows them to moderators."""

    def __init__(
        self,
        services: BotServices,
        members: Members,
        gate: Gate,
        hiding: Hiding,
        client: discord.Client,
    ) -> None:
        self._services = services
        self._members = members
        self._gate = gate
        self._core = CoreReporting(services, members)
        self._hiding = hiding
        self._client = client

    async def open_menu(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Offer what else there is to a gallery."""
        texts = texts_for(interaction)
        controls = row(
            layouts.button(Press(verb=Verb.TEXTS, turn=press.turn), texts.say("button-texts")),
            layouts.button(
                Press(verb=Verb.REPORT, turn=press.turn), texts.say("button-report"), style=ButtonStyle.danger
            ),
        )
        await reply_with(interaction, layouts.layout(controls, colour=layouts.CLOSED_COLOUR))

    async def ask(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Open the form."""
        self._core.check_rate(interaction.user.id)
        form = report_form(press, self._services.rules.slate_size, texts_for(interaction))
        await interaction.response.send_modal(form)

    async def submit(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Write the report down, then show it to the moderators if they have named a channel."""
        self._core.check_rate(interaction.user.id)
        session = await self._services.conductor.look(press.session)
        here = str(interaction.channel_id), community_of(interaction)
        await self._members.check_sees(interaction.user.id, *here, session)
        await interaction.response.defer(thinking=True, ephemeral=True)
        fields = fields_of(interaction)
        report = await self._core.record(
            interaction.user.id,
            session,
            press,
            kind=fields.get(KIND_FIELD, ""),
            number=number_in(fields),
            words=fields.get(REPORT_WORDS_FIELD, ""),
        )
        rules = await self._gate.rules_of(community_of(interaction))
        is_shown = rules.report_channel is not None and await self._show(
            int(rules.report_channel), rules.language, interaction, session, report
        )
        await reply(interaction, texts_for(interaction).say("report-sent" if is_shown else "report-noted"))

    async def _show(
        self,
        channel: int,
        language: str | None,
        interaction: discord.Interaction[Any],
        session: Session,
        report: Report,
    ) -> bool:
        """Whether the report stands where moderators see it."""
        seen = await self._hiding.seen_in(str(channel), str(interaction.guild_id), session)
        uploads = await self._uploads(seen, report)
        view = await self._layout(language, interaction, session, report, uploads)
        place = self._client.get_partial_messageable(channel, guild_id=interaction.guild_id)
        try:
            with readable_failures():
                await place.send(view=view, files=[upload.file for upload in uploads])
        except WorkError as error:
            log.warning("report not shown", guild=interaction.guild_id, error=type(error).__name__)
            return False
        return True

    async def _uploads(self, session: Session, report: Report) -> list[Upload]:
        """The images that it is about, hidden until a moderator asks to see them."""
        uploads = []
        for name, image, text in images_reported(session, report):
            upload = await whole_image(image, f"image-{name}", text, self._services.images)
            uploads.append(replace(upload, shown=replace(upload.shown, spoiler=True)))
        return uploads

    async def _layout(
        self,
        language: str | None,
        interaction: discord.Interaction[Any],
        session: Session,
        report: Report,
        uploads: list[Upload],
    ) -> ui.LayoutView:
        texts, turn = texts_in(language), session.turn(report.serial)
        maker = await self._services.people.account_of(session.starter, PLATFORM)
        people = texts.say("report-people", maker=f"<@{maker}>", reporter=interaction.user.mention)
        heading, told = lines_of(session, report, texts, plain=plain, people=people)
        lines = [f"### {heading}", *told]
        if turn.gallery is not None and turn.gallery.messages:
            message = turn.gallery.messages[-1]
            address = (
                f"https://discord.com/channels/{interaction.guild_id}/{message.channel}/{message.message}"
            )
            lines.append(f"[{texts.say('report-link')}]({address})")
        press = Press(verb=Verb.TAKE_DOWN, turn=layouts.newest_turn(session))
        controls = row(
            layouts.button(press, texts.say("button-take-down"), style=ButtonStyle.danger),
            layouts.button(replace(press, verb=Verb.HALT), texts.say("button-halt")),
        )
        pictures = media([upload.shown for upload in uploads])
        return layouts.layout(layouts.text("\n".join(lines)), pictures, controls, colour=layouts.OPEN_COLOUR)
