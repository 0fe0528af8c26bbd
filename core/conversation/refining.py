"""The kept image at the end of a session: whether it is being refined, and what has come of that."""

from __future__ import annotations

from dataclasses import replace

from core.conversation.session import owed
from core.types.galleries import ImageRef
from core.types.sessions import Session
from core.types.work import Duty


def is_being_refined(session: Session) -> bool:
    """Whether the end waits for the kept image to be refined; the picked one is there already."""
    duty = owed(session)
    return duty is not None and duty.duty is Duty.FINISH


def refined_image(session: Session) -> ImageRef | None:
    """The kept image refined, where it was; hidden where either it or the picked one is to be hidden."""
    kept = session.kept
    if kept is None or kept.finish is None or kept.finish.image is None:
        return None
    picked = session.turn(kept.serial).images[kept.position][0]
    return replace(kept.finish.image, spoiler=kept.finish.image.spoiler or picked.spoiler)
