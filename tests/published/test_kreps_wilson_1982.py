"""Kreps and Wilson, Reputation and Imperfect Information (1982): the finite chain store.

The strategies are checked on the game itself: beliefs by Bayes' rule, and no player and no type
gains by another move at any history, on the path of play or off it.
"""

import jax
import numpy as np
import pytest

from suasion.theory.library import chain_store
from suasion.theory.library.chain_store import MODELS

MODEL = MODELS[0]
DRAWS = 10_000


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def drawn(seed, count=DRAWS):
    random = np.random.default_rng(seed)
    return (
        random.uniform(0, 1, count) ** 2,
        random.uniform(1, 6, count),
        random.uniform(0.05, 0.95, count),
    )


def rules(p, n, a, b):
    return tuple(
        np.asarray(x)
        for x in (
            chain_store.stays_out(p, n, a, b),
            chain_store.fights(p, n, b),
            chain_store.belief_after_fight(p, n, b),
        )
    )


def worth(p, n, a, b):
    """What both types expect from stage n on at an unrevealed belief, by playing the rules."""
    if n == 0:
        return np.zeros_like(p), np.zeros_like(p)
    out, fight, after = rules(p, n, a, b)
    same, raised = worth(p, n - 1, a, b), worth(after, n - 1, a, b)
    weak = out * (a + same[0]) + (1 - out) * fight * (raised[0] - 1)
    strong = out * (a + same[1]) + (1 - out) * raised[1]
    return weak, strong


@pytest.mark.parametrize("n", range(1, 8))
def test_nobody_gains_by_another_move_at_any_belief(n):
    _, a, b = drawn(n)
    random = np.random.default_rng(100 + n)
    # Beliefs of the path, b^n and b^(n+1), among any others.
    belief = np.where(random.random(DRAWS) < 0.3, b**n, random.uniform(0, 1, DRAWS))
    belief = np.where(random.random(DRAWS) < 0.2, b ** (n + 1), belief)
    out, fight, after = rules(belief, n, a, b)
    fought = belief + (1 - belief) * fight
    entry = b - fought
    best = np.maximum(entry, 0)
    assert np.max(best - (1 - out) * entry) < 1e-9  # rounding of odds up to 1e6
    raised = worth(after, n - 1, a, b)
    # Weak: to fight is -1 and the raised belief, to acquiesce is 0 and nothing after.
    gain = raised[0] - 1
    assert np.max(np.maximum(gain, 0) - fight * gain) < 1e-9
    # Strong: to acquiesce is -1 and nothing after.
    assert np.min(raised[1] + 1) > 0
    assert np.all((out >= 0) & (out <= 1) & (fight >= 0) & (fight <= 1))


@pytest.mark.parametrize("n", range(1, 8))
def test_beliefs_are_those_of_bayes_rule(n):
    p, a, b = drawn(20 + n)
    _, fight, after = rules(p, n, a, b)
    assert np.max(np.abs(p / (p + (1 - p) * fight) - after)) < 1e-9  # rounding


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8])
def test_value_of_the_weak_is_what_it_gets(n):
    p, a, b = drawn(40 + n)
    gets = worth(p, n, a, b)[0]
    # One draw in 10,000 may lie within rounding of a power of b.
    assert np.mean(np.abs(gets - chain_store.weak_value(p, n, a, b)) > 1e-9) < 1e-3
    edges = b ** np.random.default_rng(n).integers(1, n + 1, DRAWS)
    gap = worth(edges, n, a, b)[0] - chain_store.weak_value(edges, n, a, b)
    assert np.max(np.abs(gap)) < 1e-9


@pytest.mark.parametrize(
    ("n", "p", "a", "b"), [(6, 0.05, 2.0, 0.6), (10, 0.1, 2.0, 0.5), (3, 0.3, 3.0, 0.4)]
)
def test_outcomes_and_values_by_simulation(n, p, a, b):
    found, runs = MODEL.solve(n=float(n), p=p, a=a, b=b).chosen, 40_000
    random = np.random.default_rng(n)
    strong, belief = random.random(runs) < p, np.full(runs, p)
    entered, yielded = np.zeros(runs, bool), np.zeros(runs, bool)
    weak, tough, others = (np.zeros(runs) for _ in range(3))
    for stage in range(n, 0, -1):
        out, fight, after = rules(belief, stage, a, b)
        enters = (random.random(runs) >= out) | yielded
        stands = strong | ((random.random(runs) < fight) & ~yielded)
        weak += np.where(enters, np.where(stands, -1, 0), a)
        tough += np.where(enters, 0, a)
        others += np.where(enters, np.where(stands, b - 1, b), 0)
        entered |= enters
        yielded |= enters & ~stands
        belief = np.where(enters & stands, after, belief)
    simulated = {
        "never_entered": (~entered).mean(),
        "acquiesced": yielded.mean(),
        "always_fought": (entered & ~yielded).mean(),
    }
    for name, chance in simulated.items():
        error = np.sqrt(chance * (1 - chance) / runs)
        assert abs(chance - found.outcomes[name]) < 4 * error + 1e-9, name
    for total, chosen, value in (
        (weak, ~strong, found.values["guarantor_weak"]),
        (tough, strong, found.values["guarantor_strong"]),
        (others, others == others, found.values["challengers"]),
    ):
        sample = total[chosen]
        assert abs(sample.mean() - value) < 4 * sample.std() / np.sqrt(sample.size) + 1e-9


def test_deterrence_decays_towards_the_end_of_the_term():
    p, n = 0.1, np.arange(1, 40)
    out = np.asarray(chain_store.stays_out(p, n, 2.0, 0.5))
    assert np.all(np.diff(out) >= 0)
    assert (out[0], out[-1]) == (0, 1)
    # However little is believed, a term that is long enough deters at first.
    assert np.all(np.asarray(chain_store.stays_out(1e-6, np.arange(20, 60), 2.0, 0.5)) == 1)


def test_a_known_weak_guarantor_is_entered_every_time():
    found = MODEL.solve(p=0.0, n=5.0)
    assert found.chosen.outcomes["acquiesced"] == 1
    assert found.chosen.values["challengers"] == pytest.approx(5 * 0.5)
    assert found.chosen.values["guarantor_weak"] == 0


def test_a_known_strong_guarantor_is_never_entered():
    found = MODEL.solve(p=1.0, n=5.0)
    assert found.chosen.outcomes["never_entered"] == 1
    assert found.chosen.values["guarantor_weak"] == 10


def test_a_prior_on_the_edge_is_said_to_be_so():
    found = MODEL.solve(n=4.0, p=0.25, a=4.0, b=0.5)
    assert found.status.code == "degenerate"
    assert "b^2" in found.status.sentence
    assert found.chosen.strategies["stays_out_2_prior"] == 0.25
    assert found.chosen.values["guarantor_weak"] == pytest.approx(2 * 4 + 1)


def test_a_batch_compiled_is_its_entries():
    p, a, b = drawn(60, 50)
    for kernel in (chain_store.stays_out, chain_store.weak_value):
        whole = np.asarray(jax.jit(kernel)(p, 4.0, a, b))
        alone = [float(kernel(p[k], 4.0, a[k], b[k])) for k in range(50)]
        assert whole == pytest.approx(alone, abs=1e-12)
