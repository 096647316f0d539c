"""Paths by lot against the exact distribution, in two hundred cases.

A case is a guarantee in one draw. For each mean, what it misses by, in standard errors, is to be
standard normal over the cases: its squares add up as chi-square does and it has no bias. Both ends
of chi-square count, for errors that are told too large would hide everything.
"""

from functools import cache
from typing import Any, NamedTuple

import jax
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from suasion.describe.levers import apply
from suasion.describe.loading import load_case
from suasion.term.years import anchoring
from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.causes import CAUSES
from suasion.term.years.course import Course, forward
from suasion.term.years.simulation.paths import Mean, Paths, means
from suasion.term.years.simulation.tables import Tables, tables
from suasion.term.years.simulation.walking import simulate
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.wording import CHANGES
from suasion.uncertainty.years import Wanted, made

DRAWS, PATHS, HORIZON, FEW = 14, 1200, 6, 25
LEAST = 1e-4
"""Chance of a wrong alarm that is accepted in each comparison."""
EVERYTHING = ("demarcation-zone=on", "free-zones=on")
"""With zones of both kinds every factor makes a difference to every guarantee."""
RARE = 1e-3
"""Lower rates [1/year] rest on states that hardly any path meets."""
GUARANTEES = ("korean-model", "us-article-5-like", "eu-three-points", "istanbul-2022", "paris-2026")
PROGRAMS = (("threshold", 1), ("unilateral", 4), ("tying-hands", 1))


class Case(NamedTuple):
    space: Space
    found: Tables
    exact: Course
    over: Paths


def subsets() -> list[tuple[str, ...]]:
    """Three random factors for each program, and each factor in one of them at least."""
    order = [str(one) for one in np.random.default_rng(11).permutation(AXES)]
    return [tuple(order[:3]), tuple(order[3:6]), (*order[6:], order[0])]


@cache
def cases() -> tuple[Case, ...]:
    """Every program with every guarantee, in all draws."""
    loaded, found = apply(load_case("ukraine-2025"), list(EVERYTHING)), []
    for number, ((theory, per_year), factors) in enumerate(zip(PROGRAMS, subsets(), strict=True)):
        rng, program = np.random.default_rng([5, number]), None
        sample = Sample(DRAWS, number)
        wanted = Wanted(factors, HORIZON, per_year)
        for key in GUARANTEES:
            one = made(loaded.guarantees[key], loaded.case, sample, wanted, theory)
            program = program or compiled(one.space)
            with in_double():
                given = jax.tree.map(jax.numpy.asarray, one.given)
                laid, exact = jax.device_get(program(given, rng.uniform(-0.2, 0.05, DRAWS)))
            found.append(Case(one.space, laid, exact, simulate(laid, one.space, rng, PATHS)))
    return tuple(found)


def compiled(space: Space) -> Any:
    """Tables and the exact solution of one space."""

    def both(given: Any, value: Any) -> Any:
        given = anchoring.with_peace_value(given, value)
        laid = tables(given, space)
        return laid, forward(given, space, laid.rates)

    return jax.jit(both)


def exact(case: Case) -> dict[str, NDArray[np.float64]]:
    """What the exact solution says, under the names of `means`."""
    course = case.exact
    found = {"survival": course.survival[-1], "resolute": course.resolute[-1]}
    for name in ("with_guarantor", "without_guarantor"):
        found[name] = getattr(course, name).sum(axis=0)
    for name in ("probes", "answered", "honour"):
        found[name] = getattr(course, name)[-1]
    found["limited"], found["concession"] = course.incidents[-1], course.concessions[-1]
    found["cost"] = course.cost.sum(axis=0)
    for at, name in enumerate(CAUSES):
        found[f"cause: {name}"] = course.causes[at].sum(axis=0)
    for at, name in enumerate(PLACES["leader"][: case.space.size("leader")]):
        found[f"office: {name}"] = course.office[at].sum(axis=0)
    for name, rows in course.places.items():
        for at, row in enumerate(rows):
            found[f"{name}: {at}"] = row[-1]
    return found


CHANCES = ("survival", "with", "without", "resolute", "cause", "office", *AXES)


def misses(over: Paths, case: Case) -> dict[str, NDArray[np.float64]]:
    """By how many standard errors each mean misses; only where enough paths tell.

    A rate whose error is a thousandth of it and less rests on rare events that no path met.
    """
    said = exact(case)
    known = (name for name in said if not np.isnan(said[name]).any())
    drawn = means(over, case.space)
    return {name: missed(name, drawn[name], said[name]) for name in known}


def missed(name: str, mean: Mean, said: NDArray[np.float64]) -> NDArray[np.float64]:
    if name.startswith(CHANCES):
        error = np.sqrt(np.maximum(said * (1 - said), 0) / np.maximum(mean.paths, 1))
        enough = np.minimum(said, 1 - said) * mean.paths > FEW
    else:
        error = mean.error
        enough = (mean.paths > FEW) & (said > RARE) & (error > 1e-3 * said)
    return ((mean.value - said) / np.where(enough, error, 1.0))[enough]


def alarms(every: list[dict[str, NDArray[np.float64]]]) -> dict[str, float]:
    """Chance of such misses by name, where it is too small or too large: squares, then bias."""
    found = {}
    for name in dict.fromkeys(name for one in every for name in one):
        z = np.concatenate([one[name] for one in every if name in one])
        if z.size:
            square, bias = (
                stats.chi2.cdf((z**2).sum(), z.size),
                stats.norm.cdf(z.sum() / z.size**0.5),
            )
            found[name] = 2 * min(square, 1 - square, bias, 1 - bias)
    return {name: chance for name, chance in found.items() if chance < LEAST}


def test_paths_agree_with_the_exact_distribution_in_two_hundred_cases() -> None:
    every = [misses(one.over, one) for one in cases()]
    assert sum(one.exact.survival.shape[-1] for one in cases()) >= 200
    told = {name: sum(one.get(name, np.empty(0)).size for one in every) for name in every[0]}
    assert min(told[name] for name in ("survival", "cost", "honour", "cause: as designed")) > 100
    assert alarms(every) == {}


def test_every_factor_is_on_somewhere() -> None:
    assert {name for one in cases() for name in AXES if one.space.on(name)} == set(AXES)


@pytest.mark.parametrize(
    ("wrong", "times", "name"),
    [
        ("attack", 1.1, "survival"),
        ("met", 1.5, "with_guarantor"),
        ("accident", 50.0, "cause: as designed"),
    ],
)
def test_a_rate_that_is_off_is_found(wrong: str, times: float, name: str) -> None:
    every = []
    for number, one in enumerate(cases()[:5]):
        crisis = one.found.rates.crisis
        off = crisis._replace(**{wrong: getattr(crisis, wrong) * times})
        distorted = one.found._replace(rates=one.found.rates._replace(crisis=off))
        over = simulate(distorted, one.space, np.random.default_rng(number), PATHS)
        every.append(misses(over, one))
    assert name in alarms(every)


def test_the_same_seed_gives_the_same_paths() -> None:
    one = cases()[5]
    first, again, other = (
        simulate(one.found, one.space, np.random.default_rng(seed), 20) for seed in (1, 1, 2)
    )
    for told, twice in zip(jax.tree.leaves(first), jax.tree.leaves(again), strict=True):
        assert np.array_equal(told, twice, equal_nan=told.dtype.kind == "f")
    assert not np.array_equal(first.places, other.places)


def test_what_is_told_on_the_way_is_what_is_counted_at_the_end() -> None:
    one, told = cases()[5], []
    over = simulate(one.found, one.space, np.random.default_rng(3), 30, told.append)
    for what in ("answered", "passed", "unseen"):
        who = np.concatenate([each.before.who for each in told if each.what == what])
        assert np.array_equal(np.bincount(who, minlength=over.kind.size), getattr(over, what))
    assert (
        sum(each.before.who.size for each in told if each.what == "attack")
        == np.isfinite(over.year).sum()
    )
    places = told[0].after.places.copy()
    for each in told:
        assert np.array_equal(places[:, each.before.who], each.before.places)
        places[:, each.after.who] = each.after.places
    assert np.array_equal(places, over.places)


def test_opportunities_by_schedule_are_refused() -> None:
    with pytest.raises(ValueError, match="by schedule"):
        tables(cases()[0].exact, Space("threshold", (1,) * 8, scheduled=True))


def test_every_change_that_may_happen_has_words() -> None:
    for one in cases():
        for name, rows in one.found.rows.items():
            for before, after in zip(
                *np.nonzero(rows.max(axis=(0, *range(3, rows.ndim)))), strict=True
            ):
                if before != after:
                    assert (name, PLACES[name][before], PLACES[name][after]) in CHANGES
