"""How large a study is: draws in all and in a chunk, refused where the design cannot be had."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.study.designs.kinds import MOST_DRAWS, Factorial, Morris, Saltelli, Sobol
from suasion.study.designs.registry import YEARS_CHUNK, chunk_for, draws_in_all, levels
from suasion.study.factors import Factor
from suasion.study.file import Written

EXACT = 10**15
"""Counts above this are told by their order of magnitude."""


def sized(
    written: Written, drawn: Sequence[Factor], groups: Sequence[str], theories: int
) -> tuple[int, int]:
    """Draws in all, and in a chunk.

    Parameters
    ----------
    groups
        Group of each factor that is drawn.
    theories
        Number of theories among which the draws are parted.
    """
    design = written.study.design
    if not drawn:
        message = "nothing is drawn: every factor of this study is held"
        raise written.wrong(("factors",), message, "Name a factor whose prior is not fixed")
    draws = draws_in_all(design, drawn, groups)
    if draws > MOST_DRAWS:
        raise written.wrong(("design",), *_too_large(written, draws, drawn))
    if written.study.model == "years":
        each = chunk_for(design, draws, 1, groups)
        return draws, min(each, design.chunk or YEARS_CHUNK, draws) if not isinstance(
            design, Morris
        ) else each
    return draws, chunk_for(design, draws, theories, groups)


def powers_of_two(written: Written) -> None:
    """Refuse a Sobol sequence of any other length: its draws would not be balanced."""
    design = written.study.design
    if isinstance(design, Sobol | Saltelli):
        field = "draws" if isinstance(design, Sobol) else "base"
        count = getattr(design, field)
        if count & (count - 1):
            below = 1 << (count.bit_length() - 1)
            message = "must be a power of two, or a Sobol sequence is not balanced"
            raise written.wrong(("design", field), message, f"Use {below} or {2 * below}", count)


def _too_large(written: Written, draws: int, drawn: Sequence[Factor]) -> tuple[str, str, str]:
    """Message, remedy and value for a design with too many draws."""
    design = written.study.design
    told = f"{draws:,}" if draws < EXACT else f"10^{len(str(draws)) - 1}"
    message = f"{len(drawn)} factors make {told} draws, and at most {MOST_DRAWS:,} are possible"
    if isinstance(design, Factorial):
        words = sum(one.kind == "words" for one in drawn)
        counts = levels(design, drawn)
        message = (
            f"{len(drawn)} factors ({words} with words, the others with {design.levels} levels) "
            f"have {told} combinations, and at most {MOST_DRAWS:,} are possible"
        )
        return message, "Name fewer factors in `factors`, or use latin-hypercube", str(max(counts))
    return message, "Ask for fewer base samples or trajectories, or name fewer factors", ""
