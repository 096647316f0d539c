"""Abreu and Gul, Bargaining and Reputation (2000), as Crisman-Cox (2022) estimates it.

The distributions are those of the archive; that they are an equilibrium is checked on the payoffs:
every time of conceding that is played is as good as any other, and none is better.
"""

from itertools import product

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.library.reputation_attrition import (
    MODELS,
    Sides,
    conceded,
    concedes_at_once,
    horizon,
    lasts,
    reputation,
)

MODEL = MODELS[0]
DRAWS = 10_000
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def drawn(seed, count=DRAWS):
    random = np.random.default_rng(seed)
    z = Sides(*random.uniform(0.001, 0.95, size=(2, count)))
    return z, Sides(*np.exp(random.uniform(-4, 1, size=(2, count))))


def payoff(i, t, z, rate):
    """What side i expects if it concedes at t: a prize of 1 less the cost of having waited.

    By parts: the chance that the other has conceded, less the cost of the mean time waited.
    """
    cost = rate[1 - i]
    times = t * (NODES[:, None] + 1) / 2
    goes_on = 1 - np.asarray(conceded(times, z, rate)[1 - i])
    waited = (WEIGHTS[:, None] * goes_on).sum(axis=0) * t / 2
    return np.asarray(conceded(t, z, rate)[1 - i]) - cost * waited


@pytest.mark.parametrize("i", [0, 1])
def test_no_time_of_conceding_is_better(i):
    z, rate = drawn(i)
    end = np.asarray(horizon(z, rate))
    value = np.asarray(concedes_at_once(z, rate)[1 - i])
    for share in (1e-6, 0.1, 0.35, 0.7, 0.999, 1.0):
        # Any time up to the horizon is played by some uncommitted side, and all are worth as much.
        assert np.abs(payoff(i, share * end, z, rate) - value).max() < 1e-9  # quadrature
    # Longer: beyond T the other is committed, so waiting only costs. The kink is a node.
    extra = np.random.default_rng(9).uniform(0.01, 3, DRAWS) * end
    later = payoff(i, end, z, rate) - rate[1 - i] * extra * np.asarray(z[1 - i])
    assert np.all(later < value)
    # At once: 0, and played only by the side that is paid no more than that.
    at_once = np.asarray(concedes_at_once(z, rate)[i])
    assert np.all(value >= 0)
    assert np.all(value[at_once > 1e-12] < 1e-12)


def test_distributions_are_those_of_the_archive():
    z, rate = drawn(2)
    # The archive's side 2 is the one that is ready sooner.
    swap = -np.log(z[0]) / rate[0] < -np.log(z[1]) / rate[1]
    z1, z2 = np.where(swap, z[1], z[0]), np.where(swap, z[0], z[1])
    l1, l2 = np.where(swap, rate[1], rate[0]), np.where(swap, rate[0], rate[1])
    end = -np.log(z2) / l2
    assert np.asarray(horizon(z, rate)) == pytest.approx(end, rel=1e-12)
    for share in (0.0, 0.3, 0.9):
        t = share * end
        first = 1 - z1 * z2 ** (-l1 / l2) * np.exp(-l1 * t)
        second = 1 - np.exp(-l2 * t)
        ours = conceded(t, z, rate)
        assert np.where(swap, ours[1], ours[0]) == pytest.approx(first, abs=1e-10)
        assert np.where(swap, ours[0], ours[1]) == pytest.approx(second, abs=1e-10)


def test_both_are_known_to_be_committed_at_the_horizon_and_not_before():
    z, rate = drawn(3)
    end = horizon(z, rate)
    for share, known in ((1.0, True), (2.0, True), (0.9, False)):
        for one in reputation(share * end, z, rate):
            assert np.all(np.abs(np.asarray(one) - 1) < 1e-9) == known
    grid = jnp.linspace(0, 1, 50)[:, None] * end
    for one in reputation(grid, z, rate):
        assert np.all(np.diff(np.asarray(one), axis=0) >= -1e-12)


def test_beliefs_are_chances_at_the_ends_of_the_ranges():
    names = [one.name for one in MODEL.parameters]
    for values in product(*((one.low, one.default, one.high) for one in MODEL.parameters)):
        found = MODEL.solve(**dict(zip(names, values, strict=True))).chosen
        chances = [*found.beliefs.values(), *found.outcomes.values(), *found.values.values()]
        assert all(0 <= chance <= 1 for chance in chances)


@pytest.mark.parametrize(
    ("z_1", "z_2", "lambda_1", "lambda_2"),
    [(0.1, 0.2, 0.05, 0.05), (0.4, 0.05, 0.02, 0.3), (0.3, 0.3, 0.1, 0.1)],
)
def test_outcomes_by_simulation(z_1, z_2, lambda_1, lambda_2):
    found, runs = MODEL.solve(z_1=z_1, z_2=z_2, lambda_1=lambda_1, lambda_2=lambda_2), 400_000
    random, at_once = np.random.default_rng(2022), found.chosen.strategies
    end, times = at_once["horizon_months"], []
    for i, z, rate in ((1, z_1, lambda_1), (2, z_2, lambda_2)):
        # An uncommitted side draws its time of conceding; a committed one has none.
        mass = at_once[f"side_{i}_concedes_at_once"]
        draw = random.uniform(0, 1 - z, runs)
        time = np.where(draw < mass, 0, -np.log((1 - draw) / (1 - mass)) / rate)
        times.append(np.where(random.random(runs) < z, np.inf, time))
    first, second = times
    simulated = {
        "1_at_once": (first == 0).mean(),
        "2_at_once": (second == 0).mean(),
        "1_later": ((first > 0) & (first < second)).mean(),
        "2_later": ((second > 0) & (second < first)).mean(),
        "never_ends": (np.isinf(first) & np.isinf(second)).mean(),
    }
    for name, chance in found.chosen.outcomes.items():
        assert abs(simulated[name] - chance) < 4 * np.sqrt(chance * (1 - chance) / runs) + 1e-9
    half = (np.minimum(first, second) > end / 2).mean()
    exact = float(lasts(end / 2, Sides(z_1, z_2), Sides(lambda_1, lambda_2)))
    assert abs(half - exact) < 4 * np.sqrt(exact * (1 - exact) / runs)


def test_resolve_pays_and_only_the_weaker_concedes_at_once():
    z, rate = drawn(4)
    low = concedes_at_once(z, rate)
    high = concedes_at_once(z._replace(side_1=np.minimum(z[0] + 0.02, 0.99)), rate)
    assert np.all(np.asarray(high[0]) <= np.asarray(low[0]) + 1e-12)
    assert np.all(np.asarray(high[1]) >= np.asarray(low[1]) - 1e-12)
    assert np.all(np.minimum(*(np.asarray(x) for x in low)) < 1e-12)
    hopeless = concedes_at_once(Sides(1e-9, 0.5), Sides(0.1, 0.1))
    assert float(hopeless[0]) > 1 - 1e-8


def test_a_batch_compiled_is_its_entries_and_slopes_are_differences():
    z, rate = drawn(5, 40)
    whole = np.asarray(jax.jit(lasts)(3.0, z, rate))
    for k in range(40):
        one = Sides(*(x[k] for x in z)), Sides(*(x[k] for x in rate))
        assert float(lasts(3.0, *one)) == pytest.approx(whole[k], abs=1e-13)
    one = Sides(0.1, 0.2), Sides(0.05, 0.07)

    def at(z_1):
        return lasts(5.0, one[0]._replace(side_1=z_1), one[1])

    difference = (at(0.1 + 1e-6) - at(0.1 - 1e-6)) / 2e-6
    assert float(jax.grad(at)(0.1)) == pytest.approx(float(difference), abs=1e-8)
