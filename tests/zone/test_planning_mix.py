"""Cheapest mixes against brute force, and plan files with faults."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.zone.planning.combining import unseen
from suasion.zone.planning.means import Kind, Means
from suasion.zone.planning.mixing import Offer, cheapest, watches_of
from suasion.zone.planning.planfile import load
from suasion.zone.planning.ranges import Range

DAYS = np.array([20.0])
PLAN = """\
suasion: 1
plan: example
violation: {size: 3, within_days: 14}
chance: 0.9
cost_unit: "staff days a month"
means:
  patrols: {kind: patrol, looks_per_day: 0.5, miss: [0.2, 0.4], cost: 30, because: "invented"}
  store: {kind: store, stored: 60, every_days: 20, miss: 0.0, cost: 1, because: "invented"}
"""


def offers(generator: np.random.Generator) -> list[Offer]:
    """Four means with numbers at random."""
    found = []
    for kind in (Kind.PATROL, Kind.VISIT, Kind.CAMERA, Kind.STORE):
        miss, share = generator.uniform(0.1, 0.8), generator.uniform(0.05, 0.5)
        pace = generator.uniform(0.1, 0.6) if kind is Kind.PATROL else generator.uniform(10, 40)
        means = Means(kind.value, kind, pace, Range(miss, miss), Range(share, share), stored=30)
        cost = float(generator.integers(1, 9))
        found.append(
            Offer(means, cost, int(generator.integers(0, 2)), int(generator.integers(2, 6)))
        )
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_mix_is_the_cheapest_that_brute_force_finds(seed: int) -> None:
    generator = np.random.default_rng(seed)
    given, chance = offers(generator), float(1 - 10 ** -generator.uniform(0.2, 4))
    best = None
    for units in product(*(range(one.least, one.most + 1) for one in given)):
        watches = watches_of(given, units, 2, favourable=False)
        if 1 - unseen(watches, DAYS)[0] >= chance:
            cost = sum(one.cost * count for one, count in zip(given, units, strict=True))
            best = cost if best is None else min(best, cost)
    found = cheapest(given, 2, 20.0, chance)
    assert (found and found.cost) == best
    if found is not None:
        # The solver may undershoot the sum of logarithms by a millionth.
        assert found.together.chance >= chance - 1e-6
        assert found.proved


def test_brute_force_met_both_answers() -> None:
    answers = []
    for seed in range(12):
        generator = np.random.default_rng(seed)
        given, chance = offers(generator), float(1 - 10 ** -generator.uniform(0.2, 4))
        answers.append(cheapest(given, 2, 20.0, chance) is None)
    assert any(answers)
    assert not all(answers)


def test_a_wanted_chance_costs_more_the_higher_it_is() -> None:
    given = offers(np.random.default_rng(5))
    costs = [cheapest(given, 2, 20.0, chance) for chance in (0.2, 0.4, 0.6)]
    assert all(one is not None for one in costs)
    listed = [one.cost for one in costs if one]
    assert listed == sorted(listed)
    assert listed[0] < listed[-1]


def test_the_favourable_ends_never_cost_more() -> None:
    patrol = Means("patrol", Kind.PATROL, 0.1, Range(0.1, 0.6))
    given = [Offer(patrol, 3.0)]
    cautious, favourable = (cheapest(given, 1, 14.0, 0.8, favourable=end) for end in (False, True))
    assert cautious is not None
    assert favourable is not None
    assert favourable.cost < cautious.cost


def test_a_plan_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    plan = load(path)
    patrols, store = plan.offers
    assert patrols.means.miss == Range(0.2, 0.4)
    assert (store.means.stored, store.most) == (60, 60)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[0.2, 0.4]", "[0.4, 0.2]", "means.patrols.miss: the low end comes first"),
        ("[0.2, 0.4]", "1.4", "means.patrols.miss: must be"),
        ("looks_per_day: 0.5", "every_days: 2", "a patrol needs looks_per_day"),
        ("stored: 60, ", "", "a store needs stored"),
        ("stored: 60", "stored: 2", "a violation of 3 cannot come from so few"),
        ("chance: 0.9", "chance: 1", "chance: must be"),
        ('because: "invented"', "least: 0", "one of source and because must be given"),
        ('because: "invented"', "source: nobody-1900", "no work of the bibliography has this key"),
        ("kind: patrol", "kind: patrl", "Did you mean patrol?"),
        ("cost: 30", "cost: 30, least: 7, most: 5", "means.patrols.least: must be at most 5"),
        ("size: 3", "size: 0", "violation.size: must be"),
    ],
)
def test_a_fault_of_a_plan_file_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(path)
    assert told in str(caught.value)
    assert "plan.yaml:" in str(caught.value)
