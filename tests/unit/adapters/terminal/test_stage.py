"""The terminal stage: pictures in a folder, lines of text, and words for what cannot be written."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from adapters.terminal.stage import TerminalStage
from core.conversation.gallery import view_of
from core.errors import StorageFullError, StorageUnavailableError
from core.ports import Progress
from core.types.answers import Keep, Pick, Stop
from core.types.sessions import Rules, Session
from tests.fakes.ports import FINISHED_PNG, TINY_PNGS
from tests.fakes.sessions import ANNA, do, shown, the_open
from tests.fakes.world import World


class Screen:
    """A stage that writes into a list, over a world's images."""

    def __init__(self, folder: Path) -> None:
        self.world = World()
        self.lines: list[str] = []
        self.stage = TerminalStage(self.world.images, folder, write=self.lines.append)

    @property
    def text(self) -> str:
        """All that was written."""
        return "\n".join(self.lines)

    async def session(self, *acts: Pick | Keep | Stop, rules: Rules | None = None) -> Session:
        """A session of the world's, after those acts."""
        await self.world.agree(ANNA)
        async with self.world.conductor() as conductor:
            name = await self.world.begin(conductor, self.world.wish(rules=rules))
            for act in acts:
                await self.world.act(conductor, name, act)
            return await conductor.look(name)


@pytest.fixture
def screen(tmp_path: Path) -> Screen:
    return Screen(tmp_path / "new" / "gallery")


def files(screen: Screen) -> list[Path]:
    return sorted(screen.stage._folder.iterdir())


async def test_a_gallery_is_one_picture_and_a_line_per_expansion(screen: Screen) -> None:
    session = await screen.session()
    view = view_of(session, the_open(session))
    posted = await screen.stage.post_gallery(session, view)
    (path,) = files(screen)
    assert path.name == f"{view.turn}.png"
    with Image.open(path) as picture:
        assert picture.format == "PNG"
    assert "Turn 1 of 5 · a white cat" in screen.text
    assert str(path) in screen.text
    for tile in view.tiles:
        assert f"  {tile.number}  {tile.caption}  ({tile.category})" in screen.lines
    assert [message.message for message in posted.messages] == [view.nonce]


async def test_a_notice_is_shown_with_the_gallery(screen: Screen) -> None:
    session = replace(await screen.session(), notice="Simpler ones today.")
    await screen.stage.post_gallery(session, view_of(session, the_open(session)))
    assert "Simpler ones today." in screen.lines


async def test_a_gallery_posted_again_replaces_its_picture(screen: Screen) -> None:
    session = await screen.session()
    for _ in range(2):
        await screen.stage.post_gallery(session, view_of(session, the_open(session)))
    assert len(files(screen)) == 1


async def test_the_kept_image_itself_is_delivered_with_its_text_and_seed(screen: Screen) -> None:
    session = await screen.session(Pick(number=1), Keep(number=2))
    await screen.stage.deliver(session)
    assert session.kept is not None
    candidate = session.turn(2).candidate_at(session.kept.position)
    (path,) = files(screen)
    assert path.read_bytes() == TINY_PNGS[candidate.seed % len(TINY_PNGS)]
    assert f"Kept: {candidate.text}\n  seed {candidate.seed}" in screen.text


async def test_a_refined_image_and_the_original_are_two_files_that_say_which_is_which(screen: Screen) -> None:
    session = await screen.session(Keep(number=2), rules=Rules(finishes=True))
    await screen.stage.deliver(session)
    assert session.kept is not None
    candidate = session.turn(1).candidate_at(session.kept.position)
    refined, original = files(screen)
    assert refined.name == f"{session.id}-final.png"
    assert refined.read_bytes() == FINISHED_PNG
    assert original.name == f"{session.id}-original.png"
    assert original.read_bytes() == TINY_PNGS[candidate.seed % len(TINY_PNGS)]
    assert f"  → {refined}  (refined from your pick)\n  → {original}  (the original)" in screen.text


async def test_without_a_kept_image_the_last_pick_is_delivered(screen: Screen) -> None:
    session = await screen.session(Pick(number=1), Pick(number=None), Stop())
    await screen.stage.deliver(session)
    outcome = session.turn(1).outcome
    assert outcome is not None
    assert outcome.position is not None
    assert f"Your last pick: {session.turn(1).candidate_at(outcome.position).text}" in screen.text
    assert "“more” takes one more turn" in screen.text


async def test_without_a_pick_the_end_says_so(screen: Screen) -> None:
    await screen.stage.deliver(await screen.session(Pick(number=None), Stop()))
    assert "over without a pick" in screen.text
    assert not screen.stage._folder.exists()


async def test_failures_and_progress_are_one_line_each(screen: Screen) -> None:
    session = shown()
    await screen.stage.tell(session, "The renderer is on fire.")
    await screen.stage.tell(session, Progress(duty="render", done=2, total=4))
    await screen.stage.tell(session, Progress(duty="choose_slate"))
    assert "on fire. “again” tries again" in screen.lines[0]
    assert screen.lines[1:] == ["  … render 2 of 4", "  … choose slate"]


async def test_what_is_waited_for_is_written_once(screen: Screen) -> None:
    waiting = Progress(duty="render", total=4, waits_until=1_800_057_600.0)
    for progress in (waiting, waiting, Progress(duty="finish"), Progress(duty="finish", retrying=True)):
        await screen.stage.tell(shown(), progress)
    assert screen.lines == [
        "  … today's GPU time is used up; your images are made after 00:00 UTC (Ctrl-C leaves)",
        "  … refining your image",
        "  … refining your image, trying again",
    ]


async def test_closing_a_gallery_writes_nothing(screen: Screen) -> None:
    session = do(shown(), Pick(number=1)).session
    await screen.stage.close_gallery(session, view_of(session, session.turn(1)))
    assert screen.lines == []


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        (errno.ENOSPC, StorageFullError, "No space is left"),
        (errno.EACCES, StorageUnavailableError, "choose another folder with --output"),
    ],
)
async def test_a_folder_that_cannot_be_written_is_named_with_the_cure(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception], words: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "no")

    session = await screen.session()
    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(error, match=words) as trouble:
        await screen.stage.post_gallery(session, view_of(session, the_open(session)))
    assert "gallery" in str(trouble.value)


async def test_a_missing_image_is_an_error_of_storage(screen: Screen) -> None:
    session = await screen.session()
    screen.world.images.damage(the_open(session).images[0][0].hash)
    with pytest.raises(StorageUnavailableError, match="missing or damaged"):
        await screen.stage.post_gallery(session, view_of(session, the_open(session)))
