"""What an estimate says about chances: changes of a variable, and their uncertainty.

Definitions
-----------
mean chance
    Chance of an outcome, averaged over the rows of the data.
average partial effect
    Change of the mean chances for a small change of a variable, by one unit of it; for a variable
    that is 0 or 1, the change from all rows at 0 to all rows at 1.
counterfactual
    Mean chances if a variable had another value in every row, and the change from what it had.

All run through the estimated game: a change of one player's utility moves the others' choices too.
Uncertainty is that of the coefficients alone: by the delta method, or from draws of the normal
distribution with the estimate's covariance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd

from suasion.evidence.estimation.design import Matrix, require
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.fitting import Estimate
from suasion.evidence.estimation.kernel import Kernel
from suasion.evidence.estimation.likelihood import Blocks, chances
from suasion.evidence.estimation.specification import Model
from suasion.theory.tree.expression import ExpressionFault, evaluate, parse

Z_95 = 1.959963984540054
STEP = 1e-4
"""Half the width of a difference quotient, in standard deviations of the variable."""


class Side(NamedTuple):
    """Regressors and known parts of a table of data."""

    blocks: Blocks
    offsets: jax.Array


def average_partial_effects(
    found: Estimate, columns: Sequence[str] | None = None, *, draws: int = 0, seed: int = 1
) -> pd.DataFrame:
    """Average partial effects of variables on the chance of each outcome [1 per unit].

    Parameters
    ----------
    found
        The estimate.
    columns
        Variables; all numeric ones of the formula where None.
    draws
        How many draws the uncertainty is simulated with; 0 for the delta method.
    seed
        Of the draws.

    Returns
    -------
    One row for each variable and outcome: effect, se, low and high of the 95 % interval.

    Raises
    ------
    UnknownName
        For a column that the model does not use.
    """
    used = _numeric(found.model)
    require(found.model.data[used], columns or [])
    parts = []
    for name in columns or used:
        low, high, width = _around(found.model.data, name)
        sides = _side(found.model, high), _side(found.model, low)
        parts.append(_told(found, sides, width, name, draws, seed))
    return pd.concat(parts)


def counterfactual(
    found: Estimate, changes: Mapping[str, Any], *, draws: int = 0, seed: int = 1
) -> pd.DataFrame:
    """Mean chances after changes to variables, and the difference to the data as they are.

    Parameters
    ----------
    found
        The estimate.
    changes
        By column, its value in every row, or an expression of columns such as ``"ibf + 1"``.
    draws, seed
        As in `average_partial_effects`.

    Returns
    -------
    One row for each outcome: before, after, effect, se, low and high of the 95 % interval.

    Raises
    ------
    UnknownName
        For a column that the data do not have.
    InputError
        For a value that its column cannot have.
    """
    model = found.model
    after = model.data.assign(**{name: _value(model, name, to) for name, to in changes.items()})
    sides = _side(model, after), _side(model, model.data)
    told = _told(found, sides, 1.0, ", ".join(changes), draws, seed)
    means = [_mean(model.kernel, side, found.coefficients) for side in sides]
    told.insert(0, "before", means[1])
    told.insert(1, "after", means[0])
    return told.droplevel(0)


def _numeric(model: Model) -> list[str]:
    """Numeric columns that the formula reads, in the order of the data."""
    sides = [*model.formula.sides.values(), *model.formula.scales.values()]
    read = frozenset[str]().union(*(side.columns for side in sides)) - set(model.levels)
    return [str(name) for name in model.data.columns if name in read]


def _around(data: pd.DataFrame, name: str) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Data with less and with more of a variable, and how far apart the two are."""
    column = data[name].astype(float)
    if set(column) <= {0.0, 1.0}:
        return data.assign(**{name: 0.0}), data.assign(**{name: 1.0}), 1.0
    step = STEP * float(column.std())
    return data.assign(**{name: column - step}), data.assign(**{name: column + step}), 2.0 * step


def _value(model: Model, name: str, to: Any) -> Any:
    require(model.data, [name])
    if not isinstance(to, str) or name in model.levels:
        return to
    try:
        expression = parse(to)
    except ExpressionFault as error:
        remedy = "Give a number, or an expression of columns such as x + 1"
        raise refused("counterfactual", name, to, str(error), remedy) from None
    require(model.data, expression.names)
    known = {one: model.data[one].to_numpy(dtype=float) for one in expression.names}
    return np.broadcast_to(evaluate(expression, known), len(model.data))


def _side(model: Model, data: pd.DataFrame) -> Side:
    matrices: tuple[Matrix, ...] = model.regressors(data)
    with jax.enable_x64(True):
        blocks = tuple(jnp.asarray(one.values, dtype=float) for one in matrices)
        offsets = jnp.stack([jnp.asarray(one.offset, dtype=float) for one in matrices], axis=1)
        return Side(blocks, offsets)


def _mean(kernel: Kernel, side: Side, beta: np.ndarray) -> np.ndarray:
    with jax.enable_x64(True):
        return np.asarray(chances(kernel, *side, jnp.asarray(beta))).mean(axis=0)


def _told(
    found: Estimate, sides: tuple[Side, Side], width: float, name: str, draws: int, seed: int
) -> pd.DataFrame:
    """The change between two tables by outcome, with its uncertainty."""
    kernel, beta = found.model.kernel, found.coefficients
    with jax.enable_x64(True):
        change, slope = _change(kernel, *sides, jnp.asarray(beta))
        effect, slope = np.asarray(change) / width, np.asarray(slope) / width
        if draws:
            rng = np.random.default_rng(seed)
            drawn = rng.multivariate_normal(beta, found.covariance, size=draws)
            many = np.asarray(_changes(kernel, *sides, jnp.asarray(drawn))) / width
            se, ends = many.std(axis=0, ddof=1), np.quantile(many, (0.025, 0.975), axis=0)
        else:
            variance = np.einsum("oi,ij,oj->o", slope, found.covariance, slope)
            se = np.sqrt(np.maximum(variance, 0.0))
            ends = np.stack([effect - Z_95 * se, effect + Z_95 * se])
    index = pd.MultiIndex.from_product(
        [[name], found.model.outcomes], names=["variable", "outcome"]
    )
    return pd.DataFrame({"effect": effect, "se": se, "low": ends[0], "high": ends[1]}, index=index)


def _difference(kernel: Kernel, one: Side, other: Side, beta: jax.Array) -> jax.Array:
    first, second = (jnp.mean(chances(kernel, *side, beta), axis=0) for side in (one, other))
    return first - second


@partial(jax.jit, static_argnums=0)
def _change(kernel: Kernel, one: Side, other: Side, beta: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Change of mean chances by outcome, and its slope by coefficient."""

    def by_beta(b: jax.Array) -> tuple[jax.Array, jax.Array]:
        found = _difference(kernel, one, other, b)
        return found, found

    slope, value = jax.jacfwd(by_beta, has_aux=True)(beta)
    return value, slope


@partial(jax.jit, static_argnums=0)
def _changes(kernel: Kernel, one: Side, other: Side, beta: jax.Array) -> jax.Array:
    """Changes for many coefficients, one lot after another."""
    return jax.lax.map(lambda b: _difference(kernel, one, other, b), beta)
