"""Sensitivity from designs made for it: Saltelli's for variance shares, Morris's for effects.

The estimates are SALib's. A block of a design (one base point with its changes, or one trajectory)
in which a draw failed is left out whole and counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from suasion.study.analysis.resampling import (
    LEVEL,
    RESAMPLES,
    Interval,
    about,
    bootstrapped,
    interval,
)
from suasion.study.analysis.table import Array, Whole


@dataclass(frozen=True)
class Shares:
    """One factor's share of the variance of a result.

    Parameters
    ----------
    first
        By itself: the share that would go, on average, if the factor were known.
    total
        With all that it takes part in: the share that would be left, on average, if all else were
        known. None where the design cannot tell.
    """

    factor: str
    first: Interval
    total: Interval | None


@dataclass(frozen=True)
class Effects:
    """One factor's elementary effects, the change of the result for its whole range of quantiles.

    Parameters
    ----------
    mean
        Of the effects, signed.
    size
        Mean of their absolute values (mu*).
    spread
        Their standard deviation (sigma): that of a factor which adds the same everywhere is 0.
    """

    factor: str
    mean: Interval
    size: Interval
    spread: Interval


@dataclass(frozen=True)
class Designed:
    """What a design says.

    Parameters
    ----------
    rows
        By factor, the largest first.
    blocks, left_out
        Blocks used, and those left out because a draw in them failed.
    variance
        Of the result over the draws used.
    alone
        Sum of the first-order shares, whose errors add up too; None where there are none.
    """

    rows: tuple[Any, ...]
    blocks: int
    left_out: int
    variance: float
    alone: Interval | None = None


def from_saltelli(
    names: Sequence[str], result: Array, seed: int, *, second_order: bool = False
) -> Designed:
    """First-order and total shares from a Saltelli design as SALib lays it out.

    Parameters
    ----------
    names
        The k factors.
    result
        Shape (draws,), in blocks of k + 2 draws, or 2 k + 2 with `second_order`; NaN for a draw
        that failed.
    seed
        Of the bootstrap.

    Raises
    ------
    ValueError
        Where the draws are no whole number of blocks, or fewer than two blocks are whole.

    References
    ----------
    [SaltelliEtAl2010]_ for the estimators; intervals at 95 % by bootstrap.
    """
    from SALib.analyze import sobol  # noqa: PLC0415 - slow to load

    blocks, whole = _blocks(result, (2 if second_order else 1) * len(names) + 2)
    flat = blocks[whole].ravel()
    if np.ptp(flat) < 1e-12:
        none = Interval(0.0, 0.0, 0.0)
        rows = tuple(Shares(name, none, none) for name in names)
        return Designed(rows, int(whole.sum()), int((~whole).sum()), 0.0, none)
    found = sobol.analyze(
        _problem(names),
        flat,
        calc_second_order=second_order,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        seed=seed,
        keep_resamples=True,
    )
    rows = tuple(
        Shares(name, _around(*first), _around(*total))
        for name, first, total in zip(
            names,
            zip(found["S1"], found["S1_conf"], strict=True),
            zip(found["ST"], found["ST_conf"], strict=True),
            strict=True,
        )
    )
    ordered = tuple(sorted(rows, key=lambda row: -(row.total or row.first).value))
    alone = about(float(np.sum(found["S1"])), np.sum(found["S1_conf_all"], axis=1))
    return Designed(ordered, int(whole.sum()), int((~whole).sum()), float(flat.var()), alone)


def from_morris(
    groups: Sequence[str], quantiles: Array, result: Array, seed: int, levels: int = 4
) -> Designed:
    """Elementary effects from a Morris design.

    Parameters
    ----------
    groups
        Group of each factor, which is the factor itself where each is moved alone. Factors that
        are moved together have a mean size and neither sign nor spread: those are NaN.
    quantiles
        The design on the unit cube, shape (draws, factors), in trajectories of one draw more than
        there are groups.
    result
        Shape (draws,); NaN for a draw that failed.
    seed
        Of the bootstrap over trajectories.
    levels
        Levels of the design.

    References
    ----------
    [Morris1991]_ and, for mu*, [CampolongoEtAl2007]_.
    """
    names = list(dict.fromkeys(groups))
    blocks, whole = _blocks(result, len(names) + 1)
    places = np.asarray(quantiles, dtype=float).reshape(*blocks.shape, len(groups))
    places, blocks = places[whole], blocks[whole]

    def told(rows: Whole) -> Array:
        return _effects(groups, places[rows], blocks[rows], levels)

    value, samples = told(np.arange(len(blocks))), bootstrapped(told, len(blocks), seed)
    rows = (
        Effects(name, *(interval(value[i, at], samples[:, i, at]) for i in range(3)))
        for at, name in enumerate(names)
    )
    ordered = tuple(sorted(rows, key=lambda row: -row.size.value))
    return Designed(ordered, len(blocks), int((~whole).sum()), float(blocks.var()))


def _effects(groups: Sequence[str], places: Array, results: Array, levels: int) -> Array:
    """Mean, mean size and standard deviation of the effects of trajectories, shape (3, k)."""
    from SALib.analyze import morris  # noqa: PLC0415 - slow to load

    problem = _problem([f"{at}" for at in range(len(groups))])
    if len(set(groups)) < len(groups):
        problem["groups"] = list(groups)
    found = morris.analyze(
        problem,
        places.reshape(-1, len(groups)),
        results.ravel(),
        num_resamples=2,
        num_levels=levels,
        seed=0,
    )
    return np.stack([np.asarray(found[key], dtype=float) for key in ("mu", "mu_star", "sigma")])


def _blocks(result: Array, size: int) -> tuple[Array, NDArray[np.bool_]]:
    """A result in blocks, and which of them are whole."""
    if len(result) % size:
        raise ValueError(f"{len(result)} draws are no whole number of blocks of {size}")
    blocks = np.asarray(result, dtype=float).reshape(-1, size)
    whole = np.isfinite(blocks).all(axis=1)
    if whole.sum() < 2:
        raise ValueError(f"only {whole.sum()} of {len(blocks)} blocks of the design have no fault")
    return blocks, whole


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _around(value: float, half: float) -> Interval:
    """An interval from its half width, as SALib gives it."""
    return Interval(float(value), float(value - half), float(value + half))
