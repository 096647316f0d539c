"""Slopes by every assumption are those of the whole chain, the anchor's answer included."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.describe.loading import load_case
from suasion.uncertainty.device import in_double
from suasion.uncertainty.gradients import RECURRENCE, slopes
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, anchored, made, played

THEORY, KEY, DRAWS, STEP = "threshold", "us-article-5-like", 4, 1e-4
WANTED = Wanted(factors=(), horizon_years=10)


@pytest.fixture(scope="module")
def loaded():
    return load_case("ukraine-2025")


@pytest.fixture(scope="module")
def found(loaded):
    with in_double():
        return slopes(loaded, KEY, THEORY, Sample(DRAWS, 1), WANTED)


def peace(loaded, columns):
    """The chance of peace of the whole chain: made ready, anchored, played."""
    sample = Sample(DRAWS, 1, columns=dict(columns))
    one, zero = (
        made(loaded.guarantees[key], loaded.case, sample, WANTED, THEORY)
        for key in (KEY, loaded.case.baseline)
    )
    value = anchored(zero, sample.draw(RECURRENCE))
    return np.asarray(played(one, value).survival[-1])


@pytest.mark.slow
@pytest.mark.parametrize(
    "factor", ["situation:hawkishness_spread", RECURRENCE, "situation:opportunity_rate_per_year"]
)
def test_slopes_are_differences_of_the_whole_chain(loaded, found, factor):
    sample = Sample(DRAWS, 1)
    with in_double():
        made(loaded.guarantees[KEY], loaded.case, sample, WANTED, THEORY)
        u = sample.column(factor)
        ends = [peace(loaded, sample.columns | {factor: u + move}) for move in (STEP, -STEP)]
    expected = (ends[0] - ends[1]) / (2 * STEP)
    own = found.slopes[:, found.factors.index(factor)]
    assert np.abs(own).min() > 1e-4
    # The record's range is a line with bends, and a bend may lie within the step.
    assert own == pytest.approx(expected, rel=0.02, abs=1e-4)


@pytest.mark.slow
def test_every_slope_is_a_number_and_the_base_rate_is_met(found):
    assert np.isfinite(found.slopes).all()
    assert found.met.all()
    assert ((found.peace > 0) & (found.peace < 1)).all()
    assert not any(name.startswith("fact:") for name in found.factors)
