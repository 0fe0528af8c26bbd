"""Images that somebody has saved: an album of them, their files, and a way to take each one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.connection import Connection
from adapters.telegram.incoming import Incoming
from adapters.telegram.keyboards import keyboard
from adapters.telegram.outlet import Keyboard, Picture
from adapters.telegram.own.alone import check_alone
from adapters.telegram.pictures import whole_image, within_photo
from adapters.telegram.wording import bold, fitting, plain
from core.bots.looking_back import LookingBack, SavedName, marked_image
from core.bots.services import BotServices
from core.bots.showing.hiding import WithPlainTiles, concealed
from core.bots.showing.wording import TURN_CHARACTERS
from core.community_ports import SavedImage
from core.errors import NotNowError
from core.texts.catalogue import Texts
from core.types.sessions import Session

UNSAVE, FILES = "pasta:unsave:", "pasta:files"
BUTTONS_IN_A_ROW = 3

Found = Sequence[tuple[SavedImage, Session]]


class Saved:
    """Serves `/saved`."""

    def __init__(self, services: BotServices, core: LookingBack) -> None:
        self._core = core
        self._images = WithPlainTiles(services.images)

    async def show(self, incoming: Incoming, _: Connection) -> None:
        """Show what the person has saved, newest first."""
        texts, outlet = incoming.texts, incoming.outlet
        found = await self._core.saved_of(incoming.account)
        if not found:
            await incoming.tell(texts.say("saved-empty"))
            return
        lines = [f"{number}. {_prompt(session)}" for number, (_, session) in enumerate(found, start=1)]
        photos = [await within_photo(one) for one in await self._pictures(found)]
        captioned = [replace(one, caption=line) for one, line in zip(photos, lines, strict=True)]
        if len(captioned) == 1:
            await outlet.show(captioned[0])
        else:
            await outlet.show_album(captioned)
        text = fitting([bold(texts.say("saved-heading")), *lines])
        await outlet.write(text, keyboard=_controls(found, texts))

    async def send_files(self, incoming: Incoming, _: Connection) -> None:
        """Send what is saved now, each image byte by byte as it was made."""
        check_alone(incoming)
        found = await self._core.saved_of(incoming.account)
        if not found:
            raise NotNowError("saved-empty")
        await incoming.answer(incoming.texts.say("one-moment"))
        await incoming.outlet.send_files(await self._pictures(found))

    async def take_out(self, incoming: Incoming, _: Connection, named: str) -> None:
        """Take an image out of what is saved, and its button away."""
        await self._core.unsave(incoming.account, SavedName.parse(named))
        await incoming.answer(incoming.texts.say("saved-removed"))
        shown = incoming.message.reply_markup if incoming.message else None
        if shown is not None:
            await incoming.outlet.offer(incoming.number, _without(shown, f"{UNSAVE}{named}"))

    async def _pictures(self, found: Found) -> list[Picture]:
        images = [marked_image(concealed(session), mark)[0] for mark, session in found]
        return [
            await whole_image(image, f"saved-{number}", self._images)
            for number, image in enumerate(images, start=1)
        ]


def _prompt(session: Session) -> str:
    return plain(session.prompt, most=TURN_CHARACTERS)


def _controls(found: Found, texts: Texts) -> Keyboard:
    buttons = [
        InlineKeyboardButton(
            texts.say("saved-take-out", number=number), callback_data=f"{UNSAVE}{SavedName.of(mark)}"
        )
        for number, (mark, _) in enumerate(found, start=1)
    ]
    rows = [buttons[start : start + BUTTONS_IN_A_ROW] for start in range(0, len(buttons), BUTTONS_IN_A_ROW)]
    return keyboard(*rows, [InlineKeyboardButton(texts.say("files-of-saved"), callback_data=FILES)])


def _without(shown: InlineKeyboardMarkup, data: str) -> Keyboard | None:
    """The same controls less one; without any image left there are none."""
    rows = [[one for one in row if one.callback_data != data] for row in shown.inline_keyboard]
    left = [one for row in rows for one in row if str(one.callback_data).startswith(UNSAVE)]
    return keyboard(*rows) if left else None
