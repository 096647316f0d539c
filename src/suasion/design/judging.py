"""Choices of a case as designs: texts that hang together, within the limits, played and scored."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from suasion.describe.case import Scalar
from suasion.describe.guarantee import Guarantee
from suasion.design.playing import Ground, violated
from suasion.design.score import Score
from suasion.design.space import Choice, Space
from suasion.design.text import Facts, coherent, differing, new_text, rewritten

BECAUSE = "design search over the case: a value that was tried, not one that anybody proposes"
DISAGREE = "whoever would draft it otherwise"


@dataclass(frozen=True)
class CaseJudge:
    """Judge of the designs of a case; see `suasion.design.search.Judge`.

    Parameters
    ----------
    ground
        The case in one sample.
    space
        What may be chosen.
    start
        Identifier of the candidate that is changed.
    bounds
        Limit -> number.
    """

    ground: Ground
    space: Space
    start: str
    bounds: Mapping[str, float]

    def facts(self, choice: Mapping[str, Scalar]) -> Facts:
        """The facts by which a design differs from the start."""
        start = self.ground.loaded.guarantees[self.start]
        return differing(coherent(self.space.facts(choice)) | new_text(start), start)

    def guarantee(self, choice: Mapping[str, Scalar]) -> Guarantee:
        """A design as a guarantee that bears the start's identifier."""
        raw = self.ground.loaded.raw[self.start]
        return Guarantee.model_validate(rewritten(raw, self.facts(choice), BECAUSE, DISAGREE))

    def key(self, choice: Choice) -> Hashable:
        """Fields and values by which a design differs."""
        return tuple(sorted((path, repr(value)) for path, value in self.facts(choice).items()))

    def violations(self, choice: Choice) -> Mapping[str, float]:
        """Limits that a design breaks, and by how much."""
        known, key = self.ground.measures, (self.start, self.key(choice))
        if key not in known:
            known[key] = self.ground.reckoned(self.guarantee(choice)).measures
        return violated(known[key], self.bounds)

    def scores(self, choices: Sequence[Choice]) -> list[Score]:
        """Scores of designs."""
        return self.ground.scores([self.guarantee(choice) for choice in choices])
