"""A search from beginning to end: plays, chooses on fresh draws, relaxes the limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from suasion.describe.guarantee import Guarantee
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded
from suasion.design.binding import EACH, Relaxation, relaxations
from suasion.design.choosing import FINALISTS, Candidate, Front, chosen
from suasion.design.judging import CaseJudge
from suasion.design.limits import Limits
from suasion.design.playing import Ground, Question, grounds, sample_of
from suasion.design.score import Score
from suasion.design.search import Effort, Judge, Memory, searched
from suasion.design.space import Space, space_of
from suasion.errors import UnknownName
from suasion.theory.registry import stage, stages

FRESH = 8
"""Draws of the second and the third sample, as a multiple of the search's."""
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """What a search was asked for.

    Parameters
    ----------
    theories
        Identifiers of stages.
    draws
        Of the sample of the search; the other two have eight times as many.
    evaluations
        Designs to play at most.
    threshold
        A design holds where the chance of a major attack is below this [1].
    seed
        Root seed: samples take it and the two that follow.
    horizon
        Years to look ahead [year].
    settings
        Scenarios, as for `suasion compare --set`.
    """

    theories: tuple[str, ...] = ()
    draws: int = 100
    evaluations: int = 2000
    threshold: float = 0.1
    seed: int = 1
    horizon: int = 25
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """Everything that tables, files and charts read.

    Parameters
    ----------
    loaded
        The case, with scenarios set.
    limits, options, space, start
        What was asked.
    memory
        What the search has played.
    front
        What is left of it on fresh draws.
    relaxations
        What relaxing each limit alone would bring.
    candidates
        The case's own candidates in the sample that is shown.
    judge
        Of the sample that is shown: it knows a design's facts and text.
    """

    loaded: Loaded
    limits: Limits
    options: Options
    space: Space
    start: str
    memory: Memory[Score]
    front: Front
    relaxations: tuple[Relaxation, ...]
    candidates: Mapping[str, Score]
    judge: CaseJudge

    @property
    def designs(self) -> tuple[Candidate, ...]:
        """The designs that are left, cheapest first."""
        return self.front.designs


def design(
    original: Loaded,
    limits: Limits,
    options: Options,
    start: str | None = None,
    report: Report = lambda done, total: None,
) -> Found:
    """Search the guarantees that a drafter could write within limits.

    Parameters
    ----------
    original
        The case as described; its baseline is the anchor.
    limits
        Search variables, limits, prices and moves.
    options
        How to search.
    start
        The candidate that is changed; the limits' own where it is None.
    report
        Called with steps done and steps in all.

    Raises
    ------
    UnknownName
        For a start that is not in the case or a theory that does not exist.
    """
    loaded = apply(original, list(options.settings))
    beginning = start or limits.file.start
    if beginning not in loaded.guarantees or beginning == loaded.case.baseline:
        known = [key for key in loaded.guarantees if key != loaded.case.baseline]
        raise UnknownName("candidate to start from", beginning, known)
    space = space_of(limits.domains, loaded.case)
    steps = _Steps(options, len(limits.bounds), report)
    places = _grounds(loaded, original, limits, options)

    def judges(wider: Space, bounds: Mapping[str, float]) -> list[CaseJudge]:
        return [CaseJudge(place, wider, beginning, bounds) for place in places]

    first, second, third = judges(space, limits.bounds)
    begin = [space.nearest(one) for one in _others(loaded, beginning)]
    effort = Effort(options.evaluations, options.seed, begin, steps.part(0))
    memory = searched(space, first, effort)
    front = chosen(memory, second, third, steps.part(1))

    def make(wider: Space, bounds: Mapping[str, float]) -> tuple[Judge[Score], Judge[Score]]:
        one, two, _ = judges(wider, bounds)
        return one, two

    loose = relaxations(space, limits.bounds, memory, front.designs, make, steps.part(2))
    shown = dict(zip(loaded.guarantees, _candidates(places[2], loaded), strict=True))
    found = (memory, front, tuple(loose), shown, third)
    return Found(loaded, limits, options, space, beginning, *found)


def _grounds(
    loaded: Loaded, original: Loaded, limits: Limits, options: Options
) -> Sequence[Ground]:
    theories = tuple(dict.fromkeys(stage(name).id for name in options.theories))
    asked = theories or tuple(one.id for one in stages())
    question = Question(asked, options.horizon, options.threshold)
    sizes = (options.draws, FRESH * options.draws, FRESH * options.draws)
    samples = [
        sample_of(draws, options.seed + at, limits.priors()) for at, draws in enumerate(sizes)
    ]
    return grounds(loaded, original, limits.file, question, samples)


def _others(loaded: Loaded, start: str) -> list[Guarantee]:
    """The start, then the other candidates: places from which to search."""
    keys = [start, *(key for key in loaded.guarantees if key not in (start, loaded.case.baseline))]
    return [loaded.guarantees[key] for key in keys]


def _candidates(place: Ground, loaded: Loaded) -> list[Score]:
    return place.scores(list(loaded.guarantees.values()))


@dataclass(frozen=True)
class _Steps:
    """The parts of a search as parts of one progress, weighed by what is played."""

    options: Options
    limits: int
    report: Report

    def part(self, number: int) -> Report:
        """Progress of the search, of the choice on fresh draws, of the relaxations."""
        sizes = (
            self.options.evaluations,
            2 * FINALISTS * FRESH,
            (self.limits + 1) * EACH,
        )
        before, whole = sum(sizes[:number]), sum(sizes)

        def told(done: int, total: int) -> None:
            self.report(before + round(sizes[number] * done / max(total, 1)), whole)

        return told
