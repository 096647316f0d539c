"""Every model on bargaining, signals and terms solves anywhere in its ranges, or says why not."""

import math

import numpy as np
import pytest

from suasion.theory.library import (
    audience_costs,
    bargaining_range,
    brinkmanship,
    critical_risk,
    default_penalty,
    finite_term_guarantee,
    shifting_power,
    threshold_guarantee,
    tying_hands,
)

MODULES = (
    audience_costs,
    bargaining_range,
    brinkmanship,
    critical_risk,
    default_penalty,
    finite_term_guarantee,
    shifting_power,
    threshold_guarantee,
    tying_hands,
)
MODELS = {model.id: model for module in MODULES for model in module.MODELS}
POINTS = 300


def anywhere(parameter, random):
    """A value of a parameter, often at an end of its range and often far out."""
    low = parameter.low if math.isfinite(parameter.low) else -100.0
    high = parameter.high if math.isfinite(parameter.high) else 100.0
    share = random.choice([0.0, 1.0, random.uniform(), random.uniform() ** 8])
    value = float(low + share * (high - low))
    return float(round(value)) if parameter.whole else value


@pytest.mark.parametrize("name", MODELS)
def test_solves_anywhere_in_its_ranges(name):
    model, random = MODELS[name], np.random.default_rng(len(name))
    for _ in range(POINTS):
        point = {one.name: anywhere(one, random) for one in model.parameters}
        found = model.solve(**point)
        assert found.parameters == pytest.approx(point)
        assert found.equilibria or found.status.code == "none-found"
        for one in found.equilibria:
            assert all(math.isfinite(x) for x in one.values.values()), point
            assert all(-1e-12 <= x <= 1 + 1e-12 for x in one.beliefs.values()), point


@pytest.mark.parametrize("name", MODELS)
def test_the_worked_example_is_in_order(name):
    model = MODELS[name]
    found = model.solve()
    assert found.status.code == "ok"
    assert model.page.splitlines()[0].startswith("Reduced form of") == model.reduced
    assert set(found.parameters) == {one.name for one in model.parameters}
