"""Where entry is not given, a number is mixed of the guarantee's and of the baseline's."""

from dataclasses import fields

import numpy as np
import pytest

from suasion.uncertainty.metrics import Metrics, unconditional

HORIZON, DRAWS = 12, 40


def survival(hazard):
    """Chance of peace by the end of each year, of one theory."""
    return np.exp(-np.outer(np.arange(1, HORIZON + 1), hazard))[None]


def made(entry, hazard, incidents, concession):
    """Numbers of a guarantee of five years; those that are not read here are NaN."""
    empty = dict.fromkeys((one.name for one in fields(Metrics)), np.full((1, DRAWS), np.nan))
    return Metrics(
        **empty
        | {
            "end": np.full(DRAWS, 5.0),
            "survival": survival(hazard),
            "entry": np.full(DRAWS, entry),
            "incidents": incidents[None],
            "concession": concession[None],
        }
    )


@pytest.fixture
def random():
    return np.random.default_rng(5)


@pytest.fixture
def branches(random):
    """Hazard, incidents and concession of the guarantee, and of the case without it."""
    own, without = (
        (random.uniform(low, high, DRAWS), random.uniform(5, 30, DRAWS), random.random(DRAWS))
        for low, high in ((0.01, 0.03), (0.05, 0.2))
    )
    return own, without


def mixed(entry, branches):
    own, without = branches
    # In the years of the term incidents without a guarantee are as drawn, later a hundredfold.
    later = np.where(np.arange(HORIZON) < 5, 1, 100)[None, :, None]
    yearly = later * without[1][None, None]
    found = unconditional(made(entry, *own), made(1.0, *without), yearly)
    return [found.hazard_before, found.hazard_after, found.incidents, found.concession]


def expected(branch):
    hazard, incidents, concession = branch
    return [hazard, hazard, incidents, concession]


@pytest.mark.parametrize(("entry", "branch"), [(1.0, 0), (0.0, 1)])
def test_certain_entry_is_the_guarantee_and_none_is_the_baseline(entry, branch, branches):
    for found, wanted in zip(mixed(entry, branches), expected(branches[branch]), strict=True):
        np.testing.assert_allclose(found[0], wanted, rtol=1e-9)


def test_uncertain_entry_lies_between_in_every_draw(branches):
    ends = zip(expected(branches[0]), expected(branches[1]), strict=True)
    for found, (one, other) in zip(mixed(0.4, branches), ends, strict=True):
        assert np.all(found[0] > np.minimum(one, other))
        assert np.all(found[0] < np.maximum(one, other))


def test_rates_are_mixed_by_entry_and_hazards_follow_the_mixed_peace(branches):
    (own, *more), (without, *others) = branches
    before, _, incidents, concession = mixed(0.25, branches)
    np.testing.assert_allclose(incidents[0], 0.25 * more[0] + 0.75 * others[0])
    np.testing.assert_allclose(concession[0], 0.25 * more[1] + 0.75 * others[1])
    at = [0.25 * np.exp(-own * year) + 0.75 * np.exp(-without * year) for year in (2, 5)]
    np.testing.assert_allclose(before[0], np.log(at[0] / at[1]) / 3)


def test_a_theory_without_concessions_stays_unknown(branches):
    (hazard, incidents, _), without = branches
    unknown = (hazard, incidents, np.full(DRAWS, np.nan))
    assert np.all(np.isnan(mixed(0.5, (unknown, without))[3]))
