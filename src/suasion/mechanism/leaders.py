"""A leader's leaving office: natural death by age, everything else by tenure and regime.

Both parts are figures of a reference class, counted among leaders of the record: they say how often
leaders of such an age, tenure and regime left, all causes together, and nothing of a named person.

Definitions
-----------
chance    that a leader in office at the start of a step is gone at its end
          1 - (1 - q(age)) exp(-hazard(tenure) step)
q(age)    chance of natural death in the step, 1 - exp(-factor rate(age) step)
rate      deaths a year of the population at that age, from a life table
factor    natural deaths of leaders in office over those that their life tables expected
hazard    leaving a year other than by natural death: elections, coups, retirement, illness, murder
class     hazards hold within a class of tenure, and thin classes are merged

Events of a count are Poisson and its rate has Jeffreys' prior, so that the posterior is
Gamma(events + 1/2, exposure). Counts come from `tools/derive_leaders.py`
[GoemansGleditschChiozza2009]_ [GeddesWrightFrantz2014]_ [UNWPP2022]_.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from suasion.errors import SuasionError
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import read_data

Entry = dict[str, Any]
REGIMES = ("autocracy", "democracy", "monarchy", "party", "personal", "military")
SUCCESSOR_REGIMES = ("any", "autocracy")
SEXES = ("male", "female")
LEAST_U = 1e-6
"""Quantiles nearer to 0 or 1 are those of this probability: the Gamma has no upper end."""


class LeaderRefused(SuasionError, ValueError):
    """An age, tenure, regime, table or step for which the record has no figure."""


@cache
def record() -> dict[str, list[Entry]]:
    """Counts of leaders who left, and life tables, by section of `leaders.yaml`."""
    found: dict[str, list[Entry]] = read_data("leaders.yaml")
    return found


def exit_chance(
    age: float,
    tenure: float,
    regime: str,
    years: int,
    *,
    u: Array,
    mortality_u: Array | None = None,
    table: str = "world",
    sex: str = "male",
    step_years: float = 1.0,
    by_age: bool = False,
) -> Array:
    """Chance that a leader leaves in each coming step [1], shape (steps, draws), all causes.

    A figure of the reference class of that age, tenure and regime. The class holds through a step,
    so a step should not be longer than a year or two.

    Parameters
    ----------
    age
        Age now [year], 20 to 100. Later ages beyond the table keep its last rate.
    tenure
        Time in office now [year], 0 to `age`.
    regime
        `autocracy`, one of its types (`monarchy`, `party`, `personal`, `military`), `democracy`.
    years
        How far to look ahead [year], at least one step.
    u
        Probabilities in [0, 1], shape (draws,): which quantile of the hazards each draw has.
    mortality_u
        The same for the mortality factor. None takes `u`, which makes the range wider than two
        columns would.
    table
        Life table: `world`, or the ISO code of a challenger of the packaged cases.
    sex
        `male` or `female`.
    step_years
        Length of a step [year], above 0.
    by_age
        True multiplies the hazard by how much more or less leaders of that age left than their
        tenure alone would say. The multiples are noisy and are taken without their uncertainty.

    Raises
    ------
    LeaderRefused
        If an argument is outside what is allowed.

    References
    ----------
    [GoemansGleditschChiozza2009]_, [GeddesWrightFrantz2014]_, [UNWPP2022]_.

    Examples
    --------
    >>> middle = np.array([0.5])
    >>> exit_chance(65.0, 12.0, "autocracy", 2, u=middle).round(3).tolist()
    [[0.067], [0.068]]
    """
    _allowed("regime", regime, REGIMES)
    _allowed("sex", sex, SEXES)
    life = _life_table(table)
    _sound_age(age, tenure, life)
    past = _steps(years, step_years)
    u = _probabilities("u", u)
    other = u if mortality_u is None else _probabilities("mortality_u", mortality_u)
    if other.shape != u.shape:
        raise _refused("mortality_u", other.shape, f"the shape of u, {u.shape}")
    hazard = _by_tenure("leaving", regime, tenure + past, u)
    if by_age:
        hazard = hazard * _age_multiple(regime, age + past)[:, None]
    deaths = _rates(life, sex, age + past)[:, None] * _factor(regime, other)
    dying = -np.expm1(-deaths * step_years)
    return 1.0 - (1.0 - dying) * np.exp(-hazard * step_years)


def successor_exit_chance(
    u: Array, *, tenure: float = 0.0, years: int = 1, regime: str = "any", step_years: float = 1.0
) -> Array:
    """Chance that a successor leaves in each coming step [1], shape (steps, draws), all causes.

    A successor is who was in office on the 1 January after an autocrat of ten years or more left.
    Natural deaths are among the exits, so age is not asked for.

    Parameters
    ----------
    u
        Probabilities in [0, 1], shape (draws,): which quantile of the hazards each draw has.
    tenure
        Time in office now [year], at least 0.
    years
        How far to look ahead [year], at least one step.
    regime
        `any` whatever the state became, or `autocracy` while it is one.
    step_years
        Length of a step [year], above 0.

    Raises
    ------
    LeaderRefused
        If an argument is outside what is allowed.

    References
    ----------
    [GoemansGleditschChiozza2009]_, [GeddesWrightFrantz2014]_.

    Examples
    --------
    >>> successor_exit_chance(np.array([0.5]), years=3).round(3).tolist()
    [[0.131], [0.131], [0.076]]
    """
    _allowed("regime", regime, SUCCESSOR_REGIMES)
    if not 0 <= tenure < np.inf:
        raise _refused("tenure", tenure, "a number of years from 0")
    hazard = _by_tenure(
        "successors", regime, tenure + _steps(years, step_years), _probabilities("u", u)
    )
    return -np.expm1(-hazard * step_years)


def _posterior(events: float, exposure: float, u: Array) -> Array:
    """Quantiles of a rate's posterior under Jeffreys' prior."""
    found: Array = gammaincinv(events + 0.5, u) / exposure
    return found


def _by_tenure(section: str, regime: str, tenures: Array, u: Array) -> Array:
    """Hazards [1/year] of the classes that the tenures are in, shape (steps, draws)."""
    rows = [
        row for row in record()[section] if row["regime"] == regime and "total" not in row["id"]
    ]
    drawn = np.stack([_posterior(row["events"], row["leader_years"], u) for row in rows])
    found: Array = drawn[_class([row["tenure_from"] for row in rows], tenures)]
    return found


def _age_multiple(regime: str, ages: Array) -> Array:
    """How much more leaders of these ages left than tenure alone says [1], shape (steps,)."""
    kind = "democracy" if regime == "democracy" else "autocracy"
    rows = [row for row in record()["ages"] if row["regime"] == kind]
    found: Array = np.array([row["ratio"] for row in rows])
    return found[_class([row["age_from"] for row in rows], ages)]


def _class(starts: list[float], values: Array) -> NDArray[np.intp]:
    """Index of the class that each value is in, by the classes' lower ends."""
    return np.searchsorted(starts, values, side="right") - 1


def _factor(regime: str, u: Array) -> Array:
    """Mortality of leaders as a multiple of their population's [1], shape (draws,)."""
    kind = "democracy" if regime == "democracy" else "autocracy"
    row = next(row for row in record()["factors"] if row["regime"] == kind)
    return _posterior(row["events"], row["expected"], u)


def _rates(life: Entry, sex: str, ages: Array) -> Array:
    """Death rates of the population [1/year] at these ages, shape (steps,)."""
    column = np.array(life[sex])
    whole = np.floor(ages).astype(int) - life["first_age"]
    found: Array = column[np.minimum(whole, len(column) - 1)]
    return found


def _steps(years: float, step_years: float) -> Array:
    """Time from now to the start of every step [year], shape (steps,)."""
    if not 0 < step_years < np.inf:
        raise _refused("step_years", step_years, "a number of years above 0")
    steps = years / step_years
    if not 1 <= steps < np.inf or abs(steps - round(steps)) > 1e-9 * steps:
        raise _refused("years", years, f"a whole number of steps of {step_years} years")
    return np.arange(round(steps), dtype=np.float64) * step_years


def life_tables() -> dict[str, Entry]:
    """Life tables by the ISO code of their country, and `world`."""
    return {row["id"]: row for row in record()["mortality"]}


def _life_table(name: str) -> Entry:
    found = life_tables()
    _allowed("table", name, found)
    return found[name]


def _sound_age(age: float, tenure: float, life: Entry) -> None:
    """Refuse a leader whom the table does not know, or who took office before birth."""
    first, last = life["first_age"], life["first_age"] + len(life["male"]) - 1
    if not first <= age < last + 1:
        raise _refused("age", age, f"an age from {first} to {last}, as in the life table")
    if not 0 <= tenure <= age:
        raise _refused("tenure", tenure, f"a number of years from 0 to the leader's age, {age}")


def _probabilities(name: str, u: Array) -> Array:
    found = np.asarray(u, dtype=float)
    if found.ndim != 1 or not bool(np.all((found >= 0) & (found <= 1))):
        raise _refused(name, u, "an array of probabilities with one axis, each from 0 to 1")
    return np.clip(found, LEAST_U, 1 - LEAST_U)


def _allowed(name: str, value: str, known: Iterable[str]) -> None:
    names = list(known)
    if value not in names:
        raise _refused(name, repr(value), f"one of {', '.join(names)}")


def _refused(name: str, value: object, allowed: str) -> LeaderRefused:
    return LeaderRefused(f"{name} is {value}, for which the record has no figure. Give {allowed}.")
