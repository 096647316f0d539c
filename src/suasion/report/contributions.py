"""Each mechanism's share in what a guarantee adds, on a few of the comparison's draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import numpy as np

from suasion.mechanism.assembly import Assembly
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.shapley import Shares, shares

DRAWS = 24
"""Draws used: enough to order the large contributions, and done in seconds."""


def contributions(
    comparison: Comparison, done: Callable[[], None] = lambda: None
) -> Mapping[str, Shares]:
    """Shapley shares by guarantee, in the order of the comparison.

    Parameters
    ----------
    done
        Called after each guarantee.
    """
    found = {}
    for key in shown(comparison):
        found[key] = _of(comparison, key)
        done()
    return found


def shown(comparison: Comparison) -> list[str]:
    """Guarantees that were asked for, best first."""
    return [key for key in comparison.found if key in comparison.options.guarantees]


def _of(comparison: Comparison, key: str) -> Shares:
    case, horizon = comparison.loaded.case, comparison.options.horizon
    guarantee, sample = comparison.loaded.guarantees[key], comparison.ensemble.sample
    baseline = comparison.original.guarantees[case.baseline]
    without, _ = prepare(baseline, case, sample, horizon)
    prepared, inputs = prepare(guarantee, case, sample, horizon)
    few = jax.tree.map(lambda array: array[..., :DRAWS], inputs)
    anchors = {
        theory: Anchor(*(np.asarray(part)[:DRAWS] for part in tied))
        for theory, tied in comparison.ensemble.anchors.items()
    }
    assembly, reference = _first(prepared.assembly), _first(without.assembly)
    return shares(assembly, few, anchors, horizon, horizon, comparison.options.seed, reference)


def _first(assembly: Assembly) -> Assembly:
    """The assembly in the first draws."""
    moves = {
        key: {name: _cut(move) for name, move in one.items()} for key, one in assembly.moves.items()
    }
    return Assembly(moves, assembly.open_facts, assembly.read)


def _cut(move: Array) -> Array:
    return move[:DRAWS] if len(move) > 1 else move
