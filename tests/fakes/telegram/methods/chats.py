"""Methods that tell of the bot, of chats and their members, and of files."""

from __future__ import annotations

from tests.fakes.telegram.api.call import Call
from tests.fakes.telegram.api.errors import bad
from tests.fakes.telegram.world.chats import MEMBER_RIGHTS, member_payload
from tests.fakes.telegram.world.users import Payload

MOST_DOWNLOAD_BYTES = 20 * 1024 * 1024
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


async def get_me(call: Call) -> Payload:
    """Tell who the bot is."""
    return call.world.bot.payload() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def log_out(call: Call) -> bool:
    """Leave this server for one of one's own."""
    call.world.profile.is_logged_out = True
    return True


async def close(call: Call) -> bool:
    """Close the bot before it moves."""
    return True


async def get_chat(call: Call) -> Payload:
    """Tell of a chat."""
    chat = call.known_chat()
    body = chat.payload() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if not chat.is_private:
        body["permissions"] = {right: right not in chat.forbidden for right in sorted(MEMBER_RIGHTS)}
    return body


async def get_chat_member(call: Call) -> Payload:
    """Tell what somebody is in a chat."""
    chat = call.known_chat()
    user = call.world.users.get(call.params["user_id"])
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return member_payload(chat.membership(user))


async def get_chat_administrators(call: Call) -> list[Payload]:
    """Tell who is administrator of a group."""
    chat = call.known_chat()
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    return [member_payload(one) for one in chat.members.values() if one.is_admin]


async def get_file(call: Call) -> Payload:
    """Tell where a file can be downloaded."""
    stored = call.world.files.by_id.get(call.params["file_id"])
    if stored is None:
        raise bad("invalid file_id")
    if len(stored.content) > MOST_DOWNLOAD_BYTES:
        raise bad("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
