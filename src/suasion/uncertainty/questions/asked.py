"""What a question was asked with, checked before anything long is started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded
from suasion.describe.sections import Absent
from suasion.errors import InputError, Problem, UnknownName
from suasion.mechanism.calendar import changes
from suasion.mechanism.priors import Basis, resting_on
from suasion.term.years.axes import AXES
from suasion.theory.registry import stage
from suasion.uncertainty.observed import Fit, Observed
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted

THEORIES = ("threshold", "unilateral", "asymmetric-escalation", "tying-hands", "strategic")
"""Theories played where none is named: from the barest to the fullest."""
IN_FORCE = "in-force"
USUAL = tuple(name for name in AXES if name != "belief")
"""Factors that are on where none is named: beliefs make a course some fifty times dearer."""


@dataclass(frozen=True)
class Asked:
    """Guarantees of a case, and how their years are played.

    Parameters
    ----------
    loaded
        The case with the user's settings.
    original
        The case as described, whose baseline is the anchor.
    guarantees
        Identifiers.
    theories
        Identifiers of stages.
    draws, seed
        Size and seed of the sample.
    wanted
        Factors, horizon and steps.
    term_years
        An announced term to suppose [year]; None takes the description's.
    below_per_year
        Hazard below which the protege counts as able to deter [1/year].
    probes
        False where chances for deliberate probes are ruled out.
    prior
        On what priors rest.
    observed
        What was observed of the zone, in place of priors, for guarantees that have one.
    """

    loaded: Loaded
    original: Loaded
    guarantees: tuple[str, ...]
    theories: tuple[str, ...] = THEORIES
    draws: int = 64
    seed: int = 1
    wanted: Wanted = field(default_factory=Wanted)
    term_years: int | None = None
    below_per_year: float = 0.01
    probes: bool = True
    prior: Basis = "judgement"
    observed: Observed | None = None

    @property
    def guarantee(self) -> Guarantee:
        """The one guarantee that most questions are about."""
        return self.loaded.guarantees[self.guarantees[0]]

    @property
    def years(self) -> int:
        """Years reported."""
        return self.wanted.horizon_years

    @property
    def sample(self) -> Sample:
        """Draws of every factor: the same each time."""
        return Sample(self.draws, self.seed, priors=resting_on(self.prior))

    @cached_property
    def fit(self) -> Fit:
        """Of which guarantees the feed speaks; of none where there is no feed."""
        if self.observed is None:
            return Fit((), {}, stated=False)
        return self.observed.fit({name: self.loaded.guarantees[name] for name in self.guarantees})

    def described(self, guarantee: str, settings: Sequence[str]) -> Guarantee:
        """A guarantee with further facts set, each `NAME=VALUE`."""
        texts = [f"{guarantee}:{setting}" for setting in settings]
        return apply(self.loaded, texts).guarantees[guarantee]


def chosen(loaded: Loaded, names: Sequence[str]) -> tuple[str, ...]:
    """Guarantees by name, each once.

    Raises
    ------
    UnknownName
        For one that is not in the case.
    """
    for name in names:
        if name not in loaded.guarantees:
            raise UnknownName("guarantee", name, list(loaded.guarantees))
    return tuple(dict.fromkeys(names))


def theories(names: Sequence[str]) -> tuple[str, ...]:
    """Theories by name or file, each once; the default ones where none is named."""
    return tuple(dict.fromkeys(stage(name).id for name in names)) or THEORIES


def factors(text: str, without: Sequence[str]) -> tuple[str, ...]:
    """The factors that are on.

    Parameters
    ----------
    text
        `usual`, `all`, or names with commas between.
    without
        Names to leave out; all of them may be.

    Raises
    ------
    InputError
        For a text that names none.
    UnknownName
        For a name that is no factor.

    Examples
    --------
    >>> factors("leader, zone", ["zone"])
    ('leader',)
    """
    named = [part.strip() for part in text.split(",") if part.strip()]
    if not named:
        allowed = f"Use usual or all, or with commas between: {', '.join(AXES)}"
        raise refused("--factors", text, "no factor is named", allowed)
    sets = {"all": AXES, "usual": USUAL}
    wanted = list(sets[named[0]]) if len(named) == 1 and named[0] in sets else named
    for name in [*wanted, *without]:
        if name not in AXES:
            raise UnknownName("factor", name, ["usual", "all", *AXES])
    return tuple(name for name in AXES if name in wanted and name not in without)


def refused(option: str, value: object, message: str, remedy: str) -> InputError:
    """The error for an option that a question cannot work with."""
    return InputError([Problem(option, 0, 0, "", str(value), message, remedy)])


def need_factors(asked: Asked, question: str, needed: Sequence[str]) -> None:
    """Refuse a question about a factor that is off."""
    off = [name for name in needed if name not in asked.wanted.factors]
    if off:
        message = f"{question} is about the factor {off[0]}, which is off"
        remedy = f"Add {off[0]} to --factors, or drop --without {off[0]}"
        raise refused("--factors", ",".join(asked.wanted.factors), message, remedy)


def need_guarantor(asked: Asked, question: str) -> None:
    """Refuse a case without a guarantor where the question is about one."""
    for name in asked.guarantees:
        if asked.loaded.guarantees[name].lead is None:
            message = f"nobody guarantees here, and {question} is about a guarantee"
            known = [key for key, one in asked.loaded.guarantees.items() if one.lead]
            raise refused("GUARANTEE", name, message, f"Name another: {', '.join(known)}")


def need_zone(asked: Asked, question: str) -> None:
    """Refuse a guarantee without a zone where the question is about one."""
    if isinstance(asked.guarantee.zone, Absent):
        message = f"this guarantee has no zone, and {question} is about one"
        remedy = "Describe one, e.g. --set zone.heavy_weapons_excluded=true"
        raise refused("GUARANTEE", asked.guarantee.id, message, remedy)


def need_observed(asked: Asked) -> None:
    """Refuse a feed that is of the zone of no guarantee, or while zones are switched off."""
    if asked.fit.named:
        need_factors(asked, "a feed", ["zone"])


def terms(guarantee: Guarantee) -> list[float]:
    """Lengths of the term that the description states [year], infinite for an open-ended one."""
    if isinstance(guarantee.duration, Absent):
        return []
    stated = readings(getattr(guarantee.duration, "years", None))
    return [np.inf if value == "open-ended" else float(value) for value in stated]


def announced(asked: Asked, question: str, most: int) -> int:
    """The announced term of a question [year]: the one asked for, or the shortest stated.

    Parameters
    ----------
    most
        Longest term that the horizon leaves room for [year].
    """
    stated = [int(years) for years in terms(asked.guarantee) if np.isfinite(years)]
    if asked.term_years is None and not stated:
        message = f"no fixed term is stated, and {question} is about its end"
        raise refused("GUARANTEE", asked.guarantee.id, message, "Suppose one, e.g. --term 10")
    years = asked.term_years or min(stated)
    if years > most:
        message = f"the horizon of {asked.years} years shows too little of what follows"
        raise refused("--term", years, message, f"Use at most {most}, or a longer --horizon")
    return years


def waits(guarantee: Guarantee, wanted: Wanted) -> bool:
    """Whether the instrument waits for entry into force: not if it is in force already."""
    standing = getattr(getattr(guarantee.instrument, "standing", None), "value", None)
    return wanted.signed and str(getattr(standing, "value", standing)) != IN_FORCE


def votes(asked: Asked) -> list[int]:
    """Years in which the lead guarantor's government may change, counted from 1."""
    per_year = asked.wanted.per_year
    steps = asked.years * per_year
    marks = changes(asked.loaded.case, asked.guarantee, steps, per_year)
    return [int(step) // per_year + 1 for step in np.flatnonzero(marks == 1.0)]
