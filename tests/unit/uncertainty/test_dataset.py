"""The data set has every number of the summary, with its unit and a name to read."""

from typing import Any

import numpy as np
import pytest
import xarray as xr

from suasion.describe.loading import load_case
from suasion.uncertainty.comparison import Comparison, compare, options_for
from suasion.uncertainty.dataset import to_dataset
from suasion.uncertainty.summary import summarise

GUARANTEES = ("no-guarantee", "korean-model", "us-article-5-like")
READ = {
    "unconditional_term": ("no_major_attack", "unconditional_through_term"),
    "unconditional_horizon": ("no_major_attack", "unconditional_through_horizon"),
    "unconditional_hazard_before": ("unconditional_hazard_per_year", "before_end"),
    "unconditional_hazard_after": ("unconditional_hazard_per_year", "after_end"),
    "unconditional_incidents": ("unconditional_limited_incidents_per_year",),
    "unconditional_concession": ("unconditional_coerced_concession",),
    "concession": ("coerced_concession",),
    "hazard_before": ("hazard_per_year", "before_end"),
}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    loaded = load_case("ukraine-2025")
    theories = ("threshold", "strategic")
    return compare(loaded, options_for(loaded, GUARANTEES, theories, draws=40, horizon=12))


@pytest.fixture(scope="module")
def found(comparison: Comparison) -> xr.Dataset:
    return to_dataset(comparison)


@pytest.mark.parametrize("name", list(READ))
def test_means_are_those_of_the_summary(
    name: str, comparison: Comparison, found: xr.Dataset
) -> None:
    for row in summarise(comparison)["guarantees"]:
        part: Any = row
        for key in READ[name]:
            part = part[key]
        mean = float(found[name].sel(guarantee=row["id"]).mean())
        assert mean == pytest.approx(part["mean"], rel=1e-5)


def test_without_a_guarantee_entry_makes_no_difference(found: xr.Dataset) -> None:
    alone = found.sel(guarantee="no-guarantee")
    for name in ("hazard_before", "incidents", "concession"):
        np.testing.assert_allclose(alone[f"unconditional_{name}"], alone[name], rtol=1e-5)


def test_every_variable_has_a_unit_and_a_name(found: xr.Dataset) -> None:
    assert {one.attrs["units"] for one in found.data_vars.values()} == {"1", "1/year"}
    names = [one.attrs["long_name"] for one in found.data_vars.values()]
    assert len(set(names)) == len(names)
    for name, one in found.data_vars.items():
        stated = "where entry is not given" in one.attrs["long_name"]
        assert stated == str(name).startswith("unconditional")


def test_nobody_honours_what_nobody_promised():
    loaded = load_case("ukraine-2025")
    names = ("no-guarantee", "korean-model")
    found = compare(loaded, options_for(loaded, names, ("threshold",), draws=16))
    kept = to_dataset(found).honour_imposed.isnull().all(("theory", "draw"))
    assert kept.sel(guarantee="no-guarantee")
    assert not kept.sel(guarantee="korean-model")
    rows = {row["id"]: row["honour_if_tested"]["imposed"] for row in summarise(found)["guarantees"]}
    assert rows["no-guarantee"] is None
    assert 0 < rows["korean-model"]["mean"] < 1
