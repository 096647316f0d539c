"""The error of this part: data or a specification that cannot be estimated."""

from __future__ import annotations

from suasion.errors import SuasionError


class EstimationFault(SuasionError):
    """Data, regressors or starting values from which the game cannot be estimated."""
