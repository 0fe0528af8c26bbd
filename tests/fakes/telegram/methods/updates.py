"""Methods that get updates, and set where they go."""

from __future__ import annotations

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import ApiError, wrong
from tests.fakes.telegram.updates.polling import ConflictError
from tests.fakes.telegram.world.users import Payload

KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "guest_message",
    "managed_bot",
]
MOST_UPDATES = 100


async def get_updates(call: Call) -> list[Payload]:
    """Wait for updates."""
    limit = call.get("limit", MOST_UPDATES)
    if not 1 <= limit <= MOST_UPDATES:
        raise wrong("limit must be between 1 and 100")
    _allow(call)
    if call.get("offset") and not call.polling.webhook.url:
        call.world.updates.confirm(call.params["offset"])
    try:
        return await call.polling.wait(seconds=call.get("timeout", 0), limit=limit, is_gone=call.is_gone)
    except ConflictError as error:
        raise ApiError(409, str(error)) from None


async def set_webhook(call: Call) -> bool:
    """Let updates be carried to an address."""
    webhook, url = call.polling.webhook, call.params["url"]
    for name in ("certificate", "ip_address"):
        if name in call.params:
            raise wrong(f"the fake takes no {name}")
    if not 1 <= call.get("max_connections", 40) <= 100:
        raise wrong("max_connections must be between 1 and 100")
    problem = webhook.problem(url, call.get("secret_token")) if url else None
    if problem is not None:
        raise wrong(problem)
    _allow(call)
    _drop_pending(call)
    await webhook.set(
        url, secret_token=call.get("secret_token"), max_connections=call.get("max_connections", 40)
    )
    return True


async def delete_webhook(call: Call) -> bool:
    """Let updates wait for polling again."""
    _drop_pending(call)
    await call.polling.webhook.set("")
    return True


async def get_webhook_info(call: Call) -> Payload:
    """Tell where updates go, and how that goes."""
    return call.polling.webhook.info()


def _allow(call: Call) -> None:
    kinds = call.get("allowed_updates")
    for kind in kinds or ():
        if kind not in KINDS:
            raise wrong(f"the fake refuses what Telegram ignores: there are no updates {kind!r}")
    call.world.updates.allow(kinds)


def _drop_pending(call: Call) -> None:
    if call.get("drop_pending_updates", False):
        call.world.updates.pending.clear()
