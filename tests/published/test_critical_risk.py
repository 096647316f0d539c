"""Critical risk (Ellsberg 1959, Schelling 1960): thresholds, equilibria, who is better resolved."""

import io

import jax
import numpy as np
import pytest
from jax.test_util import check_grads

from suasion.theory.library.critical_risk import (
    MODELS,
    accumulated_risk,
    critical_risk,
    deterring_risk,
    yielding_chance,
)

DRAWS = 10_000
(MODEL,) = MODELS


def draws(seed=1959, count=DRAWS):
    random = np.random.default_rng(seed)
    steps = np.sort(random.normal(size=(2, 3, count)), axis=1)
    steps += np.array([0, 0.01, 0.02])[:, None]
    return steps[:, 2], steps[:, 1], steps[:, 0], random.uniform(0.01, 1, count)


def test_a_side_holds_on_up_to_its_critical_risk():
    win, quits, disaster, r = (x if x.ndim == 1 else x[0] for x in draws())
    holding = (1 - r) * win + r * disaster
    critical = critical_risk(win, quits, disaster)
    clear = np.abs(r - critical) > 1e-9
    assert np.all((holding > quits)[clear] == (r < critical)[clear])
    np.testing.assert_allclose(deterring_risk(win - quits, quits - disaster), critical, rtol=1e-9)


def test_risk_adds_up_by_chance():
    struck = np.random.default_rng(8).uniform(size=(200_000, 7)) < 0.1
    error = 4 * np.sqrt(0.25 / 200_000)
    assert accumulated_risk(0.1, 7) == pytest.approx(struck.any(axis=1).mean(), abs=error)
    assert accumulated_risk(0.3, 0) == 0


def plans(quits, win, disaster, other_holds, r):
    """Worth of holding on for n rounds and then yielding, against a steady opponent."""
    n = np.arange(60)[:, None]
    on = (other_holds * (1 - r)) ** n  # both still there
    per_round = (1 - other_holds) * win + other_holds * r * disaster
    share = other_holds * (1 - r)
    held = per_round * np.where(share == 1, n, (1 - on) / np.where(share == 1, 1, 1 - share))
    return held + on * quits


def test_no_plan_is_better_in_any_of_the_three_equilibria():
    win, quits, disaster, r = draws()
    critical = critical_risk(win, quits, disaster)
    waver = 1 - yielding_chance(r, critical[::-1])
    profiles = [(np.ones(DRAWS), np.zeros(DRAWS)), (np.zeros(DRAWS), np.ones(DRAWS)), waver]
    for holds in profiles:
        ends = 1 - holds[0] * holds[1] * (1 - r)
        for me, other in ((0, 1), (1, 0)):
            wins = holds[me] * (1 - holds[other]) / ends
            struck = holds[0] * holds[1] * r / ends
            played = wins * win[me] + struck * disaster[me] + (1 - wins - struck) * quits[me]
            best = plans(quits[me], win[me], disaster[me], holds[other], r).max(axis=0)
            assert np.max(best - played) <= 1e-9  # rounding


def test_the_solver_says_the_same_as_the_formulas():
    win, quits, disaster, r = draws(count=300)
    for i in range(300):
        numbers = {
            f"{name}_{side + 1}": float(x[side, i])
            for name, x in (("win", win), ("quit", quits), ("disaster", disaster))
            for side in (0, 1)
        }
        found = MODEL.solve(**numbers, r=float(r[i]))
        critical = critical_risk(win[:, i], quits[:, i], disaster[:, i])
        assert found.chosen.label == f"side {1 + int(critical[1] > critical[0])} prevails"
        # The product of what both lose by leaving is larger in the selected pure equilibrium.
        lost = [
            (win[a, i] - quits[a, i]) * (quits[b, i] - disaster[b, i]) for a, b in ((0, 1), (1, 0))
        ]
        assert int(np.argmax(lost)) == found.selected
        for one in found.equilibria:
            values = [one.values["side_1"], one.values["side_2"]]
            for side, value in enumerate(values):
                holds = one.strategies[f"side_{2 - side}_holds_on"]
                best = plans(quits[side, i], win[side, i], disaster[side, i], holds, r[i]).max()
                assert value == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("disasters", [(-1.0, -3.0), (-0.25, -2.0)])
def test_gambit_finds_the_same_equilibria_of_chicken(disasters):
    gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")
    first, second = disasters
    # Side 1's choice runs fastest: hold against hold, yield against hold, and so on.
    cells = f"{first} {second} 0 1 1 0 0 0"
    text = f'NFG 1 R "chicken" {{ "1" "2" }} {{ 2 2 }}\n\n{cells}\n'
    solved = gambit.nash.enummixed_solve(gambit.read_nfg(io.StringIO(text))).equilibria
    theirs = sorted([float(one[player]["1"]) for player in ("1", "2")] for one in solved)
    ours = sorted(
        [one.strategies["side_1_holds_on"], one.strategies["side_2_holds_on"]]
        for one in MODEL.solve(disaster_1=first, disaster_2=second, r=1.0).equilibria
    )
    np.testing.assert_allclose(theirs, ours, atol=1e-12)


def test_wavering_by_playing_it():
    found = MODEL.solve(r=0.3).equilibria[2]
    random, plays = np.random.default_rng(1), 200_000
    going, counts = np.ones(plays, bool), np.zeros(4)
    while going.any():
        one, two = (
            random.uniform(size=plays) < found.strategies[f"side_{i}_holds_on"] for i in (1, 2)
        )
        struck = one & two & (random.uniform(size=plays) < 0.3)
        ends = [one & ~two, two & ~one, ~one & ~two, struck]
        counts += [np.sum(going & end) for end in ends]
        going = going & one & two & ~struck
    error = 4 * np.sqrt(0.25 / plays)
    np.testing.assert_allclose(counts / plays, list(found.outcomes.values()), atol=error)


def test_equal_resolve_wavers_and_disorder_is_a_status():
    equal = MODEL.solve(disaster_2=-1.0)
    assert equal.chosen.label == "both waver"
    wrong = MODEL.solve(win_1=-5.0)
    assert (wrong.status.code, wrong.equilibria) == ("none-found", ())
    assert "quit_1 < win_1" in wrong.status.sentence


def test_batch_jit_and_gradient():
    win, quits, disaster, r = draws(count=64)
    critical = critical_risk(win, quits, disaster)
    assert critical.shape == (2, 64)
    compiled = jax.jit(yielding_chance)(r, critical)
    np.testing.assert_allclose(compiled, yielding_chance(r, critical), rtol=1e-12)
    assert np.all((np.array(compiled) > 0) & (np.array(compiled) < 1))
    for kernel, at in (
        (critical_risk, (1.0, 0.2, -2.0)),
        (yielding_chance, (0.3, 0.4)),
        (accumulated_risk, (0.2, 3.0)),
    ):
        check_grads(kernel, at, order=1, modes=["rev"])
