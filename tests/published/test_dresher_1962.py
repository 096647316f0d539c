"""Dresher, A Sampling Inspection Problem in Arms Control Agreements (1962): value and strategies.

The closed form is checked against the recursion, and both against the whole game in normal form,
which knows nothing of stages.
"""

from itertools import combinations, product
from math import comb

import jax
import numpy as np
import pytest
from scipy.optimize import linprog

from suasion.errors import InputError
from suasion.theory.library import inspection_dresher as dresher

gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")

MODEL = dresher.MODELS[0]
SIZES = [(n, m) for n in range(1, 15) for m in range(n + 2)]


def recursion(n, m):
    """The value by solving each stage as a matrix game, saddle points included."""
    if m == 0:
        return -1.0
    if n == 0 or m >= n:
        return 0.0
    a, b = recursion(n - 1, m - 1), recursion(n - 1, m)
    table = np.array([[a, 1.0], [b, -1.0]])
    low, high = table.min(axis=1).max(), table.max(axis=0).min()
    mixed = (a * -1.0 - b * 1.0) / (a - 1.0 - 1.0 - b)
    return low if low == high else mixed


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_closed_form_is_the_recursion(n, m):
    with jax.enable_x64(True):
        closed = float(dresher.game_value(float(n), float(m)))
    assert dresher.stage(n, m).value == pytest.approx(recursion(n, m), abs=1e-14)
    # The kernel takes logarithms of factorials up to 14!: some 1e-15 each.
    assert closed == pytest.approx(recursion(n, m), abs=1e-13)


def plans(n, history=()):
    """Every plan of the inspectee: at each history of inspections, violate now or go on."""
    if len(history) == n:
        yield {}
        return
    yield {history: True}
    rests = [list(plans(n, (*history, seen))) for seen in (False, True)]
    for one, other in product(*rests):
        yield {history: False} | one | other


def result(days, plan, n):
    history = ()
    for day in range(n):
        if plan.get(history):
            return 1.0 if day in days else -1.0
        history = (*history, day in days)
    return 0.0


@pytest.mark.parametrize(("n", "m"), [(2, 1), (3, 1), (3, 2), (4, 1), (4, 2), (4, 3)])
def test_value_of_the_whole_game(n, m):
    days = [set(some) for size in range(m + 1) for some in combinations(range(n), size)]
    table = np.array([[result(some, plan, n) for plan in plans(n)] for some in days])
    rows = len(days)
    found = linprog(
        np.append(np.zeros(rows), -1.0),
        A_ub=np.column_stack([-table.T, np.ones(table.shape[1])]),
        b_ub=np.zeros(table.shape[1]),
        A_eq=[np.append(np.ones(rows), 0.0)],
        b_eq=[1.0],
        bounds=[(0, 1)] * rows + [(None, None)],
    )
    value = -comb(n - 1, m) / sum(comb(n, i) for i in range(m + 1))
    assert -found.fun == pytest.approx(value, abs=1e-8)  # the solver's own tolerance


@pytest.mark.parametrize(("n", "m"), [(2, 1), (5, 2), (6, 5), (9, 3)])
def test_strategies_of_a_stage_by_gambit(n, m):
    a, b = dresher.stage(n - 1, m - 1).value, dresher.stage(n - 1, m).value
    table = np.array([[a, 1.0], [b, -1.0]])
    game = gambit.StrategicGame.from_arrays(table, -table)
    (only,) = gambit.nash.enummixed_solve(game, rational=False).equilibria
    inspector, inspectee = (list(only[player]) for player in game.players)
    p, q, _ = dresher.stage(n, m)
    assert float(inspector[0][1]) == pytest.approx(p, abs=1e-12)
    assert float(inspectee[1][1]) == pytest.approx(q, abs=1e-12)


@pytest.mark.parametrize(("n", "m"), [(1, 0), (1, 1), (4, 2), (7, 3), (20, 4), (100, 30)])
def test_endings_carry_the_value(n, m):
    found = MODEL.solve(n=float(n), m=float(m)).chosen
    value = found.outcomes["caught"] - found.outcomes["undetected"]
    assert found.values["inspector"] == pytest.approx(value, abs=1e-12)
    assert all(0.0 <= p <= 1.0 for p in found.strategies.values())


def test_endings_by_simulation():
    random, draws, (n, m) = np.random.default_rng(1962), 200_000, (5, 2)
    left, alive = np.full(draws, m), np.ones(draws, dtype=bool)
    caught = undetected = 0
    for periods in range(n, 0, -1):
        p, q = (np.array([dresher.stage(periods, j)[i] for j in range(m + 1)]) for i in (0, 1))
        inspects, violates = random.uniform(size=(2, draws)) < np.stack([p[left], q[left]])
        caught += np.sum(alive & violates & inspects)
        undetected += np.sum(alive & violates & ~inspects)
        alive, left = alive & ~violates, left - inspects
    found = MODEL.solve(n=float(n), m=float(m)).chosen.outcomes
    for count, name in ((caught, "caught"), (undetected, "undetected")):
        error = np.sqrt(found[name] * (1 - found[name]) / draws)
        assert abs(count / draws - found[name]) <= 4 * error


def test_more_inspections_help_and_more_periods_hurt():
    n, m = np.meshgrid(np.arange(2.0, 60.0), np.arange(0.0, 30.0), indexing="ij")
    with jax.enable_x64(True):
        value = np.asarray(jax.jit(dresher.game_value)(n, m))
        eager = np.asarray(dresher.game_value(n[:3, :3], m[:3, :3]))
    assert np.abs(value[:3, :3] - eager).max() <= 1e-13
    # Logarithms of 60! leave 1e-13 or so.
    assert np.all(np.diff(value, axis=1) >= 0)
    assert np.all(np.diff(value, axis=0) <= 1e-12)
    assert np.all(value[m >= n] == 0)
    assert np.all(value[:, 0] == pytest.approx(-1.0, abs=1e-12))


def test_bounds_of_the_game():
    none, enough = MODEL.solve(n=3.0, m=0.0).chosen, MODEL.solve(n=3.0, m=5.0).chosen
    assert none.outcomes["undetected"] == 1.0
    assert enough.outcomes["legal"] == 1.0
    with pytest.raises(InputError):
        MODEL.solve(n=2.5)
