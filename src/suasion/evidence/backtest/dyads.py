"""Directed dyad-years as crises: who had what chances against whom, and who stood behind.

How a dyad-year becomes a situation, the same for every theory:

- `win_alone` is the challenger's share of the pair's capabilities, `win_guarantor` its share of
  its own, the target's and those of all states pledged to defend the target;
- a pledge to defend is a binding treaty: the strength of `legal-form` is added in full to what
  abandoning costs; without one nobody comes;
- nuclear risk is at its floor where no ally is nuclear-armed;
- everything else is drawn from its prior. Log-odds are rounded to `STEP`, so that a theory is
  played once for each kind of pair and not for each of a hundred thousand dyad-years.

Fitted on training cases: the base chance, and how much rarer opportunities are between states that
are not near each other. Both mean the same under every theory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from suasion.evidence.backtest.crisis import NO_GUARANTOR, Draws, Played, linked
from suasion.evidence.calibration.disputes import panel
from suasion.mechanism.assembly import base
from suasion.mechanism.prior import Array

if TYPE_CHECKING:
    import pandas as pd

STEP, MOST = 1.0, 6.0
"""Log-odds are rounded to steps and held within bounds."""
RATIOS = np.array([0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.0])
"""Opportunities of states that are not near, as a share of those that are."""
DEMOCRATIC = 6
CONTROLS = (
    "log_capability_ratio",
    "land",
    "contiguous",
    "major_challenger",
    "major_target",
    "both_democratic",
    "non_nuclear_ally",
    "nuclear_ally",
    "nuclear_challenger",
    "peace_years",
    "peace_years_squared",
    "peace_years_cubed",
)


@dataclass(frozen=True)
class Dyads:
    """Dyad-years made ready for the backtest.

    Parameters
    ----------
    pair
        Number of each dyad-year's two states, whoever is the challenger.
    year
        Year.
    happened
        Whether the challenger started what is predicted.
    kind
        Which of the rows of `Kinds` each is, twice over: even numbers near, odd ones not.
    kinds
        One row for each crisis: win_alone, win_guarantor, ally (0 or 1), nuclear (0 or 1).
    controls
        Features of the referees, shape (dyad-years, len(CONTROLS)).
    """

    pair: NDArray[np.int64]
    year: NDArray[np.int64]
    happened: NDArray[np.bool_]
    kind: NDArray[np.int64]
    kinds: Array
    controls: Array


def ready(outcome: str = "fatal", folder: Path | None = None, sample: int = 1) -> Dyads:
    """The dyad-years from 1950 whose capabilities and outcome are known.

    Parameters
    ----------
    outcome
        `mid`, `force`, `fatal` or `war`.
    folder
        Where to look for data.
    sample
        Keep every so many-th pair; 1 for all.
    """
    rows = panel(folder)
    rows = rows[rows[outcome].notna() & rows.cinc1.gt(0) & rows.cinc2.gt(0)]
    pair = np.minimum(rows.ccode1, rows.ccode2) * 1000 + np.maximum(rows.ccode1, rows.ccode2)
    rows = rows[pair % sample == 0]
    return made(rows.assign(behind=behind(rows, folder)), outcome)


def made(rows: pd.DataFrame, outcome: str) -> Dyads:
    """The dyad-years of a table with the columns of the panel and `behind`.

    `behind` holds the capabilities of the target's allies together [share of the world].
    """
    low, high = np.minimum(rows.ccode1, rows.ccode2), np.maximum(rows.ccode1, rows.ccode2)
    ally = rows.group.ne("no ally").to_numpy()
    nuclear = rows.group.eq("nuclear ally").to_numpy()
    one, other = rows.cinc1.to_numpy(), rows.cinc2.to_numpy()
    alone = _rounded(one / (one + other))
    against = np.where(ally, _rounded(one / (one + other + rows.behind.to_numpy())), 0.0)
    crises = np.column_stack([alone, against, ally, nuclear])
    kinds, place = np.unique(crises, axis=0, return_inverse=True)
    far = rows.contiguity.eq(0).to_numpy()
    return Dyads(
        (low * 1000 + high).to_numpy(),
        rows.year.to_numpy(),
        rows[outcome].to_numpy(dtype=bool),
        2 * place.ravel() + far,
        kinds,
        _controls(rows),
    )


def _rounded(chance: Array) -> Array:
    odds = np.clip(logit(chance), -MOST, MOST)
    return np.asarray(expit(np.round(odds / STEP) * STEP))


def behind(rows: pd.DataFrame, folder: Path | None) -> Array:
    """Capabilities of all states pledged to defend the target, the challenger not counted."""
    from suasion.evidence.data import allies  # noqa: PLC0415 - slow to load
    from suasion.evidence.data.keys import (  # noqa: PLC0415
        STATES,
        YEARS,
        among,
        dyad_keys,
        parts,
        state_grid,
    )
    from suasion.evidence.data.table import table  # noqa: PLC0415

    power = np.nan_to_num(state_grid(table("cow-nmc", folder), "cinc"))
    pledged = allies.pledges(folder).having("defense")
    giver, target, year = parts(pledged)
    known = year < power.shape[1]
    giver, target, year = giver[known], target[known], year[known]
    total = np.zeros((STATES, YEARS))
    np.add.at(total, (target, year), power[giver, year])
    one, other, when = (rows[name].to_numpy() for name in ("ccode1", "ccode2", "year"))
    own = among(pledged, dyad_keys(one, other, when)) * power[one, when]
    return np.asarray(np.maximum(total[other, when] - own, 0.0))


def _controls(rows: pd.DataFrame) -> Array:
    """Features of the referees, in the order of `CONTROLS`."""
    polity = rows[["polity1", "polity2"]].to_numpy(dtype=float)
    known = np.isfinite(polity).all(axis=1)
    both = np.where(known, (polity >= DEMOCRATIC).all(axis=1), np.nan)
    peace = rows.peace_years.to_numpy(dtype=float) / 10
    columns = (
        np.log(rows.cinc1 / rows.cinc2),
        rows.land,
        rows.contiguity > 0,
        rows.major1,
        rows.major2,
        both,
        rows.group == "non-nuclear ally",
        rows.group == "nuclear ally",
        rows.nuclear1,
        peace,
        peace**2,
        peace**3,
    )
    return np.column_stack([np.asarray(column, dtype=float) for column in columns])


def crises(found: Dyads, draws: Draws) -> tuple[Array, Array]:
    """Situations of every kind on the link scale (kinds, numbers, draws), and the base."""
    start = base(draws.draw)
    owed = draws.draw("mechanism:legal-form.cost") + draws.draw("situation:abandonment_cost")
    situations = []
    for alone, against, ally, nuclear in found.kinds:
        numbers: dict[str, Array | float] = {"win_alone": np.full(draws.draws, alone)}
        numbers |= {} if nuclear else {"nuclear_risk": np.zeros(draws.draws)}
        if ally:
            numbers |= {"win_guarantor": np.full(draws.draws, against), "abandonment_cost": owed}
        else:
            numbers |= {key: np.full(draws.draws, value) for key, value in NO_GUARANTOR.items()}
        situations.append(linked(numbers, start))
    return np.stack(situations), start


def choices(played: Played) -> Array:
    """Chances in a year for kinds near and not near, and every choice of what is fitted.

    Returns
    -------
    Shape (2 x kinds, bases x ratios), in the order that `Dyads.kind` numbers them.
    """
    hazard = -np.log1p(-np.minimum(played.attack, 1 - 1e-9))
    near = np.repeat(hazard[:, :, None], len(RATIOS), axis=2)
    far = hazard[:, :, None] * RATIOS
    both = np.stack([near, far], axis=1)
    return np.asarray(-np.expm1(-both.reshape(2 * len(hazard), -1)))
