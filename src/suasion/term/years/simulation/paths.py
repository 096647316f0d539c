"""What happened on paths, and means over them with their Monte Carlo errors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.causes import CAUSES
from suasion.term.years.simulation.tables import Floats, Ints, Walkers

RATES = ("probes", "answered", "limited", "concession", "honour", "cost")
NOBODY = -1


class Paths(NamedTuple):
    """What happened, of shape (paths,) unless it says otherwise.

    Parameters
    ----------
    draw, kind
        As in `suasion.term.years.simulation.tables.Walkers`.
    year
        Time of the first major attack [year], infinite where there was none.
    cause, office
        Its first cause, a position in `suasion.term.years.causes.CAUSES`, and the challenger's
        leader, a place of that factor; -1 where there was none.
    met
        True where the guarantor fought.
    answered, passed, unseen
        Probes by what became of them.
    rates
        Rates and chances that a path met at the start of each step, by name, shape (steps, paths);
        NaN once it was over. `cost` is what the guarantor is to lose in the step [its stake/year].
    places
        Places at the horizon, shape (axes, paths); those of the last step of a path that ended.
    """

    draw: Ints
    kind: Ints
    year: Floats
    cause: Ints
    office: Ints
    met: NDArray[np.bool_]
    answered: Ints
    passed: Ints
    unseen: Ints
    rates: dict[str, Floats]
    places: Ints


class Mean(NamedTuple):
    """A mean by draw, its standard error, and how many paths it is over; shape (draws,)."""

    value: Floats
    error: Floats
    paths: Ints


def unwritten(space: Space, now: Walkers) -> Paths:
    """Paths on which nothing has happened yet."""
    count = now.who.size
    return Paths(
        draw=now.draw,
        kind=now.kind,
        year=np.full(count, np.inf),
        cause=np.full(count, NOBODY),
        office=np.full(count, NOBODY),
        met=np.zeros(count, bool),
        answered=np.zeros(count, int),
        passed=np.zeros(count, int),
        unseen=np.zeros(count, int),
        rates={name: np.full((space.steps, count), np.nan) for name in RATES},
        places=now.places.copy(),
    )


def means(over: Paths, space: Space) -> dict[str, Mean]:
    """Means over the paths of each draw, under the names of `suasion.term.years.course.Course`.

    Chances are those of the whole horizon. Rates are those of its last step, in peace so far; so
    are places, as `FACTOR: PLACE`, and the chance that the guarantor is resolute.
    """
    draws, peace = over.draw.max() + 1, np.isinf(over.year)
    everywhere = np.ones_like(peace)
    last = {name: rate[-1] for name, rate in over.rates.items()}
    wanted = {
        "survival": (peace, everywhere),
        "with_guarantor": (over.met, everywhere),
        "without_guarantor": (~peace & ~over.met, everywhere),
        "cost": (np.nansum(over.rates["cost"], axis=0) / space.per_year, everywhere),
        "resolute": (over.kind, peace),
    }
    wanted |= {f"cause: {one}": (over.cause == at, everywhere) for at, one in enumerate(CAUSES)}
    wanted |= {
        f"office: {one}": (over.office == at, everywhere)
        for at, one in enumerate(PLACES["leader"][: space.size("leader")])
    }
    begun = ~np.isnan(last["probes"])
    wanted |= {name: (last[name], begun) for name in RATES if name != "cost"}
    wanted |= {
        f"{name}: {at}": (over.places[AXES.index(name)] == at, peace)
        for name in AXES
        for at in range(space.size(name))
        if space.on(name)
    }
    return {
        name: _mean(values, which, over.draw, draws) for name, (values, which) in wanted.items()
    }


def _mean(values: NDArray[Any], which: NDArray[np.bool_], draw: Ints, draws: int) -> Mean:
    """Mean and standard error of the values of some paths, by draw."""
    kept, of = values[which].astype(float), draw[which]
    count = np.bincount(of, minlength=draws)
    some = np.maximum(count, 1)
    value = np.bincount(of, kept, draws) / some
    spread = np.bincount(of, (kept - value[of]) ** 2, draws) / some
    return Mean(value, np.sqrt(spread / some), count)
