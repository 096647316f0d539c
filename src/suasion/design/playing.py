"""Guarantees played in batches and scored: common draws, anchors once, compiled programs.

All designs of a search bear the start's identifier, so that what is open in all of them is drawn
alike; see `suasion.uncertainty.sample`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded
from suasion.describe.sections import Absent
from suasion.design.limits import LimitsFile
from suasion.design.reckoning import Acceptance, acceptance, cost
from suasion.design.score import Score
from suasion.design.text import versions
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array, Prior
from suasion.mechanism.priors import packaged
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs
from suasion.term.states import Sizes
from suasion.uncertainty.ensemble import World, prepare, world
from suasion.uncertainty.playing import (
    anchored_together,
    played_together,
    results,
    sizes_needed,
)
from suasion.uncertainty.sample import Sample

SLACK, MOST_OVER = 1e-9, 1e9
"""What counts as keeping a limit, and the most that a limit without an end is said to be broken."""
TOGETHER = 25
"""Guarantees played at a time: enough to fill the cores, few enough to keep memory low."""


@dataclass(frozen=True)
class Question:
    """What a design is asked.

    Parameters
    ----------
    theories
        Identifiers of stages.
    horizon
        Years to look ahead [year].
    threshold
        A design holds where the chance of a major attack through the horizon is below this [1].
    """

    theories: tuple[str, ...]
    horizon: int = 25
    threshold: float = 0.1


@dataclass(frozen=True)
class Reckoned:
    """What is known of a guarantee before it is played.

    Parameters
    ----------
    cost
        Shape (draws,) [billion US dollars a year].
    accepted
        Chances of entry.
    acceptability, measures
        As in `suasion.design.score.Score`.
    """

    cost: Array
    accepted: Acceptance
    acceptability: float
    measures: Mapping[str, float]


def violated(measures: Mapping[str, float], bounds: Mapping[str, float]) -> dict[str, float]:
    """Limits that are broken, and by how much of the limit [1].

    Examples
    --------
    >>> violated({"most_troops": 15.0, "least_entry": 0.5}, {"most_troops": 10, "least_entry": 0.2})
    {'most_troops': 0.5}
    """
    found = {}
    for name, bound in bounds.items():
        value = measures[name]
        over = value - bound if name.startswith("most_") else bound - value
        if over > SLACK:
            found[name] = float(min(over, MOST_OVER) / max(abs(bound), SLACK))
    return found


@dataclass(frozen=True)
class Ground:
    """A case in one sample, made ready for many guarantees.

    Parameters
    ----------
    loaded, file, question, sample, world, anchors
        What is played, and how.
    measures
        What was measured of designs, by start and key: a search looks at many more than it plays.
    """

    loaded: Loaded
    file: LimitsFile
    question: Question
    sample: Sample
    world: World
    anchors: Mapping[str, Anchor]
    measures: dict[Hashable, Mapping[str, float]] = field(default_factory=dict)

    def reckoned(self, guarantee: Guarantee) -> Reckoned:
        """Money, acceptance and what the limits bound: quick, nothing is played."""
        facts = Facts(guarantee, self.loaded.case, self.sample.column)
        spent = cost(self.file, facts, self.sample.draw, self.sample.draws)
        found = acceptance(self.file, facts, self.sample.draw, self.sample.draws)
        return Reckoned(spent, found, self._acceptability(found), _measures(facts, spent, found))

    def _acceptability(self, found: Acceptance) -> float:
        if self.file.acceptability == "least" and found.steps:
            parties = ("approved", "challenger", "protege")
            return min(float(np.mean(found.steps[party])) for party in parties)
        return float(np.mean(found.entry))

    def scores(self, guarantees: Sequence[Guarantee]) -> list[Score]:
        """Scores of guarantees, in their order."""
        found: dict[int, Score] = {}
        shape = (self.loaded.case, self.sample, self.question.horizon, self.world)
        made = [prepare(one, *shape)[1] for one in guarantees]
        for numbers in _batches(made):
            survival = self._played([made[number] for number in numbers])
            for number, one in zip(numbers, survival, strict=True):
                found[number] = self._score(self.reckoned(guarantees[number]), one)
        return [found[number] for number in range(len(guarantees))]

    def _played(self, inputs: Sequence[Inputs]) -> list[Array]:
        """Chance of no major attack through the horizon, each of shape (theory, draw)."""
        theories, horizon = self.question.theories, self.question.horizon
        work = played_together(inputs, [self.anchors] * len(inputs), theories, horizon)
        ends = [[one.survival[-1] for one in results(work, theory)] for theory in theories]
        return [np.stack(one) for one in zip(*ends, strict=True)]

    def _score(self, known: Reckoned, survival: Array) -> Score:
        holds = 1 - survival < self.question.threshold
        low, high = np.percentile(known.cost, [5, 95])
        shares = dict(zip(self.question.theories, holds.mean(axis=1).tolist(), strict=True))
        steps = {name: float(np.mean(step)) for name, step in known.accepted.steps.items()}
        return Score(
            float(np.mean(known.cost)),
            (float(low), float(high)),
            holds.mean(axis=0),
            shares,
            float(1 - np.mean(survival)),
            known.acceptability,
            steps,
            known.accepted.each,
            known.measures,
        )


def grounds(
    loaded: Loaded,
    original: Loaded,
    file: LimitsFile,
    question: Question,
    samples: Sequence[Sample],
) -> list[Ground]:
    """A case in several samples; anchors are solved for once, in all of them together."""
    case, horizon = loaded.case, question.horizon
    worlds = [world(case, sample, horizon) for sample in samples]
    baseline = original.guarantees[case.baseline]
    zero = [
        prepare(baseline, case, sample, horizon, shared)[1]
        for sample, shared in zip(samples, worlds, strict=True)
    ]
    rates = [sample.draw("anchor:recurrence_ten_years") for sample in samples]
    anchors = anchored_together(zero, rates, question.theories, horizon)
    parts = zip(samples, worlds, anchors, strict=True)
    return [Ground(loaded, file, question, *part) for part in parts]


def sample_of(draws: int, seed: int, own: Mapping[str, Prior]) -> Sample:
    """A sample that can draw the prices and moves of a limits file too."""
    return Sample(draws, seed, priors={**packaged(), **own})


def _batches(made: Sequence[Inputs]) -> list[list[int]]:
    """Numbers of the guarantees that are played together: those with the same states."""
    by_size: dict[Sizes, list[int]] = {}
    for number, inputs in enumerate(made):
        by_size.setdefault(sizes_needed(inputs), []).append(number)
    return [
        numbers[at : at + TOGETHER]
        for numbers in by_size.values()
        for at in range(0, len(numbers), TOGETHER)
    ]


def _measures(facts: Facts, spent: Array, found: Acceptance) -> dict[str, float]:
    """The number that each limit bounds."""
    steps = {name: float(np.mean(step)) for name, step in found.steps.items()}
    return {
        "most_usd_billion_per_year": float(np.mean(spent)),
        "most_troops": _greatest(facts, "forces.size"),
        "most_term_years": float(np.max(term_years(facts))),
        "most_depth_km": _greatest(facts, "zone.depth_challenger_km"),
        "least_challenger_acceptance": steps.get("challenger", 1.0),
        "least_guarantor_approval": steps.get("approved", 1.0),
        "least_protege_acceptance": steps.get("protege", 1.0),
        "least_entry": float(np.mean(found.entry)),
    }


def _greatest(facts: Facts, path: str) -> float:
    """The greatest number that a description gives; 0 where the part is absent or unknown."""
    if isinstance(getattr(facts.guarantee, path.split(".")[0]), Absent):
        return 0.0
    return max(map(float, versions(facts.guarantee, path)), default=0.0)
