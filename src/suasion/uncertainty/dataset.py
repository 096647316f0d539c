"""Results with labelled axes: guarantee, theory, draw, year."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.metrics import Metrics

BY_THEORY = {
    "through_term": "chance of no major attack through the term [1]",
    "through_horizon": "chance of no major attack through the horizon [1]",
    "unconditional_horizon": "the same where entry is not given [1]",
    "hazard_before": "hazard before the end of the term [1/year]",
    "hazard_after": "hazard after the end of the term [1/year]",
    "honour_imposed": "chance of honour under an imposed test [1]",
    "honour_chosen": "chance of honour under the challenger's tests [1]",
    "incidents": "limited incidents [1/year]",
    "concession": "chance of a coerced concession without a major attack [1]",
}


def to_dataset(comparison: Comparison) -> xr.Dataset:
    """The comparison as an xarray data set.

    Dimensions `guarantee` (best first), `theory`, `draw` and `year` (0 to the horizon). What a
    theory does not model is NaN.
    """
    keys = list(comparison.found)
    found = [comparison.found[key] for key in keys]
    data: dict[str, Any] = {
        name: (("guarantee", "theory", "draw"), _stack(found, name), {"description": text})
        for name, text in BY_THEORY.items()
    }
    data["survival"] = (
        ("guarantee", "theory", "year", "draw"),
        np.stack([_from_start(one) for one in found]),
        {"description": "chance of no major attack by the end of the year [1]"},
    )
    data["entry"] = (
        ("guarantee", "draw"),
        _stack(found, "entry"),
        {"description": "chance of entry [1]"},
    )
    coordinates = {
        "guarantee": keys,
        "theory": list(comparison.options.theories),
        "draw": np.arange(comparison.options.draws),
        "year": np.arange(comparison.options.horizon + 1),
    }
    return xr.Dataset(data, coordinates, {"case": comparison.loaded.case.id})


def _stack(found: list[Metrics], name: str) -> np.ndarray:
    return np.stack([getattr(one, name) for one in found])


def _from_start(one: Metrics) -> np.ndarray:
    return np.concatenate([np.ones_like(one.survival[:, :1]), one.survival], axis=1)
