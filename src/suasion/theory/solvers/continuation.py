"""Following the principal branch of one game: pseudo-arclength continuation from zero precision.

A branch is a curve ``y = (z, t)`` with ``F(z, t) = 0``; t is the share of the wanted precision. It
starts at ``(0, 0)``, where every action is equally likely and the equilibrium is unique. A step
goes along the tangent and is corrected by Newton's method on F and the plane across the tangent, so
that a fold, where t turns back, is passed. A step is refused, and halved, if the corrector does not
converge, lands too far away, finds a tangent that turns by more than some 45 degrees, or finds the
curve run the other way: the branch must not be left for another. The determinant of the slopes of
F, with the tangent as last row, is positive at t = 0 and keeps its sign along a curve, save where
another branch crosses it, as in symmetric games; there the branch goes straight on, and a change of
sign is believed on a short step only. The first crossing of t = 1 is the answer.

References
----------
[McKelveyPalfrey1998]_ for the principal branch; [Turocy2005]_ for the numerical method.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from suasion.theory.solvers.fixed_point import Linearised

FIRST_STEP, LARGEST_STEP, SHORT_STEP, SMALLEST_STEP = 0.2, 0.5, 1e-3, 1e-9
MAX_STEPS, NEWTON_STEPS = 2000, 8
"""Steps in log-odds; the largest as a share of 8 + |y|."""
TOLERANCE = 1e-12
"""Largest residual that counts as solved, in log-odds relative to 1 + |z|."""
LEAST_COSINE, EASY_COSINE, FARTHEST = 0.7, 0.97, 0.25
"""Cosines of the turn that is taken and that lets steps grow; farthest landing, as a share of the
step."""

Vector = np.ndarray[Any, np.dtype[np.float64]]
Slopes = Callable[[Vector, float], Linearised]


class Branch(NamedTuple):
    """Where a branch was followed to.

    Parameters
    ----------
    z
        At t = 1, shape (dimension,); the last point where it was not reached.
    reached
        Whether it was.
    folds
        How often t turned on the way; where it did, other equilibria exist.
    crossed
        How often another branch was seen to cross it on the way.
    steps
        Steps taken, refused ones included.
    """

    z: Vector
    reached: bool
    folds: int
    crossed: int
    steps: int


class Point(NamedTuple):
    """A point of the curve, its unit tangent, and the sign of the determinant there."""

    y: Vector
    along: Vector
    sign: float


def follow(slopes: Slopes, dimension: int) -> Branch:
    """Follow the branch of ``F(z, t) = 0`` from (0, 0) to t = 1.

    Parameters
    ----------
    slopes
        (z, t) -> F and its slopes; F(z, 0) = z.
    dimension
        Length of z.

    Examples
    --------
    >>> line = lambda z, t: Linearised(z - 3.0 * t, np.eye(1), np.array([-3.0]))
    >>> found = follow(line, 1)
    >>> found.reached, round(float(found.z[0]), 9)
    (True, 3.0)
    """
    start = np.zeros(dimension + 1)
    at, step = Point(start, *_tangent(slopes, start, _unit(dimension))), FIRST_STEP
    folds = crossed = steps = 0
    while steps < MAX_STEPS and step > SMALLEST_STEP:
        steps += 1
        found = _step(slopes, at, step)
        if found is None:
            step /= 2
            continue
        if found.y[-1] >= 1.0:
            end = _ended(slopes, at.y, found.y)
            if end is not None:
                return Branch(end, True, folds, crossed, steps)
            step /= 2
            continue
        folds += int(found.along[-1] * at.along[-1] < 0)
        crossed += int(found.sign != at.sign)
        easy = float(found.along @ at.along) > EASY_COSINE
        largest = LARGEST_STEP * (8.0 + float(np.linalg.norm(found.y)))
        at, step = found, min(step * (1.6 if easy else 1.0), largest)
    return Branch(at.y[:-1], False, folds, crossed, steps)


def _unit(dimension: int) -> Vector:
    return np.append(np.zeros(dimension), 1.0)


def _bordered(found: Linearised, normal: Vector) -> Vector:
    """The slopes of F with a last row across the curve."""
    return np.vstack([np.column_stack([found.by_z, found.by_t]), normal])


def _tangent(slopes: Slopes, y: Vector, before: Vector) -> tuple[Vector, float]:
    """Unit tangent that goes on in the direction of `before`, and the sign of the determinant."""
    matrix = _bordered(slopes(y[:-1], y[-1]), before)
    along = np.linalg.solve(matrix, _unit(len(y) - 1))
    return along / np.linalg.norm(along), float(np.linalg.slogdet(matrix)[0])


def corrected(slopes: Slopes, guess: Vector, normal: Vector) -> Vector | None:
    """The point of the curve in the plane through `guess` across `normal`; None if not found."""
    y = guess
    for _ in range(NEWTON_STEPS):
        found = slopes(y[:-1], y[-1])
        miss = np.append(found.value, normal @ (y - guess))
        if not np.all(np.isfinite(miss)):
            return None
        if np.max(np.abs(miss)) < TOLERANCE * (1.0 + np.max(np.abs(y))):
            return y
        y = y - np.linalg.solve(_bordered(found, normal), miss)
    return None


def _step(slopes: Slopes, at: Point, step: float) -> Point | None:
    """The next point; None where the step must be halved."""
    guess = at.y + step * at.along
    try:
        after = corrected(slopes, guess, at.along)
        if after is None or np.linalg.norm(after - guess) > FARTHEST * step:
            return None
        found = Point(after, *_tangent(slopes, after, at.along))
    except np.linalg.LinAlgError:
        return None
    turns = float(found.along @ at.along) < LEAST_COSINE
    return None if turns or (found.sign != at.sign and step > SHORT_STEP) else found


def _ended(slopes: Slopes, before: Vector, after: Vector) -> Vector | None:
    """The point at t = 1 between two points of the curve."""
    share = (1.0 - before[-1]) / (after[-1] - before[-1])
    guess = before + share * (after - before)
    guess[-1] = 1.0
    try:
        end = corrected(slopes, guess, _unit(len(before) - 1))
    except np.linalg.LinAlgError:
        return None
    if end is None or np.linalg.norm(end - guess) > np.linalg.norm(after - before):
        return None
    return end[:-1]
