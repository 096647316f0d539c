"""Statistical strategic models: games estimated from data by maximum likelihood and by sampling.

A game's utilities are sums of regressors; the game, solved, gives the chance of each outcome; what
is estimated are the coefficients. `fit` estimates, `model` only makes and checks a specification,
`sample` draws from its posterior.

>>> from suasion.evidence.estimation import listed, game
>>> len(listed(game("egame123")))
8
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Estimate": "fitting",
    "Interval": "profiles",
    "Model": "specification",
    "Posterior": "posterior",
    "Separation": "separation",
    "Utility": "trees",
    "average_partial_effects": "effects",
    "counterfactual": "effects",
    "estimate": "fitting",
    "fit": "fitting",
    "game": "trees",
    "listed": "trees",
    "model": "specification",
    "profile": "profiles",
    "sample": "posterior",
    "simulate": "simulation",
}

__all__ = [
    "Estimate",
    "Interval",
    "Model",
    "Posterior",
    "Separation",
    "Utility",
    "average_partial_effects",
    "counterfactual",
    "estimate",
    "fit",
    "game",
    "listed",
    "model",
    "profile",
    "sample",
    "simulate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
