"""Telling the bot that somebody, or itself, is no longer in a chat what it was."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.telegram.world.chats import Chat, Membership, member_payload
from tests.fakes.telegram.world.users import User
from tests.fakes.telegram.world.world import World


def tell_of_change(world: World, chat: Chat, *, by: User, before: str, after: str) -> None:
    """Tell of a change of the bot's own status."""
    membership = Membership(user=world.bot, status=after)
    tell(world, chat, by=by, before=replace(membership, status=before), after=membership)


def tell(world: World, chat: Chat, *, by: User, before: Membership, after: Membership) -> None:
    """Tell of a change of anybody's membership; of others' only administrators are told."""
    is_own = after.user is world.bot
    if not is_own and not chat.membership(world.bot).is_admin:
        return
    world.publish(
        "my_chat_member" if is_own else "chat_member",
        {
            "chat": chat.payload(),
            "from": by.payload(),
            "date": int(world.clock.now()),
            "old_chat_member": member_payload(before),
            "new_chat_member": member_payload(after),
        },
    )
