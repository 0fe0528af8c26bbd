"""Chats: private ones, groups and supergroups with topics, and who may what in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.telegram.messages.message import Message
from tests.fakes.telegram.world.users import Payload, User

MEMBER_RIGHTS = frozenset(
    {
        "can_send_messages",
        "can_send_photos",
        "can_send_documents",
        "can_send_polls",
        "can_react_to_messages",
    }
)
ADMIN_RIGHTS = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_pin_messages",
        "can_manage_topics",
    }
)
PRIVATE, GROUP, SUPERGROUP = "private", "group", "supergroup"
MEMBER, ADMIN, OWNER, LEFT, KICKED = "member", "administrator", "creator", "left", "kicked"


@dataclass(kw_only=True, eq=False)
class Membership:
    """What somebody is in a chat."""

    user: User
    status: str = MEMBER
    rights: frozenset[str] = ADMIN_RIGHTS
    is_anonymous: bool = False

    @property
    def is_in(self) -> bool:
        """Whether they are there now."""
        return self.status in (MEMBER, ADMIN, OWNER)

    @property
    def is_admin(self) -> bool:
        """Whether they are an administrator."""
        return self.status in (ADMIN, OWNER)

    def may(self, right: str) -> bool:
        """Whether they have one of the rights of administrators."""
        return self.status == OWNER or (self.status == ADMIN and right in self.rights)


@dataclass(kw_only=True, eq=False)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    start: Message
    is_closed: bool = False
    is_deleted: bool = False


@dataclass(kw_only=True, eq=False)
class Chat:
    """A place where messages are; `posts` keeps the deleted ones too."""

    id: int
    kind: str
    title: str = ""
    is_forum: bool = False
    person: User | None = None
    members: dict[int, Membership] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    posts: dict[int, Message] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    migrated_to: int | None = None
    is_started: bool = False
    is_blocked: bool = False
    actions: list[tuple[str, int | None]] = field(default_factory=list)
    """What the bot was seen doing, such as typing, and in which topic."""

    @property
    def messages(self) -> list[Message]:
        """What everybody here sees, oldest first."""
        return [message for message in self.posts.values() if not message.is_deleted]

    @property
    def bot_messages(self) -> list[Message]:
        """What the bot has written of it."""
        return [message for message in self.messages if message.sender.is_bot]

    @property
    def is_private(self) -> bool:
        """Whether it is between the bot and one person."""
        return self.kind == PRIVATE

    def membership(self, user: User) -> Membership:
        """What a user is here."""
        return self.members.get(user.id) or Membership(user=user, status=LEFT)

    def has(self, user: User) -> bool:
        """Whether somebody is here."""
        return self.membership(user).is_in

    def lets(self, user: User, right: str) -> bool:
        """Whether somebody has one of the rights that members have by default."""
        return right not in self.forbidden or self.membership(user).is_admin

    def payload(self) -> Payload:
        """As Telegram writes it."""
        body: Payload = {"id": self.id, "type": self.kind}
        if self.person is not None:
            body["first_name"] = self.person.name
            return body | ({"username": self.person.username} if self.person.username else {})
        return body | {"title": self.title} | ({"is_forum": True} if self.is_forum else {})


def member_payload(membership: Membership) -> Payload:
    """What somebody is in a chat, as Telegram writes it."""
    body: Payload = {"user": membership.user.payload(), "status": membership.status}
    if membership.status == KICKED:
        return body | {"until_date": 0}
    if membership.status == OWNER:
        return body | {"is_anonymous": membership.is_anonymous}
    if membership.status != ADMIN:
        return body
    body |= {"can_be_edited": False, "is_anonymous": membership.is_anonymous}
    return body | {right: right in membership.rights for right in sorted(ADMIN_RIGHTS)}
