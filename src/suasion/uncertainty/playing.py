"""Anchors and results of one guarantee at a time, in several samples at once.

The draws of the samples are laid end to end, cut into whole blocks, so that one compiled program
serves every request, and parted again. Results are kept in single precision; they were computed in
double.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor, anchor, with_peace_value
from suasion.term.inputs import (
    ERODES,
    FULL,
    GROUPS,
    LAPSES,
    LEADER_ONLY,
    NO_ZONE,
    WANES,
    Inputs,
    Result,
)
from suasion.term.solve import solve
from suasion.term.states import Sizes
from suasion.uncertainty import programs
from suasion.uncertainty.blocks import Work, blocks, draws_of
from suasion.uncertainty.pieces import by_pieces


def anchored(inputs: Inputs, recurrence: Array, theory: str, horizon: int) -> Anchor:
    """The anchor, block by block."""
    return anchored_together([inputs], [recurrence], [theory], horizon)[0][theory]


def played(inputs: Inputs, tied: Anchor, theory: str, horizon: int) -> Result:
    """The term model from an anchored value of a year of peace, block by block."""
    return results(played_together([inputs], [{theory: tied}], [theory], horizon), theory)[0]


def anchored_together(
    inputs: Sequence[Inputs], recurrence: Sequence[Array], theories: Sequence[str], horizon: int
) -> list[dict[str, Anchor]]:
    """Anchors of several samples, by theory."""
    work = Work([draws_of(one) for one in inputs])
    for block in blocks(list(zip(inputs, recurrence, strict=True))):
        for theory in theories:
            work.add(theory, programs.program(anchor, theory, horizon=horizon), *block)
    found = {theory: work.joined(theory) for theory in theories}
    return [{theory: found[theory][number] for theory in theories} for number in range(len(inputs))]


def played_together(
    inputs: Sequence[Inputs],
    anchors: Sequence[Mapping[str, Anchor]],
    theories: Sequence[str],
    horizon: int,
) -> Work:
    """A guarantee that is being played in several samples, by theory; kept in single precision."""
    work = Work([draws_of(one) for one in inputs])
    sizes = max(map(sizes_needed, inputs))
    values = [
        {theory: tied[theory].peace_value_per_year for theory in theories} for tied in anchors
    ]
    for block, value in blocks(list(zip(inputs, values, strict=True))):
        for theory in theories:
            kernel = programs.program(tied, theory, sizes=sizes, horizon=horizon)
            work.add(theory, kernel, block, value[theory])
    return work


def results(work: Work, theory: str) -> list[Result]:
    """What a theory has given, by sample, once it is done."""
    return [Result(*stacked) for stacked in work.joined(theory)]


def sizes_needed(inputs: Inputs) -> Sizes:
    """Sizes of the state axes without those that make no difference to this guarantee."""
    moved = [group for group in range(GROUPS) if np.any(inputs.moves[group])]
    if any(group & ERODES for group in moved):
        return FULL
    return NO_ZONE if any(group & (LAPSES | WANES) for group in moved) else LEADER_ONLY


@partial(jax.jit, static_argnames=("theory", "sizes", "horizon"))
def tied(inputs: Inputs, value: jax.Array, theory: str, sizes: Sizes, horizon: int) -> jax.Array:
    """The fields of a result in one array: fetching an array from the cores has its price."""

    def of_piece(some: Inputs, their_value: jax.Array) -> jax.Array:
        found = solve(with_peace_value(some, their_value), theory, sizes, horizon)
        return jnp.stack(found).astype(np.float32)

    return by_pieces(of_piece, inputs, value)
