"""Nobody gains by deviating over 10,000 random games, in models whose own tests do not say so.

The statistical strategic models by quadrature of their shocks, massive retaliation in its tree,
Powell's general condition by the paths that support a division. All from payoffs and shocks, not
from the closed forms that are under test.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import ndtr

from suasion.theory.library import massive_retaliation
from suasion.theory.library.egame12 import Egame12Utilities, egame12
from suasion.theory.library.egame122 import Egame122Utilities, egame122
from suasion.theory.library.egame123 import Egame123Utilities, egame123
from suasion.theory.library.shifting_power import peaceful_share
from suasion.theory.library.unilateral_deterrence import UnilateralPayoffs
from suasion.theory.library.unilateral_families import families
from suasion.theory.solvers.regret import bayes_beliefs, regret
from suasion.theory.solvers.shocks import SHOCKS
from suasion.theory.tree.expression import NUMPY
from suasion.theory.tree.numbers import numbers

COUNT = 10_000
# What is left of an indifference between payoffs of order 1 to 10.
ROUNDING = 1e-9
# 14 nodes integrate a normal distribution function of slope 1 to about 1e-7.
QUADRATURE = 1e-6


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


# --- Statistical strategic models ------------------------------------------------------------


def best_as_often(advantage, kind, weights):
    """How often going on is the better action, over the shocks that its mover has seen.

    Parameters: its advantage in mean; the kind of shocks; the weight of the shock of every outcome
    that the mover can reach. Of the normal shocks all but the last are integrated by Gauss-Hermite.
    Shocks to actions are one on each side; extreme values, scaled like normal ones, by the
    trapezoidal rule.
    """
    if kind == "logit":
        at = np.linspace(-6, 40, 1500)[:, None]
        density = np.exp(-at - np.exp(-at)) * (at[1] - at[0])
        return np.sum(density * np.exp(-np.exp(-(at + advantage / np.sqrt(2)))), axis=0)
    if kind == "probit":
        weights = (1.0, 1.0)
    *first, last = weights
    nodes, mass = np.polynomial.hermite_e.hermegauss(14)
    mass = mass / mass.sum()
    total = np.zeros_like(advantage)
    for index in np.ndindex(*(len(nodes),) * len(first)):
        shift = sum(weight * nodes[i] for weight, i in zip(first, index, strict=True))
        total += np.prod(mass[list(index)]) * ndtr((advantage + shift) / last)
    return total


def egame12_moves(u, found):
    p4 = found.resists
    yield p4, u.u24, (1.0, 1.0)
    yield found.initiates, (1 - p4) * u.u13 + p4 * u.u14 - u.u11, (1 - p4, p4, 1.0)


def egame122_moves(u, found):
    p4, p6 = found.right_after_left, found.right_after_right
    yield p4, u.u22, (1.0, 1.0)
    yield p6, u.u24, (1.0, 1.0)
    gain = (1 - p6) * u.u13 + p6 * u.u14 - (1 - p4) * u.u11 - p4 * u.u12
    # Each pair of outcomes behind an action: the likelier one last, so that no slope is steep.
    ends = np.sort(np.stack([1 - p4, p4, 1 - p6, p6]), axis=0)
    yield found.right, gain, tuple(ends)


def egame123_moves(u, found):
    p4, p6 = found.resists, found.intervenes
    yield p6, u.u36, (1.0, 1.0)
    yield p4, (1 - p6) * u.u25 + p6 * u.u26 - u.u23, (1 - p6, p6, 1.0)
    gain = (1 - p4) * u.u13 + p4 * ((1 - p6) * u.u15 + p6 * u.u16) - u.u11
    yield found.initiates, gain, (1 - p4, p4 * (1 - p6), p4 * p6, 1.0)


EGAMES = {
    "egame12": (egame12, Egame12Utilities, egame12_moves),
    "egame122": (egame122, Egame122Utilities, egame122_moves),
    "egame123": (egame123, Egame123Utilities, egame123_moves),
}


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("name", EGAMES)
def test_each_takes_the_better_action_whatever_its_shocks(name, shocks):
    kernel, kind, moves = EGAMES[name]
    random = np.random.default_rng(12)
    u = kind(*(random.normal(size=(len(kind._fields), COUNT)) * 2))
    found = jax.tree.map(np.asarray, kernel(kind(*map(jnp.asarray, u)), shocks))
    for played, advantage, weights in moves(u, found):
        best = best_as_often(advantage, shocks, weights)
        np.testing.assert_allclose(played, best, atol=QUADRATURE)


# --- Massive retaliation ---------------------------------------------------------------------


def test_no_type_gains_by_massive_retaliation_or_its_absence():
    """The families of the kernel for unilateral deterrence, in the tree of this game."""
    random = np.random.default_rng(7)
    challenger, defender = np.cumsum(random.uniform(0.01, 1, (2, 5, COUNT)), axis=1)
    game = UnilateralPayoffs(*challenger[[3, 4, 1, 2, 0]], *defender[[4, 3, 2, 0, 1]])
    p, q = random.uniform(0, 1, (2, COUNT))
    found = jax.tree.map(np.asarray, families(game, p, q))
    tree = massive_retaliation.MODELS[0].tree()
    values = {key.replace("cd", "de").replace("dd", "ee"): x for key, x in game._asdict().items()}
    own = numbers(tree, values | {"p_ch": p, "p_def": q}, NUMPY)
    for family, exists in enumerate(found.exists):
        acts = {
            "start (hard)": found.hard_initiates[family],
            "start (soft)": found.soft_initiates[family],
            "reply (hard)": 1.0,
            "reply (soft)": found.soft_resists[family],
            "last (hard)": 1.0,
            "last (soft)": 0.0,
        }
        chosen = [(1 - acts[one.name], acts[one.name]) for one in tree.information]
        held = _held(tree, own, chosen, found.belief[family])
        gains = regret(tree, own, chosen, held)
        assert gains.local[:, exists].max() < ROUNDING
        assert gains.whole[:, exists].max() < ROUNDING
        assert gains.bayes[exists].max() < ROUNDING
        assert exists.sum() > 100


def _held(tree, own, chosen, belief):
    """Of the defender the belief after an attack, of the challenger that by Bayes' rule."""
    held = bayes_beliefs(tree, own, chosen)
    for at, one in enumerate(tree.information):
        if tree.players[one.player] == "guarantor":
            hard = [tree.nodes[member].types[0] == 0 for member in one.members]
            held[at] = [belief if is_hard else 1 - belief for is_hard in hard]
    return held


# --- Any way of bargaining -------------------------------------------------------------------


def test_a_division_is_peaceful_where_neither_gains_by_fighting_now_or_later():
    random = np.random.default_rng(60)
    delta = random.uniform(0.1, 0.95, COUNT)
    total = 1 / (1 - delta)
    (m_d, m_r, _), (n_d, n_r, _) = (random.dirichlet((2, 2, 0.5), COUNT).T * total for _ in "12")
    low, high = (np.asarray(x) for x in peaceful_share(m_d, m_r, n_d, n_r, delta))
    peace = low <= high
    assert 0.05 < peace.mean() < 0.95

    def kept(value):
        """Whether a flow of today and a rest from tomorrow on give it and make neither fight."""
        least = np.maximum(n_d, (value - 1) / delta)
        most = np.minimum(total - n_r, value / delta)
        return (least <= most) & (value >= m_d) & (total - value >= m_r)

    for share in np.linspace(0.001, 0.999, 25):
        assert kept(low + share * (high - low))[peace].all()
    for step in np.geomspace(1e-6, 1, 15):
        assert not kept(low - step * total).any()
        assert not kept(np.maximum(high, 0) + step * total)[peace].any()
    for value in np.linspace(0, 1, 101):
        assert not kept(value * total)[~peace].any()
