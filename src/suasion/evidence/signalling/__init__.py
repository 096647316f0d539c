"""Estimation of the crisis-signalling game, and the likelihood of the dyad audience-cost game.

Definitions and notation
------------------------
game
    One row of the data: a crisis-signalling game with its own utilities, played once or many times
    by the same equilibrium. Utilities are sums of regressors times coefficients, in standard
    deviations of a shock; the tree is that of `suasion.theory.library.lewis_schultz`.
first stage
    Chances that the target resists and that the challenger stands firm, fitted without the game.
PL, NPL, CMLE
    Pseudo-likelihood (`pseudo_likelihood`), nested pseudo-likelihood
    (`nested_pseudo_likelihood`) and constrained maximum likelihood (`constrained_likelihood`).

`fit` does all of it from a table and a formula, which `specified` reads; `example` draws a table.
The likelihood of the dyad game is `dyad_log_likelihood`.

References
----------
[LewisSchultz2003]_, [CrismanCoxGibilisco2021]_, [CrismanCoxGibilisco2018]_.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Beliefs": "beliefs",
    "Crises": "games",
    "Estimates": "estimates",
    "EstimationFault": "faults",
    "Fit": "fitting",
    "Specified": "formula",
    "bootstrap_covariance": "bootstrap",
    "constrained_likelihood": "constrained",
    "crises": "games",
    "dyad_equilibria": "dyad",
    "dyad_log_likelihood": "dyad",
    "equilibria": "multiplicity",
    "example": "simulation",
    "fit": "fitting",
    "first_stage": "first",
    "nested_pseudo_likelihood": "pseudo",
    "own_shares": "first",
    "pseudo_likelihood": "pseudo",
    "simulated": "simulation",
    "specified": "formula",
}

__all__ = [
    "Beliefs",
    "Crises",
    "Estimates",
    "EstimationFault",
    "Fit",
    "Specified",
    "bootstrap_covariance",
    "constrained_likelihood",
    "crises",
    "dyad_equilibria",
    "dyad_log_likelihood",
    "equilibria",
    "example",
    "first_stage",
    "fit",
    "nested_pseudo_likelihood",
    "own_shares",
    "pseudo_likelihood",
    "simulated",
    "specified",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
