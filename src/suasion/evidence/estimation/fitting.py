"""Maximum likelihood, with or without a penalty, and what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from suasion.evidence.estimation.covariance import FEW, Kind, covariance
from suasion.evidence.estimation.design import CONSTANT, require
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.maximum import CLOSE, Maximum, Objective, maximum
from suasion.evidence.estimation.moves import Shocks
from suasion.evidence.estimation.penalty import PENALTIES, Penalty
from suasion.evidence.estimation.separation import Separation, beyond, separations
from suasion.evidence.estimation.specification import Model, model
from suasion.evidence.estimation.starts import backward_start, perturbed
from suasion.theory.tree.tree import Tree

STARTS = 4


@dataclass(frozen=True, eq=False)
class Estimate:
    """An estimated game.

    Parameters
    ----------
    model
        What was estimated.
    coefficients
        In the order of `Model.names`; utilities [standard deviations of a shock], scales [log].
    covariance
        Of the coefficients.
    log_likelihood
        Without the penalty.
    penalty, kind
        What was added, and where the covariance comes from.
    converged
        Whether a further step would gain nothing.
    objective, ends
        What was maximised, penalty included: here, and where each start ended.
    separated
        Moves that, taken by themselves, have no maximum.
    beyond
        A better log-likelihood that was found far out; None if none was, or none was looked for.
    clusters
        How many there are; 0 where each row stands for itself.
    """

    model: Model
    coefficients: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    penalty: Penalty
    kind: Kind
    converged: bool
    objective: float
    ends: tuple[float, ...]
    separated: tuple[Separation, ...]
    beyond: float | None = None
    clusters: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Of the coefficients."""
        return self.model.names

    @property
    def rows(self) -> int:
        """How many observations there are."""
        return len(self.model.seen)

    @property
    def errors(self) -> np.ndarray:
        """Standard errors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def aic(self) -> float:
        """Akaike's criterion, ``2 k - 2 log L``; with a penalty it is a rough guide only."""
        return 2.0 * len(self.coefficients) - 2.0 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion, ``k log n - 2 log L``."""
        return float(np.log(self.rows)) * len(self.coefficients) - 2.0 * self.log_likelihood

    @cached_property
    def chances(self) -> np.ndarray:
        """Estimated chance of each outcome in each row [1], shape (rows, outcomes)."""
        return self.model.likelihood.chances(self.coefficients)

    @property
    def correct(self) -> float:
        """Share of rows whose likeliest outcome is what happened [1]."""
        return float(np.mean(self.chances.argmax(axis=1) == self.model.seen))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before using the numbers."""
        return tuple(_notes(self))

    def table(self) -> pd.DataFrame:
        """Coefficient, standard error, z and two-sided p by name."""
        z = self.coefficients / self.errors
        columns = {"coefficient": self.coefficients, "se": self.errors, "z": z}
        return pd.DataFrame(columns | {"p": 2.0 * ndtr(-np.abs(z))}, index=list(self.names))

    def predicted(self) -> pd.DataFrame:
        """Estimated chances by row of the data that was used, one column for each outcome."""
        columns = list(self.model.outcomes)
        return pd.DataFrame(self.chances, columns=columns, index=self.model.data.index)


def fit(
    tree: str | Path | Tree,
    data: pd.DataFrame,
    formula: str | Sequence[str],
    *,
    shocks: Shocks = "probit",
    codes: Mapping[Any, str] | None = None,
    parameters: Mapping[str, float] | None = None,
    penalty: Penalty = "none",
    errors: Kind = "hessian",
    cluster: str | None = None,
    starts: int = STARTS,
    seed: int = 1,
) -> Estimate:
    """A game estimated by maximum likelihood.

    Parameters
    ----------
    tree, data, formula, shocks, codes, parameters
        See `suasion.evidence.estimation.specification.model`.
    penalty
        "none", "log-f" or "cauchy" (`suasion.evidence.estimation.penalty`).
    errors
        "hessian" or "sandwich"; `cluster` makes it a sandwich by clusters.
    cluster
        Column that names each row's cluster.
    starts
        How many: the first by statistical backward induction, the others at random around it.
    seed
        Of the random starts.

    Raises
    ------
    InputError
        For what cannot be estimated.

    Examples
    --------
    >>> from suasion.theory.tree.reading import read_game
    >>> lone = read_game(
    ...     "{game: lone, title: Stay or go, players: [state], nodes: {start: {player: state, "
    ...     "actions: {go: go, stay: stay}}}, outcomes: {go: {payoffs: {state: 0}}, "
    ...     "stay: {payoffs: {state: 0}}}}",
    ...     "lone.yaml",
    ... )
    >>> rng = np.random.default_rng(1)
    >>> cases = pd.DataFrame({"x": rng.normal(size=2000)})
    >>> stays = rng.normal(size=2000) * 2**0.5 < 0.5 + cases["x"]
    >>> cases["y"] = np.where(stays, "stay", "go")
    >>> fit(lone, cases, "y ~ x").coefficients.round(1).tolist()
    [0.5, 1.1]
    """
    if penalty not in PENALTIES:
        message = "there is no such penalty"
        raise refused("--penalty", "", penalty, message, f"Use {', '.join(PENALTIES)}")
    made = model(
        tree,
        data,
        formula,
        shocks=shocks,
        codes=codes,
        parameters=parameters,
        penalised=penalty != "none",
    )
    return estimate(made, penalty, errors, cluster, starts, seed)


def estimate(
    made: Model,
    penalty: Penalty = "none",
    errors: Kind = "hessian",
    cluster: str | None = None,
    starts: int = STARTS,
    seed: int = 1,
) -> Estimate:
    """A checked specification estimated; see `fit`."""
    groups = _clusters(made, cluster)
    begun = backward_start(made.kernel, made.matrices, made.seen)
    objective = Objective(made.likelihood, constants(made), penalty)
    found = maximum(objective, perturbed(begun, made.matrices, starts, seed))
    kind: Kind = "cluster" if cluster else errors
    point = found.point
    spread = covariance(point.hessian, point.likelihood.scores, groups, robust=kind != "hessian")
    separated = separations(made, point.beta)
    return Estimate(
        model=made,
        coefficients=point.beta,
        covariance=spread,
        log_likelihood=point.likelihood.value,
        penalty=penalty,
        kind=kind,
        converged=found.converged and bool(np.isfinite(point.value)),
        objective=point.value,
        ends=found.ends,
        separated=separated,
        beyond=_beyond(objective, found, separated) if penalty == "none" else None,
        clusters=0 if groups is None else len(set(groups)),
    )


def _beyond(objective: Objective, found: Maximum, separated: Sequence[Separation]) -> float | None:
    """The best value above the maximum that was found: where a start ran off to, or far out."""
    best = found.point.value
    far = [beyond(objective, found.point.beta, one, best) for one in separated]
    better = [end for end in (*found.ends, *far) if end is not None and end > best + CLOSE]
    return max(better, default=None)


def constants(made: Model) -> np.ndarray:
    """Which coefficients are constants."""
    return np.array([name.endswith(f": {CONSTANT}") for name in made.names])


def _clusters(made: Model, cluster: str | None) -> np.ndarray | None:
    if cluster is None:
        return None
    require(made.data, [cluster])
    column = made.data[cluster]
    if column.isna().any():
        message = "rows that are used have no cluster"
        raise refused("data", cluster, None, message, "Fill the column, or drop these rows")
    codes = pd.factorize(column)[0]
    if codes.max() == 0:
        message = "all rows are in one cluster"
        raise refused("data", cluster, column.iloc[0], message, "Use a column with more")
    return codes


def _notes(found: Estimate) -> list[str]:
    notes = []
    if not found.converged:
        notes.append("The search did not reach a maximum: do not use these numbers")
    if np.isnan(found.covariance).any():
        notes.append("The curvature is not that of a maximum: there are no standard errors")
    notes += [_told(found, one) for one in found.separated]
    if found.beyond is not None:
        notes.append(
            "This maximum is a local one: far out the log-likelihood is at least "
            f"{found.beyond:.4f}"
        )
    near = [end for end in found.ends if abs(end - found.objective) < CLOSE]
    if len(near) < len(found.ends):
        notes.append(f"{len(near)} of {len(found.ends)} starts end at this point")
    if 0 < found.clusters < FEW:
        notes.append(f"With {found.clusters} clusters these standard errors are too small")
    if found.model.left_out:
        notes.append(f"{found.model.left_out} rows are left out: a value is missing")
    return notes


def _told(found: Estimate, one: Separation) -> str:
    """A separated move, and what to do or what has been done about it."""
    text = str(one)[0].upper() + str(one)[1:]
    if found.penalty == "none":
        return f"{text}: sizes and standard errors are not to be relied on; use a penalty (log-f)"
    return f"{text}: the numbers hang on the penalty ({found.penalty})"
