"""What sources missed: published estimates, worlds where the answer is known, when not to say."""

import numpy as np
import pytest

from suasion.zone.findings.compliance import per_day, share
from suasion.zone.findings.recapture import (
    captures,
    chao_bound,
    chapman,
    checks,
    log_linear,
    totals,
)

HEPATITIS = {
    (1, 1, 1): 28,
    (1, 1, 0): 21,
    (1, 0, 1): 17,
    (1, 0, 0): 69,
    (0, 1, 1): 18,
    (0, 1, 0): 55,
    (0, 0, 1): 63,
}
"""Three lists of [ChaoEtAl2001]_: 135, 122 and 126 cases, 271 in all."""


def world(rng: np.random.Generator, chances: list[float], size: int = 800) -> np.ndarray:
    """Which of three sources see each of some sightings, without those that none sees."""
    found = rng.random((size, len(chances))) < np.asarray(chances)
    return found[found.any(axis=1)]


@pytest.mark.parametrize(
    ("one", "other", "both", "published"),
    [
        (1754, 452, 337, (2351, 2250, 2478)),
        (1754, 173, 134, (2261, 2117, 2468)),
        (452, 173, 97, (803, 725, 913)),
    ],
)
def test_chapman_as_published(
    one: int, other: int, both: int, published: tuple[int, int, int]
) -> None:
    """Lists 1, 2 and 4 of [BrunoEtAl1994]_, as the authors of [ChaoEtAl2001]_ print them."""
    found = chapman(one, other, both)
    assert (round(found.total), round(found.low), round(found.high)) == published


def test_log_linear_with_every_pair_is_the_closed_form() -> None:
    """Independent sources have a closed form for no third; saturated pairs have one."""
    odd = [(1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
    even = [(1, 1, 0), (1, 0, 1), (0, 1, 1)]
    rng = np.random.default_rng(1)
    shared = rng.random((3_000, 1)) < 0.5
    found = rng.random((3_000, 3)) < np.where(shared, 0.75, 0.15)
    kinds, numbers = np.unique(found[found.any(axis=1)].astype(int), axis=0, return_counts=True)
    histories = {tuple(map(int, one)): int(n) for one, n in zip(kinds, numbers, strict=True)}
    missed = np.prod([float(histories[one]) for one in odd]) / np.prod(
        [float(histories[one]) for one in even]
    )
    chosen = log_linear(histories)
    assert chosen.note.count("with") == 3
    assert chosen.total - chosen.seen == pytest.approx(missed, rel=1e-6)


def test_hepatitis_is_more_than_was_seen() -> None:
    found = log_linear(HEPATITIS)
    assert found.seen == 271
    assert found.low > 271


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    held = {"two": 0, "three": 0}
    for _ in range(200):
        seen = world(rng, [0.4, 0.3])
        two = totals(seen)[0]
        held["two"] += two.low <= 800 <= two.high
        three = totals(world(rng, [0.4, 0.3, 0.5]))[0]
        held["three"] += three.low <= 800 <= three.high
    assert 0.9 <= held["two"] / 200 <= 0.99
    # Choosing a model by AIC costs some of it.
    assert 0.85 <= held["three"] / 200 <= 0.99


def test_sources_that_divide_the_ground_mislead_and_three_show_it() -> None:
    rng = np.random.default_rng(3)
    north = rng.random(2_000) < 0.5
    chances = np.where(north[:, None], [0.6, 0.1, 0.4], [0.1, 0.6, 0.4])
    found = rng.random((2_000, 3)) < chances
    stratum = north[found.any(axis=1)].astype(int)
    found = found[found.any(axis=1)]
    assert (
        chapman(*(int(found[:, at].sum()) for at in (0, 1)), int(found[:, :2].all(1).sum())).low
        > 2_000
    )
    tested = checks(found, stratum)
    assert min(one.p for one in tested if "independent" in one.what) < 0.001
    assert next(one.p for one in tested if "sector" in one.what) < 0.001


def test_independent_sources_are_not_refuted_more_often_than_they_should_be() -> None:
    rng = np.random.default_rng(4)
    worlds = [world(rng, [0.4, 0.3, 0.5]) for _ in range(100)]
    small = [one.p < 0.05 for seen in worlds for one in checks(seen, np.zeros(len(seen), int))]
    assert np.mean(small) < 0.09


def test_chao_bounds_from_below_where_sightings_differ() -> None:
    rng = np.random.default_rng(5)
    chances = rng.beta(1, 3, 5_000)
    times = rng.binomial(4, chances)
    found = chao_bound([int((times == k).sum()) for k in range(1, 5)])
    assert found.seen < found.low < found.high < 5_000


def test_one_source_says_nothing_and_few_say_little() -> None:
    assert totals(np.ones((5, 1), bool)) == []
    assert "says little" in chapman(40, 30, 2).note


def test_captures_are_by_sighting() -> None:
    first, source = np.array([0, 0, 2, 3]), np.array([1, 0, 1, 0])
    found = captures(first, source, np.array([True, True, True, False]))
    assert found.tolist() == [[True, True], [False, True]]


def test_intervals_of_rates_and_shares_cover() -> None:
    rng = np.random.default_rng(6)
    counts, shares = rng.poisson(12.0, 2_000), rng.binomial(40, 0.2, 2_000)
    rates = [per_day(int(n), 60.0) for n in counts]
    parts = [share(int(n), 40) for n in shares]
    assert np.mean([one.low <= 0.2 <= one.high for one in rates]) == pytest.approx(0.95, abs=0.02)
    assert np.mean([one.low <= 0.2 <= one.high for one in parts]) == pytest.approx(0.95, abs=0.03)
