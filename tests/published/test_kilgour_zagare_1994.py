"""Kilgour and Zagare, Uncertainty and the Role of the Pawn (1994): cutoffs, unique, two kinds.

The abstract: a unique perfect Bayesian equilibrium; either side acts if and only if the pawn is
worth enough to it; two kinds, of which one has bluffs. The payoffs are ours, so the closed form is
checked against the game itself: every value of the pawn on a fine grid, a search for all pairs of
cutoffs that are best responses, and a simulation.
"""

import jax
import numpy as np
import pytest

from suasion.theory.library import pawn
from suasion.theory.library.pawn import MODELS, cutoffs, outcome_probabilities

(MODEL,) = MODELS
NAMES = ("q_c", "k_c", "b", "q_d", "k_d")
ROUNDING = 1e-12
REGRET = 1e-9


def draws(count, seed):
    random = np.random.default_rng(seed)
    q_c, q_d = random.uniform(0.05, 1, (2, count))
    return (
        q_c,
        random.uniform(0.01, 0.8, count),
        random.uniform(0.001, 0.8, count),
        q_d,
        random.uniform(0.01, 0.8, count),
    )


def gain_from_initiating(v, force, q_c, k_c, b):
    """Over the status quo, if resisted with the chance `force`."""
    return (1 - force) * v + force * np.maximum(q_c * v - k_c, -b)


def gain_from_resisting(v, belief, q_d, k_d):
    """Over conceding, if the challenger would fight with the chance `belief`."""
    return belief * (q_d * v - k_d) + (1 - belief) * v


def fighting(v_c, q_c, k_c, b):
    """Chance that a challenger with a value above v_c fights when resisted, on a fine grid."""
    values = v_c + (1 - v_c) * (np.arange(2000)[:, None] + 0.5) / 2000
    return (q_c * values - k_c >= -b).mean(axis=0)


def test_no_value_gains_by_deviating_in_10000_games():
    q_c, k_c, b, q_d, k_d = arguments = draws(10_000, 1)
    found = [np.asarray(part) for part in cutoffs(*arguments)]
    v_c, hard, v_d, belief = found
    force = 1 - v_d
    for values in np.linspace(0, 1, 101):
        gain = gain_from_initiating(values, force, q_c, k_c, b)
        assert np.max(np.where(values > v_c, -gain, gain)) < REGRET
        resist = gain_from_resisting(values, belief, q_d, k_d)
        assert np.max(np.where(values > v_d, -resist, resist)) < REGRET
        fights = q_c * values - k_c + b
        assert np.max(np.where(values >= hard, -fights, fights)[hard < 1]) < REGRET
    # A cutoff inside is an indifference.
    inside = (v_c > 0) & (v_c < 1)
    at = gain_from_initiating(v_c, force, q_c, k_c, b)
    assert np.abs(at[inside]).max() < REGRET
    assert inside.mean() > 0.4
    # Both kinds come up.
    assert ((v_c < hard) & inside).sum() > 1000
    assert ((v_c >= hard) & inside).sum() > 1000


def test_beliefs_follow_bayes():
    q_c, k_c, b, *_ = arguments = draws(3000, 2)
    v_c, _, _, belief = (np.asarray(part) for part in cutoffs(*arguments))
    some = v_c < 1
    # A grid of 2,000 values places the cutoff within 1/2000 of the range.
    gap = np.abs(belief - fighting(v_c, q_c, k_c, b))[some]
    assert gap.max() < 1 / 2000 + ROUNDING


@pytest.mark.parametrize("seed", range(6))
def test_the_equilibrium_is_unique(seed):
    """Every chance of resistance on a grid: the one it brings about, by best responses, falls."""
    q_c, k_c, b, q_d, k_d = (float(x[0]) for x in draws(1, 100 + seed))
    force, values = np.linspace(0, 0.999, 1000), np.linspace(0, 1, 2001)[:, None]
    starts = gain_from_initiating(values, force, q_c, k_c, b) > 0
    hard = starts & (q_c * values - k_c >= -b)
    count = starts.sum(axis=0)
    # Where nobody initiates, the limit of those that come closest.
    belief = np.where(count > 0, hard.sum(axis=0) / np.maximum(count, 1), float(q_c - k_c >= -b))
    back = (gain_from_resisting(values, belief, q_d, k_d) > 0).mean(axis=0)
    # The grid of values lets it rise by a step.
    assert np.all(np.diff(back) <= 2 / 2001)
    crossing = force[np.argmin(np.abs(back - force))]
    v_d = float(cutoffs(q_c, k_c, b, q_d, k_d).v_d)
    assert crossing == pytest.approx(1 - v_d, abs=5e-3)


def test_simulated_crises_have_these_outcomes_and_values():
    """A million crises: four standard errors of a share are below 0.002."""
    random = np.random.default_rng(3)
    mine, theirs = random.uniform(0, 1, (2, 1_000_000))
    for given in ({}, {"b": 0.3}, {"k_d": 0.6, "q_d": 0.4}, {"q_c": 0.9, "k_c": 0.6, "b": 0.02}):
        found = MODEL.solve(**given).chosen
        q_c, k_c, b, q_d, k_d = ((MODEL.defaults | given)[name] for name in NAMES)
        starts, resists = mine > found.strategies["v_c"], theirs > found.strategies["v_d"]
        fights = q_c * mine - k_c >= -b
        ends = {
            "SQ": ~starts,
            "DC": starts & ~resists,
            "CD": starts & resists & ~fights,
            "DD": starts & resists & fights,
        }
        for name, here in ends.items():
            assert here.mean() == pytest.approx(found.outcomes[name], abs=0.002)
        challenger = np.select(
            list(ends.values()), [0 * mine, mine, -b + 0 * mine, q_c * mine - k_c]
        )
        defender = np.select(list(ends.values()), [theirs, 0 * theirs, theirs, q_d * theirs - k_d])
        assert challenger.mean() == pytest.approx(found.values["challenger"], abs=0.002)
        assert defender.mean() == pytest.approx(found.values["defender"], abs=0.002)


def test_without_backing_down_it_is_the_case_of_no_bluff():
    q_c, k_c, _, q_d, k_d = draws(1000, 4)
    found = cutoffs(q_c, k_c, k_c + 0.1, q_d, k_d)
    force = np.maximum(1 - k_d / q_d, 0)
    expected = np.minimum(force * k_c / (1 - force + force * q_c), 1)
    np.testing.assert_allclose(found.v_c, expected, atol=ROUNDING)
    np.testing.assert_allclose(found.v_d, np.minimum(k_d / q_d, 1), atol=ROUNDING)


def test_the_two_kinds_meet():
    q_c, k_c, _, q_d, k_d = draws(2000, 5)
    force = np.maximum(1 - k_d / q_d, 0)
    start = force * k_c / (1 - force + force * q_c)
    b = k_c - q_c * start
    usable = (b > 1e-3) & (start > 1e-3) & (start < 0.99)
    assert usable.sum() > 300
    near = [
        np.stack([np.asarray(x)[usable] for x in cutoffs(q_c, k_c, b + shift, q_d, k_d)[::2]])
        for shift in (-1e-9, 1e-9)
    ]
    np.testing.assert_allclose(*near, atol=1e-5)


def test_a_costlier_war_for_the_defender_invites():
    arguments = q_c, k_c, b, q_d, k_d = draws(2000, 6)
    before, after = cutoffs(*arguments), cutoffs(q_c, k_c, b, q_d, k_d + 0.05)
    assert np.all(after.v_d >= before.v_d - ROUNDING)
    assert np.all(after.v_c <= before.v_c + ROUNDING)
    assert np.any(after.v_c < before.v_c - 0.01)


def test_a_costlier_war_for_the_challenger_deters():
    arguments = q_c, k_c, b, q_d, k_d = draws(2000, 7)
    before, after = cutoffs(*arguments), cutoffs(q_c, k_c + 0.05, b, q_d, k_d)
    assert np.all(after.v_d <= before.v_d + ROUNDING)
    assert np.all(after.v_c >= before.v_c - ROUNDING)
    assert np.any(after.v_c > before.v_c + 0.01)


def test_a_costlier_retreat_weakens_resistance():
    """Who initiates is then likelier to fight; challenges become rarer in some games only."""
    q_c, k_c, b, q_d, k_d = arguments = draws(2000, 8)
    before, after = cutoffs(*arguments), cutoffs(q_c, k_c, b + 0.05, q_d, k_d)
    initiates = np.asarray(before.v_c) < 1
    assert np.all((after.v_d >= before.v_d - ROUNDING)[initiates])
    assert np.any(after.v_c < before.v_c - 0.01)
    assert np.any(after.v_c > before.v_c + 0.01)


def test_outcomes_are_a_distribution_and_a_batch_is_a_loop():
    arguments = [x.reshape(4, 16) for x in draws(64, 7)]

    def both(*row):
        found = cutoffs(*row)
        return (*found, *outcome_probabilities(found))

    whole, compiled = both(*arguments), jax.jit(both)(*arguments)
    for a, c in zip(whole, compiled, strict=True):
        assert a.shape == (4, 16)
        np.testing.assert_allclose(a, c, rtol=ROUNDING, atol=ROUNDING)
    outcomes = np.stack(whole[4:])
    np.testing.assert_allclose(outcomes.sum(axis=0), 1, atol=ROUNDING)
    assert outcomes.min() >= -ROUNDING
    for i in range(4):
        one = both(*(float(x[i, 3]) for x in arguments))
        np.testing.assert_allclose(
            one, [part[i, 3] for part in whole], rtol=ROUNDING, atol=ROUNDING
        )


@pytest.mark.parametrize("b", [0.1, 0.3])
def test_gradients_are_the_differences(b):
    point, step = np.array([0.5, 0.2, b, 0.5, 0.2]), 1e-6

    def v_c(*row):
        return cutoffs(*row).v_c

    slopes = jax.grad(v_c, argnums=tuple(range(5)))(*map(float, point))
    for i, slope in enumerate(slopes):
        up, down = (v_c(*(point + sign * step * np.eye(5)[i])) for sign in (1, -1))
        # A central difference errs by step squared plus rounding over step.
        assert float(slope) == pytest.approx(float((up - down) / (2 * step)), abs=1e-6)


@pytest.mark.parametrize(
    ("given", "label", "resists_above"),
    [
        ({}, "bluff", 0.371),
        ({"b": 0.2}, "no bluff", 0.4),
        ({"q_c": 0.2, "k_c": 0.9}, "nobody initiates", 0.0),
        ({"k_d": 2.0, "q_d": 0.3, "b": 0.19}, "bluff", 1.0),
    ],
)
def test_kinds(given, label, resists_above):
    found = MODEL.solve(**given).chosen
    assert found.label == label
    # Rounded to three places above.
    assert found.strategies["v_d"] == pytest.approx(resists_above, abs=5e-4)


def test_a_reduced_form_says_so():
    assert MODEL.reduced
    assert pawn.__doc__.startswith("Reduced form")
