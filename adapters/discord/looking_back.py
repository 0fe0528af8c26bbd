"""What is one's own: past sessions and going on from any turn of them, a waiting gallery, saved images."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from adapters.discord import layouts
from adapters.discord.communities import Servers
from adapters.discord.controls import Press
from adapters.discord.hiding import Hiding
from adapters.discord.menus import Choice, Menu, Option, menu
from adapters.discord.outlets import WHISPER, Whispers
from adapters.discord.people import Members
from adapters.discord.pictures import Upload, whole_image
from adapters.discord.recaps import recap_upload
from adapters.discord.replying import Showing, reply, reply_with, show, texts_for
from adapters.discord.services import PLATFORM, DiscordServices
from adapters.discord.sheets import media
from adapters.discord.wording import plain
from core.community_ports import SavedImage
from core.errors import ForeignSessionError, NotNowError, UnknownSessionError
from core.texts.catalogue import Texts
from core.types.answers import Act, GoOn, Keep, PersonEvent, ShowAgain, TryAgain
from core.types.identifiers import EventKey, SessionId, TurnId, UserId, turn_id
from core.types.sessions import Phase, Session, Turn, TurnStatus

MOST_SESSIONS = 25
MOST_SAVED = 10
TURN_CHARACTERS = 120
SAVED = re.compile(r"([0-9a-f]{16})\.([1-9][0-9]{0,3})\.([0-9])")
"""A saved image as a menu names it: session, turn and slate position."""


class LookingBack:
    """Shows people their own sessions and images, to them alone."""

    def __init__(
        self,
        services: DiscordServices,
        members: Members,
        servers: Servers,
        hiding: Hiding,
        whispers: Whispers,
    ) -> None:
        self._services = services
        self._members = members
        self._servers = servers
        self._hiding = hiding
        self._whispers = whispers

    async def history(self, interaction: discord.Interaction[Any]) -> None:
        """List the person's sessions, newest first."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        texts = texts_for(interaction)
        sessions = await self._own_sessions(await self._members.recognise(interaction.user))
        if not sessions:
            await reply(interaction, texts.say("history-empty"))
            return
        options = [
            Option(label=session.prompt, value=session.id, detail=_told(session, texts))
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
            await self._unsave(interaction, choice.value)
        elif choice.session is not None:
            await self._go_on_from(interaction, choice.session, choice.value)

    async def resume(self, interaction: discord.Interaction[Any]) -> None:
        """Show the gallery that waits for the person once more, and where it is."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        texts, user = texts_for(interaction), await self._members.recognise(interaction.user)
        waiting = [
            session
            for session in await self._own_sessions(user)
            if session.phase in {Phase.AWAITING_PICK, Phase.FAILED} or _waits_to_whisper(session)
        ]
        if not waiting:
            raise NotNowError("refused-nothing-waits")
        if waiting[0].place.channel == WHISPER:
            await reply(interaction, texts.say("resume-whispered"))
            await self._whispers.renew(waiting[0].id, interaction)
        if _waits_to_whisper(waiting[0]):
            return
        act: Act = TryAgain() if waiting[0].phase is Phase.FAILED else ShowAgain()
        await self._act(interaction, waiting[0].id, user, act)
        if waiting[0].place.channel == WHISPER:
            return
        session = await self._services.conductor.settled(waiting[0].id)
        await reply(interaction, texts.say("resume-shown", where=link_to(session) or plain(session.prompt)))

    async def save(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Mark the session's image for whoever presses."""
        session = await self._services.conductor.look(press.session)
        session = await self._hiding.shown_to(interaction, session)
        found = _found(session)
        if found is None:
            raise NotNowError("refused-nothing-to-share")
        serial, position = found
        image = SavedImage(session=session.id, serial=serial, position=position, at=self._services.clock())
        if not await self._members.has_agreed(interaction.user):
            raise NotNowError("refused-save-first")
        await self._services.saved.save(await self._members.recognise(interaction.user), image)
        await reply(interaction, texts_for(interaction).say("saved-noted"))

    async def saved(self, interaction: discord.Interaction[Any]) -> None:
        """Show what the person has saved, newest first."""
        user = await self._members.recognise(interaction.user)
        marks = await self._services.saved.saved_of(user, limit=MOST_SAVED)
        found = [(mark, await self._services.conductor.look(mark.session)) for mark in marks]
        found = [(mark, session) for mark, session in found if not session.is_taken_down]
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
            session = await self._hiding.shown_to(interaction, whole)
            uploads.append(await self._upload(session, mark, number))
            value = f"{mark.session}.{mark.serial}.{mark.position}"
            options.append(Option(label=f"{number}. {session.prompt}", value=value))
        labels = (plain(option.label, most=TURN_CHARACTERS) for option in options)
        layout = layouts.layout(
            layouts.text("\n".join((f"### {texts.say('saved-heading')}", *labels))),
            media([upload.shown for upload in uploads]),
            menu(Menu.UNSAVE, options, hint=texts.say("saved-remove")),
            colour=layouts.OPEN_COLOUR,
        )
        return Showing(layout=layout, files=[upload.file for upload in uploads])

    async def _upload(self, session: Session, mark: SavedImage, number: int) -> Upload:
        turn = session.turn(mark.serial)
        image, text = turn.images[mark.position][0], turn.candidate_at(mark.position).text
        return await whole_image(image, f"saved-{number}", text, self._services.images)

    async def _unsave(self, interaction: discord.Interaction[Any], value: str) -> None:
        match = SAVED.fullmatch(value)
        if match is None:
            raise NotNowError("refused-nothing-to-share")
        await self._services.saved.unsave(
            await self._members.recognise(interaction.user),
            SessionId(match[1]),
            serial=int(match[2]),
            position=int(match[3]),
        )
        await reply(interaction, texts_for(interaction).say("saved-removed"))

    async def _tree(
        self, interaction: discord.Interaction[Any], session_id: SessionId, texts: Texts
    ) -> Showing:
        """All turns of a session, those taken back too, and a menu to go on from any of them."""
        session = await self._hiding.shown_to(interaction, await self._own(interaction, session_id))
        lines = [f"### {plain(session.prompt)}", *(_branch(session, turn, texts) for turn in session.turns)]
        where = link_to(session)
        if where is not None:
            lines.append(texts.say("history-where", where=where))
        items: list[ui.Item[ui.LayoutView]] = [layouts.text("\n".join(lines))]
        files = []
        if session.answered or session.kept:
            recap = await recap_upload(session, self._services.images)
            items.append(media([recap.shown]))
            files.append(recap.file)
        options = [
            Option(
                label=texts.say("history-turn", number=place, image=_picked(turn)),
                value=str(turn.serial),
                detail=turn.candidate_at(turn.outcome.position).text,
            )
            for place, turn in enumerate(session.answered, start=1)
            if turn.outcome is not None and turn.outcome.position is not None
        ]
        if options:
            items.append(menu(Menu.TURN, options, hint=texts.say("history-go-on"), session=session.id))
        return Showing(layout=layouts.layout(*items, colour=layouts.OPEN_COLOUR), files=files)

    async def _go_on_from(
        self, interaction: discord.Interaction[Any], session_id: SessionId, serial: str
    ) -> None:
        """Build on the pick of an earlier turn: it is kept, and one more turn begins from it."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        session = await self._own(interaction, session_id)
        turn = next((one for one in session.answered if str(one.serial) == serial), None)
        if turn is None or turn.outcome is None or turn.outcome.position is None:
            raise NotNowError("refused-nothing-to-share")
        texts, where = texts_for(interaction), link_to(session)
        await reply(interaction, texts.say("resume-shown", where=where or plain(session.prompt)))
        await self._whispers.renew(session.id, interaction)
        keep = Keep(number=_picked(turn))
        await self._act(interaction, session.id, session.starter, keep, turn=turn_id(session.id, turn.serial))
        await self._act(interaction, session.id, session.starter, GoOn())

    async def _act(
        self,
        interaction: discord.Interaction[Any],
        session: SessionId,
        user: UserId,
        act: Act,
        *,
        turn: TurnId | None = None,
    ) -> None:
        await self._servers.check_may_answer(interaction.guild_id, interaction.user.id)
        key = EventKey(f"discord:{interaction.id}:{type(act).__name__.lower()}")
        await self._services.conductor.handle(
            PersonEvent(key=key, session=session, user=user, act=act, at=self._services.clock(), turn=turn)
        )

    async def _own_sessions(self, user: UserId) -> list[Session]:
        ids = await self._services.history.sessions_of(user, limit=MOST_SESSIONS)
        sessions = [await self._services.conductor.look(session_id) for session_id in ids]
        return [session for session in sessions if session.place.platform == PLATFORM]

    async def _own(self, interaction: discord.Interaction[Any], session_id: SessionId) -> Session:
        session = await self._services.conductor.look(session_id)
        if session.place.platform != PLATFORM:
            raise UnknownSessionError(session_id)
        if not await self._members.began(interaction.user.id, session):
            raise ForeignSessionError
        return session


def link_to(session: Session) -> str | None:
    """Where the session's newest gallery stands, for Discord to open."""
    shown = [turn.gallery for turn in session.turns if turn.gallery and turn.gallery.messages]
    if not shown or session.place.channel == WHISPER:
        return None
    server = session.place.community or "@me"
    message = shown[-1].messages[-1]
    return f"https://discord.com/channels/{server}/{message.channel}/{message.message}"


def _waits_to_whisper(session: Session) -> bool:
    """Whether something is on its way to somebody who cannot be told just now."""
    on_its_way = {Phase.EXPANDING, Phase.RENDERING, Phase.POSTING, Phase.DELIVERING}
    return session.place.channel == WHISPER and session.phase in on_its_way


def _found(session: Session) -> tuple[int, int] | None:
    """The kept image, or the newest pick: its turn's serial number and its slate position."""
    if session.kept is not None:
        return session.kept.serial, session.kept.position
    picks: Sequence[tuple[int, int]] = [
        (turn.serial, turn.outcome.position)
        for turn in session.answered
        if turn.outcome is not None and turn.outcome.position is not None
    ]
    return picks[-1] if picks else None


def _picked(turn: Turn) -> int:
    """The number of the picked image; 0 for none of these."""
    assert turn.gallery is not None
    position = None if turn.outcome is None else turn.outcome.position
    return 0 if position is None else turn.gallery.number_of(position)


def _branch(session: Session, turn: Turn, texts: Texts) -> str:
    """One turn of the tree; what was taken back hangs beside it."""
    if turn.status is TurnStatus.UNDONE:
        return f"-# └ {texts.say('history-undone')}"
    if turn.outcome is None:
        return f"• {texts.say('history-open')}"
    line = texts.say("closed-picked", number=_picked(turn))
    if turn.outcome.position is not None:
        line += f" {plain(turn.candidate_at(turn.outcome.position).text, most=TURN_CHARACTERS)}"
    if session.kept is not None and session.kept.serial == turn.serial:
        line += " ★"
    return f"• {line}"


def _told(session: Session, texts: Texts) -> str:
    """In a few words, how far a session has come."""
    key = "history-kept" if session.kept else "history-turns"
    return texts.say(key, turns=len(session.answered))
