"""What looks notice in time: closed forms, published numbers, and simulations as referees."""

from __future__ import annotations

import math
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.zone.planning.combining import joint_delay_days, together
from suasion.zone.planning.looks import noticed, noticed_in_sample
from suasion.zone.planning.means import Kind, Means
from suasion.zone.planning.needing import (
    enough,
    fewest,
    longest_interval_days,
    looks_a_day,
    share_watched,
    units_needed,
    worded,
)
from suasion.zone.planning.ranges import Range
from suasion.zone.planning.watching import Watch, mean_delay_days, seen, seen_if_dependent

RUNS = 40_000
# Of a simulated chance: four standard errors at most, and of a mean delay a little more.
NEAR, NEAR_DAYS = 4 * 0.5 / math.sqrt(RUNS), 0.25

WATCHES = {
    "random": Watch("random", 0.2, 0.6, 0.6),
    "periodic": Watch("periodic", 6.0, 0.55, 0.55),
    "steady": Watch("steady", 1.0, 0.12, 0.12, reach=0.8),
}


def delays(watch: Watch, generator: np.random.Generator) -> np.ndarray:
    """Days until notice, look by look; infinite outside the reach."""
    if watch.how == "steady":
        found = generator.exponential(-1.0 / np.log(1.0 - watch.look), RUNS)
        return np.where(generator.random(RUNS) < watch.reach, found, np.inf)
    looks = generator.geometric(watch.look, RUNS)
    if watch.how == "random":
        return generator.gamma(looks, 1.0 / watch.pace)
    return generator.random(RUNS) * watch.pace + (looks - 1) * watch.pace


@pytest.mark.parametrize(("days", "chance"), [(30.0, 0.91), (20.0, 0.77)])
def test_fortnightly_visits_that_miss_three_in_ten(days: float, chance: float) -> None:
    watch = Means("visit", Kind.VISIT, 15.0, Range(0.3, 0.3)).watch(1, 1)
    # Two visits, or one or two: 1 - .3^2, and (2/3) .7 + (1/3) .91.
    assert float(seen(watch, days)) == pytest.approx(chance, abs=1e-12)


def test_random_visits_follow_the_exponential_law() -> None:
    watch = Means("patrol", Kind.PATROL, 0.1, Range(0.3, 0.3)).watch(2, 1)
    assert float(seen(watch, 9.0)) == pytest.approx(1 - math.exp(-0.2 * 0.7 * 9), abs=1e-12)
    assert mean_delay_days(watch) == pytest.approx(1 / (0.2 * 0.7))


@pytest.mark.parametrize("name", WATCHES)
def test_simulated_looks_agree(name: str) -> None:
    watch = WATCHES[name]
    found = delays(watch, np.random.default_rng(11))
    for days in (1.0, 5.0, 14.0, 40.0):
        assert float(seen(watch, days)) == pytest.approx(np.mean(found <= days), abs=NEAR)
    if name != "steady":
        assert mean_delay_days(watch) == pytest.approx(found.mean(), abs=NEAR_DAYS)


def test_simulated_means_together_agree() -> None:
    generator = np.random.default_rng(12)
    first = np.min([delays(one, generator) for one in WATCHES.values()], axis=0)
    found = together(list(WATCHES.values()), 7.0)
    assert found.chance == pytest.approx(np.mean(first <= 7.0), abs=NEAR)
    assert found.mean_delay_days == pytest.approx(first.mean(), abs=NEAR_DAYS)


def test_a_delay_summed_over_time_is_that_of_the_closed_form() -> None:
    # Two random watches are one with both rates; the sum over time does not know.
    pair = [Watch("random", 0.1, 0.5, 0.5), Watch("random", 0.2, 0.25, 0.25)]
    assert joint_delay_days(pair) == pytest.approx(10.0, rel=1e-6)
    # Beside a watch that hardly ever looks, periodic looks keep their own delay.
    pair = [Watch("periodic", 15.0, 0.7, 0.7), Watch("random", 1e-9, 1.0, 1.0)]
    assert joint_delay_days(pair) == pytest.approx(15 / 0.7 - 7.5, rel=1e-6)
    # Quick looks beside slow ones, and a camera of most of the ground beside rare visits.
    pair = [Watch("periodic", 1e-6, 0.5, 0.5), Watch("random", 1e-6, 1.0, 1.0)]
    assert joint_delay_days(pair) == pytest.approx(1.5e-6, rel=1e-4)
    # 8 in 10 seen at rate ln 2 a day, or at .01 a day, whichever is first; the rest at .01 a day.
    pair = [Watch("steady", 1.0, 0.5, 0.5, reach=0.8), Watch("random", 0.01, 1.0, 1.0)]
    assert joint_delay_days(pair) == pytest.approx(0.8 / (math.log(2) + 0.01) + 20.0, rel=1e-6)


def test_what_a_camera_does_not_watch_is_never_seen() -> None:
    watch = Means("camera", Kind.CAMERA, 1.0, Range(0.5, 0.5), Range(0.02, 0.02)).watch(30, 3)
    assert float(seen(watch, 1e4)) == pytest.approx(0.6)
    assert mean_delay_days(watch) == math.inf
    all_ground = Means("camera", Kind.CAMERA, 1.0, Range(0.5, 0.5), Range(0.02, 0.02)).watch(80, 1)
    assert all_ground.reach == 1.0


@pytest.mark.parametrize("miss", [0.0, 0.2])
def test_samples_of_a_store_agree_with_counting(miss: float) -> None:
    for stored, size, drawn in [(20, 3, 5), (120, 3, 40), (7, 7, 2), (50, 1, 50)]:
        ways = comb(stored, drawn)
        passed = sum(
            comb(size, j) * comb(stored - size, drawn - j) * miss**j
            for j in range(min(size, drawn) + 1)
            if drawn - j <= stored - size
        )
        chance = noticed_in_sample(stored, size, drawn, miss)
        assert chance == pytest.approx(1 - passed / ways, abs=1e-10)


def test_a_simulated_sample_agrees() -> None:
    generator = np.random.default_rng(3)
    false = generator.hypergeometric(4, 26, 9, RUNS)
    caught = generator.random(RUNS) < 1 - 0.35**false
    assert noticed_in_sample(30, 4, 9, 0.35) == pytest.approx(caught.mean(), abs=NEAR)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([Kind.PATROL, Kind.VISIT, Kind.CAMERA, Kind.STORE]),
    st.floats(0.05, 5.0),
    st.tuples(*[st.floats(0.0, 1.0)] * 3),
    st.integers(1, 8),
    st.floats(0.5, 60.0),
)
def test_more_of_anything_good_never_hurts(
    kind: Kind, pace: float, numbers: tuple[float, float, float], size: int, days: float
) -> None:
    miss, share, prevented = (Range(one, one) for one in numbers)
    means = Means("x", kind, pace, miss, share, prevented, stored=40)
    one = means.watch(1, size)
    chance = float(seen(one, days))
    assert 0.0 <= seen_if_dependent(one, days) <= chance + 1e-9 <= 1.0 + 2e-9
    for more in (means.watch(2, size), means.watch(1, size + 1)):
        assert float(seen(more, days)) >= chance - 1e-9
    assert float(seen(one, 1.5 * days)) >= chance - 1e-9


def test_the_favourable_end_of_a_range_notices_more() -> None:
    means = Means("x", Kind.SATELLITE, 3.0, Range(0.2, 0.6), Range(0.5, 0.9), Range(0.3, 0.7))
    low, high = (means.watch(1, 2, favourable=end).look for end in (False, True))
    assert low == pytest.approx(0.5 * 0.3 * (1 - 0.36))
    assert high == pytest.approx(0.9 * 0.7 * (1 - 0.04))


def test_dependence_leaves_the_best_single_means() -> None:
    watches = [Watch("periodic", 10.0, 0.973, 0.7), Watch("random", 1.0, 0.5, 0.4)]
    found = together(watches, 30.0)
    assert found.if_dependent == pytest.approx(0.7)
    assert found.chance > 0.99
    # With all things seen or missed at once, one look of three is worth no more than one of one.
    assert noticed(0.3, 3, together=True) == noticed(0.3, 1)


@pytest.mark.parametrize("chance", [0.05, 0.5, 0.7, 0.9, 0.91, 0.999])
@pytest.mark.parametrize("look", [0.04, 0.7, 1.0])
def test_what_is_needed_gives_just_the_chance(chance: float, look: float) -> None:
    interval = longest_interval_days(Watch("periodic", 1.0, look, look), 30.0, chance)
    assert float(seen(Watch("periodic", interval, look, look), 30.0)) == pytest.approx(chance)
    rate = looks_a_day(Watch("random", 1.0, look, look), 30.0, chance)
    assert float(seen(Watch("random", rate, look, look), 30.0)) == pytest.approx(chance)
    share = share_watched(Watch("steady", 1.0, look, look), 30.0, chance)
    if share <= 1:
        assert float(seen(Watch("steady", 1.0, look, look, share), 30.0)) == pytest.approx(chance)


def test_what_never_notices_is_never_enough() -> None:
    for kind in Kind:
        blind = Means("x", kind, 1.0, Range(1.0, 1.0), Range(0.5, 0.5), stored=9)
        assert enough(blind, 2, 14.0, 0.5) is None
        assert worded(kind, None) == "none enough"
        assert units_needed(blind, 2, 14.0, 0.5, 9) is None


def test_the_fewest_are_found_at_both_ends() -> None:
    assert fewest(lambda units: 0.1 * units, 0.1, 10) == 1
    assert fewest(lambda units: 0.1 * units, 0.95, 10) == 10
    assert fewest(lambda units: 0.1 * units, 0.95, 9) is None
