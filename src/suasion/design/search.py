"""The search itself: NSGA-II over mixed variables, asked and told in generations.

What a design is worth is the caller's business: the same code searches a toy with a known front and
the guarantees of a case. A choice that breaks a limit is never played; it is told as infeasible,
with how far it is over. Of choices that come to the same text one is played, and remembered.
Optuna [AkibaEtAl2019]_ supplies NSGA-II [DebEtAl2002]_.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import optuna

from suasion.describe.case import Scalar
from suasion.design.score import undominated
from suasion.design.space import Choice, Space, is_number

OBJECTIVES = 3
"""Cost, robustness, acceptability."""
OVER = "over"
"""Name of the one constraint: how far all limits are broken together."""
POPULATION = 50
"""Choices in a generation: as good as 30 and better than 80 in our trial, see decision 21."""
PATIENCE = 6
"""Choices asked for at most, as a multiple of the designs to be played: a search may come back to
what it knows."""
LATE = 0.2
"""Last share of the search of which is told how much it still added to the front."""

S = TypeVar("S", bound="HasObjectives")


class HasObjectives(Protocol):
    """A score: losses, less is better."""

    @property
    def objectives(self) -> tuple[float, ...]:
        """Losses."""
        ...


class Judge(Protocol[S]):
    """What knows designs: their identity, their faults, their worth."""

    def key(self, choice: Choice) -> Hashable:
        """The same for choices that come to the same design."""
        ...

    def violations(self, choice: Choice) -> Mapping[str, float]:
        """Limits that a choice breaks, and by how much; nothing is played."""
        ...

    def scores(self, choices: Sequence[Choice]) -> list[S]:
        """Scores of choices that break no limit."""
        ...


@dataclass
class Memory(Generic[S]):
    """What a search has seen.

    Parameters
    ----------
    played
        Key -> choice and score, in the order of playing.
    broken
        Key -> limits that the choice breaks, and by how much.
    asked
        Choices that were asked for, repeated ones too.
    before
        Designs that were known before.
    """

    played: dict[Hashable, tuple[Choice, S]] = field(default_factory=dict)
    broken: dict[Hashable, Mapping[str, float]] = field(default_factory=dict)
    asked: int = 0
    before: int = 0

    @property
    def own(self) -> int:
        """Designs that this search has played itself."""
        return len(self.played) - self.before

    def knows(self, key: Hashable) -> bool:
        """Whether a design was played, or breaks a limit."""
        return key in self.played or key in self.broken

    def front(self) -> list[Hashable]:
        """Keys of the played designs that none dominates."""
        keys = list(self.played)
        return [keys[at] for at in undominated(self._losses())]

    def late(self) -> int:
        """How many designs of the front were played in the last part of the search."""
        keys = list(self.played)
        first = int(len(keys) * (1 - LATE))
        return len(set(self.front()) & set(keys[first:]))

    def rejected(self) -> dict[str, int]:
        """Limit -> designs that it kept out, and no other limit did."""
        alone = [next(iter(one)) for one in self.broken.values() if len(one) == 1]
        return {name: alone.count(name) for name in dict.fromkeys(alone)}

    def _losses(self) -> list[tuple[float, ...]]:
        return [score.objectives for _, score in self.played.values()]


Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Effort:
    """How long and from where to search.

    Parameters
    ----------
    evaluations
        Designs to play at most.
    seed
        Of the search; the same seed gives the same designs.
    begin
        Choices from which to begin.
    report
        Called with designs played and designs to play.
    """

    evaluations: int
    seed: int = 1
    begin: Sequence[Choice] = ()
    report: Report = lambda done, total: None


def searched(
    space: Space, judge: Judge[S], effort: Effort, known: Memory[S] | None = None
) -> Memory[S]:
    """Designs played in the search of the best.

    A space of no more combinations than may be played is played whole, and its front is exact.

    Parameters
    ----------
    space, judge, effort
        What may be chosen, what it is worth, and how long to search.
    known
        Designs that were played before: they cost nothing here.
    """
    memory: Memory[S] = Memory(dict(known.played), before=len(known.played)) if known else Memory()
    if space.size <= effort.evaluations:
        _whole(memory, space, judge, effort.report)
    else:
        _evolve(memory, space, judge, effort)
    return memory


def _whole(memory: Memory[S], space: Space, judge: Judge[S], report: Report) -> None:
    every = list(space.every())
    for at in range(0, len(every), POPULATION):
        _see(memory, judge, every[at : at + POPULATION], len(every))
        report(len(every[: at + POPULATION]), len(every))


def _evolve(memory: Memory[S], space: Space, judge: Judge[S], effort: Effort) -> None:
    """Generation after generation, until enough is played or hardly anything new is asked for."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.NSGAIISampler(population_size=POPULATION, seed=effort.seed)
    study = optuna.create_study(directions=["minimize"] * OBJECTIVES, sampler=sampler)
    for choice in effort.begin:
        study.enqueue_trial(coded(space, choice))
    while memory.own < effort.evaluations and memory.asked < PATIENCE * effort.evaluations:
        trials = [study.ask() for _ in range(POPULATION)]
        choices = [_asked(space, trial) for trial in trials]
        _see(memory, judge, choices, effort.evaluations - memory.own)
        for trial, choice in zip(trials, choices, strict=True):
            _tell(study, trial, memory, judge.key(choice))
        effort.report(memory.own, effort.evaluations)


def steps(space: Space, choice: Mapping[str, Scalar]) -> list[Choice]:
    """All choices that differ in one variable: another word, or one of the next two numbers.

    Examples
    --------
    >>> steps(Space({"forces.size": (0, 5000, 10000)}, {}), {"forces.size": 0})
    [{'forces.size': 5000}, {'forces.size': 10000}]
    """
    at = coded(space, choice)
    found: list[Choice] = []
    for name, values in space.domains.items():
        reach = 2 if all(map(is_number, values)) else len(values)
        found += [
            {**choice, name: value}
            for number, value in enumerate(values)
            if number != at[name] and abs(number - at[name]) <= reach
        ]
    return found


def coded(space: Space, choice: Mapping[str, Scalar]) -> dict[str, int]:
    """A choice by the positions of its values.

    Examples
    --------
    >>> coded(Space({"forces.size": (0, 5000)}, {}), {"forces.size": 5000})
    {'forces.size': 1}
    """
    return {
        name: [(type(one), one) for one in values].index((type(choice[name]), choice[name]))
        for name, values in space.domains.items()
    }


def _asked(space: Space, trial: optuna.Trial) -> Choice:
    """The choice that the optimiser asks for: numbers are near each other, words are not."""
    found: Choice = {}
    for name, values in space.domains.items():
        if all(is_number(value) for value in values):
            at = trial.suggest_int(name, 0, len(values) - 1)
        else:
            at = trial.suggest_categorical(name, range(len(values)))
        found[name] = values[at]
    return found


def _tell(study: optuna.Study, trial: optuna.Trial, memory: Memory[S], key: Hashable) -> None:
    if key in memory.broken:
        trial.set_constraint(OVER, sum(memory.broken[key].values()))
        study.tell(trial, [0.0] * OBJECTIVES)
    elif key in memory.played:
        trial.set_constraint(OVER, 0.0)
        study.tell(trial, list(memory.played[key][1].objectives))
    else:  # asked for after enough was played
        study.tell(trial, state=optuna.trial.TrialState.FAIL)


def _see(memory: Memory[S], judge: Judge[S], choices: Sequence[Choice], most: int) -> None:
    """Play what is new and within the limits, at most so many."""
    memory.asked += len(choices)
    fresh: dict[Hashable, Choice] = {}
    for choice in choices:
        key = judge.key(choice)
        if memory.knows(key) or key in fresh:
            continue
        if over := judge.violations(choice):
            memory.broken[key] = over
        elif len(fresh) < most:
            fresh[key] = choice
    scores = judge.scores(list(fresh.values())) if fresh else []
    for (key, choice), score in zip(fresh.items(), scores, strict=True):
        memory.played[key] = (choice, score)
