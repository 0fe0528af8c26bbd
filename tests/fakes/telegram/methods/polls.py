"""Methods for polls and reactions."""

from __future__ import annotations

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import bad, wrong
from tests.fakes.telegram.messages.polls import Option, Poll, poll_payload
from tests.fakes.telegram.messages.posting import post
from tests.fakes.telegram.messages.voting import close, close_in_time
from tests.fakes.telegram.methods.sending import RIGHT, draft
from tests.fakes.telegram.rules.reactions import ALLOWED
from tests.fakes.telegram.rules.texts import Formatted, units
from tests.fakes.telegram.world.files import StoredFile
from tests.fakes.telegram.world.users import Payload

MOST_QUESTION, LEAST_OPTIONS, MOST_OPTIONS, MOST_OPTION = 300, 2, 12, 100
MOST_DESCRIPTION = 1024
LEAST_SECONDS, MOST_SECONDS = 5, 2_628_000
UNKNOWN = [
    "correct_option_ids",
    "explanation",
    "explanation_media",
    "shuffle_options",
    "allow_adding_options",
    "members_only",
    "country_codes",
    "media",
]


async def send_poll(call: Call) -> Payload:
    """Send a poll."""
    poll = await _poll(call)
    message = draft(call, chat := call.chat())
    call.need(chat, RIGHT["poll"], "polls")
    message.poll = poll
    post(call.world, message)
    close_in_time(call.world, poll)
    return call.world.written(message)


async def stop_poll(call: Call) -> Payload:
    """Close a poll of the bot's."""
    chat = call.chat()
    message = call.message(chat, to="edit")
    if message.poll is None:
        raise bad("message with poll to stop not found")
    if message.sender is not call.world.bot:
        raise bad("poll can't be stopped")
    if message.poll.is_closed:
        raise bad("poll has already been closed")
    message.keyboard = call.keyboard(chat)
    close(call.world, message.poll)
    return poll_payload(message.poll)


async def set_message_reaction(call: Call) -> bool:
    """Put the bot's reaction under a message, or take it away."""
    chat = call.chat()
    message = call.message(chat, to="react")
    wanted = [one.get("emoji") for one in call.get("reaction", [])]
    if len(wanted) > 1:
        raise wrong("REACTIONS_TOO_MANY")
    if not set(wanted) <= ALLOWED:
        raise wrong("REACTION_INVALID")
    if not chat.lets(call.world.bot, "can_react_to_messages"):
        raise bad("not enough rights to react to messages in the chat")
    message.reactions.pop(call.world.bot, None)
    if wanted:
        message.reactions[call.world.bot] = tuple(wanted)
    return True


async def _poll(call: Call) -> Poll:
    _check(call)
    question = call.formatted(
        call.params, "question", entities_key="question_entities", mode_key="question_parse_mode"
    )
    if not 1 <= units(question.text) <= MOST_QUESTION:
        raise wrong("poll question is too long" if question.text else "poll question must be non-empty")
    return Poll(
        id=str(5_300_000_000_000_000_000 + call.world.serial()),
        question=question,
        options=[await _option(call, one, number) for number, one in enumerate(call.params["options"])],
        is_anonymous=call.get("is_anonymous", True),
        allows_multiple_answers=call.get("allows_multiple_answers", False),
        allows_revoting=call.get("allows_revoting", True),
        hides_results=call.get("hide_results_until_closes", False),
        open_period=call.get("open_period"),
        close_date=_close_date(call),
        description=_description(call),
        is_closed=call.get("is_closed", False),
    )


def _description(call: Call) -> Formatted | None:
    if not call.get("description"):
        return None
    text = call.formatted(
        call.params, "description", entities_key="description_entities", mode_key="description_parse_mode"
    )
    if units(text.text) > MOST_DESCRIPTION:
        raise wrong("poll description is too long")
    return text


def _check(call: Call) -> None:
    for name in UNKNOWN:
        if name in call.params:
            raise wrong(f"the fake knows no {name} of polls")
    if call.get("type", "regular") != "regular":
        raise wrong("the fake knows no quizzes" if call.get("type") == "quiz" else "unsupported poll type")
    if len(call.params["options"]) < LEAST_OPTIONS:
        raise wrong("poll must have at least 2 option")
    if len(call.params["options"]) > MOST_OPTIONS:
        raise wrong(f"poll can't have more than {MOST_OPTIONS} options")
    _check_time(call)


def _check_time(call: Call) -> None:
    period, date = call.get("open_period"), call.get("close_date")
    if period is not None and date is not None:
        raise wrong("can't use open_period and close_date at once")
    seconds = period if date is None else date - call.world.clock.now()
    if seconds is not None and not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise wrong("open period must be between 5 and 2628000 seconds")


def _close_date(call: Call) -> int | None:
    period: int | None = call.get("open_period")
    date: int | None = call.get("close_date")
    return date if period is None else int(call.world.clock.now()) + period


async def _option(call: Call, option: Payload, number: int) -> Option:
    text = call.formatted(option, "text", entities_key="text_entities", mode_key="text_parse_mode")
    if not 1 <= units(text.text) <= MOST_OPTION:
        too_long = f"poll options length must not exceed {MOST_OPTION}"
        raise wrong(too_long if text.text else "poll options must be non-empty")
    media = option.get("media")
    photo: StoredFile | None = None
    if media is not None:
        if media["type"] != "photo":
            raise wrong(f"the fake knows no {media['type']} beside an option of a poll")
        photo = await call.file("photo", media["media"])
    return Option(id=str(number), text=text, photo=photo)
