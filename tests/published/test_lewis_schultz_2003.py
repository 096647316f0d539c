"""The crisis-signalling game of Lewis and Schultz (2003), and the design with three equilibria.

The design is that of the Monte Carlo study of Crisman-Cox and Gibilisco (2021); its equilibria were
computed beforehand by two other programs, to 9 decimals.
"""

import numpy as np
import pytest
from scipy.special import ndtr, owens_t

from suasion.theory.library import lewis_schultz as ls

MULTIPLE = ls.Crisis(s_a=0.0, v_a=1.0, c_b=0.0, w_a=-1.9, w_b=-2.9, a=-1.2, v_b=1.0)
UNIQUE = MULTIPLE._replace(w_a=-1.8, w_b=-2.45)
# p_C, p_R, p_F, SQ, CD, SF, BD.
EQUILIBRIA = [
    (0.994789469, 0.251104616, 0.309695104, 0.005210531, 0.744993241, 0.077360669, 0.172435559),
    (0.379867835, 0.594722829, 0.241562759, 0.620132165, 0.153951761, 0.054572910, 0.171343164),
    (0.205451841, 0.813321720, 0.208759393, 0.794548159, 0.038353396, 0.034883370, 0.132215075),
]
DRAWS = 400_000


def test_the_design_with_three_equilibria():
    found = ls.MODELS[0].solve(**MULTIPLE._asdict()).equilibria
    ours = [(*x.strategies.values(), *x.outcomes.values()) for x in found]
    # Printed to 9 decimals.
    np.testing.assert_allclose(ours, EQUILIBRIA, rtol=0, atol=5.1e-10)


def test_the_design_with_one_equilibrium():
    solution = ls.MODELS[0].solve(**UNIQUE._asdict())
    assert len(solution.equilibria) == 1
    assert solution.status.code == "ok"


@pytest.mark.parametrize("index", [0, 1, 2])
def test_each_equilibrium_by_simulating_both_players(index):
    equilibrium = ls.MODELS[0].solve(**MULTIPLE._asdict()).equilibria[index]
    p_c, p_r, p_f = equilibrium.strategies.values()
    g, random = MULTIPLE, np.random.default_rng(2003)
    stand, back = g.w_a + random.standard_normal(DRAWS), g.a + random.standard_normal(DRAWS)
    war_b = g.w_b + random.standard_normal(DRAWS)
    last = np.maximum(stand, back)
    challenges = p_r * last + (1 - p_r) * g.v_a > g.s_a
    firm = challenges & (stand > back)
    resists = p_f * war_b + (1 - p_f) * g.v_b > g.c_b
    simulated = {
        "SQ": ~challenges,
        "CD": challenges & ~resists,
        "SF": firm & resists,
        "BD": challenges & ~firm & resists,
    }
    for name, happened in simulated.items():
        exact = equilibrium.outcomes[name]
        assert abs(happened.mean() - exact) <= 4 * np.sqrt(exact * (1 - exact) / DRAWS), name
    count = challenges.sum()
    assert abs(firm.sum() / count - p_f) <= 4 * np.sqrt(p_f * (1 - p_f) / count)
    fought = np.where(stand > back, war_b, g.v_b)
    worth = {
        "a": np.where(challenges, np.where(resists, last, g.v_a), g.s_a),
        "b": np.where(challenges, np.where(resists, fought, g.c_b), 0.0),
    }
    for player, each in worth.items():
        error = each.std() / np.sqrt(DRAWS)
        assert abs(each.mean() - equilibrium.values[player]) <= 4 * error, player
    assert challenges.mean() == pytest.approx(p_c, abs=4e-3)


def test_the_branch_from_boundless_shocks_is_the_one_with_many_challenges():
    # Followed here by small steps and Newton's method alone, from shocks of 200 times the size.
    p = 0.5
    for precision in np.linspace(0.005, 1, 400):
        p = followed(ls.Crisis(*(precision * x for x in MULTIPLE)), p)
    solution = ls.MODELS[0].solve(**MULTIPLE._asdict())
    assert solution.selected == 0
    assert p == pytest.approx(solution.chosen.strategies["b_resists"], abs=1e-9)


def followed(game, p, step=1e-6):
    """The fixed point to which Newton's method leads from p."""
    for _ in range(8):
        value, up, down = (gap(game, x) for x in (p, p + step, p - step))
        p -= value * 2 * step / (up - down)
    return p


def gap(game, p):
    """Distance from p to B's answer, as published; the bivariate normal from Owen's T."""
    cut = (game.s_a - (1 - p) * game.v_a) / p
    x, y, root = (game.w_a - game.a) / np.sqrt(2), game.w_a - cut, np.sqrt(0.5)
    tails = owens_t(x, (y / x - root) / root) + owens_t(y, (x / y - root) / root)
    fights = (ndtr(x) + ndtr(y)) / 2 - tails - (0.5 if x * y < 0 else 0.0)
    firm = fights / (1 - ndtr(cut - game.w_a) * ndtr(cut - game.a))
    return p - ndtr((firm * game.w_b + (1 - firm) * game.v_b - game.c_b) / firm)
