"""Designs by their kind: how many draws, how large a chunk, and a chunk's uniform numbers."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.mechanism.prior import Array
from suasion.study.designs import copula, factorial, latin_hypercube, morris, saltelli, sobol
from suasion.study.designs.kinds import (
    Design,
    Factorial,
    LatinHypercube,
    Morris,
    Saltelli,
    Sobol,
)
from suasion.study.factors import Factor

PER_THEORY = (2000, 1000, 500)
"""Draws of a theory in a chunk: whole blocks of 250 draws on up to eight, four or two cores."""
LEAST_CHUNKS = 8
"""Chunks that a study should have before they get larger, for the sake of its progress."""
YEARS_CHUNK = 128
"""Draws in a chunk of the full model, each of which takes a hundred times as long."""
STRAYING = 0.95
"""Where a design does not give each theory its exact share, room for what it strays."""


def draws_in_all(design: Design, drawn: Sequence[Factor], groups: Sequence[str]) -> int:
    """Number of draws of a design."""
    if isinstance(design, Factorial):
        return factorial.count(levels(design, drawn))
    if isinstance(design, Saltelli):
        return design.base * saltelli.rows_each(groups, second_order=design.second_order)
    if isinstance(design, Morris):
        return design.trajectories * morris.rows_each(groups)
    return design.draws


def levels(design: Factorial, drawn: Sequence[Factor]) -> list[int]:
    """Levels of each factor of a factorial design."""
    return [len(one.readings) if one.kind == "words" else design.levels for one in drawn]


def chunk_for(design: Design, draws: int, theories: int, groups: Sequence[str]) -> int:
    """Draws in a chunk: those asked for, or whole blocks of the kernels for each theory.

    Parameters
    ----------
    theories
        Number of theories among which the draws are parted: 1 where each draw is played under all.

    Examples
    --------
    >>> chunk_for(LatinHypercube(kind="latin-hypercube"), 1_000_000, 9, ["theory"])
    18000
    """
    fitting = (one * theories for one in PER_THEORY if draws >= LEAST_CHUNKS * one * theories)
    usual = next(fitting, PER_THEORY[-1] * theories)
    if theories > 1 and not isinstance(design, LatinHypercube | Factorial):
        usual = int(usual * STRAYING)
    chunk = design.chunk or usual
    if isinstance(design, Morris):
        each = morris.rows_each(groups)
        chunk = -(-chunk // each) * each
    return min(chunk, draws)


def quantiles(
    design: Design, drawn: Sequence[Factor], groups: Sequence[str], number: int, points: range
) -> Array:
    """Uniform numbers of a chunk before any correlation, shape (factors, draws).

    Parameters
    ----------
    drawn, groups
        Factors, and the group of each.
    number, points
        Number of the chunk, and its draws.
    """
    names = [one.name for one in drawn]
    if isinstance(design, LatinHypercube):
        return latin_hypercube.quantiles(names, design.seed, number, len(points))
    if isinstance(design, Sobol):
        return sobol.sequence(len(names), design.seed, points)
    if isinstance(design, Factorial):
        return factorial.quantiles(levels(design, drawn), points)
    if isinstance(design, Saltelli):
        second = design.second_order
        return saltelli.quantiles(groups, design.seed, points, second_order=second)
    return morris.quantiles(groups, design.seed, number, len(points), design.grid)


def correlated(u: Array, names: Sequence[str], pairs: Sequence[copula.Pair]) -> Array:
    """Uniform numbers with some factors made to go together, shape (factors, draws)."""
    if not pairs:
        return u
    rows = [names.index(name) for name in copula.members(pairs)]
    u[rows] = copula.joined(u[rows], copula.matrix(pairs))
    return u
