"""From a table and a formula to estimates: first stage, method, errors and equilibria in one call.

Definitions and notation
------------------------
first stage
    ``logit`` (`suasion.evidence.signalling.first.first_stage`), ``shares`` (`own_shares`), or two
    columns of the table joined by ``+``: the chance that B resists and that A stands firm.
starts
    CMLE is started from NPL and PL of the first stage and, where games see ten challenges each on
    average (judgement), from PL of each game's own shares; the end with the highest likelihood is
    kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from suasion.evidence.estimation.design import require
from suasion.evidence.estimation.faults import refused
from suasion.evidence.signalling.beliefs import Beliefs
from suasion.evidence.signalling.bootstrap import Bootstrap, bootstrap_covariance
from suasion.evidence.signalling.constrained import constrained_likelihood, highest
from suasion.evidence.signalling.estimates import Estimates
from suasion.evidence.signalling.findings import findings
from suasion.evidence.signalling.first import first_stage, own_shares
from suasion.evidence.signalling.formula import Specified, specified
from suasion.evidence.signalling.games import Crises
from suasion.evidence.signalling.multiplicity import Multiplicity, equilibria
from suasion.evidence.signalling.pseudo import nested_pseudo_likelihood, pseudo_likelihood

Array = NDArray[np.float64]
Method = Literal["pl", "npl", "cmle"]
METHODS: tuple[Method, ...] = get_args(Method)
OFTEN = 10.0
"""Challenges a game from which on its own shares say enough to start from."""
FIRST: Mapping[str, Callable[[Crises], Beliefs]] = {"logit": first_stage, "shares": own_shares}


@dataclass(frozen=True)
class Fit:
    """Estimates of a crisis-signalling game, and what there is to know before they are used.

    Parameters
    ----------
    specified
        The games and which rows they are of.
    estimates
        Of the method that was asked for.
    starts
        Where each search of CMLE started, with its end; empty for the other methods.
    multiplicity
        Every equilibrium of every game at the estimates.
    bootstrap
        Covariance of PL with its first stage, where it was asked for.
    """

    specified: Specified
    estimates: Estimates
    starts: Mapping[str, Estimates]
    multiplicity: Multiplicity
    bootstrap: Bootstrap | None

    @property
    def converged(self) -> bool:
        """Whether a maximum or a fixed point was reached."""
        return self.estimates.status.code == "ok"

    @property
    def covariance(self) -> Array | None:
        """Of the coefficients, of shape `K K`; None where none can be trusted.

        That of PL is None unless it was drawn: without the first stage it is too small.
        """
        if self.estimates.method == "PL":
            return self.bootstrap.covariance if self.bootstrap and self.converged else None
        return self.estimates.covariance

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before using the numbers, the worst first."""
        return findings(self)

    def equilibria(self) -> dict[int, int]:
        """How many games have one equilibrium at the estimates, how many three, and so on."""
        number, games = np.unique(self.multiplicity.number, return_counts=True)
        return dict(zip(number.tolist(), games.tolist(), strict=True))

    def table(self) -> pd.DataFrame:
        """Estimate, standard error, z and two-sided p by coefficient; missing where not known."""
        covariance = self.covariance
        frame = pd.DataFrame(
            {"estimate": self.estimates.values}, index=list(self.estimates.data.names)
        )
        frame["se"] = np.nan if covariance is None else np.sqrt(np.diag(covariance))
        frame["z"] = frame["estimate"] / frame["se"]
        frame["p"] = 2.0 * ndtr(-frame["z"].abs())
        return frame


def fit(
    data: pd.DataFrame,
    formula: str | Sequence[str],
    *,
    method: Method = "npl",
    first: str = "logit",
    fixed: Mapping[str, float] | None = None,
    bootstrap: int = 0,
    seed: int = 1,
) -> Fit:
    """The payoffs of a crisis-signalling game from a table.

    Parameters
    ----------
    data
        One row for each game; see `suasion.evidence.signalling.formula`.
    formula
        Outcomes, and regressors of each utility.
    method
        "pl", "npl" or "cmle".
    first
        The first stage: "logit", "shares" or "COLUMN + COLUMN".
    fixed
        Utilities that are known [standard deviations of a shock].
    bootstrap
        Draws for the standard errors of PL, 2 or more; 0: none, and no standard errors.
    seed
        Of these draws, 0 or more.

    Raises
    ------
    InputError
        With what is wrong with the formula, the data or an option.
    UnknownName
        For a column or utility that does not exist.
    EstimationFault
        If coefficients are not identified, or the first stage has nothing to fit.

    Examples
    --------
    >>> from suasion.evidence.signalling import example
    >>> formula = "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
    >>> found = fit(example(), formula, method="cmle")
    >>> found.converged, int(found.multiplicity.number.max())
    (True, 1)
    >>> bool(abs(found.table().estimate["w_b: const"] + 2.45) < 0.1)
    True
    """
    _allowed(method, first, bootstrap)
    games = specified(data, formula, fixed=fixed)
    beliefs = _beliefs(games, first)
    plain = pseudo_likelihood(games.games, beliefs)
    found, starts = plain, dict[str, Estimates]()
    if method != "pl":
        found = nested_pseudo_likelihood(games.games, beliefs, start=_start(plain))
    if method == "cmle":
        starts = _searched(games.games, {f"NPL, {first}": found, f"PL, {first}": plain})
        found = highest(list(starts.values()))
    drawn = None
    if bootstrap and found.status.code == "ok":
        random = np.random.default_rng(seed)
        drawn = bootstrap_covariance(found, random=random, draws=bootstrap, first=FIRST[first])
    return Fit(games, found, starts, equilibria(games.games, found.values), drawn)


def _allowed(method: str, first: str, bootstrap: int) -> None:
    if method not in METHODS:
        message = "there is no such method"
        raise refused("--method", "", method, message, f"Use {', '.join(METHODS)}")
    if bootstrap and method != "pl":
        message = f"standard errors of {method} are not drawn"
        raise refused("--bootstrap", "", bootstrap, message, "Leave it out, or use --method pl")
    if bootstrap and (first not in FIRST or bootstrap < 2):
        message = "draws anew fit the first stage anew; they need two draws and a first stage"
        remedy = "Use --first-stage logit or shares, and 2 draws or more"
        raise refused("--bootstrap", "", bootstrap, message, remedy)


def _beliefs(games: Specified, first: str) -> Beliefs:
    """Of the first stage; chances from columns are checked here."""
    if first in FIRST:
        return FIRST[first](games.games)
    columns = [one.strip() for one in first.split("+")]
    if len(columns) != 2:
        message = "is no first stage"
        remedy = "Use logit, shares, or two columns of chances: PRhat+PFhat"
        raise refused("--first-stage", "", first, message, remedy)
    require(games.data, columns)
    resists, firm = (_chances(games, name) for name in columns)
    return Beliefs(ndtri(resists), firm)


def _chances(games: Specified, name: str) -> Array:
    column = games.data[name]
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    inside = (numbers > 0.0) & (numbers < 1.0)
    if not inside.all():
        at = int(np.argmin(inside))
        message = f"row {np.flatnonzero(games.rows)[at] + 1} holds no chance between 0 and 1"
        remedy = "Give chances above 0 and below 1 in every row that is used"
        raise refused("data", name, column.iloc[at], message, remedy)
    return np.asarray(numbers)


def _start(plain: Estimates) -> Array | None:
    return plain.values if plain.status.code == "ok" else None


def _searched(games: Crises, starts: Mapping[str, Estimates]) -> dict[str, Estimates]:
    """The end of the search from every start that is itself a maximum, from all if none is."""
    several = dict(starts)
    if games.counts[:, 1:].sum() >= OFTEN * len(games.counts):
        several |= {"PL, shares": pseudo_likelihood(games, own_shares(games))}
    good = {name: one for name, one in several.items() if one.status.code == "ok"} or several
    return {name: constrained_likelihood(games, one) for name, one in good.items()}
