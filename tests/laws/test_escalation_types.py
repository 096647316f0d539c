"""Asymmetric Escalation Game with private types: every pure equilibrium, thresholds, reductions.

The referee plays the tree out for each profile, type by type, and asks who could gain by changing;
it uses neither the thresholds nor the intervals of beliefs of the solver.
"""

import itertools

import jax
import numpy as np
import pytest
from scipy.optimize import root
from scipy.special import expit, softmax

from suasion.theory.library import asymmetric_escalation as aeg
from suasion.theory.library import massive_retaliation, unilateral_deterrence
from suasion.theory.library.asymmetric_escalation_types import (
    DEFENDERS,
    EXAMPLE,
    PLANS,
    POSTURES,
    EscalationTypes,
    limited_response_deters,
    pure_equilibria,
    thresholds,
)

(MODEL,) = aeg.MODELS
(MASSIVE,) = massive_retaliation.MODELS
# Indifference is judged to 1e-9 of the range of payoffs, which is below 10 here.
REGRET = 1e-7
LIMITED = (0, 0, int(np.flatnonzero((POSTURES == (1, 1, 0, 0)).all(axis=1))[0]))


def draws(count, seed):
    """Payoffs in the published order and probabilities of types."""
    random = np.random.default_rng(seed)
    c = np.cumsum(random.uniform(0.01, 1, (7, count)), axis=0)
    d = np.cumsum(random.uniform(0.01, 1, (8, count)), axis=0)
    types = random.dirichlet((1, 1, 1, 1), count).T
    p_ch = random.uniform(0, 1, count)
    return EscalationTypes(
        *c[[5, 6, 3, 4, 1, 2, 0]], *d[[7, 4, 5, 3, 1, 6, 2, 0]], p_ch, *types[:3]
    )  # fmt: skip


class Tree:
    """The game at arrays of points, played out by types."""

    def __init__(self, game):
        g = self.game = game
        self.types = np.stack((g.p_ch, 1 - g.p_ch))
        rest = 1 - g.p_hh - g.p_hs - g.p_sh
        self.defenders = np.stack((g.p_hh, g.p_hs, g.p_sh, rest))
        self.c_ee = np.stack((g.c_ee_hard, g.c_ee_soft))
        self.dd = np.stack((g.d_dd_hard, g.d_dd_hard, g.d_dd_soft, g.d_dd_soft))
        self.d_ee = np.stack((g.d_ee_hard, g.d_ee_soft, g.d_ee_hard, g.d_ee_soft))

    def ends(self, i, t, reply, goes_on):
        """Payoffs of challenger type i and defender type t after a reply, last moves being best."""
        g = self.game
        stands, holds = self.c_ee[i] > g.c_de, self.d_ee[t] > g.d_ed
        fought = np.where(holds, self.c_ee[i], g.c_ed), np.where(holds, self.d_ee[t], g.d_ed)
        met = np.where(goes_on, fought[0], g.c_dd), np.where(goes_on, fought[1], self.dd[t])
        raised = np.where(stands, self.c_ee[i], g.c_de), np.where(stands, self.d_ee[t], g.d_de)
        both = [
            np.where(reply == 0, conceded, np.where(reply == 1, kind, more))
            for conceded, kind, more in zip((g.c_dc, g.d_dc), met, raised, strict=True)
        ]
        return both

    def defender_regret(self, t, reply, w, mu):
        """What defender type t could gain at node 2 with belief mu."""
        worth = [
            mu * self.ends(0, t, r, w[0])[1] + (1 - mu) * self.ends(1, t, r, w[1])[1]
            for r in range(3)
        ]
        return np.maximum.reduce(worth) - np.choose(reply, worth)

    def escalation_regret(self, i, goes_on, sigma):
        """What challenger type i could gain at node 3a with belief sigma: hh or hs."""
        worth = [
            sigma * self.ends(i, 0, 1, act)[0] + (1 - sigma) * self.ends(i, 1, 1, act)[0]
            for act in (0, 1)
        ]
        return np.maximum(*worth) - np.where(goes_on, worth[1], worth[0])

    def initiation_regret(self, i, starts, replies, w):
        """What challenger type i could gain at node 1."""
        worth = sum(self.defenders[t] * self.ends(i, t, replies[t], w[i])[0] for t in range(4))
        gain = worth - self.game.c_sq
        return np.maximum(gain, 0) - np.where(starts, gain, 0)

    def bayes(self, x, replies):
        """Beliefs by Bayes' rule; NaN where it says nothing."""
        started = self.types * np.stack(x)
        responded = self.defenders * (np.stack(replies) == 1)
        with np.errstate(invalid="ignore"):
            mu = started[0] / started.sum(axis=0)
            return mu, (responded[0] + responded[2]) / responded.sum(axis=0)


def test_no_type_gains_by_deviating_in_10000_games():
    game = draws(10_000, 1)
    found = jax.tree.map(np.asarray, pure_equilibria(game))
    x, w, posture, column = np.nonzero(found.exists)
    assert len(x) > 50_000
    tree = Tree(EscalationTypes(*(part[column] for part in game)))
    plan_x, plan_w, replies = PLANS[x].T, PLANS[w].T, POSTURES[posture].T
    mu, sigma = found.mu[x, w, posture, column], found.sigma[w, posture, column]
    worst = [tree.defender_regret(t, replies[t], plan_w, mu).max() for t in range(4)]
    for i in range(2):
        worst.append(tree.escalation_regret(i, plan_w[i], sigma).max())
        worst.append(tree.initiation_regret(i, plan_x[i], replies, plan_w).max())
    assert max(worst) < REGRET
    for ours, rule in zip((mu, sigma), tree.bayes(plan_x, replies), strict=True):
        told = ~np.isnan(rule)
        assert told.any()
        np.testing.assert_allclose(ours[told], rule[told], atol=1e-9)
        assert ((ours >= -1e-9) & (ours <= 1 + 1e-9)).all()


def test_no_pure_equilibrium_is_missed():
    """Every profile is tried; beliefs that Bayes leaves open are tried on a fine grid."""
    count, grid = 25, np.linspace(0, 1, 201)[:, None]
    game = draws(count, 2)
    exists = np.asarray(pure_equilibria(game).exists)
    tree = Tree(game)
    kept = 0
    for (i, w), (p, replies) in itertools.product(enumerate(PLANS), enumerate(POSTURES)):
        parts = [np.full(count, reply) for reply in replies]
        _, sigma = tree.bayes([np.ones(count)] * 2, parts)
        held = grid if np.isnan(sigma).all() else sigma[None]
        going = np.maximum.reduce([tree.escalation_regret(k, w[k], held) for k in range(2)])
        replying = [tree.defender_regret(t, replies[t], w, grid) for t in range(4)]
        supported = (np.maximum.reduce(replying) <= 1e-12).any(axis=0)
        for j, x in enumerate(PLANS):
            first = [tree.initiation_regret(k, x[k], parts, w) for k in range(2)]
            good = (going.min(axis=0) <= 1e-12) & (np.maximum.reduce(first) <= 1e-12)
            if x.any():
                mu, _ = tree.bayes([np.full(count, one) for one in x], parts)
                told = [tree.defender_regret(t, replies[t], w, mu) for t in range(4)]
                good &= np.maximum.reduce(told) <= 1e-12
            else:
                good &= supported
            assert not (good & ~exists[j, i, p]).any()
            kept += good.sum()
    # The grid misses only supports narrower than its step.
    assert kept > 0.97 * exists.sum()


def test_limited_response_deters_exactly_where_the_thresholds_say():
    """Three thresholds against the enumeration, which knows none of them."""
    game = draws(10_000, 3)
    exists = np.asarray(pure_equilibria(game).exists)[LIMITED]
    ours = np.asarray(limited_response_deters(game))
    np.testing.assert_array_equal(exists, ours)
    assert 500 < ours.sum() < 9500
    low_belief = np.asarray(pure_equilibria(game).mu)[LIMITED] < thresholds(game).d_sh - 1e-6
    assert not (low_belief & exists).any()


@pytest.mark.parametrize("name", ["c_h", "c_s", "d_hh", "d_sh"])
def test_a_threshold_is_an_indifference(name):
    game = draws(1000, 4)
    tree, limit = Tree(game), getattr(thresholds(game), name)
    if name.startswith("c"):
        i = 0 if name == "c_h" else 1
        pair = [tree.escalation_regret(i, act, limit) for act in (0, 1)]
    else:
        t, other = (0, 1) if name == "d_hh" else (2, 0)
        # The challenger does not go on after a response in kind.
        pair = [
            limit * tree.ends(0, t, reply, 0)[1] + (1 - limit) * tree.ends(1, t, reply, 0)[1]
            for reply in (other, 2)
        ]
    np.testing.assert_allclose(pair[0], pair[1], atol=1e-12)
    assert np.all(thresholds(game).c_s < thresholds(game).c_h)
    assert np.all(thresholds(game).d_hh < thresholds(game).d_sh)


def test_limited_response_and_its_failure():
    found = MODEL.solve("pure-perfect-bayesian", p_hh=0.1, p_hs=0.5)
    # The tactically hard are mostly strategically soft: the challenger would go on.
    assert not any("hh responds, hs responds, sh concedes" in one.label for one in found.equilibria)
    held = MODEL.solve("pure-perfect-bayesian", p_hh=0.2, p_hs=0.1, p_sh=0.0)
    (limited,) = (one for one in held.equilibria if one.outcomes["DD"] > 0)
    # p_tac = 0.3 < c_t = 0.5: the attack is met in kind with 0.3 and stays limited.
    assert limited.outcomes["DD"] == pytest.approx(0.3, abs=1e-12)
    assert limited.outcomes["EE"] == 0


def test_known_types_are_the_eight_games():
    found = MODEL.solve("subgame-perfect").chosen
    # Deterred: the soft challenger, and the hard one by hh only.
    assert found.outcomes["SQ"] == pytest.approx(0.4 + 0.6 * 0.4, abs=1e-12)
    assert found.outcomes["SQ"] + found.outcomes["DC"] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("challenger", [0.0, 1.0])
@pytest.mark.parametrize("defender", DEFENDERS)
def test_certain_types_are_complete_information(challenger, defender):
    given = {f"p_{kind}": float(kind == defender) for kind in DEFENDERS[:3]} | {"p_ch": challenger}
    game = aeg.EscalationPayoffs(
        *(getattr(EXAMPLE, name) for name in ("c_sq", "c_dc", "c_dd", "c_ed", "c_de")),
        EXAMPLE.c_ee_hard if challenger else EXAMPLE.c_ee_soft,
        EXAMPLE.d_sq,
        EXAMPLE.d_dc,
        EXAMPLE.d_dd_hard if defender[0] == "h" else EXAMPLE.d_dd_soft,
        EXAMPLE.d_ed,
        EXAMPLE.d_de,
        EXAMPLE.d_ee_hard if defender[1] == "h" else EXAMPLE.d_ee_soft,
    )
    published = aeg.quantal_response(game, 10.0, 10.0).outcomes
    typed = MODEL.solve("quantal-response", **given).chosen.outcomes
    np.testing.assert_allclose(list(typed.values()), np.array(published), atol=1e-10)
    perfect = aeg.subgame_perfect(game).chosen
    assert MODEL.solve("subgame-perfect", **given).chosen.outcomes == perfect.outcomes
    outcomes = [one.outcomes for one in MODEL.solve("pure-perfect-bayesian", **given).equilibria]
    assert perfect.outcomes in outcomes


def responses(beliefs, game, rates):
    """Logit responses of all types to the beliefs mu and sigma, and the beliefs that follow."""
    mu, sigma = beliefs
    tree = Tree(EscalationTypes(*(np.float64(x) for x in game)))
    holds = expit(rates[1] * (tree.d_ee - game.d_ed))
    held = sigma * holds[0] + (1 - sigma) * holds[3]
    goes_on = expit(rates[0] * (held * tree.c_ee + (1 - held) * game.c_ed - game.c_dd))
    stands = expit(rates[0] * (tree.c_ee - game.c_de))
    on, stand = (mu * part[0] + (1 - mu) * part[1] for part in (goes_on, stands))
    last = holds * tree.d_ee + (1 - holds) * game.d_ed
    kind, more = on * last + (1 - on) * tree.dd, stand * tree.d_ee + (1 - stand) * game.d_de
    replies = softmax(rates[1] * np.stack((np.full(4, game.d_dc), kind, more)), axis=0)
    starts = []
    for i in range(2):
        met = holds * tree.c_ee[i] + (1 - holds) * game.c_ed
        met = goes_on[i] * met + (1 - goes_on[i]) * game.c_dd
        raised = stands[i] * tree.c_ee[i] + (1 - stands[i]) * game.c_de
        worth = (
            tree.defenders * (replies[0] * game.c_dc + replies[1] * met + replies[2] * raised)
        ).sum()
        starts.append(expit(rates[0] * (worth - game.c_sq)))
    started, responded = tree.types * starts, tree.defenders * replies[1]
    implied = started[0] / started.sum(), (responded[0] + responded[2]) / responded.sum()
    return np.array(implied), np.array(starts), replies


@pytest.mark.parametrize("seed", range(5))
def test_quantal_response_is_a_fixed_point_of_two_beliefs(seed):
    game = EscalationTypes(*(float(part[0]) for part in draws(1, 10 + seed)))
    rates = (3.0, 4.0)
    given = game._asdict() | {"lambda_ch": rates[0], "lambda_def": rates[1]}
    found = MODEL.solve("quantal-response", **given).chosen
    start = np.array([game.p_ch, game.p_hh + game.p_sh])
    solved = root(lambda b: responses(b, game, rates)[0] - b, start, tol=1e-13)
    _, starts, replies = responses(solved.x, game, rates)
    ours = [found.strategies[f"node1 ({kind}): initiate"] for kind in ("hard", "soft")]
    # Both solve to about 1e-12.
    np.testing.assert_allclose(ours, starts, atol=1e-9)
    for t, kind in enumerate(DEFENDERS):
        chosen = [
            found.strategies[f"node2 ({kind}): {act}"] for act in ("concede", "respond", "escalate")
        ]
        np.testing.assert_allclose(chosen, replies[:, t], atol=1e-9)


def test_more_defenders_hard_at_both_levels_deter_more():
    shares = (0.0, 0.2, 0.4, 0.6)
    peace = [MODEL.solve("quantal-response", p_hh=p).chosen.outcomes["SQ"] for p in shares]
    assert np.all(np.diff(peace) > 0)


def test_types_that_do_not_sum_are_refused():
    for solver in ("subgame-perfect", "pure-perfect-bayesian"):
        found = MODEL.solve(solver, p_hh=0.9)
        assert found.status.code == "none-found"
        assert "at most 1" in found.status.sentence


@pytest.mark.parametrize("solver", ["quantal-response", "subgame-perfect", "pure-perfect-bayesian"])
def test_outside_the_order_every_solver_says_so(solver):
    assert MODEL.solve(solver).status.code == "ok"
    found = MODEL.solve(solver, c_dd=0.8)
    assert found.status.code == "degenerate"
    assert "c_dd < c_ed is needed" in found.status.sentence


# --- Massive retaliation ----------------------------------------------------------------------


@pytest.mark.parametrize("p_ch", [0.2, 0.8])
@pytest.mark.parametrize("p_def", [0.1, 0.55, 0.9])
def test_massive_retaliation_is_the_unilateral_game(p_ch, p_def):
    (unilateral,) = unilateral_deterrence.MODELS
    one, other = (model.solve(p_ch=p_ch, p_def=p_def) for model in (MASSIVE, unilateral))
    assert [x.label for x in one.equilibria] == [x.label for x in other.equilibria]
    for x, y in zip(one.equilibria, other.equilibria, strict=True):
        assert list(x.outcomes) == ["SQ", "DC", "DE", "EE"]
        assert list(x.outcomes.values()) == list(y.outcomes.values())
        assert x.values == y.values


def test_massive_retaliation_names_its_own_payoffs():
    found = MASSIVE.solve(d_ee_hard=0.2)
    assert found.equilibria == ()
    assert "d_dc < d_ee_hard is needed" in found.status.sentence


def test_massive_retaliation_has_the_order_of_the_unilateral_game():
    """With the order of the larger game, where every type prefers conceding, none is claimed."""
    found = MASSIVE.solve(d_dc=EXAMPLE.d_dc, d_ee_hard=EXAMPLE.d_ee_hard)
    assert found.status.code == "degenerate"
