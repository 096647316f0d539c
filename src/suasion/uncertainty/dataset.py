"""Results with labelled axes: guarantee, theory, draw, year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.metrics import Metrics, Unconditional

BY_THEORY = {
    "through_term": ("chance of no major attack through the term, given entry", "1"),
    "through_horizon": ("chance of no major attack through the horizon, given entry", "1"),
    "unconditional_term": (
        "chance of no major attack through the term where entry is not given",
        "1",
    ),
    "unconditional_horizon": (
        "chance of no major attack through the horizon where entry is not given",
        "1",
    ),
    "hazard_before": ("hazard before the end of the term, given entry", "1/year"),
    "hazard_after": ("hazard after the end of the term, given entry", "1/year"),
    "honour_imposed": ("chance of honour under an imposed test, given entry", "1"),
    "honour_chosen": ("chance of honour under the challenger's tests, given entry", "1"),
    "incidents": ("limited incidents, given entry", "1/year"),
    "concession": ("chance of a coerced concession without a major attack, given entry", "1"),
}
"""Variable -> long name and unit."""
UNCONDITIONAL = {
    "hazard_before": ("hazard before the end of the term where entry is not given", "1/year"),
    "hazard_after": ("hazard after the end of the term where entry is not given", "1/year"),
    "incidents": ("limited incidents where entry is not given", "1/year"),
    "concession": (
        "chance of a coerced concession without a major attack where entry is not given",
        "1",
    ),
}
"""What is read with the chance that entry fails, named `unconditional_…`."""
HONOUR = ("honour_imposed", "honour_chosen")
"""NaN where nobody has promised anything."""
AXES = ("guarantee", "theory", "draw")


def to_dataset(comparison: Comparison) -> xr.Dataset:
    """The comparison as an xarray data set.

    Dimensions `guarantee` (best first), `theory`, `draw` and `year` (0 to the horizon). What a
    theory does not model is NaN. Every variable has `long_name` and `units`. Numbers are given
    entry unless their name begins with `unconditional`: those count the chance that there is no
    guarantee.
    """
    found = list(comparison.found.values())
    mixed = [comparison.unconditional(key) for key in comparison.found]
    data: dict[str, Any] = {
        name: (AXES, _stack(found, name), _told(*told)) for name, told in BY_THEORY.items()
    }
    data |= {
        f"unconditional_{name}": (AXES, _stack(mixed, name), _told(*told))
        for name, told in UNCONDITIONAL.items()
    }
    for name in HONOUR:
        data[name][1][[not comparison.promised(key) for key in comparison.found]] = np.nan
    data["survival"] = (
        ("guarantee", "theory", "year", "draw"),
        np.stack([_from_start(one) for one in found]),
        _told("chance of no major attack by the end of the year, given entry", "1"),
    )
    data["entry"] = (("guarantee", "draw"), _stack(found, "entry"), _told("chance of entry", "1"))
    coordinates = {
        "guarantee": list(comparison.found),
        "theory": list(comparison.options.theories),
        "draw": np.arange(comparison.options.draws),
        "year": np.arange(comparison.options.horizon + 1),
    }
    return xr.Dataset(data, coordinates, {"case": comparison.loaded.case.id})


def _told(long_name: str, units: str) -> dict[str, str]:
    return {"long_name": long_name, "units": units, "description": f"{long_name} [{units}]"}


def _stack(found: Sequence[Metrics | Unconditional], name: str) -> np.ndarray:
    return np.stack([getattr(one, name) for one in found])


def _from_start(one: Metrics) -> np.ndarray:
    return np.concatenate([np.ones_like(one.survival[:, :1]), one.survival], axis=1)
