"""Each mechanism's share in a result: Shapley values by random orders.

In every draw the mechanisms join one by one in a random order, and each is credited with what the
result gains when it joins; draws come in pairs with opposite orders. A mechanism that has not
joined does what it does in a reference, such as the case without a guarantee, or nothing where
there is none; one that does the same in both is no player. The credits of a draw add up exactly to
the difference between all mechanisms and the reference. The value of a year of peace stays as
anchored.

References
----------
[Shapley1953]_; [CastroGomezTejada2009]_ for the estimate by random orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import jax
import numpy as np
from numpy.typing import NDArray

from suasion.mechanism.assembly import Assembly, grouped
from suasion.mechanism.mechanism import Moves
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs
from suasion.uncertainty.playing import played


@dataclass(frozen=True)
class Shares:
    """Mean credit of each mechanism and its standard error [1]; with all, with none [1]."""

    mechanisms: Sequence[str]
    credit: Array
    standard_error: Array
    with_all: float
    with_none: float


def orders(draws: int, players: int, seed: int) -> NDArray[np.intp]:
    """Random orders in opposite pairs, shape (draws, players)."""
    generator = np.random.default_rng([seed, players])
    half = [generator.permutation(players) for _ in range((draws + 1) // 2)]
    return np.array([order for one in half for order in (one, one[::-1])][:draws])


def presence(order: NDArray[np.intp]) -> Array:
    """1 where a player has joined, shape (draws, players + 1, players)."""
    players = order.shape[1]
    joins_at = np.argsort(order, axis=1)
    return (np.arange(players + 1)[None, :, None] > joins_at[:, None, :]).astype(float)


def shares(
    assembly: Assembly,
    inputs: Inputs,
    anchors: dict[str, Anchor],
    year: int,
    horizon: int,
    seed: int,
    reference: Assembly | None = None,
) -> Shares:
    """Shapley shares of the mechanisms in the chance of no major attack.

    Parameters
    ----------
    assembly, inputs, anchors
        One guarantee; every array's last axis is the draws to use.
    year
        Year at whose end the chance is read; averaged over theories.
    reference
        What mechanisms do before they join; nothing where it is None.
    """
    players = differing(assembly, reference)
    draws = inputs.base.shape[-1]
    joined = presence(orders(draws, len(players), seed))
    steps = len(players) + 1
    wide = np.repeat(np.arange(draws), steps)
    keep = {name: joined[:, :, column].ravel() for column, name in enumerate(players)}
    moves = grouped(_taken(assembly, wide), len(wide), keep)
    if reference is not None:
        absent = {name: 1 - keep.get(name, np.ones(1)) for name in assembly.moves}
        moves = moves + grouped(_taken(reference, wide), len(wide), absent)
    rest = jax.tree.map(lambda array: array[..., wide], inputs._replace(moves=wide))
    batch = rest._replace(moves=moves)
    values = [
        played(batch, Anchor(*(part[wide] for part in tied)), theory, horizon).survival[year - 1]
        for theory, tied in anchors.items()
    ]
    value = np.mean(values, axis=0).reshape(draws, steps)
    return _credited(players, orders(draws, len(players), seed), value)


def differing(assembly: Assembly, reference: Assembly | None) -> list[str]:
    """Mechanisms that do something, and something else than in the reference."""
    if reference is None:
        return assembly.active
    return [key for key, moves in assembly.moves.items() if _differs(moves, reference.moves[key])]


def _differs(one: Moves, other: Moves) -> bool:
    return any(bool(np.any(move != other[name])) for name, move in one.items())


def _credited(players: Sequence[str], order: NDArray[np.intp], value: Array) -> Shares:
    draws = len(value)
    credit = np.zeros((draws, len(players)))
    np.put_along_axis(credit, order, np.diff(value, axis=1), axis=1)
    error = credit.std(axis=0) / np.sqrt(max(draws, 1))
    return Shares(
        players, credit.mean(0), error, float(value[:, -1].mean()), float(value[:, 0].mean())
    )


def _taken(assembly: Assembly, at: NDArray[np.intp]) -> Assembly:
    """The assembly at chosen draws."""
    moves = {
        key: {name: move if len(move) == 1 else move[at] for name, move in one.items()}
        for key, one in assembly.moves.items()
    }
    return Assembly(moves, assembly.open_facts, assembly.read)
