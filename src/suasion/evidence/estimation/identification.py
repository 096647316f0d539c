"""Whether coefficients can be told apart, checked before anything is fitted.

Definitions
-----------
group
    Outcomes whose utilities matter to a player as differences only
    (`suasion.evidence.estimation.trees.components`). What stands in all utilities of a group cannot
    be estimated: the same sum added to each changes no choice.

Every fault is told at once. What the rules for groups do not see, such as utilities that enter only
through a scale, the last check does: the information matrix at a generic point must have full rank.

References
----------
[LewisSchultz2003]_ for the rule on regressors; [Signorino2003]_ for the scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from suasion.errors import InputError, Problem
from suasion.evidence.estimation.design import CONSTANT, Matrix
from suasion.evidence.estimation.faults import fault
from suasion.evidence.estimation.kernel import Kernel, log_chances
from suasion.evidence.estimation.trees import Utility, components, types_of

SMALL = 1e-8
GENERIC = 0.3
"""Size of a typical utility at the generic point [standard deviations of a shock]."""


def check(
    kernel: Kernel, matrices: Sequence[Matrix], seen: np.ndarray, *, penalised: bool = False
) -> None:
    """Refuse what cannot be estimated.

    Parameters
    ----------
    kernel
        The game.
    matrices
        Regressors by index, in the kernel's order.
    seen
        Index of the outcome of each row.
    penalised
        Whether a penalty or a prior holds the coefficients.

    Raises
    ------
    InputError
        With every reason.
    """
    found = [
        *_sizes(kernel, matrices, seen, penalised=penalised),
        *_columns(kernel, matrices),
        *_bearing(kernel),
        *_groups(kernel, matrices),
        *_scales(kernel, matrices),
    ]
    found = found or [*_rank(kernel, matrices)]
    if found:
        raise InputError(found)


def labels(kernel: Kernel) -> list[str]:
    """Names of the indices."""
    scales = [f"log scale of {player}" if player else "log scale" for player in kernel.scales]
    return [*map(str, kernel.utilities), *scales]


def _sizes(
    kernel: Kernel, matrices: Sequence[Matrix], seen: np.ndarray, *, penalised: bool
) -> Iterator[Problem]:
    count = sum(len(one.names) for one in matrices)
    if count == 0:
        yield fault("formula", "", None, "there is nothing to estimate", "Give a regressor or 1")
    if penalised:
        return
    if count > len(seen):
        message = f"there are {count} coefficients and {len(seen)} rows"
        yield fault("formula", "", None, message, "Leave out regressors, or give a penalty")
    for at, outcome in enumerate(kernel.tree.outcomes):
        if not (seen == at).any():
            message = "no row has this outcome, so that its utilities run off to minus infinity"
            remedy = "Check the coding of outcomes, or give a penalty"
            yield fault("data", outcome.name, None, message, remedy)


def _columns(kernel: Kernel, matrices: Sequence[Matrix]) -> Iterator[Problem]:
    """Regressors that do not vary, and those that others of the same side add up to."""
    for label, one in zip(labels(kernel), matrices, strict=True):
        still = [
            name
            for name, column in zip(one.names, one.values.T, strict=True)
            if name != CONSTANT and np.ptp(column) <= SMALL * max(1.0, np.abs(column).max())
        ]
        for name in still:
            message = "this regressor has the same value in every row that is used"
            yield fault("formula", f"{label}: {name}", None, message, "Leave it out")
        if not still and (extra := _superfluous(one.values)):
            name = one.names[extra[0]]
            message = "this regressor is a sum of others of the same utility"
            yield fault("formula", f"{label}: {name}", None, message, "Leave one of them out")


def _superfluous(values: np.ndarray) -> list[int]:
    """Columns that those before them add up to."""
    scaled = values / np.maximum(np.linalg.norm(values, axis=0), SMALL)
    found, kept = [], np.zeros((len(values), 0))
    for at, column in enumerate(scaled.T):
        rest = column - kept @ (kept.T @ column)
        rest = rest - kept @ (kept.T @ rest)
        size = np.linalg.norm(rest)
        if size < SMALL:
            found.append(at)
        else:
            kept = np.column_stack([kept, rest / size])
    return found


def _bearing(kernel: Kernel) -> Iterator[Problem]:
    """Utilities at outcomes that the player has no part in bringing about."""
    for utility in kernel.utilities:
        player = kernel.tree.players.index(utility.player)
        groups = components(kernel.tree, player)
        if not any(utility.outcome in group for group in groups):
            message = "no move of this player bears on this outcome"
            yield fault("formula", str(utility), None, message, "Fix this utility at 0")


def _groups(kernel: Kernel, matrices: Sequence[Matrix]) -> Iterator[Problem]:
    given = dict(zip(kernel.utilities, matrices, strict=False))
    for p, player in enumerate(kernel.tree.players):
        for kind in types_of(kernel.tree, player) or ("",):
            for group in components(kernel.tree, p):
                sides = [_side(given, player, kind, outcome) for outcome in sorted(group)]
                if not sides or any(one is None for one in sides):
                    continue
                yield from _shared(player, group, [one for one in sides if one is not None])


def _side(given: dict[Utility, Matrix], player: str, kind: str, outcome: str) -> Matrix | None:
    return given.get(Utility(player, outcome, kind), given.get(Utility(player, outcome)))


def _shared(player: str, group: frozenset[str], sides: Sequence[Matrix]) -> Iterator[Problem]:
    """What stands in all utilities of a group, by name."""
    least = min(sides, key=lambda one: len(one.names))
    others = [one for one in sides if one is not least]
    common = [name for name in least.names if all(_spans(one, least, name) for one in others)]
    for name in common:
        what = "the constant" if name == CONSTANT else f"the regressor {name}"
        message = (
            f"{what} stands in all utilities of {player} that its moves choose among "
            f"({', '.join(sorted(group))}); only differences show in choices"
        )
        yield fault("formula", player, None, message, "Take it out of one of them (0 + … or - 1)")


def _spans(side: Matrix, other: Matrix, name: str) -> bool:
    """Whether the regressors of a side add up to a column of another."""
    column = other.values[:, other.names.index(name)]
    if name in side.names and np.array_equal(side.values[:, side.names.index(name)], column):
        return True
    if not side.names:
        return False
    scaled = side.values / np.maximum(np.linalg.norm(side.values, axis=0), SMALL)
    weights = np.linalg.lstsq(scaled.T @ scaled, scaled.T @ column)[0]
    return bool(np.linalg.norm(column - scaled @ weights) < SMALL * np.linalg.norm(column))


def _scales(kernel: Kernel, matrices: Sequence[Matrix]) -> Iterator[Problem]:
    """A scale with a constant needs a utility that is known."""
    known = {
        utility.player
        for utility, one in zip(kernel.utilities, matrices, strict=False)
        if np.any(one.offset)
    }
    given = dict(zip(kernel.scales, matrices[len(kernel.utilities) :], strict=True))
    for player, one in given.items():
        identified = bool(known) if player == "" else player in known
        if CONSTANT in one.names and not identified:
            who = player or "any player"
            message = f"the scale is not identified: no utility of {who} is known"
            remedy = "Take the constant out (0 + …), or give a utility as offset(…)"
            yield fault("formula", f"scale {player}".strip(), None, message, remedy)
    if "" in given and len(given) > 1:
        message = "there is a scale for all players and one for some"
        yield fault("formula", "scale", None, message, "Give one or the other")


def _rank(kernel: Kernel, matrices: Sequence[Matrix]) -> Iterator[Problem]:
    """The direction, if any, in which nothing changes at a generic point."""
    information = expected_information(kernel, matrices)
    spread = np.sqrt(np.maximum(np.diag(information), 1e-300))
    values, vectors = np.linalg.eigh(information / np.outer(spread, spread))
    if values[0] > 1e-10:
        return
    names = [
        f"{label}: {name}"
        for label, one in zip(labels(kernel), matrices, strict=True)
        for name in one.names
    ]
    weights = np.abs(vectors[:, 0])
    worst = [names[at] for at in np.flatnonzero(weights > 0.1 * weights.max())]
    message = f"these coefficients cannot be told apart: {', '.join(worst[:6])}"
    yield fault("formula", "", None, message, "Leave out one of them, or fix a utility at 0")


def expected_information(kernel: Kernel, matrices: Sequence[Matrix]) -> np.ndarray:
    """Information about the coefficients at a generic point, all outcomes counted."""
    rng = np.random.default_rng(0)
    index = np.stack([one.offset for one in matrices], axis=1)
    for k, one in enumerate(matrices):
        size = np.maximum(np.sqrt((one.values**2).mean(axis=0)), SMALL)
        index[:, k] += one.values @ (rng.normal(size=len(one.names)) * GENERIC / size)
    with jax.enable_x64(True):
        blocks = tuple(jnp.asarray(one.values) for one in matrices)
        return np.asarray(_information(kernel, blocks, jnp.asarray(index)))


@partial(jax.jit, static_argnums=0)
def _information(kernel: Kernel, blocks: tuple[jax.Array, ...], index: jax.Array) -> jax.Array:
    """Sum over rows and outcomes of chance times the slopes of its logarithm, squared."""

    def one(row: jax.Array) -> tuple[jax.Array, jax.Array]:
        logs = log_chances(kernel, row)
        return logs, logs

    slopes, logs = jax.vmap(jax.jacfwd(one, has_aux=True))(index)
    inner = jnp.einsum("no,noi,noj->nij", jnp.exp(logs), slopes, slopes)
    return jnp.block(
        [
            [x.T @ (z * inner[:, i, j][:, None]) for j, z in enumerate(blocks)]
            for i, x in enumerate(blocks)
        ]
    )
