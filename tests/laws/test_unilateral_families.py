"""All families of many Unilateral Deterrence Games at once: regret, Bayes, agreement with `solve`.

Regrets are computed from the tree and the payoffs, not from the thresholds.
"""

import jax
import numpy as np
import pytest

from suasion.theory.library import unilateral_deterrence as udg
from suasion.theory.library.unilateral_families import FAMILIES, families, selected

# Payoffs are of order 1 to 10: what is left of an indifference is rounding.
REGRET = 1e-9
ROUNDING = 1e-12
COUNT = 10_000
BORDERS = [(0.3, 2 / 3), (0.3, 0.5), (0.8, 0.5), (5 / 8, 0.2), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
EXAMPLE = udg.UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)


def draws(count, seed):
    random = np.random.default_rng(seed)
    challenger, defender = np.cumsum(random.uniform(0.01, 1, (2, 5, count)), axis=1)
    game = udg.UnilateralPayoffs(*challenger[[3, 4, 1, 2, 0]], *defender[[4, 3, 2, 0, 1]])
    return game, *random.uniform(0, 1, (2, count))


def regret(probability, act, refrain):
    return np.maximum(act, refrain) - (probability * act + (1 - probability) * refrain)


def test_no_type_gains_by_deviating_in_10000_games():
    game, p, q = draws(COUNT, 1)
    found = jax.tree.map(np.asarray, families(game, p, q))
    resisted = q + (1 - q) * found.soft_resists
    worst = []
    for x, dd in ((found.hard_initiates, game.c_dd_hard), (found.soft_initiates, game.c_dd_soft)):
        last = np.maximum(dd, game.c_cd)
        worst.append(regret(x, (1 - resisted) * game.c_dc + resisted * last, game.c_sq))
    for y, dd in ((1.0, game.d_dd_hard), (found.soft_resists, game.d_dd_soft)):
        resists = found.belief * dd + (1 - found.belief) * game.d_cd
        worst.append(regret(y, resists, game.d_dc))
    assert max(one[found.exists].max() for one in worst) < REGRET
    initiated = p * found.hard_initiates + (1 - p) * found.soft_initiates
    on_path = found.exists & (initiated > 0)
    gap = found.belief * initiated - p * found.hard_initiates
    assert np.abs(gap[on_path]).max() < REGRET
    # Every family comes up, and every game has an equilibrium.
    assert found.exists.sum(axis=1).min() > 100
    assert found.exists.any(axis=0).all()


def test_outcomes_are_a_distribution():
    found = families(*draws(COUNT, 2))
    outcomes = np.stack(found[-4:])[:, np.asarray(found.exists)]
    np.testing.assert_allclose(outcomes.sum(axis=0), 1, atol=ROUNDING)
    assert outcomes.min() >= -ROUNDING


def test_the_kernel_is_the_solver():
    game, p, q = draws(150, 3)
    found = jax.tree.map(np.asarray, families(game, p, q))
    for i in range(150):
        one = udg.UnilateralPayoffs(*(float(x[i]) for x in game))
        compare(udg.solve(one, p[i], q[i]), jax.tree.map(lambda x, i=i: x[:, i], found))


@pytest.mark.parametrize(("p", "q"), BORDERS)
def test_the_kernel_is_the_solver_on_borders(p, q):
    compare(udg.solve(EXAMPLE, p, q), jax.tree.map(np.asarray, families(EXAMPLE, p, q)))


def compare(solution, found):
    """The equilibria of `solve` against one column of the kernel."""
    kept = np.flatnonzero(found.exists)
    assert [one.label for one in solution.equilibria] == [FAMILIES[i] for i in kept]
    assert solution.selected == list(kept).index(int(selected(found.exists)))
    for one, i in zip(solution.equilibria, kept, strict=True):
        x_hard, x_soft, _, y_soft = one.strategies.values()
        ours = [x_hard, x_soft, y_soft, *one.beliefs.values(), *one.outcomes.values()]
        np.testing.assert_allclose(ours, [part[i] for part in found[1:]], atol=ROUNDING)


def test_any_batch_shape_and_compiled_is_eager():
    game, p, q = draws(64, 4)
    flat = families(game, p, q)
    shaped = families(*jax.tree.map(lambda x: x.reshape(4, 2, 8), (game, p, q)))
    with jax.disable_jit():
        eager = families(game, p, q)
    for a, b, c in zip(flat, shaped, eager, strict=True):
        np.testing.assert_allclose(a, np.asarray(b).reshape(5, 64), rtol=ROUNDING, atol=ROUNDING)
        np.testing.assert_allclose(a, c, rtol=ROUNDING, atol=ROUNDING)


def test_gradients_of_the_bluff_are_the_differences():
    def conflict(p_c, p_d, c_sq):
        return families(EXAMPLE._replace(c_sq=c_sq), p_c, p_d).dd[FAMILIES.index("bluff")]

    point, step = np.array([0.3, 0.2, 0.6]), 1e-6
    slope = jax.grad(conflict, argnums=(0, 1, 2))(*map(jax.numpy.asarray, point))
    for i in range(3):
        up, down = (conflict(*(point + sign * step * np.eye(3)[i])) for sign in (1, -1))
        # A central difference errs by step squared plus rounding over step.
        assert float(slope[i]) == pytest.approx(float((up - down) / (2 * step)), abs=1e-6)


def test_outside_the_order_no_family_is_marked():
    broken = EXAMPLE._replace(d_dd_hard=0.2)
    assert not np.any(families(broken, 0.5, 0.5).exists)
    assert not np.any(families(EXAMPLE._replace(c_dc=0.6), 0.5, 0.5).exists)
