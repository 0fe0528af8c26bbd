"""A person, and all that they can do with the bot and its messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.interactions.beginning import begin
from tests.fakes.discord.interactions.commands import CHAT_INPUT, MESSAGE
from tests.fakes.discord.interactions.interaction import Field, InteractionKind, Modal
from tests.fakes.discord.messages import posting, reacting
from tests.fakes.discord.messages.message import Message
from tests.fakes.discord.messages.seen import BUTTON, Button, Select
from tests.fakes.discord.people.exchange import Exchange
from tests.fakes.discord.people.options import NotPossibleError, command_data, target_data
from tests.fakes.discord.world.permissions import Permission
from tests.fakes.discord.world.places import Channel
from tests.fakes.discord.world.users import Payload, User
from tests.fakes.discord.world.world import World

TEXT_INPUT, ROW, LABEL = 4, 1, 18


@dataclass(kw_only=True, eq=False)
class Person(User):
    """Somebody with Discord's own program in front of them."""

    world: World

    @property
    def direct_channel(self) -> Channel:
        """The channel between them and the bot."""
        return self.world.direct_channel(self)

    @property
    def direct_messages(self) -> list[Message]:
        """What stands in that channel."""
        return self.direct_channel.messages

    def ephemeral(self, channel: Channel) -> list[Message]:
        """What they alone see in a channel."""
        return [message for message in channel.posts.values() if message.seen_only_by is self]

    async def command(
        self,
        channel: Channel,
        name: str,
        /,
        **options: Any,  # noqa: ANN401 - each of the type that the bot registered
    ) -> Exchange:
        """Use a slash command; the name of a sub-command follows its group's after a space."""
        self._may(channel, Permission.USE_APPLICATION_COMMANDS)
        head, *path = name.split()
        command = self.world.commands.find(CHAT_INPUT, head, channel.guild_id)
        if command is None:
            raise NotPossibleError(f"there is no command /{head} here")
        self._is_offered(command, channel)
        data = command_data(self.world, command, path, options)
        return self._begin(InteractionKind.COMMAND, channel, data, name=f"/{name}")

    async def use(self, message: Message, name: str) -> Exchange:
        """Use one of the commands in a message's menu."""
        channel = self._looking_at(message)
        self._may(channel, Permission.USE_APPLICATION_COMMANDS)
        command = self.world.commands.find(MESSAGE, name, channel.guild_id)
        if command is None:
            raise NotPossibleError(f"there is no command {name!r} for messages here")
        self._is_offered(command, channel)
        data = target_data(self.world, command, message)
        return self._begin(InteractionKind.COMMAND, channel, data, name=name)

    async def press(self, message: Message, button: str, *, forged: bool = False) -> Exchange:
        """Press a button, named by its custom_id, its label or its emoji; a forged one need not be there."""
        channel = self._looking_at(message)
        custom_id = button if forged else _pressable(message, button)
        data = {"component_type": BUTTON, "custom_id": custom_id}
        name = f"a press on {button!r}"
        return self._begin(InteractionKind.COMPONENT, channel, data, name=name, source=message)

    async def choose(
        self, message: Message, custom_id: str, values: Sequence[str], *, forged: bool = False
    ) -> Exchange:
        """Choose in a menu, by the options' values or labels."""
        channel = self._looking_at(message)
        found = next((one for one in message.selects if one.custom_id == custom_id), None)
        if found is None and not forged:
            raise NotPossibleError(f"{message} has no menu {custom_id!r}")
        chosen = list(values) if forged or found is None else _chosen(found, values)
        kind = 3 if found is None else found.kind
        data = {"component_type": kind, "custom_id": custom_id, "values": chosen}
        name = f"a choice in {custom_id!r}"
        return self._begin(InteractionKind.COMPONENT, channel, data, name=name, source=message)

    async def submit(self, modal: Modal, fields: Mapping[str, str | Sequence[str]]) -> Exchange:
        """Fill in a form and send it; what is not named keeps what stood there."""
        known = {field.custom_id: field for field in modal.fields}
        for custom_id in fields:
            if custom_id not in known:
                raise NotPossibleError(f"the form has no field {custom_id!r}, only {', '.join(known)}")
        values = {name: _filled(field, fields.get(name, field.value)) for name, field in known.items()}
        asked_by = modal.asked_by
        if asked_by.user is not self:
            raise NotPossibleError("somebody else sees this form")
        data = {"custom_id": modal.custom_id, "components": _submitted(modal.components, values)}
        interaction = begin(
            self.world,
            InteractionKind.MODAL,
            self,
            asked_by.channel,
            data,
            name=f"the form {modal.title!r}",
            source=asked_by.source,
            caused_by=asked_by,
        )
        return Exchange(self.world, interaction)

    async def react(self, message: Message, emoji: str) -> None:
        """Put a reaction under a message."""
        channel = self._looking_at(message)
        if message.ephemeral:
            raise NotPossibleError("nobody can react to an ephemeral message")
        if emoji not in message.reactions:
            self._may(channel, Permission.ADD_REACTIONS)
        reacting.add(self.world, message, self, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take one's own reaction back."""
        self._looking_at(message)
        if self not in message.reactions.get(emoji, []):
            raise NotPossibleError(f"{self.name} has no {emoji} there")
        reacting.remove(self.world, message, self, emoji)

    async def write(self, channel: Channel, content: str, *, reply_to: Message | None = None) -> Message:
        """Write something by hand."""
        self._may(channel, Permission.SEND_MESSAGES)
        body: Payload = {"content": content}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id)}
        return posting.post(self.world, channel, self, body)

    async def delete(self, *messages: Message) -> None:
        """Delete messages one by one; others' only as a moderator."""
        for message in messages:
            if message.author is not self:
                self._moderates(message)
            posting.delete(self.world, message)

    async def delete_all(self, messages: Sequence[Message]) -> None:
        """Delete many messages of one channel at once."""
        for message in messages:
            self._moderates(message)
        posting.delete_many(self.world, messages)

    async def clear_reactions(self, message: Message) -> None:
        """Take all reactions away, as a moderator."""
        self._moderates(message)
        reacting.clear(self.world, message)

    async def clear_emoji(self, message: Message, emoji: str) -> None:
        """Take all reactions with one emoji away, as a moderator."""
        self._moderates(message)
        reacting.clear_emoji(self.world, message, emoji)

    async def remove_reaction(self, message: Message, of: User, emoji: str) -> None:
        """Take somebody's reaction away, as a moderator."""
        self._moderates(message)
        reacting.remove(self.world, message, of, emoji)

    def _begin(
        self,
        kind: InteractionKind,
        channel: Channel,
        data: Payload,
        *,
        name: str,
        source: Message | None = None,
    ) -> Exchange:
        return Exchange(self.world, begin(self.world, kind, self, channel, data, name=name, source=source))

    def _may(self, channel: Channel, permissions: Permission) -> None:
        if channel.is_thread and permissions & Permission.SEND_MESSAGES:
            permissions = (permissions & ~Permission.SEND_MESSAGES) | Permission.SEND_MESSAGES_IN_THREADS
        lacking = (permissions | Permission.VIEW_CHANNEL) & ~self.world.permissions(self, channel)
        if lacking:
            raise NotPossibleError(f"{self.name} lacks {lacking!r} in {channel.name or 'the direct channel'}")

    def _looking_at(self, message: Message) -> Channel:
        channel = self.world.channels[message.channel_id]
        self._may(channel, Permission.VIEW_CHANNEL)
        if message.deleted or message.seen_only_by not in (None, self):
            raise NotPossibleError(f"{self.name} does not see {message}")
        return channel

    def _moderates(self, message: Message) -> None:
        self._may(self._looking_at(message), Permission.MANAGE_MESSAGES)

    def _is_offered(self, command: Payload, channel: Channel) -> None:
        context = 1 if channel.guild_id is None else 0
        contexts = command["contexts"]
        if context == 1 and (not command["dm_permission"] if contexts is None else context not in contexts):
            raise NotPossibleError(f"/{command['name']} is not offered in direct messages")
        if context == 0 and contexts is not None and context not in contexts:
            raise NotPossibleError(f"/{command['name']} is not offered in guilds")
        needed = Permission(int(command["default_member_permissions"] or 0))
        if context == 0:
            self._may(channel, needed)
        home = channel.parent or channel
        if command["nsfw"] and context == 0 and not home.nsfw:
            raise NotPossibleError(f"/{command['name']} is only offered in age-restricted channels")


def _pressable(message: Message, named: str) -> str:
    matches = [one for one in message.buttons if named in (one.custom_id, one.label, one.emoji)]
    if len(matches) != 1:
        there = ", ".join(repr(one.label or one.emoji) for one in message.buttons)
        raise NotPossibleError(f"{len(matches)} buttons are called {named!r}; there are: {there}")
    return _custom_id(matches[0])


def _custom_id(button: Button) -> str:
    if button.disabled or button.custom_id is None:
        raise NotPossibleError(f"{button.label or button.emoji!r} cannot be pressed")
    return button.custom_id


def _chosen(select: Select, values: Sequence[str]) -> list[str]:
    if select.disabled or not select.least <= len(values) <= select.most:
        raise NotPossibleError(f"{len(values)} options cannot be chosen in {select.custom_id!r}")
    by_label = dict(select.options)
    chosen = [by_label.get(value, value) for value in values]
    if select.options and not set(chosen) <= set(by_label.values()):
        raise NotPossibleError(f"{select.custom_id!r} offers {', '.join(by_label)}")
    return chosen


def _filled(field: Field, value: str | Sequence[str]) -> str | list[str]:
    if field.component["type"] != TEXT_INPUT:
        return [value] if isinstance(value, str) and value else list(value)
    assert isinstance(value, str)
    least = max(field.least, 1 if field.required else 0) if value or field.required else 0
    if not least <= len(value) <= field.most:
        raise NotPossibleError(f"{field.label!r} takes {least} to {field.most} characters, not {len(value)}")
    return value


def _submitted(components: Sequence[Payload], values: Mapping[str, str | list[str]]) -> list[Payload]:
    sent: list[Payload] = []
    for number, component in enumerate(components, start=1):
        body: Payload = {"type": component["type"], "id": component.get("id") or number}
        if component["type"] == ROW:
            body["components"] = [_answer(one, values) for one in component["components"]]
        elif component["type"] == LABEL:
            body["component"] = _answer(component["component"], values)
        sent.append(body)
    return sent


def _answer(component: Payload, values: Mapping[str, str | list[str]]) -> Payload:
    key = "value" if component["type"] == TEXT_INPUT else "values"
    custom_id = component["custom_id"]
    return {
        "type": component["type"],
        "id": component.get("id") or 0,
        "custom_id": custom_id,
        key: values[custom_id],
    }
