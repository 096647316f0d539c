"""Designs by their kind: how many draws, how large a chunk, and the chunk's quantiles."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.mechanism.prior import Array
from suasion.study.designs import latin_hypercube
from suasion.study.designs.kinds import Design
from suasion.study.factors import Factor
from suasion.study.file import Written

PER_THEORY = 1000


def sized(written: Written, drawn: Sequence[Factor], theories: Sequence[str]) -> tuple[int, int]:
    """Draws in all, and in a chunk."""
    design = written.study.design
    draws = design.draws
    chunk = design.chunk or PER_THEORY * len(theories)
    return draws, min(chunk, draws)


def quantiles(design: Design, drawn: Sequence[Factor], number: int, draws: range) -> Array:
    """Uniform numbers of a chunk, shape (factors, draws)."""
    return latin_hypercube.quantiles([one.name for one in drawn], design.seed, number, len(draws))
