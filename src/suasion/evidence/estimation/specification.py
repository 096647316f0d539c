"""A specification with its data, checked: what a fit or a sampler works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from suasion.evidence.estimation.design import Coding, Matrix, coding, complete, matrix, require
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.formula import Formula, parse_formula
from suasion.evidence.estimation.identification import check
from suasion.evidence.estimation.kernel import SHOCKS, Kernel
from suasion.evidence.estimation.likelihood import Likelihood, likelihood
from suasion.evidence.estimation.moves import Shocks
from suasion.evidence.estimation.observed import MISSING, observed
from suasion.evidence.estimation.terms import Side
from suasion.evidence.estimation.trees import Utility, game
from suasion.theory.solvers.private_information import obstacle
from suasion.theory.tree.tree import CHANCE, Tree
from suasion.theory.tree.worth import worth


@dataclass(frozen=True, eq=False)
class Model:
    """A game with regressors and outcomes, ready to be estimated.

    Parameters
    ----------
    tree
        The game.
    formula
        Parsed.
    kernel
        The game and its shocks, compiled when used.
    names
        Of coefficients: ``player.outcome: regressor``.
    matrices
        Regressors by index.
    seen
        Index of the outcome of each row.
    rows
        Which rows of the data are used.
    data
        The data, those rows only.
    levels
        Coding of categories.
    """

    tree: Tree
    formula: Formula
    kernel: Kernel
    names: tuple[str, ...]
    matrices: tuple[Matrix, ...]
    seen: np.ndarray
    rows: np.ndarray
    data: pd.DataFrame
    levels: Coding

    @property
    def likelihood(self) -> Likelihood:
        """Of its coefficients."""
        return likelihood(self.kernel, self.matrices, self.seen)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes of the game."""
        return tuple(one.name for one in self.tree.outcomes)

    @property
    def left_out(self) -> int:
        """How many rows are not used because a value is missing."""
        return int((~self.rows).sum())

    @property
    def counts(self) -> dict[str, int]:
        """How often each outcome was seen."""
        return {name: int((self.seen == at).sum()) for at, name in enumerate(self.outcomes)}

    def regressors(self, data: pd.DataFrame) -> tuple[Matrix, ...]:
        """Regressors of other data, coded as those of the model."""
        return tuple(matrix(side, data, self.levels) for side in _sides(self.formula))


def model(
    tree: str | Path | Tree,
    data: pd.DataFrame,
    formula: str | Sequence[str],
    *,
    shocks: Shocks = "probit",
    codes: Mapping[Any, str] | None = None,
    parameters: Mapping[str, float] | None = None,
    penalised: bool = False,
) -> Model:
    """A specification, checked against its game and its data.

    Parameters
    ----------
    tree
        The game, its name or its file (`suasion.evidence.estimation.trees`).
    data
        One row for each observation; rows with a missing value in a column that is used are left
        out.
    formula
        See `suasion.evidence.estimation.formula`.
    shocks
        "probit" or "logit" (agent error), or "private-information".
    codes
        What values of a column of outcomes mean: value to name of outcome.
    parameters
        Values for a game whose moves of chance have probabilities that its file names.
    penalised
        Whether a penalty or a prior will hold the coefficients: then an outcome may be missing
        from the data.

    Raises
    ------
    InputError
        For a formula, data or a model that cannot be estimated, with what to do.
    UnknownName
        For a column, utility, player or game that does not exist.

    Examples
    --------
    >>> cases = pd.DataFrame({"y": ["war", "status_quo", "concession"] * 9, "x": range(27)})
    >>> model("egame12", cases, "y ~ x | 0 | 0 | 1").names  # doctest: +NORMALIZE_WHITESPACE
    ('challenger.status_quo: const', 'challenger.status_quo: x', 'defender.war: const')
    """
    known = game(tree)
    _allowed(known, shocks)
    parsed = parse_formula(formula, known)
    require(data, {*parsed.left, *(name for side in _sides(parsed) for name in side.columns)})
    used, seen, rows = _used(known, data, parsed, codes)
    levels = coding(used, _sides(parsed))
    matrices = tuple(matrix(side, used, levels) for side in _sides(parsed))
    chances = _chances(known, parameters or {})
    kernel = Kernel(known, tuple(parsed.sides), tuple(parsed.scales), shocks, chances)
    check(kernel, matrices, seen, penalised=penalised)
    names = tuple(
        f"{label}: {name}"
        for label, one in zip(_labels(parsed), matrices, strict=True)
        for name in one.names
    )
    return Model(known, parsed, kernel, names, matrices, seen, rows, used, levels)


def _allowed(tree: Tree, shocks: Shocks) -> None:
    if shocks not in SHOCKS:
        message = "there are no such shocks"
        raise refused("--shocks", "", shocks, message, f"Use {', '.join(SHOCKS)}")
    if shocks == "private-information" and (reason := obstacle(tree)):
        message = f"private information does not apply to {tree.id}: {reason}"
        raise refused("--shocks", "", shocks, message, "Use probit or logit")


def _sides(formula: Formula) -> list[Side]:
    return [*formula.sides.values(), *formula.scales.values()]


def _labels(formula: Formula) -> list[Utility | str]:
    scales = [f"log scale of {player}" if player else "log scale" for player in formula.scales]
    return [*formula.sides, *scales]


def _used(
    tree: Tree, data: pd.DataFrame, formula: Formula, codes: Mapping[Any, str] | None
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """The rows that are used, what was seen in them, and which they are."""
    seen = observed(tree, data, formula.left, codes)
    columns = {name for side in _sides(formula) for name in side.columns}
    rows = complete(data, columns) & (seen != MISSING)
    if not rows.any():
        message = "no row has a value in every column that is used"
        raise refused("data", "", f"{len(data)} rows", message, "Leave out a regressor")
    return data[rows], seen[rows], rows


def _chances(tree: Tree, parameters: Mapping[str, float]) -> tuple[tuple[float, ...], ...]:
    """Probabilities of moves of chance; empty where chance does not move."""
    if not any(node.mover == CHANCE for node in tree.nodes):
        return ()
    found = worth(tree, parameters).chances
    return tuple(found.get(at, ()) for at in range(len(tree.nodes)))
