"""A guild that tests fill with channels and people."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.discord.people.person import Person
from tests.fakes.discord.world.payloads import member_payload
from tests.fakes.discord.world.permissions import NONE, Permission
from tests.fakes.discord.world.places import Channel, ChannelKind, Guild, Membership, Role
from tests.fakes.discord.world.users import User
from tests.fakes.discord.world.world import World


@dataclass(kw_only=True, eq=False)
class Community(Guild):
    """A guild, the bot in it, and whoever else."""

    world: World
    people: list[Person] = field(default_factory=list)

    def add_channel(self, name: str, *, nsfw: bool = False) -> Channel:
        """A new text channel."""
        return self.world.add_channel(
            Channel(
                id=self.world.ids.next(),
                kind=ChannelKind.TEXT,
                name=name,
                guild_id=self.id,
                nsfw=nsfw,
                created_at=self.world.clock.written(),
                on_change=self.world.channel_changed,
            )
        )

    def add_thread(self, name: str, parent: Channel) -> Channel:
        """A new public thread in a channel."""
        return self.world.add_channel(
            Channel(
                id=self.world.ids.next(),
                kind=ChannelKind.PUBLIC_THREAD,
                name=name,
                guild_id=self.id,
                parent=parent,
                owner_id=self.owner_id,
                created_at=self.world.clock.written(),
                on_change=self.world.channel_changed,
            )
        )

    def add_role(self, name: str, permissions: Permission = NONE) -> Role:
        """A new role."""
        role = Role(id=self.world.ids.next(), name=name, permissions=permissions, position=len(self.roles))
        self.roles[role.id] = role
        return role

    def add_member(
        self,
        who: str | Person,
        *,
        locale: str = "en-US",
        permissions: Permission = NONE,
        roles: tuple[Role, ...] = (),
    ) -> Person:
        """Somebody new, or somebody from another guild; permissions come on top of those of @everyone."""
        person = who
        if isinstance(person, str):
            person = Person(id=self.world.ids.next(), name=person, locale=locale, world=self.world)
            self.world.users[person.id] = person
        given = [*roles, self.add_role(f"of {person.name}", permissions)] if permissions else list(roles)
        self.join(person, given)
        self.people.append(person)
        return person

    def join(self, user: User, roles: list[Role]) -> None:
        """Let an account be a member."""
        membership = Membership(user=user, joined_at=self.world.clock.written(), roles=roles)
        self.memberships[user.id] = membership
        body = member_payload(membership) | {"guild_id": str(self.id)}
        self.world.publish("GUILD_MEMBER_ADD", body, guild_id=self.id)

    def remove_member(self, user: User) -> None:
        """Let somebody leave."""
        del self.memberships[user.id]
        body = {"guild_id": str(self.id), "user": user.payload()}
        self.world.publish("GUILD_MEMBER_REMOVE", body, guild_id=self.id)

    def delete_channel(self, channel: Channel) -> None:
        """Take a channel away, with all that stands in it."""
        del self.channels[channel.id], self.world.channels[channel.id]
        name = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        body = {"id": str(channel.id), "guild_id": str(self.id), "type": int(channel.kind)}
        parent = {"parent_id": str(channel.parent.id)} if channel.parent else {}
        self.world.publish(name, body | parent, guild_id=self.id)
