"""A group, and what its owner does with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.fakes.telegram.messages import posting
from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.people.looking import NotPossibleError
from tests.fakes.telegram.people.memberships import tell
from tests.fakes.telegram.people.person import Person
from tests.fakes.telegram.world.chats import (
    ADMIN,
    ADMIN_RIGHTS,
    GROUP,
    KICKED,
    LEFT,
    MEMBER,
    MEMBER_RIGHTS,
    OWNER,
    SUPERGROUP,
    Chat,
    Membership,
    Topic,
)
from tests.fakes.telegram.world.users import Payload, User
from tests.fakes.telegram.world.world import World

TOPIC_COLOUR = 0x6FB9F0


@dataclass(kw_only=True, eq=False)
class Group(Chat):
    """A group or supergroup; whatever is done here, its owner does it."""

    world: World
    owner: Person

    def __post_init__(self) -> None:
        self.world.chats[self.id] = self
        self.members[self.owner.id] = Membership(user=self.owner, status=OWNER)

    def add(self, person: Person, *, admin: bool = False, anonymous: bool = False) -> Person:
        """Let somebody in, as an administrator if so; one who stays anonymous writes in the group's name."""
        status = ADMIN if admin or anonymous else MEMBER
        self._become(Membership(user=person, status=status, is_anonymous=anonymous))
        self._say({"new_chat_members": [person.payload()]})
        return person

    def remove(self, person: Person) -> None:
        """Throw somebody out."""
        self._become(Membership(user=person, status=KICKED))
        self._say({"left_chat_member": person.payload()})

    def add_bot(self, *, admin: bool = False, rights: Iterable[str] = ADMIN_RIGHTS) -> None:
        """Let the bot in, as an administrator with some rights if so."""
        self._become(self._bot(admin=admin, rights=rights))
        self._say({"new_chat_members": [self.world.bot.payload()]})

    def promote_bot(self, *, rights: Iterable[str] = ADMIN_RIGHTS) -> None:
        """Make the bot an administrator."""
        self._become(self._bot(admin=True, rights=rights))

    def demote_bot(self) -> None:
        """Make the bot a member like others."""
        self._become(self._bot(admin=False, rights=()))

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self._become(Membership(user=self.world.bot, status=KICKED))

    def promote(self, person: Person, *, rights: Iterable[str] = ADMIN_RIGHTS) -> None:
        """Make somebody an administrator."""
        self._become(Membership(user=person, status=ADMIN, rights=frozenset(rights)))

    def forbid(self, *rights: str) -> None:
        """Take rights from all members, such as `can_send_photos`; administrators keep them."""
        if not set(rights) <= MEMBER_RIGHTS:
            raise NotPossibleError(f"members have these rights: {', '.join(sorted(MEMBER_RIGHTS))}")
        self.forbidden |= set(rights)

    def allow(self, *rights: str) -> None:
        """Give rights back to all members."""
        self.forbidden -= set(rights)

    def add_topic(self, name: str) -> Topic:
        """Begin a topic."""
        if not self.is_forum:
            raise NotPossibleError(f"{self.title} has no topics")
        created: Payload = {"name": name, "icon_color": TOPIC_COLOUR}
        start = self._say({"forum_topic_created": created})
        topic = Topic(id=start.id, name=name, start=start)
        start.topic, start.topic_start = topic.id, start
        self.topics[topic.id] = topic
        return topic

    def close_topic(self, topic: Topic) -> None:
        """Let only administrators write in a topic."""
        topic.is_closed = True
        self._say({"forum_topic_closed": {}}, topic=topic.id)

    def reopen_topic(self, topic: Topic) -> None:
        """Let everybody write in a topic again."""
        topic.is_closed = False
        self._say({"forum_topic_reopened": {}}, topic=topic.id)

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with all that stands in it; bots are not told."""
        topic.is_deleted = True
        for message in self.messages:
            if message.topic == topic.id:
                posting.delete(self.world, message)

    def migrate(self) -> Group:
        """Let the group become a supergroup, which is another chat with the same members."""
        if self.kind != GROUP:
            raise NotPossibleError("only a group can become a supergroup")
        later = Group(
            id=self.world.new_chat_id(SUPERGROUP),
            kind=SUPERGROUP,
            title=self.title,
            members={key: replace(one) for key, one in self.members.items()},
            forbidden=set(self.forbidden),
            world=self.world,
            owner=self.owner,
        )
        self._say({"migrate_to_chat_id": later.id})
        later._say({"migrate_from_chat_id": self.id})
        self.migrated_to = later.id
        return later

    def _bot(self, *, admin: bool, rights: Iterable[str]) -> Membership:
        status = ADMIN if admin else MEMBER
        return Membership(user=self.world.bot, status=status, rights=frozenset(rights))

    def _become(self, after: Membership) -> None:
        user: User = after.user
        before = self.members.get(user.id) or Membership(user=user, status=LEFT)
        self.members[user.id] = after
        tell(self.world, self, by=self.owner, before=before, after=after)

    def _say(self, body: Payload, *, topic: int | None = None) -> Message:
        return posting.service(self.world, self, self.owner, body, topic=topic)
