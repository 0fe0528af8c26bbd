"""How the beliefs about two people become the belief about one, so that any pick can still be taken back.

Evidence adds up. A pick's update number `n` says how much it weighs now: `decay ** (updates - n)`. So that
each pick weighs as much afterwards as it did before, update numbers move with the count of updates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.belief import Belief


@dataclass(frozen=True, kw_only=True, slots=True)
class OneTaste:
    """The belief about the joined person, and by how much update numbers of picks grow.

    `host_shift` is for the host's picks, and for those of the guest's that both had in common (numbered up to
    `common_updates`); `guest_shift` is for the guest's other picks.
    """

    belief: Belief
    host_shift: int
    guest_shift: int
    common_updates: int = 0


def one_taste(host: Belief, guest: Belief, common: Belief | None, *, decay: float) -> OneTaste:
    """Add up what is believed about two people under the same user model.

    `common` is what was believed when they were one person before: it is in both, and counts once.
    """
    known = common.updates if common else 0
    extra = common.log_evidence if common else (0.0,) * len(guest.log_evidence)
    share = decay ** (guest.updates - known)
    evidence = zip(host.log_evidence, guest.log_evidence, extra, strict=True)
    return OneTaste(
        belief=replace(
            host,
            log_evidence=tuple(mine + theirs - share * both for mine, theirs, both in evidence),
            updates=host.updates + guest.updates - known,
        ),
        host_shift=guest.updates - known,
        guest_shift=host.updates - known,
        common_updates=known,
    )
