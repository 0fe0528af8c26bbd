"""One tree of errors. A message is fit for the person who reads it; what code needs stands in attributes.

PastaError
├── RefusedError                 what a person asked cannot be done; nothing has changed
│   ├── BadPromptError           the prompt or the words cannot be used as they are
│   ├── BlockedTextError         the text check does not let the prompt or the words through
│   ├── ConsentRequiredError     the person has not agreed to what this needs
│   ├── UnknownSessionError      there is no such session
│   ├── ForeignSessionError      the session belongs to somebody else
│   ├── StaleGalleryError        the answer is to a gallery of an earlier turn
│   ├── GalleryAnsweredError     somebody was faster, or the person has already answered
│   ├── UnknownPositionError     the gallery has no image of that number
│   ├── NothingToUndoError       no answer is left to take back
│   ├── LinkRefusedError         two accounts cannot become one person, or one person two
│   └── NotNowError              the session is at a point where this makes no sense
├── WorkError                    a port could not do what was asked of it
│   ├── TransientError           it may succeed when tried again
│   └── BudgetSpentError         today's budget for it is used up
├── StaleWorkError               work came back for a turn that has moved on; it is dropped
├── UnfinishedSessionsError      somebody cannot be forgotten or joined while their sessions go on
└── StorageError                 what a person did could not be saved or read
    ├── RepeatedEventError       this event has been saved before
    ├── StorageFullError         no space is left
    ├── StorageUnavailableError  the database or the folder cannot be reached or written
    ├── DatabaseTooNewError      a newer version of the program made this database
    └── DatabaseInUseError       another process works on this database
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.texts.catalogue import Texts, texts_in

if TYPE_CHECKING:
    from core.types.identifiers import EventKey, SessionId


class PastaError(Exception):
    """Any error that this project raises on purpose."""


class RefusedError(PastaError):
    """What a person asked cannot be done; nothing has changed, and the message tells them why.

    `key` and `values` find its words in every language of `core.texts`; as a string it is English.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return self.said(texts_in(None))

    def said(self, texts: Texts) -> str:
        """The message in somebody's language."""
        return texts.say(self.key, **self.values)


class BadPromptError(RefusedError):
    """The prompt or the words cannot be used as they are."""


class BlockedTextError(RefusedError):
    """The text check does not let the prompt or the words through."""

    def __init__(self, reason: str) -> None:
        super().__init__("refused-blocked", reason=reason)
        self.reason = reason


class ConsentRequiredError(RefusedError):
    """The person has not agreed to what this needs."""

    def __init__(self, purpose: str) -> None:
        super().__init__("refused-no-consent")
        self.purpose = purpose


class UnknownSessionError(RefusedError):
    """There is no such session."""

    def __init__(self, session_id: SessionId) -> None:
        super().__init__("refused-unknown-session")
        self.session_id = session_id


class ForeignSessionError(RefusedError):
    """The session belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__("refused-foreign-session")


class StaleGalleryError(RefusedError):
    """The answer is to a gallery of an earlier turn."""

    def __init__(self) -> None:
        super().__init__("refused-stale-gallery")


class GalleryAnsweredError(RefusedError):
    """Somebody was faster, or the person has already answered; `number` is what was picked, or none."""

    def __init__(self, number: int | None, *, is_last: bool = False) -> None:
        super().__init__("refused-answered", number=number or 0, is_last=str(is_last))
        self.number = number


class UnknownPositionError(RefusedError):
    """The gallery has no image of that number."""

    def __init__(self, number: int, size: int) -> None:
        super().__init__("refused-no-such-image", number=number, size=size)
        self.number = number
        self.size = size


class NothingToUndoError(RefusedError):
    """No answer is left to take back."""

    def __init__(self) -> None:
        super().__init__("refused-nothing-to-undo")


class LinkRefusedError(RefusedError):
    """Two accounts cannot become one person, or one person two."""


class NotNowError(RefusedError):
    """The session is at a point where this makes no sense."""


class WorkError(PastaError):
    """A port could not do what was asked of it; trying again at once would not help."""


class TransientError(WorkError):
    """A port could not do what was asked of it just now; it may succeed when tried again.

    `retry_after_seconds` is the wait that the other side asked for, where it named one.
    """

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class BudgetSpentError(WorkError):
    """Nothing is left of what may be spent on something in a day.

    `in_total`: for everybody, not just for one community. It is renewed at `renewed_at` (seconds since the
    epoch).
    """

    def __init__(self, cost: str, *, in_total: bool, renewed_at: float) -> None:
        super().__init__(f"Today's budget for {cost.replace('_', ' ')} is used up.")
        self.cost = cost
        self.in_total = in_total
        self.renewed_at = renewed_at


class StaleWorkError(PastaError):
    """Work came back for a turn that has moved on; it is dropped."""


class UnfinishedSessionsError(PastaError):
    """Somebody cannot be forgotten or joined while their sessions go on: these must come to an end first."""

    def __init__(self, sessions: tuple[SessionId, ...]) -> None:
        super().__init__(f"These sessions must be ended first: {', '.join(sessions)}.")
        self.sessions = sessions


class StorageError(PastaError):
    """What a person did could not be saved or read."""


class RepeatedEventError(StorageError):
    """This event has been saved before."""

    def __init__(self, key: EventKey) -> None:
        super().__init__("That has already been counted.")
        self.key = key


class StorageFullError(StorageError):
    """No space is left."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"No space is left for {where}: free some, then try again. Nothing that was saved is lost."
        )
        self.where = where


class StorageUnavailableError(StorageError):
    """The database or the folder cannot be reached or written."""


class DatabaseTooNewError(StorageError):
    """A newer version of the program made this database."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} was made by a newer version of pasta-bot: upgrade pasta-bot, or use another database."
        )
        self.where = where


class DatabaseInUseError(StorageError):
    """Another process works on this database."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Another pasta process is using {where}: "
            "stop that one first, or set another data_directory or storage.url."
        )
        self.where = where
