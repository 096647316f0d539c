"""Quantal response equilibria beside the principal one, from many starts.

Newton's method on the fixed point in log-odds, damped, from seeded random starts of several sizes.
What is found is an equilibrium; what is not found may exist.
"""

from __future__ import annotations

import numpy as np

from suasion.theory.solvers.continuation import Slopes, Vector

STARTS, STEPS = 48, 60
SIZES = (1.0, 4.0, 16.0, 64.0)
"""Standard deviations of the starts, in log-odds."""
SOLVED, SAME = 1e-10, 1e-6


def all_found(slopes: Slopes, dimension: int, seed: int = 0) -> list[Vector]:
    """Distinct zeros of F at t = 1 by Newton's method, in the order of their first log-odds."""
    random = np.random.default_rng(seed)
    starts = [random.normal(0.0, SIZES[number % len(SIZES)], dimension) for number in range(STARTS)]
    found: list[Vector] = []
    for start in starts:
        z = newton(slopes, start)
        if z is not None and not any(same(z, other) for other in found):
            found.append(z)
    return sorted(found, key=lambda z: np.round(z, 6).tolist())


def same(a: Vector, b: Vector) -> bool:
    """Whether two points are one equilibrium: all probabilities agree."""
    with np.errstate(over="ignore"):
        return bool(np.max(np.abs(1 / (1 + np.exp(-a)) - 1 / (1 + np.exp(-b)))) < SAME)


def newton(slopes: Slopes, start: Vector) -> Vector | None:
    """A zero of F at t = 1 near a start; None where none is reached."""
    z, gap = start, _gap(slopes, start)
    for _ in range(STEPS):
        found = slopes(z, 1.0)
        if gap < SOLVED:
            return z
        try:
            change = np.linalg.solve(found.by_z, found.value)
        except np.linalg.LinAlgError:
            return None
        shares = (1.0, 0.5, 0.25, 0.1, 0.02)
        tried = [(z - share * change, _gap(slopes, z - share * change)) for share in shares]
        z, better = min(tried, key=lambda one: one[1])
        if not better < gap:
            return None
        gap = better
    return None


def _gap(slopes: Slopes, z: Vector) -> float:
    gap = float(np.max(np.abs(slopes(z, 1.0).value)) / (1.0 + np.max(np.abs(z))))
    return gap if np.isfinite(gap) else np.inf
