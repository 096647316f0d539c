"""Fearon, Signaling Foreign Policy Interests, JCR 41 (1997): the two results of its abstract.

Leaders do not bluff with either signal; tying hands is better for them on average although it makes
war likelier. The closed forms are checked by regret and by simulation of the game.
"""

import numpy as np
import pytest

from suasion.theory.library import tying_hands as th

CASES = [(0.5, 0.2, 0.4, 1.0), (0.8, 0.3, 0.1, 1.0), (0.35, 0.5, 0.6, 4.0), (1.0, 0.1, 0.9, 2.0)]
VALUES = np.linspace(0, 1, 401)


def payoff(value, signal, attacked, instrument, p, cost):
    """The defender's payoff from a signal, given how often it is then attacked."""
    concede = -signal if instrument == "tying hands" else 0.0
    always = -signal if instrument == "sunk cost" else 0.0
    return always + (1 - attacked) * value + attacked * np.maximum(p * value - cost, concede)


@pytest.mark.parametrize("instrument", ["tying hands", "sunk cost"])
@pytest.mark.parametrize(("p", "cost", "q", "v_max"), CASES)
def test_no_value_gains_by_another_signal(p, cost, q, v_max, instrument):
    found = th.solve(p, cost, q, v_max, instrument=instrument).chosen.strategies
    values, least = VALUES * v_max, found["signal"]
    signals = np.append(np.linspace(0, 2 * cost / p, 201), least)
    # The challenger believes signals from the benchmark's up, and no other.
    attacked = np.where(signals >= least, q, 1.0)
    every = payoff(values[:, None], signals, attacked, instrument, p, cost)
    silent = payoff(values, 0.0, 1.0, instrument, p, cost)
    signalled = payoff(values, least, q, instrument, p, cost)
    played = np.where(values >= found["threshold_value"], signalled, silent)
    assert np.max(every.max(axis=1) - played) <= 1e-12  # rounding


@pytest.mark.parametrize("instrument", ["tying hands", "sunk cost"])
@pytest.mark.parametrize(("p", "cost", "q", "v_max"), CASES)
def test_nobody_bluffs(p, cost, q, v_max, instrument):
    found = th.solve(p, cost, q, v_max, instrument=instrument).chosen.strategies
    values = VALUES * v_max
    signalling = values[values >= found["threshold_value"]]
    concede = -found["signal"] if instrument == "tying hands" else 0.0
    assert np.all(p * signalling - cost >= concede - 1e-12)  # rounding at the threshold


@pytest.mark.parametrize(("p", "cost", "q", "v_max"), CASES)
def test_tying_hands_is_better_on_average_and_war_likelier(p, cost, q, v_max):
    tied, sunk = (
        th.solve(p, cost, q, v_max, instrument=x).chosen for x in ("tying hands", "sunk cost")
    )
    assert tied.values["defender"] > sunk.values["defender"]
    assert tied.outcomes["war"] > sunk.outcomes["war"]


@pytest.mark.parametrize("instrument", ["tying hands", "sunk cost"])
def test_value_is_the_mean_over_types(instrument):
    p, cost, q, v_max = CASES[0]
    found = th.solve(p, cost, q, v_max, instrument=instrument).chosen
    values = (np.arange(1_000_000) + 0.5) * v_max / 1_000_000
    signalled = payoff(values, found.strategies["signal"], q, instrument, p, cost)
    played = np.where(values >= found.strategies["threshold_value"], signalled, 0.0)
    # The midpoint rule errs by at most one cell, 1e-6, times payoffs below 1.
    assert found.values["defender"] == pytest.approx(played.mean(), abs=1e-6)


@pytest.mark.parametrize("signal", [0.0, 0.05, 0.1, 0.3])
@pytest.mark.parametrize(("p", "cost", "q", "v_max"), CASES[:3])
def test_subgame_by_simulation(p, cost, q, v_max, signal):
    # A challenger of value w, uniform to 1, attacks iff (1 - f) w + f ((1 - p) w - k) > 0, with
    # its cost k such that a share q attacks when resistance is certain.
    random, draws = np.random.default_rng(1997), 400_000
    fights = p * random.uniform(0, v_max, draws) - cost >= -signal
    certain, k = fights.mean(), (1 - q) * (1 - p)
    crisis = [float(x) for x in th.subgame(signal, p, cost, q, v_max)]
    w = random.uniform(0, 1, draws)
    attacks = w * (1 - crisis[0] * p) > crisis[0] * k
    for simulated, exact in ((certain, crisis[0]), (attacks.mean(), crisis[1])):
        error = np.sqrt(exact * (1 - exact) / draws)
        assert abs(simulated - exact) <= 4 * error + 1e-12
    assert crisis[2] == pytest.approx(crisis[0] * crisis[1], abs=1e-15)


def test_nobody_signals_when_no_value_is_high_enough():
    found = th.solve(0.1, 1.0, 0.9, v_max=0.5)
    assert found.status.code == "degenerate"
    assert found.chosen.outcomes == {"status_quo": 0, "concession": 1, "war": 0}
