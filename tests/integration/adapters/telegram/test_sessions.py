"""Sessions of one person on Telegram: by buttons, in words, in groups and in private."""

from __future__ import annotations

from tests.fakes.circle import PROMPT, Circle, begun, galleries_in, told_by


async def test_a_session_of_five_turns_by_buttons(circle: Circle) -> None:
    async with circle.bot() as conductor:
        await begun(circle)
        for turn in range(1, 6):
            gallery = await circle.galleries(turn)
            assert gallery.caption is not None
            assert gallery.caption.startswith(f"Turn {turn} of 5\n{PROMPT} · mia")
            pressed = await circle.mia.presses(gallery, "2️⃣")
            assert await told_by(pressed) == "Picked: image 2."
        end = await circle.said(circle.group, "What you picked on the way")
        session = await circle.session(conductor)
        assert len(session.answered) == 5
        assert end.labels[0] == ["Go on from here", "Undo", "Start again"]
    assert circle.telegram.violations == []
    assert len(galleries_in(circle.group)) == 5
