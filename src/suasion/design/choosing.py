"""Designs on draws that no search has seen.

Who picks the best of many on noisy scores is disappointed: the best look better than they are
[SmithWinkler2006]_. So the finalists of a search are scored again in a second, larger sample, in
which dominated ones are dropped, and what is left is shown as scored in a third, which has chosen
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.design.score import Score, undominated
from suasion.design.search import Judge, Memory
from suasion.design.space import Choice

FINALISTS = 80
"""Designs that are scored again at most."""
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Candidate:
    """A design that was scored more than once.

    Parameters
    ----------
    choice
        What it chooses.
    searched, chosen, shown
        Its scores in the sample of the search, in the one that chose, in the one that is shown.
    """

    choice: Choice
    searched: Score
    chosen: Score
    shown: Score

    @property
    def loss(self) -> float:
        """Robustness in the search less robustness in the draws that are shown [1]."""
        return self.searched.robustness - self.shown.robustness


@dataclass(frozen=True)
class Front:
    """What is left of a search.

    Parameters
    ----------
    designs
        Undominated in the second sample and within the limits in all, cheapest first.
    finalists
        Designs that were scored again.
    found
        Designs on the front of the search.
    dropped_dominated, dropped_limits
        Of those on the front of the search: dominated in the second sample, over a limit there or
        in the third.
    search_loss
        Mean loss of robustness of the search's front from its sample to the second [1].
    choice_loss
        The same of the designs from the second to the third [1].
    """

    designs: tuple[Candidate, ...]
    finalists: int
    found: int
    dropped_dominated: int
    dropped_limits: int
    search_loss: float
    choice_loss: float


def chosen(
    memory: Memory[Score],
    second: Judge[Score],
    third: Judge[Score],
    report: Report = lambda done, total: None,
) -> Front:
    """The front of a search on fresh draws.

    Parameters
    ----------
    memory
        What the search has played.
    second, third
        Judges in two other samples: the one drops, the other shows.
    report
        Called with designs scored and designs to score.
    """
    finalists = layers(memory, FINALISTS)
    first = set(memory.front())
    choices = [memory.played[key][0] for key in finalists]
    within = [not second.violations(choice) for choice in choices]
    scores = second.scores(choices)
    report(len(choices), 2 * len(choices))
    kept = [at for at in range(len(choices)) if within[at]]
    best = [kept[at] for at in undominated([scores[at].objectives for at in kept])]
    last = third.scores([choices[at] for at in best])
    report(2 * len(choices), 2 * len(choices))
    found = [
        Candidate(choices[at], memory.played[finalists[at]][1], scores[at], one)
        for at, one in zip(best, last, strict=True)
    ]
    designs = [one for one in found if not third.violations(one.choice)]
    over = [key for key, fits in zip(finalists, within, strict=True) if key in first and not fits]
    early = [at for at, key in enumerate(finalists) if key in first]
    beaten = sum(1 for at in early if within[at] and at not in best)
    return Front(
        tuple(sorted(designs, key=lambda one: one.shown.objectives)),
        len(finalists),
        len(first),
        beaten,
        len(over) + len(found) - len(designs),
        _mean([memory.played[finalists[at]][1].robustness - scores[at].robustness for at in early]),
        _mean([one.chosen.robustness - one.shown.robustness for one in designs]),
    )


def layers(memory: Memory[Score], most: int) -> list[Hashable]:
    """The front, then what is undominated without it, and so on, up to so many designs.

    A design may be dominated by bad luck in the few draws of a search.
    """
    rest = list(memory.played)
    found: list[Hashable] = []
    while rest and len(found) < most:
        at = undominated([memory.played[key][1].objectives for key in rest])
        layer = [rest[number] for number in at]
        found += layer if not found else layer[: most - len(found)]
        rest = [key for key in rest if key not in set(layer)]
    return found


def _mean(numbers: Sequence[float]) -> float:
    return float(np.mean(numbers)) if numbers else 0.0
