"""Files that come with a message: where they lie, and what in the message points to them."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.fakes.discord.messages.message import Attachment
from tests.fakes.discord.messages.seen import walk
from tests.fakes.discord.world.users import Payload
from tests.fakes.discord.world.world import World

PREFIX = "attachment://"
URL_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file of a request."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


def clean_name(filename: str) -> str:
    """A file's name as Discord keeps it."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", filename)


def attach(
    world: World,
    channel_id: int,
    described: Sequence[Payload] | None,
    files: Mapping[int, Upload],
    kept: Sequence[Attachment] = (),
) -> list[Attachment]:
    """The files of a message after a request: those it keeps, then the new ones."""
    if described is None:
        return [*kept, *(_stored(world, channel_id, file, {}) for file in files.values())]
    by_id = {one.id: one for one in kept}
    result = []
    named = set()
    for entry in described:
        identifier = int(entry["id"])
        named.add(identifier)
        if identifier in files:
            result.append(_stored(world, channel_id, files[identifier], entry))
        else:
            result.append(by_id[identifier])
    loose = [_stored(world, channel_id, file, {}) for index, file in files.items() if index not in named]
    return result + loose


def with_addresses(parts: Sequence[Payload], attachments: Sequence[Attachment]) -> list[Payload]:
    """Components or embeds, with `attachment://name` replaced by where the file lies."""
    written = copy.deepcopy(list(parts))
    by_name = {one.filename: one for one in attachments}
    for slot in media_slots(written):
        name = str(slot.get("url", "")).removeprefix(PREFIX)
        if slot.get("url", "").startswith(PREFIX) and name in by_name:
            file = by_name[name]
            slot |= {"url": file.url, "proxy_url": file.url, "attachment_id": str(file.id)}
            slot |= {"id": str(file.id), "content_type": file.content_type}
        elif "url" in slot:
            slot.setdefault("proxy_url", slot["url"])
            slot.setdefault("id", "0")
    return written


def media_slots(parts: Sequence[Payload]) -> list[Payload]:
    """Each object in components or embeds whose url is a picture's or file's."""
    found: list[Payload] = []
    for part in walk(parts):
        found += [item["media"] for item in part.get("items") or () if isinstance(item.get("media"), dict)]
        for key in ("media", "file", "image", "thumbnail"):
            if isinstance(part.get(key), dict):
                found.append(part[key])
    return found


def _stored(world: World, channel_id: int, file: Upload, entry: Payload) -> Attachment:
    filename = clean_name(entry.get("filename") or file.filename)
    identifier = world.ids.next()
    now = int(world.clock.now())
    until = f"ex={now + URL_SECONDS:x}&is={now:x}&hm={identifier:x}"
    attachment = Attachment(
        id=identifier,
        filename=filename,
        content=file.content,
        content_type=_kind(filename, file.content_type),
        description=entry.get("description"),
        spoiler=bool(entry.get("is_spoiler")) or filename.startswith("SPOILER_"),
        url=f"{world.public_url}/attachments/{channel_id}/{identifier}/{filename}?{until}",
    )
    world.attachments[identifier] = attachment
    return attachment


def _kind(filename: str, said: str) -> str:
    known = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
    return known.get(filename.rpartition(".")[2].lower(), said)
