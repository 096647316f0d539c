"""Laws of the calibration: simulated truths fall evenly in their posteriors.

Simulation-based calibration [TaltsEtAl2018]: draw a truth from the prior, data from the truth, and
see where the truth lies in its posterior; over many truths these places are uniform.
"""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import CensoredData, beta, ecdf, kstest

from suasion.evidence.calibration.honour import LEAST_TESTED, Tally, corrected
from suasion.evidence.calibration.posterior import grid, rate, share
from suasion.evidence.calibration.survival import Spells, chance, draws, posterior
from suasion.evidence.calibration.utilities import TIED, tied, willing
from suasion.evidence.calibration.utilities import draws as utility_draws
from suasion.mechanism.priors import packaged

RUNS, N = 400, 40
REJECT = 0.01


def places(at: Callable[[float, int], float], seed: int) -> np.ndarray:
    """Where truths lie in their posteriors, from `at(truth, events)`."""
    random = np.random.default_rng(seed)
    truths = random.beta(0.5, 0.5, RUNS)
    return np.array([at(truth, int(random.binomial(N, truth))) for truth in truths])


def test_shares_are_calibrated_and_a_wrong_posterior_is_found() -> None:
    def own(truth: float, events: int) -> float:
        return float(beta.cdf(truth, *share("x", "x", "x", events, N, (), ()).parameters))

    assert kstest(places(own, 3), "uniform").pvalue > REJECT
    narrow = places(lambda p, k: float(beta.cdf(p, 4 * k + 0.5, 4 * (N - k) + 0.5)), 3)
    assert kstest(narrow, "uniform").pvalue < REJECT


def test_promises_are_calibrated_with_their_correction() -> None:
    random = np.random.default_rng(5)
    u, v = random.random((2, 2000))

    def own(tested: float, events: int) -> float:
        less = LEAST_TESTED ** random.random()
        truth = tested / (tested + (1 - tested) * less)
        return float(np.mean(corrected(Tally(events, N), u, v) < truth))

    assert kstest(places(own, 7), "uniform").pvalue > REJECT


@pytest.mark.parametrize("exposure", [50.0, 400.0])
def test_rates_cover_the_truth_as_often_as_they_say(exposure: float) -> None:
    random = np.random.default_rng(11)
    truth = 0.08
    intervals = [
        rate("x", "x", "x", int(random.poisson(truth * exposure)), exposure, (), ()).interval
        for _ in range(RUNS)
    ]
    covered = np.mean([low <= truth <= high for low, high in intervals])
    # Jeffreys' interval misses its level by a few per cent for small counts, both ways.
    assert 0.91 < covered < 0.99


def spells(random: np.random.Generator, clusters: int = 60) -> Spells:
    years = random.geometric(0.04, 2 * clusters)
    end = random.integers(5, 60, 2 * clusters)
    seen = np.minimum(years, end)
    return Spells(seen, years <= end, np.repeat(np.arange(clusters), 2))


def test_recurrence_covers_the_truth_as_often_as_it_says() -> None:
    random = np.random.default_rng(13)
    truth = 1 - 0.96**10
    found = []
    for run in range(150):
        drawn = draws(spells(random), 10, number=300, seed=run)
        low, high = np.quantile(drawn, [0.05, 0.95])
        found.append(low <= truth <= high)
    # Standard error of the share: 0.025; weights of sixty clusters are a little too narrow.
    assert 0.82 < np.mean(found) < 0.97


def test_kaplan_meier_agrees_with_scipy() -> None:
    one = spells(np.random.default_rng(17))
    censored = CensoredData(uncensored=one.years[one.again], right=one.years[~one.again])
    referee = ecdf(censored).cdf.evaluate(np.array([10.0]))[0]
    events, at_risk = one.counts(10)
    assert float(chance(events.sum(0), at_risk.sum(0))) == pytest.approx(referee)


def test_what_never_happened_has_an_upper_bound_and_not_zero() -> None:
    calm = Spells(np.array([3, 12, 30]), np.zeros(3, dtype=bool), np.arange(3))
    found = posterior("x", "x", calm, 10, (), ())
    assert found.bound == pytest.approx(beta.ppf(0.95, 0.5, 2.5))
    assert found.interval[0] == 0


def test_grids_give_back_the_quantiles_of_draws() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    values = np.array(grid(beta.ppf(u, 3, 5)))
    asked = np.linspace(0, 1, len(values))[1:-1]
    assert values[1:-1] == pytest.approx(beta.ppf(asked, 3, 5), rel=1e-3)
    doubled = np.array(grid(np.array([1.0, 2.0]), np.array([1.0, 0.0])))
    assert np.all(doubled[:-1] < 2)


def test_a_share_like_the_priors_leaves_the_priors_as_they_were() -> None:
    before = float(willing(utility_draws()).mean())
    found = tied(np.full(10, before))
    u = np.linspace(0.05, 0.95, 19)
    for name in TIED:
        prior = packaged()[name].quantile(u)
        after = np.interp(u, np.linspace(0, 1, len(found.quantiles[name])), found.quantiles[name])
        assert after == pytest.approx(prior, rel=0.03, abs=0.003), name


def test_fewer_kept_promises_mean_dearer_fighting_and_cheaper_standing_aside() -> None:
    few, many = tied(np.full(10, 0.3)), tied(np.full(10, 0.8))
    middle = len(few.quantiles[TIED[0]]) // 2
    signs = {"situation:intervention_cost": -1}
    for name in TIED[:3]:
        gap = many.quantiles[name][middle] - few.quantiles[name][middle]
        assert gap * signs.get(name, 1) > 0, name
    assert (few.after, many.after) == pytest.approx((0.3, 0.8), abs=0.01)
