"""Laws of tying hands, sunk costs and the threshold as models of the library."""

import numpy as np
import pytest

from suasion.theory.library import threshold_guarantee as tg
from suasion.theory.library import tying_hands as th

DRAWS = 10_000
TIED, SUNK = th.MODELS
(THRESHOLD,) = tg.MODELS


def draws():
    random = np.random.default_rng(1997)
    return random.uniform(0.05, 1, DRAWS), *random.uniform(0.01, 1, (2, DRAWS))


@pytest.mark.parametrize("tied", [True, False])
def test_no_value_gains_by_another_signal_whatever_the_crisis(tied):
    p, cost, q = draws()
    best = (th.optimum_tying_hands if tied else th.optimum_sunk_cost)(p, cost, q)
    threshold, least = np.array(best.threshold_value), np.array(best.signal)

    def payoff(value, signal, attacked):
        concede, always = (-signal, 0.0) if tied else (0.0, -signal)
        fought = np.maximum(p * value - cost, concede)
        return always + (1 - attacked) * value + attacked * fought

    for share in (0.0, 0.5, 0.999, 1.001, 1.5, 3.0):
        value = share * threshold
        played = np.where(value >= threshold, payoff(value, least, q), 0.0)
        for signal, attacked in ((0, 1), (0.5 * least, 1), (least, q), (2 * least, q)):
            assert np.max(payoff(value, signal, attacked) - played) <= 1e-9  # rounding


def test_the_models_solve_what_the_functions_do():
    arguments = {"win_probability": 0.4, "war_cost": 0.1, "undeterred_probability": 0.3}
    assert TIED.solve(**arguments) == th.solve(0.4, 0.1, 0.3)
    assert SUNK.solve(**arguments) == th.solve(0.4, 0.1, 0.3, instrument="sunk cost")
    assert THRESHOLD.solve(gain=1.0) == tg.solve(1.0, 0.25, 2.0, 0.3)


def test_extreme_parameters_are_finite():
    for model in (TIED, SUNK):
        for p, c, q, v in ((1e-6, 5.0, 1.0, 1.0), (1e-6, 1e-6, 0.0, 1e-6), (1.0, 1.0, 1.0, 9.0)):
            found = model.solve(
                win_probability=p, war_cost=c, undeterred_probability=q, v_max=v
            ).chosen
            assert np.all(np.isfinite([*found.values.values(), *found.strategies.values()]))


def test_the_challenger_never_regrets_at_the_threshold_model():
    random = np.random.default_rng(1963)
    gain, status_quo, loss = random.normal(size=(3, DRAWS))
    pi = random.uniform(size=DRAWS)
    attacks = np.array(tg.attack_is_best(gain, status_quo, loss, pi))
    attack = (1 - pi) * gain - pi * loss
    assert np.all(np.maximum(attack, status_quo) == np.where(attacks, attack, status_quo))
    ordered = gain + loss > 0
    least = tg.required_intervention_probability(gain, status_quo, loss)
    clear = ordered & (np.abs(pi - least) > 1e-9)
    assert np.all((pi < least)[clear] == attacks[clear])
