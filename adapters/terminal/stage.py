"""The stage of a terminal: writes each gallery as one numbered picture and says where it is."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.conversation.gallery import GalleryView
from core.conversation.refining import refined_image
from core.errors import StorageError, StorageFullError, StorageUnavailableError
from core.pictures import numbered_grid
from core.ports import ImageStore, PostedMessages, Progress
from core.types.galleries import ImageRef
from core.types.identifiers import MessageRef
from core.types.sessions import Ending, Session
from core.types.work import Duty

PLATFORM = "terminal"
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


class TerminalStage:
    """Shows sessions as lines of text (`write`) and pictures in a folder; previews are not shown."""

    def __init__(
        self,
        images: ImageStore,
        folder: Path,
        *,
        write: Callable[[str], None],
        on_trouble: Callable[[StorageError], None] = lambda _: None,
    ) -> None:
        self._images = images
        self._folder = folder
        self._write = write
        self._on_trouble = on_trouble
        self._told = ""

    async def post_gallery(self, session: Session, view: GalleryView) -> PostedMessages:
        """Write one numbered picture, and the expansion under each number."""
        tiles = [[await self._images.get(image.hash) for image in tile.images] for tile in view.tiles]
        picture = await asyncio.to_thread(numbered_grid, tiles)
        path = await self._save(f"{view.turn}.png", picture)
        self._told = ""
        self._write(f"\n{view.heading} · {view.prompt}")
        if view.notice:
            self._write(view.notice)
        for tile in view.tiles:
            self._write(f"  {tile.number}  {tile.caption}  ({tile.category})")
        self._write(f"  → {path}")
        message = MessageRef(channel=session.place.channel, message=view.nonce)
        return PostedMessages(messages=(message,), rendering="numbered_grid")

    async def close_gallery(self, session: Session, view: GalleryView) -> None:
        """Nothing: what scrolled by needs no closing."""

    async def deliver(self, session: Session) -> None:
        """Write the kept image by itself, or say what there is to go on from."""
        if session.kept is not None and session.ending is Ending.KEPT:
            refined = refined_image(session)
            await self._deliver_image(
                session, session.kept.serial, session.kept.position, "Kept", refined=refined
            )
            return
        picked = [turn for turn in session.answered if turn.outcome and turn.outcome.position is not None]
        if not picked:
            self._write("\nThe session is over without a pick. “more” takes one more turn.")
            return
        last = picked[-1]
        assert last.outcome is not None
        assert last.outcome.position is not None
        await self._deliver_image(session, last.serial, last.outcome.position, "Your last pick")
        self._write("“keep T.N” keeps image N of turn T, “more” takes one more turn.")

    async def tell(self, session: Session, news: Progress | StorageError | str) -> None:
        """One line; trouble with the storage goes to `on_trouble`."""
        if isinstance(news, StorageError):
            self._on_trouble(news)
            return
        if isinstance(news, str):
            self._write(f"\n{news} “again” tries again, “undo” goes back, “stop” ends.")
            return
        line = _progress_line(news)
        if line != self._told:
            self._told = line
            self._write(line)

    async def _deliver_image(
        self, session: Session, serial: int, position: int, what: str, *, refined: ImageRef | None = None
    ) -> None:
        turn = session.turn(serial)
        image, candidate = turn.images[position][0], turn.candidate_at(position)
        lines = [f"\n{what}: {candidate.text}", f"  seed {candidate.seed}"]
        path = await self._save_image(f"{session.id}-final", refined or image)
        if refined is None:
            lines.append(f"  → {path}")
        else:
            original = await self._save_image(f"{session.id}-original", image)
            lines += [f"  → {path}  (refined from your pick)", f"  → {original}  (the original)"]
        self._write("\n".join(lines))

    async def _save_image(self, name: str, image: ImageRef) -> Path:
        return await self._save(f"{name}{SUFFIXES[image.media_type]}", await self._images.get(image.hash))

    async def _save(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            await asyncio.to_thread(path.write_bytes, content)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise StorageFullError(str(self._folder)) from error
            raise StorageUnavailableError(
                f"{path} cannot be written ({error.strerror}): choose another folder with --output."
            ) from error
        return path


def _progress_line(progress: Progress) -> str:
    if progress.waits_until is not None:
        when = datetime.fromtimestamp(progress.waits_until, UTC).strftime("%H:%M UTC")
        return f"  … today's GPU time is used up; your images are made after {when} (Ctrl-C leaves)"
    again = ", trying again" if progress.retrying else ""
    if progress.duty == Duty.FINISH:
        return f"  … refining your image{again}"
    done = f" {progress.done} of {progress.total}" if progress.total else ""
    return f"  … {progress.duty.replace('_', ' ')}{done}{again}"
