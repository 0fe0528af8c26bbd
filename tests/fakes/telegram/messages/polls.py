"""Polls: what is asked, who chose what, and whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.telegram.rules.texts import Formatted
from tests.fakes.telegram.world.files import StoredFile
from tests.fakes.telegram.world.users import Payload, User


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be chosen, and the photo that stands beside it."""

    id: str
    text: Formatted
    photo: StoredFile | None = None


@dataclass(kw_only=True, eq=False)
class Poll:
    """A poll as it stands; `votes` are the positions that each person chose."""

    id: str
    question: Formatted
    options: list[Option]
    is_anonymous: bool = True
    allows_multiple_answers: bool = False
    allows_revoting: bool = True
    hides_results: bool = False
    open_period: int | None = None
    close_date: int | None = None
    description: Formatted | None = None
    is_closed: bool = False
    votes: dict[User, tuple[int, ...]] = field(default_factory=dict)

    def count(self, position: int) -> int:
        """How many chose an option."""
        return sum(position in chosen for chosen in self.votes.values())

    @property
    def counts(self) -> list[int]:
        """How many chose each option."""
        return [self.count(position) for position in range(len(self.options))]


def photo_payload(photo: StoredFile) -> list[Payload]:
    """A photo in all its sizes."""
    sizes = [photo] if photo.small is None else [photo.small, photo]
    return [
        {
            "file_id": one.file_id,
            "file_unique_id": one.unique_id,
            "width": one.width,
            "height": one.height,
            "file_size": len(one.content),
        }
        for one in sizes
    ]


def formatted_payload(name: str, text: Formatted, entities_name: str) -> Payload:
    """A text under its name, and its entities where it has some."""
    body: Payload = {name: text.text}
    return body | ({entities_name: list(text.entities)} if text.entities else {})


def poll_payload(poll: Poll) -> Payload:
    """A poll as Telegram writes it; hidden results are told when it is closed."""
    shown = poll.is_closed or not poll.hides_results
    body: Payload = {
        "id": poll.id,
        "options": [_option_payload(poll, position, shown=shown) for position in range(len(poll.options))],
        "total_voter_count": len(poll.votes) if shown else 0,
        "is_closed": poll.is_closed,
        "is_anonymous": poll.is_anonymous,
        "type": "regular",
        "allows_multiple_answers": poll.allows_multiple_answers,
        "allows_revoting": poll.allows_revoting,
        "members_only": False,
    } | formatted_payload("question", poll.question, "question_entities")
    if poll.open_period is not None:
        body["open_period"] = poll.open_period
    if poll.close_date is not None:
        body["close_date"] = poll.close_date
    return body


def described(poll: Poll) -> Payload:
    """What stands above a poll, which only the message with it tells."""
    if poll.description is None:
        return {}
    return formatted_payload("description", poll.description, "description_entities")


def _option_payload(poll: Poll, position: int, *, shown: bool) -> Payload:
    option = poll.options[position]
    body: Payload = {"persistent_id": option.id, "voter_count": poll.count(position) if shown else 0}
    body |= formatted_payload("text", option.text, "text_entities")
    return body | ({"media": {"photo": photo_payload(option.photo)}} if option.photo else {})
