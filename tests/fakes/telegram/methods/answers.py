"""Methods that answer presses and inline queries."""

from __future__ import annotations

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import bad, wrong
from tests.fakes.telegram.rules.texts import units
from tests.fakes.telegram.world.queries import Answer, Query

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MOST_TOAST, MOST_RESULTS, MOST_RESULT_ID_BYTES = 200, 50, 64


async def answer_callback_query(call: Call) -> bool:
    """Answer a press; the first answer is the only one."""
    text = call.get("text", "")
    if units(text) > MOST_TOAST:
        raise wrong("MESSAGE_TOO_LONG")
    if call.get("url") and not call.params["url"].startswith(f"https://t.me/{call.world.bot.username}?"):
        raise wrong("URL_INVALID")
    query = _open(call, "callback_query_id", "callback")
    query.answer = Answer(
        text=text,
        show_alert=call.get("show_alert", False),
        url=call.get("url"),
        seconds=call.world.clock.now() - query.asked_at,
    )
    query.answered.set()
    return True


async def answer_inline_query(call: Call) -> bool:
    """Answer what somebody types after the bot's name."""
    results = call.params["results"]
    identifiers = [one["id"] for one in results]
    if len(results) > MOST_RESULTS:
        raise wrong("RESULTS_TOO_MUCH")
    if len(set(identifiers)) < len(identifiers):
        raise wrong("RESULT_ID_DUPLICATE")
    if not all(1 <= len(one.encode()) <= MOST_RESULT_ID_BYTES for one in identifiers):
        raise wrong("RESULT_ID_INVALID")
    for result in results:
        await _check_file(call, result.get("photo_file_id"))
    query = _open(call, "inline_query_id", "inline")
    seconds = call.world.clock.now() - query.asked_at
    query.answer = Answer(results=tuple(results), seconds=seconds)
    query.answered.set()
    return True


async def _check_file(call: Call, file_id: str | None) -> None:
    if file_id is not None:
        await call.file("photo", file_id)


def _open(call: Call, name: str, kind: str) -> Query:
    query = call.world.queries.open(call.params[name], kind, now=call.world.clock.now())
    if query is None:
        raise bad(TOO_OLD)
    return query
