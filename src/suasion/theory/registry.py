"""The theories that a comparison plays, in the order of its tables."""

from __future__ import annotations

from suasion.errors import UnknownName
from suasion.theory.stage import Stage
from suasion.theory.stages import (
    asymmetric_escalation,
    strategic,
    threshold,
    tying_hands,
    unilateral,
)

STAGES: tuple[Stage, ...] = (
    threshold.STAGE,
    unilateral.STAGE,
    asymmetric_escalation.STAGE,
    tying_hands.STAGE,
    strategic.STAGE,
)


def stage(name: str) -> Stage:
    """A theory by its identifier."""
    found = {one.id: one for one in STAGES}
    if name not in found:
        raise UnknownName("theory", name, sorted(found))
    return found[name]
