"""Tripartite Crisis Game, reduced form: regret, seen types, the directions of the abstract.

The referee plays the tree out by triples of types; it does not use the solver's intervals.
"""

import itertools

import jax
import numpy as np
import pytest

from suasion.theory.library.tripartite_crisis import MODELS
from suasion.theory.library.tripartite_crisis_types import (
    EXAMPLE,
    PLANS,
    TripartiteCrisis,
    pure_equilibria,
)

(MODEL,) = MODELS
# Indifference is judged to 1e-9; payoffs are of order one.
REGRET = 1e-7


def draws(count, seed):
    """Payoffs in the order of the page, otherwise at random, and chances of types."""
    random = np.random.default_rng(seed)
    gaps = random.uniform(0.01, 1, (16, count))
    c = np.cumsum(gaps[:6], axis=0)
    p = np.cumsum(gaps[6:12], axis=0)
    d = np.cumsum(gaps[12:16], axis=0)
    between = random.uniform(0.0, 1.0, (4, count))
    return TripartiteCrisis(
        *(c[3], c[4] + between[3], c[1], c[2], c[0], c[4], c[5]),
        *(p[5], p[2], p[4], p[3], p[1], p[0], p[1] + between[0] * (p[5] - p[1])),
        *(d[3] + 0.1, d[1] + between[1], d[3], d[2], d[0]),
        *(d[1] + between[2] * (d[3] - d[1]), d[1]),
        *random.uniform(0, 1, (3, count)),
    )


class Tree:
    """The game at arrays of points."""

    def __init__(self, game):
        g = self.game = game
        self.c_cf = (g.c_cf_determined, g.c_cf_hesitant)
        self.p_pr = (g.p_pr_loyal, g.p_pr_disloyal)
        self.d_cf = (g.d_cf_staunch, g.d_cf_wavering)
        self.q = [(x, 1 - x) for x in (g.q_determined, g.q_loyal, g.q_staunch)]

    def ends(self, c, p, d, supports):
        """Payoffs of all three after a hold, by types, if the defender does or does not support."""
        g = self.game
        fights, realigns = self.c_cf[c] > g.c_cb, self.p_pr[p] > g.p_pl
        helped = (
            np.where(fights, self.c_cf[c], g.c_cb),
            np.where(fights, g.p_cf, g.p_cb),
            np.where(fights, self.d_cf[d], g.d_cb),
        )
        alone = (
            np.where(realigns, g.c_pr, g.c_pl),
            np.where(realigns, self.p_pr[p], g.p_pl),
            np.where(realigns, g.d_pr, g.d_pl),
        )
        return [np.where(supports, a, b) for a, b in zip(helped, alone, strict=True)]

    def regrets(self, demands, holds, supports, mu, lam):
        """What each type could gain by changing its move, with beliefs mu and lam."""
        g = self.game
        believed, loyal = (mu, 1 - mu), (lam, 1 - lam)
        for c in range(2):
            worth = 0.0
            for p, d in itertools.product(range(2), repeat=2):
                end = np.where(holds[p], self.ends(c, p, d, supports[d])[0], g.c_pc)
                worth = worth + self.q[1][p] * self.q[2][d] * end
            yield regret(demands[c], worth, g.c_sq)
        for p in range(2):
            held = 0.0
            for c, d in itertools.product(range(2), repeat=2):
                held = held + believed[c] * self.q[2][d] * self.ends(c, p, d, supports[d])[1]
            yield regret(holds[p], held, g.p_pc)
        for d in range(2):
            worth = [0.0, 0.0]
            for act, c, p in itertools.product(range(2), repeat=3):
                worth[act] = worth[act] + believed[c] * loyal[p] * self.ends(c, p, d, act)[2]
            yield regret(supports[d], worth[1], worth[0])


def regret(acts, act, refrain):
    return np.maximum(act, refrain) - np.where(acts, act, refrain)


def bayes(chance, first, second):
    with np.errstate(invalid="ignore"):
        return chance * first / (chance * first + (1 - chance) * second)


def test_the_draws_keep_the_order_of_the_page():
    game = draws(50, 0)
    for i in range(50):
        given = {name: float(part[i]) for name, part in game._asdict().items()}
        assert MODEL.solve("subgame-perfect", **given).status.code == "ok"


def test_no_type_gains_by_deviating_in_10000_games():
    game = draws(10_000, 1)
    found = jax.tree.map(np.asarray, pure_equilibria(game))
    *plans, column = np.nonzero(found.exists)
    assert len(column) > 5000
    inner = TripartiteCrisis(*(part[column] for part in game))
    demands, holds, supports = (PLANS[plan].T for plan in plans)
    mu, lam = (part[(*plans, column)] for part in found[1:])
    regrets = list(Tree(inner).regrets(demands, holds, supports, mu, lam))
    assert max(one.max() for one in regrets) < REGRET
    rules = bayes(inner.q_determined, *demands), bayes(inner.q_loyal, *holds)
    for ours, rule in zip((mu, lam), rules, strict=True):
        told = ~np.isnan(rule)
        assert told.any()
        np.testing.assert_allclose(ours[told], rule[told], atol=1e-9)
        assert ((ours >= -1e-9) & (ours <= 1 + 1e-9)).all()


def test_no_pure_equilibrium_is_missed():
    """Every profile with every belief on a grid, where Bayes leaves them open."""
    game = draws(60, 2)
    exists = np.asarray(pure_equilibria(game).exists)
    tree, grid, kept = Tree(game), np.linspace(0, 1, 41), 0
    for at in itertools.product(range(4), repeat=3):
        demands, holds, supports = (PLANS[i] for i in at)
        mu = bayes(game.q_determined, *demands) if demands.any() else grid[:, None, None]
        lam = bayes(game.q_loyal, *holds) if holds.any() else grid[:, None]
        worst = np.maximum.reduce(
            np.broadcast_arrays(*tree.regrets(demands, holds, supports, mu, lam))
        )
        good = (worst.reshape(-1, 60) <= 1e-12).any(axis=0)
        assert not (good & ~exists[at]).any()
        kept += good.sum()
    # The grid misses only supports narrower than its step.
    assert kept > 0.9 * exists.sum()


@pytest.mark.parametrize("types", list(itertools.product((0, 1), repeat=3)))
def test_types_that_are_seen_are_one_game_of_perfect_information(types):
    """Backward induction by hand, and the selected equilibrium of certain types."""
    tree = Tree(TripartiteCrisis(*(np.float64(x) for x in EXAMPLE)))
    c, p, d = types
    given = dict(
        zip(("q_determined", "q_loyal", "q_staunch"), (1.0 - x for x in types), strict=True)
    )
    supports = tree.ends(c, p, d, 1)[2] > tree.ends(c, p, d, 0)[2]
    after = tree.ends(c, p, d, supports)
    holds = after[1] > EXAMPLE.p_pc
    challenger = after[0] if holds else EXAMPLE.c_pc
    found = MODEL.solve("subgame-perfect", **given).chosen
    assert found.values["challenger"] == pytest.approx(max(challenger, EXAMPLE.c_sq), abs=1e-12)
    assert (found.outcomes["SQ"] == 1) == (challenger <= EXAMPLE.c_sq)
    labels = [one.outcomes for one in MODEL.solve("pure-perfect-bayesian", **given).equilibria]
    assert found.outcomes in labels


DEMANDS = {
    "lambda_ch": 20.0, "lambda_p": 20.0, "lambda_def": 15.0, "c_pc": 0.72, "c_pl": 0.72,
    "d_cf_staunch": 0.5, "q_determined": 1.0, "p_pc": 0.25,
}  # fmt: skip


@pytest.mark.parametrize(("worth", "direction"), [(0.75, -1), (0.85, -1), (1.6, 1), (2.0, 1)])
def test_a_threat_to_realign_dissuades_the_weakly_and_prompts_the_strongly_motivated(
    worth, direction
):
    """The two directions of the abstract of Zagare and Kilgour (2003)."""
    demands = [
        1 - MODEL.solve("quantal-response", q_loyal=q, c_pr=worth, **DEMANDS).chosen.outcomes["SQ"]
        for q in (1.0, 0.5, 0.0)
    ]
    assert np.all(direction * np.diff(demands) > 0)


def test_a_threat_to_realign_makes_support_likelier():
    def support(q):
        found = MODEL.solve("quantal-response", q_loyal=q, c_pr=0.75, **DEMANDS).chosen
        return found.strategies["backing (staunch): support"]

    assert support(0.0) > support(0.5) > support(1.0)


def test_outcomes_are_a_distribution_and_a_reduced_form_says_so():
    assert MODEL.reduced
    assert MODEL.page.startswith("Reduced form")
    for solver in MODEL.solvers:
        for one in MODEL.solve(solver).equilibria:
            assert sum(one.outcomes.values()) == pytest.approx(1, abs=1e-12)
            assert set(one.values) >= {"challenger", "protege"}


@pytest.mark.parametrize("solver", ["quantal-response", "subgame-perfect", "pure-perfect-bayesian"])
def test_outside_the_order_every_solver_says_so(solver):
    assert MODELS[0].solve(solver).status.code == "ok"
    found = MODELS[0].solve(solver, c_cf_determined=0.9)
    assert found.status.code == "degenerate"
    assert "c_cf_determined < c_sq is needed" in found.status.sentence
