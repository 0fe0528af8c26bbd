"""Hides marked images where a channel or its server does not want them seen: a plain tile stands in for each.

A message cannot be given other images later, so what is decided when a gallery is posted stays with it, as
part of its rendering's name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from core.community_ports import Communities
from core.conversation.gallery import GalleryView, Tile
from core.conversation.refining import refined_image
from core.errors import NotNowError
from core.pictures import plain_tile
from core.ports import ImageStore, RenderedImage
from core.texts.catalogue import Texts, texts_in
from core.types.communities import SafetyLevel
from core.types.galleries import Gallery, ImageRef
from core.types.identifiers import ImageHash
from core.types.sessions import Finish, Kept, Session

PLAIN = "plain:"
"""What the hash of a plain tile begins with; its language follows."""
MARK = "-hiding"
"""What the name of a rendering ends in where a plain tile stands in for an image."""


class Hiding:
    """Knows where marked images may be seen; `is_for_adults` says what the platform knows of a channel."""

    def __init__(
        self, communities: Communities, platform: str, *, is_for_adults: Callable[[str], bool]
    ) -> None:
        self._communities = communities
        self._platform = platform
        self._is_for_adults = is_for_adults

    async def is_strict_in(self, channel: str, community: str | None) -> bool:
        """Whether nobody may see them there now, also not by asking; in doubt nobody may."""
        if community is None:
            return True
        rules = await self._communities.rules_of(self._platform, community)
        return rules.safety is SafetyLevel.STRICT or not self._is_for_adults(channel)

    async def seen_in(self, channel: str, community: str | None, session: Session) -> Session:
        """A session as it may be shown there."""
        if not any(image.spoiler for image in _images(session)):
            return session
        return concealed(session) if await self.is_strict_in(channel, community) else session

    async def shown_in(self, channel: str, community: str | None, session: Session) -> Session:
        """The same in answer to somebody; raises `NotNowError` where moderators took the session down."""
        if session.is_taken_down:
            raise NotNowError("refused-moderated")
        return await self.seen_in(channel, community, session)


def concealed(session: Session) -> Session:
    """The session with a plain tile for each marked image."""
    language = session.rules.language
    turns = tuple(
        replace(turn, images=tuple(tuple(_unmarked(one, language) for one in row) for row in turn.images))
        for turn in session.turns
    )
    return replace(session, turns=turns, kept=_concealed_kept(session))


def _concealed_kept(session: Session) -> Kept | None:
    """The kept image; where the picked one is marked, so is what was made from it."""
    refined, kept = refined_image(session), session.kept
    if kept is None or refined is None:
        return kept
    return replace(kept, finish=Finish(image=_unmarked(refined, session.rules.language)))


def concealed_view(view: GalleryView, texts: Texts) -> GalleryView:
    """The gallery with a plain tile, that says so, for each marked image."""
    return replace(view, tiles=tuple(_unmarked_tile(tile, texts) for tile in view.tiles))


def marks_any(view: GalleryView) -> bool:
    """Whether the safety check has marked an image of the gallery."""
    return any(image.spoiler for tile in view.tiles for image in tile.images)


def named(rendering: str, *, hiding: bool) -> str:
    """The name under which a rendering is written down."""
    return f"{rendering}{MARK}" if hiding else rendering


def rendering_of_gallery(gallery: Gallery) -> str | None:
    """The name of the rendering in which a gallery was posted."""
    return None if gallery.rendering is None else gallery.rendering.removesuffix(MARK)


def as_posted(gallery: Gallery, view: GalleryView, texts: Texts) -> GalleryView:
    """A gallery as its message shows it: what of it can be seen."""
    hides = (gallery.rendering or "").endswith(MARK)
    return concealed_view(view, texts) if hides else view


class WithPlainTiles:
    """An ImageStore that has the plain tiles as well."""

    def __init__(self, images: ImageStore) -> None:
        self._images = images

    async def put(self, image: RenderedImage) -> ImageHash:
        """Store an image durably."""
        return await self._images.put(image)

    async def get(self, image_hash: ImageHash) -> bytes:
        """The image's bytes."""
        if image_hash.startswith(PLAIN):
            return await asyncio.to_thread(_plain_tile, image_hash.removeprefix(PLAIN))
        return await self._images.get(image_hash)


@lru_cache(maxsize=8)
def _plain_tile(language: str) -> bytes:
    return plain_tile(texts_in(language).say("hidden-here"))


def _unmarked(image: ImageRef, language: str) -> ImageRef:
    if not image.spoiler:
        return image
    return ImageRef(hash=ImageHash(f"{PLAIN}{language}"), media_type="image/png")


def _unmarked_tile(tile: Tile, texts: Texts) -> Tile:
    if not any(image.spoiler for image in tile.images):
        return tile
    return replace(
        tile,
        images=tuple(_unmarked(image, texts.language) for image in tile.images),
        alt_text=texts.say("hidden-alt-text", number=tile.number),
    )


def _images(session: Session) -> list[ImageRef]:
    refined = refined_image(session)
    shown = [image for turn in session.turns for row in turn.images for image in row]
    return shown if refined is None else [*shown, refined]
