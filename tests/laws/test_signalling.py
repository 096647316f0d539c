"""Laws of the crisis-signalling game: all roots, fixed points, no regret, batches, derivatives."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr, owens_t

from suasion.theory.library import lewis_schultz as ls
from suasion.theory.solvers.signalling import ends, roots
from suasion.theory.solvers.signalling_branch import followed, ladder, principal_root
from suasion.theory.solvers.signalling_equation import Crisis, firm, response

GAMES = 10_000
BASE = Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0)


def drawn(count=GAMES, seed=34):
    """Half near the design with three equilibria, half anywhere; A gains from a concession."""
    random, half = np.random.default_rng(seed), count // 2
    near = np.array(BASE)[:, None] + random.normal(size=(7, half)) * 0.3
    far = random.normal(size=(7, count - half)) * 2
    s_a, v_a, *rest = np.clip(np.concatenate([near, far], axis=1), -10, 10)
    return Crisis(np.minimum(s_a, v_a) - 0.01, np.maximum(s_a, v_a), *rest)


@pytest.fixture(scope="module")
def batch():
    """Ten thousand games, and all their roots; compiled once."""
    game = drawn()
    return game, roots(game)


def part(batch, step):
    game, found = batch
    return Crisis(*(x[::step] for x in game)), jax.tree.map(lambda x: np.array(x[::step]), found)


def pairs(game, found):
    """Every game once for each of its roots, and the roots."""
    exists = np.array(found.exists)
    which, _ = np.nonzero(exists)
    return Crisis(*(np.asarray(x)[which] for x in game)), np.array(found.z)[exists]


def phi2(x, y):
    """Phi2(x, y; 1/sqrt(2)) from Owen's T; absolute error about 1e-16."""
    root = np.sqrt(0.5)
    tails = owens_t(x, (y / x - root) / root) + owens_t(y, (x / y - root) / root)
    return (ndtr(x) + ndtr(y)) / 2 - tails - np.where(x * y < 0, 0.5, 0.0)


def cut_of(game, p):
    return (game.s_a - (1 - p) * game.v_a) / p


def published_firm(game, p):
    """p_F from the published formulas, and the chance of a challenge."""
    cut = cut_of(game, p)
    stand, back = ndtr(game.w_a - cut), ndtr(game.a - cut)
    challenges = stand + back - stand * back
    return phi2((game.w_a - game.a) / np.sqrt(2), game.w_a - cut) / challenges, challenges


def test_the_number_of_roots_is_odd_and_one_or_three_occur(batch):
    count = np.array(batch[1].number)
    assert np.all(count % 2 == 1)
    assert {1, 3} <= set(count.tolist())


def test_every_root_is_a_fixed_point_of_the_published_condition(batch):
    game, z = pairs(*batch)
    p = ndtr(z)
    inside = (p > 1e-9) & (p < 1 - 1e-15)
    share, challenges = published_firm(game, np.where(inside, p, 0.5))
    # The referee loses digits where a challenge is rare, and more where firmness is.
    clear = inside & (challenges > 1e-3) & (share > 1e-3)
    assert clear.mean() > 0.5
    answer = ndtr((share * game.w_b + (1 - share) * game.v_b - game.c_b) / share)
    np.testing.assert_allclose(answer[clear], p[clear], rtol=0, atol=1e-10)


NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


def log_share(mean, other, low, high):
    """Log of the chance that a normal of this mean lies in a range and exceeds the other."""
    x = (low + high) / 2 + (high - low) / 2 * NODES
    value = -((x - mean) ** 2) / 2 + log_ndtr(x - other)
    top = value.max()
    return top + np.log(np.sum(WEIGHTS * np.exp(value - top)))


@pytest.mark.parametrize(("w_a", "a"), [(0.0, 0.0), (1.0, -1.0), (-2.0, 0.5), (0.0, 3.0)])
def test_firmness_is_accurate_in_the_tails(w_a, a):
    # Out to 15 standard deviations, where the chances of a fight and of a challenge are below
    # 1e-50. The range of integration leaves out less than 1e-13 of either chance.
    for beyond in (0.0, 4.0, 8.0, 12.0, 15.0):
        cut = max(w_a, a) + beyond
        high = cut + 9.0 / (1.0 + beyond / 5.0)
        stand, back = (log_share(x, y, cut, high) for x, y in ((w_a, a), (a, w_a)))
        found = float(firm(jnp.array(cut), jnp.array(w_a), jnp.array(a)))
        assert found == pytest.approx(1 / (1 + np.exp(back - stand)), rel=1e-9), beyond
    certain = float(firm(jnp.array(-20.0), jnp.array(w_a), jnp.array(a)))
    assert certain == pytest.approx(ndtr((w_a - a) / np.sqrt(2)), rel=1e-14)


def test_a_very_fine_grid_finds_no_other_root(batch):
    game, (every, _, count) = part(batch, GAMES // 200)
    assert np.count_nonzero(count > 1) >= 3
    z = np.linspace(-9, 8, 60_001)
    p = ndtr(z)
    for i in range(200):
        one = Crisis(*(float(x[i]) for x in game))
        share, challenges = published_firm(one, p)
        excess = (one.v_b - one.c_b) / share + one.w_b - one.v_b - z
        clear = challenges > 1e-6
        inside = np.count_nonzero(np.diff(excess[clear] >= 0))
        found = every[i, : count[i]]
        lowest, highest = z[clear][[0, -1]]
        assert inside == np.count_nonzero((found > lowest) & (found < highest)), i


def test_close_pairs_of_roots_are_not_missed():
    # Raise w_b until the two upper roots merge: the count changes once, at the fold, and up to it
    # the pair is seen, however close.
    low, high = -2.9, -2.5
    assert int(roots(BASE._replace(w_b=low)).number) == 3
    other = int(roots(BASE._replace(w_b=high)).number)
    assert other == 1
    for _ in range(30):
        middle = (low + high) / 2
        several = int(roots(BASE._replace(w_b=middle)).number) == 3
        low, high = (middle, high) if several else (low, middle)
    z = np.array(roots(BASE._replace(w_b=low)).z[:3])
    # Two roots merge like the square root of the distance to the fold, here about 1e-10.
    assert np.diff(z).min() < 1e-3


def test_nobody_gains_by_deviating(batch):
    game, z = pairs(*batch)
    chances = response(game, z)
    p_r, p_f = ndtr(z), np.array(chances.firm)
    random = np.random.default_rng(3)
    scale = 1 + sum(np.abs(x) for x in game)
    for _ in range(20):
        stand, back, war = random.normal(size=(3, len(z))) * 1.5
        stand, back, war = game.w_a + stand, game.a + back, game.w_b + war
        last = np.maximum(stand, back)
        challenge = p_r * last + (1 - p_r) * game.v_a
        acts = last >= np.array(chances.cut)
        # Where the cut is kept to its range, no type this side of 1e-17 is beyond it.
        regret = np.maximum(challenge, game.s_a) - np.where(acts, challenge, game.s_a)
        likely = (np.abs(stand - game.w_a) < 5) & (np.abs(back - game.a) < 5)
        assert np.all(regret[likely] <= 1e-9 * scale[likely])
        resist = p_f * war + (1 - p_f) * game.v_b
        chosen = war - game.w_b >= -z
        regret = np.maximum(resist, game.c_b) - np.where(chosen, resist, game.c_b)
        assert np.all(regret <= 1e-9 * scale)


def test_beliefs_follow_bayes(batch):
    game, z = pairs(*part(batch, 20))
    p = ndtr(z)
    found = response(game, z)
    clear = (p > 1e-6) & (np.array(found.challenges) > 1e-4)
    share, challenges = published_firm(game, np.where(clear, p, 0.5))
    np.testing.assert_allclose(np.array(found.firm)[clear], share[clear], atol=1e-11)
    np.testing.assert_allclose(np.array(found.challenges)[clear], challenges[clear], atol=1e-14)
    outcomes = np.array(found[3:7])
    assert outcomes.min() >= -1e-15
    np.testing.assert_allclose(outcomes.sum(axis=0), 1, atol=1e-13)


def test_the_quick_search_finds_the_ends(batch):
    game, found = batch
    quick = ends(game)
    several = np.array(found.number) > 1
    agree = np.array(quick.several) == several
    # A coarse search misses pairs of roots near a fold.
    assert np.mean(agree[several]) > 0.97
    assert np.all(agree[~several])
    last = np.take_along_axis(found.z, np.array(found.number)[:, None] - 1, axis=1)[:, 0]
    for ours, exact in ((quick.least, found.z[:, 0]), (quick.most, last)):
        error = np.abs(np.array(ours - exact)) / (1 + np.abs(exact))
        assert error[agree].max() < 1e-12


def test_a_dearer_war_for_b_means_less_resistance_at_the_ends(batch):
    game, _ = batch
    before, after = ends(game), ends(game._replace(w_b=game.w_b - 0.1))
    assert np.all(np.array(after.least) < np.array(before.least))
    assert np.all(np.array(after.most) < np.array(before.most))


def test_compiled_is_eager_a_batch_is_a_loop_and_any_shape_is_kept(batch):
    game, found = part(batch, GAMES // 24)
    game, z = Crisis(*(jnp.asarray(x[:24]) for x in game)), jnp.asarray(found.z[:24, 0])
    shaped = jax.tree.map(lambda x: x.reshape(2, 3, 4), game)
    np.testing.assert_allclose(roots(shaped).z.reshape(24, -1), found.z[:24], rtol=1e-12)
    compiled, eager = jax.jit(response)(game, z), response(game, z)
    for a, b in zip(compiled, eager, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)
    for i in (0, 11, 23):
        one = Crisis(*(x[i] for x in game))
        np.testing.assert_allclose(roots(one).z, found.z[i], rtol=1e-12)
        np.testing.assert_allclose(response(one, z[i]).firm, eager.firm[i], rtol=1e-12)


def test_gradient_at_a_root_is_the_difference():
    point, step = jnp.array(BASE), 1e-6
    moved = [(point.at[i].add(step), point.at[i].add(-step)) for i in range(7)]
    rise = [roots(Crisis(*up)).z[:3] - roots(Crisis(*down)).z[:3] for up, down in moved]
    difference = jnp.stack(rise, axis=1) / (2 * step)
    gradient = jax.jacrev(lambda vector: roots(Crisis(*vector)).z[:3])(point)
    # A central difference errs by step squared times a third derivative, plus 1e-15 over step.
    np.testing.assert_allclose(gradient, difference, rtol=1e-6, atol=1e-7)
    quick = jax.jacrev(lambda vector: jnp.stack(ends(Crisis(*vector))[:2]))(point)
    np.testing.assert_allclose(quick, difference[::2], rtol=1e-6, atol=1e-7)


def test_the_principal_branch_does_not_depend_on_the_ladder(batch):
    game, found = batch
    several = np.nonzero(np.array(found.number) > 1)[0][:12]
    assert len(several) == 12
    for i in several:
        one = Crisis(*(float(x[i]) for x in game))
        coarse, fine = (followed(ladder(one, count)) for count in (128, 512))
        # Seen in every game tried, not proved: the branch arrives at the least resistance.
        assert principal_root(one) == coarse == fine == 0


def test_where_rungs_do_not_match_no_branch_is_claimed():
    assert followed([[0.5], [0.1, 0.2, 0.3, 0.4, 0.5]]) is None
    assert followed([[0.1, 0.2, 0.3]]) is None


def test_a_branch_that_folds_back_is_followed_through_both_folds():
    # Up on the low arm, which vanishes with the middle one; down the middle; up on the high arm.
    rungs = [[0.2], [0.25, 0.6, 0.9], [0.3, 0.5, 0.91], [0.92]]
    assert followed(rungs) == 0
    assert followed([*rungs, [0.4, 0.45, 0.93]]) == 2


def test_without_a_gain_from_concession_the_status_says_so():
    same = ls.MODELS[0].solve(s_a=1.0, v_a=1.0)
    assert len(same.equilibria) == 1
    less = ls.MODELS[0].solve(s_a=1.0, v_a=0.0)
    for solution in (same, less):
        assert solution.status.code == "degenerate"
        assert "s_a < v_a is needed" in solution.status.sentence
    nobody = ls.MODELS[0].solve(s_a=10.0, v_a=0.0, w_a=-10.0, a=-10.0)
    assert (nobody.equilibria, nobody.selected) == ((), -1)


def test_payoffs_at_the_ends_of_their_ranges_have_equilibria():
    random = np.random.default_rng(11)
    low, high = ([getattr(p, end) for p in ls.MODELS[0].parameters] for end in ("low", "high"))
    corners = np.where(random.random((GAMES, 7)) < 0.5, low, high)
    corners[:, :2] = low[0], high[0]
    game = Crisis(*corners.T)
    found = roots(game)
    assert np.all(np.array(found.number) % 2 == 1)
    assert np.all(np.isfinite(np.array(found.z)))
    chances = np.array(response(game, found.z[:, 0])[:7])
    assert chances.min() >= -1e-15
    assert chances.max() <= 1 + 1e-15
