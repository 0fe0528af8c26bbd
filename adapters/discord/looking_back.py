"""What is one's own: past sessions and going on from any turn of them, a waiting gallery, saved images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from adapters.discord import layouts
from adapters.discord.menus import Choice, Menu, Option, menu
from adapters.discord.outlets import WHISPER, Whispers
from adapters.discord.pictures import recap_upload, whole_image
from adapters.discord.replying import Showing, reply, reply_with, show, texts_for
from adapters.discord.services import PLATFORM
from adapters.discord.sheets import media
from adapters.discord.where import community_of, shown_to
from adapters.discord.wording import plain
from core.bots.looking_back import LookingBack as CoreLookingBack
from core.bots.looking_back import (
    SavedName,
    is_waiting,
    marked_image,
    newest_message,
    picked_number,
    picked_turn,
    ways_on,
)
from core.bots.members import Members
from core.bots.services import BotServices
from core.bots.showing.controls import Press
from core.bots.showing.hiding import Hiding
from core.bots.showing.wording import TURN_CHARACTERS, branch_line, come_so_far
from core.community_ports import SavedImage
from core.errors import NotNowError
from core.texts.catalogue import Texts
from core.types.identifiers import SessionId
from core.types.sessions import Phase, Session, Turn


class LookingBack:
    """Shows people their own sessions and images, to them alone."""

    def __init__(
        self,
        services: BotServices,
        members: Members,
        core: CoreLookingBack,
        hiding: Hiding,
        whispers: Whispers,
    ) -> None:
        self._services = services
        self._members = members
        self._core = core
        self._hiding = hiding
        self._whispers = whispers

    async def history(self, interaction: discord.Interaction[Any]) -> None:
        """List the person's sessions, newest first."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        texts = texts_for(interaction)
        sessions = await self._core.own_sessions(interaction.user.id)
        if not sessions:
            await reply(interaction, texts.say("history-empty"))
            return
        options = [
            Option(label=session.prompt, value=session.id, detail=come_so_far(session, texts))
            for session in sessions
        ]
        chooser = menu(Menu.HISTORY, options, hint=texts.say("history-choose"))
        heading = layouts.text(f"### {texts.say('history-heading')}")
        await reply_with(interaction, layouts.layout(heading, chooser, colour=layouts.OPEN_COLOUR))

    async def choose(self, interaction: discord.Interaction[Any], choice: Choice) -> None:
        """Let a choice in one of the menus happen."""
        if choice.menu is Menu.HISTORY:
            tree = self._tree(interaction, SessionId(choice.value), texts_for(interaction))
            await show(interaction, tree)
        elif choice.menu is Menu.UNSAVE:
            await self._core.unsave(interaction.user.id, SavedName.parse(choice.value))
            await reply(interaction, texts_for(interaction).say("saved-removed"))
        elif choice.session is not None:
            await self._go_on_from(interaction, choice.session, _serial(choice.value))

    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """Show the gallery that waits for the person once more, and where it is."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        texts = texts_for(interaction)
        sessions = await self._core.own_sessions_here(interaction.user.id)
        waiting = [session for session in sessions if is_waiting(session) or _waits_to_whisper(session)]
        if not waiting:
            raise NotNowError("refused-nothing-waits")
        if waiting[0].place.channel == WHISPER:
            await reply(interaction, texts.say("resume-whispered"))
            await self._whispers.renew(waiting[0].id, interaction)
        if _waits_to_whisper(waiting[0]):
            return
        key = f"{interaction.id}:again"
        await self._core.show_again(
            interaction.user.id, waiting[0], key=key, community=community_of(interaction)
        )
        session = await self._core.shown_again(waiting[0].id)
        if session.place.channel == WHISPER:
            return
        await reply(interaction, texts.say("resume-shown", where=link_to(session) or plain(session.prompt)))

    async def save(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Mark the session's image for whoever presses."""
        session = await self._services.conductor.look(press.session)
        await self._core.save(interaction.user.id, await shown_to(self._hiding, interaction, session))
        await reply(interaction, texts_for(interaction).say("saved-noted"))

    async def saved(self, interaction: discord.Interaction[Any]) -> None:
        """Show what the person has saved, newest first."""
        found = await self._core.saved_of(interaction.user.id)
        if not found:
            await reply(interaction, texts_for(interaction).say("saved-empty"))
            return
        await show(interaction, self._all_saved(interaction, found))

    async def _all_saved(
        self, interaction: discord.Interaction[Any], found: Sequence[tuple[SavedImage, Session]]
    ) -> Showing:
        texts = texts_for(interaction)
        uploads, options = [], []
        for number, (mark, whole) in enumerate(found, start=1):
            image, text = marked_image(await shown_to(self._hiding, interaction, whole), mark)
            uploads.append(await whole_image(image, f"saved-{number}", text, self._services.images))
            options.append(Option(label=f"{number}. {whole.prompt}", value=str(SavedName.of(mark))))
        labels = (plain(option.label, most=TURN_CHARACTERS) for option in options)
        layout = layouts.layout(
            layouts.text("\n".join((f"### {texts.say('saved-heading')}", *labels))),
            media([upload.shown for upload in uploads]),
            menu(Menu.UNSAVE, options, hint=texts.say("saved-remove")),
            colour=layouts.OPEN_COLOUR,
        )
        return Showing(layout=layout, files=[upload.file for upload in uploads])

    async def _tree(
        self, interaction: discord.Interaction[Any], session_id: SessionId, texts: Texts
    ) -> Showing:
        """All turns of a session, those taken back too, and a menu to go on from any of them."""
        session = await self._members.own_session(interaction.user.id, session_id, to_look_at=True)
        session = await shown_to(self._hiding, interaction, session)
        lines = [f"### {plain(session.prompt)}", *(_branch(session, turn, texts) for turn in session.turns)]
        where, is_here = link_to(session), session.place.platform == PLATFORM
        if where is not None:
            lines.append(texts.say("history-where", where=where))
        if not is_here:
            lines.append(f"-# {texts.say('history-elsewhere', platform=session.place.platform)}")
        items: list[ui.Item[ui.LayoutView]] = [layouts.text("\n".join(lines))]
        files = []
        if session.answered or session.kept:
            recap = await recap_upload(session, self._services.images)
            items.append(media([recap.shown]))
            files.append(recap.file)
        options = [
            Option(
                label=texts.say("history-turn", number=place, image=picked_number(turn)),
                value=str(turn.serial),
                detail=_picked_text(turn),
            )
            for place, turn in (ways_on(session) if is_here else ())
        ]
        if options:
            items.append(menu(Menu.TURN, options, hint=texts.say("history-go-on"), session=session.id))
        return Showing(layout=layouts.layout(*items, colour=layouts.OPEN_COLOUR), files=files)

    async def _go_on_from(
        self, interaction: discord.Interaction[Any], session_id: SessionId, serial: int
    ) -> None:
        """Build on the pick of an earlier turn."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        session = await self._own(interaction, session_id)
        picked_turn(session, serial)
        texts, where = texts_for(interaction), link_to(session)
        await reply(interaction, texts.say("resume-shown", where=where or plain(session.prompt)))
        await self._whispers.renew(session.id, interaction)
        key, community = str(interaction.id), community_of(interaction)
        await self._core.go_on_from(interaction.user.id, session, serial, key=key, community=community)

    async def _own(self, interaction: discord.Interaction[Any], session_id: SessionId) -> Session:
        return await self._members.own_session(interaction.user.id, session_id)


def link_to(session: Session) -> str | None:
    """Where the session's newest gallery stands, for Discord to open."""
    message = newest_message(session)
    if message is None or session.place.platform != PLATFORM or session.place.channel == WHISPER:
        return None
    server = session.place.community or "@me"
    return f"https://discord.com/channels/{server}/{message.channel}/{message.message}"


def _waits_to_whisper(session: Session) -> bool:
    """Whether something is on its way to somebody who cannot be told just now."""
    on_its_way = {Phase.EXPANDING, Phase.RENDERING, Phase.POSTING, Phase.DELIVERING}
    return session.place.channel == WHISPER and session.phase in on_its_way


def _picked_text(turn: Turn) -> str:
    assert turn.outcome is not None
    assert turn.outcome.position is not None
    return turn.candidate_at(turn.outcome.position).text


def _branch(session: Session, turn: Turn, texts: Texts) -> str:
    """One turn of the tree; what was taken back hangs beside it."""
    line = branch_line(session, turn, texts, plain=plain)
    return f"-# └ {texts.say('history-undone')}" if line is None else f"• {line}"


def _serial(value: str) -> int:
    """A turn's serial number as a menu has it; 0, which no turn has, where it is forged."""
    return int(value) if value.isdecimal() else 0
