"""Generalised Mutual Deterrence Game: regions, regret, overlaps, directions.

The referees know the tree and the payoffs only. One solves for every equilibrium by trying each
support (each of the four chances 0, 1 or mixed) on a grid; Gambit lists the extreme equilibria of
the Bayesian game; the regrets of 10,000 games are computed from the outcomes of the tree.
"""

import io
import itertools

import jax
import numpy as np
import pytest

from suasion.theory.library import mutual_deterrence as gmdg
from suasion.theory.library.mutual_deterrence import FAMILIES, MODELS, MutualPayoffs

# Payoffs of order 1 to 10: what is left of an indifference is rounding.
REGRET = 1e-9
HALVES = [
    (0.6, 1.0, 0.1, 0.3, 0.0),
    (0.83, 1.0, 0.31, 0.42, 0.0),
    (2.2, 7.0, -1.0, 1.7, -6.0),
]


def payoff_if(half, hard, defects, other_defects, other_hard):
    """Payoff of one player, hard or not, at the end of the tree that these choices lead to."""
    sq, dc, cd, dd_hard, dd_soft = half
    conflict = dd_hard if hard else dd_soft
    if not defects:
        yields = cd if not hard else conflict
        return yields if other_defects else sq
    return conflict if other_defects or other_hard else dc


def gains(half, p_other, y_h, y_s):
    """What defecting gains a hard and a soft player over cooperating."""
    weights = {
        (True, True): p_other * y_h,
        (False, True): p_other * (1 - y_h),
        (True, False): (1 - p_other) * y_s,
        (False, False): (1 - p_other) * (1 - y_s),
    }
    return tuple(
        sum(
            weight * (payoff_if(half, hard, True, *other) - payoff_if(half, hard, False, *other))
            for other, weight in weights.items()
        )
        for hard in (True, False)
    )


def regret(probability, gain):
    return np.maximum(gain, 0) - probability * gain


def draws(count, seed):
    random = np.random.default_rng(seed)
    halves = np.cumsum(random.uniform(0.01, 1, (2, 5, count)), axis=1)[:, [3, 4, 1, 2, 0]]
    return halves, random.uniform(0, 1, (2, count))


def test_no_type_gains_by_deviating_in_10000_games():
    (a, b), (p_a, p_b) = draws(10_000, 1)
    found = gmdg.families(MutualPayoffs(*a, *b), p_a, p_b)
    x_h, x_s, y_h, y_s = (np.asarray(part) for part in found[1:5])
    regrets = [
        *map(regret, (x_h, x_s), gains(a, p_b, y_h, y_s)),
        *map(regret, (y_h, y_s), gains(b, p_a, x_h, x_s)),
    ]
    exists = np.asarray(found.exists)
    assert max(one[exists].max() for one in regrets) < REGRET
    assert exists.any(axis=0).all()
    # The test means something only if every family comes up, and often.
    assert exists.sum(axis=1).min() > 100
    total = sum(np.asarray(part) for part in found[5:])
    np.testing.assert_allclose(total[exists], 1, atol=1e-12)
    assert min(np.asarray(part)[exists].min() for part in found[1:]) >= -1e-12


def indifference(half, p_other, hard):
    """Gain of one type as a linear function c + h y_h + s y_s of the other side's chances."""
    index = 0 if hard else 1
    constant = gains(half, p_other, 0, 0)[index]
    return [
        gains(half, p_other, 1, 0)[index] - constant,
        gains(half, p_other, 0, 1)[index] - constant,
        constant,
    ]


def other_side(half, p_other, own, other):
    """Chances of the other side, with its mixed ones making the own mixed types indifferent."""
    mixed = [i for i in (0, 1) if other[i] is None]
    rows = [indifference(half, p_other, i == 0) for i in (0, 1) if own[i] is None]
    if len(rows) != len(mixed):
        return None
    found = [0.0 if chance is None else chance for chance in other]
    if rows:
        matrix = np.array([[row[i] for i in mixed] for row in rows])
        fixed = [row[2] + row[0] * found[0] + row[1] * found[1] for row in rows]
        if abs(np.linalg.det(matrix)) < 1e-9:
            return None
        for i, chance in zip(mixed, np.linalg.solve(matrix, -np.array(fixed)), strict=True):
            found[i] = chance
    return found


def searched(a, b, p_a, p_b):
    """Every equilibrium with as many unknowns as indifferences, support by support."""
    for support in itertools.product((0.0, 1.0, None), repeat=4):
        own, other = support[:2], support[2:]
        y = other_side(a, p_b, own, other)
        x = other_side(b, p_a, other, own)
        if x is None or y is None or not all(0 <= chance <= 1 for chance in (*x, *y)):
            continue
        worst = [*map(regret, x, gains(a, p_b, *y)), *map(regret, y, gains(b, p_a, *x))]
        if max(worst) < REGRET:
            yield (*x, *y)


@pytest.mark.parametrize(
    ("a", "b"), list(zip(HALVES, [HALVES[0], HALVES[2], HALVES[1]], strict=True))
)
def test_regions_are_the_mutual_best_responses_on_a_grid(a, b):
    grid = np.linspace(0.017, 0.983, 15)
    for p_a, p_b in itertools.product(grid, repeat=2):
        found = gmdg.solve(MutualPayoffs(*a, *b), p_a, p_b)
        ours = {tuple(round(x, 8) for x in one.strategies.values()) for one in found.equilibria}
        referee = {tuple(np.round(one, 8) + 0.0) for one in searched(a, b, p_a, p_b)}
        # Of an attack, where the hard of the other side may as well wait, we list one member.
        waits = {
            x for x in referee if (x[:2] == (1, 1) and x[2] < 1) or (x[2:] == (1, 1) and x[0] < 1)
        }
        assert ours == referee - waits


def test_extreme_equilibria_against_gambit():
    gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")
    a, b = HALVES[0], HALVES[1]
    plans = list(itertools.product((0, 1), repeat=2))
    for p_a, p_b in itertools.product((0.15, 0.55, 0.75, 0.93), repeat=2):
        tables = np.zeros((2, 4, 4))
        kinds = [(True, p_a), (False, 1 - p_a)], [(True, p_b), (False, 1 - p_b)]
        for (i, x), (j, y) in itertools.product(enumerate(plans), repeat=2):
            for (hard_a, w_a), (hard_b, w_b) in itertools.product(*kinds):
                act, react = x[0 if hard_a else 1], y[0 if hard_b else 1]
                tables[0, i, j] += w_a * w_b * payoff_if(a, hard_a, act, react, hard_b)
                tables[1, i, j] += w_a * w_b * payoff_if(b, hard_b, react, act, hard_a)
        listed = " ".join(repr(float(x)) for x in tables.transpose(2, 1, 0).ravel())
        text = f'NFG 1 R "mutual deterrence" {{ "a" "b" }} {{ 4 4 }}\n\n{listed}\n'
        solved = gambit.nash.enummixed_solve(gambit.read_nfg(io.StringIO(text))).equilibria
        values = {tuple(round(float(x), 6) for _, x in one.payoffs) for one in solved}
        found = gmdg.solve(MutualPayoffs(*a, *b), p_a, p_b)
        ours = {tuple(round(x, 6) for x in one.values.values()) for one in found.equilibria}
        assert ours == values


def test_peace_a_hybrid_and_an_attack_at_one_point():
    found = MODELS[0].solve(p_a=0.7, p_b=0.6)
    labels = [one.label for one in found.equilibria]
    assert {"sure-thing deterrence", "hybrid", "attack by A"} < set(labels)
    hybrid = found.equilibria[labels.index("hybrid")]
    # x_s = (b_s - p_a)/(1 - p_a) with b_s = 0.4/0.5; tolerance: rounding.
    assert hybrid.strategies["a_soft_defects"] == pytest.approx((0.8 - 0.7) / 0.3, abs=1e-12)
    assert hybrid.beliefs["b_defects"] == pytest.approx(0.8, abs=1e-12)


def test_sides_are_interchangeable():
    for p_a, p_b in ((0.7, 0.6), (0.9, 0.2), (0.3, 0.95)):
        one = gmdg.solve(MutualPayoffs(*HALVES[1], *HALVES[2]), p_a, p_b)
        other = gmdg.solve(MutualPayoffs(*HALVES[2], *HALVES[1]), p_b, p_a)
        swapped = {"attack by A": "attack by B", "attack by B": "attack by A"}
        assert {swapped.get(x.label, x.label) for x in one.equilibria} == {
            x.label for x in other.equilibria
        }
        for x in one.equilibria:
            (y,) = (y for y in other.equilibria if y.label == swapped.get(x.label, x.label))
            assert x.values["a"] == pytest.approx(y.values["b"], abs=1e-12)


def test_thresholds_move_as_the_theory_says():
    (a, b), _ = draws(1000, 2)
    game = MutualPayoffs(*a, *b)
    before = gmdg.thresholds(game)
    better = gmdg.thresholds(game._replace(a_sq=(game.a_sq + game.a_dc) / 2))
    worse = gmdg.thresholds(
        game._replace(a_dd_hard=game.a_dd_hard - 0.1, a_dd_soft=game.a_dd_soft - 0.1)
    )
    assert np.all(better.a_h < before.a_h)
    assert np.all(better.a_s < before.a_s)
    assert np.all(worse.a_h < before.a_h)
    assert np.all(worse.a_s < before.a_s)
    assert np.all(better.b_h == before.b_h)


def test_more_hard_players_make_sure_thing_deterrence_possible():
    p = np.linspace(0, 1, 201)
    exists = np.asarray(gmdg.families(MutualPayoffs(*HALVES[0], *HALVES[0]), p, p).exists)
    sure = exists[FAMILIES.index("sure-thing deterrence")]
    assert np.array_equal(sure, p >= 0.4 / 0.7)


def test_compiled_is_eager_and_a_batch_is_a_loop():
    (a, b), (p_a, p_b) = draws(64, 3)
    whole = gmdg.families(MutualPayoffs(*a, *b), p_a, p_b)
    with jax.disable_jit():
        eager = gmdg.families(MutualPayoffs(*a, *b), p_a, p_b)
    for one, other in zip(whole, eager, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)
    for i in range(0, 64, 8):
        solution = gmdg.solve(MutualPayoffs(*a[:, i], *b[:, i]), p_a[i], p_b[i])
        exists = np.asarray(whole.exists)[:, i]
        assert [one.label for one in solution.equilibria] == [
            name for name, here in zip(FAMILIES, exists, strict=True) if here
        ]


@pytest.mark.parametrize("p", [0.0, 1.0])
@pytest.mark.parametrize("q", [0.0, 0.4, 1.0])
def test_certain_types_are_best_responses_too(p, q):
    a, b = HALVES[0], HALVES[1]
    found = gmdg.solve(MutualPayoffs(*a, *b), p, q)
    assert found.equilibria
    for one in found.equilibria:
        x_h, x_s, y_h, y_s = one.strategies.values()
        regrets = [*map(regret, (x_h, x_s), gains(a, q, y_h, y_s))]
        regrets += map(regret, (y_h, y_s), gains(b, p, x_h, x_s))
        assert max(regrets) < REGRET


@pytest.mark.parametrize(("p_a", "p_b"), [(1.0, 1.0), (4 / 7, 4 / 7), (1.0, 0.9), (4 / 7, 0.9)])
def test_no_equilibrium_is_listed_twice(p_a, p_b):
    # At the thresholds of the hard, 0.4/0.7, the hesitant family begins; at 1 it ends.
    found = MODELS[0].solve(p_a=p_a, p_b=p_b).equilibria
    played = {tuple(round(x, 9) for x in one.strategies.values()) for one in found}
    assert len(played) == len(found)
    assert ("hesitant" in [one.label for one in found]) == (p_a != p_b)


def test_outside_the_order_nothing_is_claimed():
    found = MODELS[0].solve(a_sq=1.5)
    assert (found.equilibria, found.status.code) == ((), "degenerate")
    assert "a_sq < a_dc is needed" in found.status.sentence
