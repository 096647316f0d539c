"""The answers of two types, played over the stages of a chain store, against Kreps and Wilson.

Entrants enter where it pays. The strong monopolist answers for sure, the weak one by its answers
under a small spread, on a grid that is fine in the logarithm of the belief.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.term.belief_grid import looked_up
from suasion.term.reputation import answers
from suasion.theory.library import chain_store

A, B, STAGES = 2.0, 0.5, 4
SPREAD, STEPS = 0.02, 1500
"""The staircase of values is steep against a small spread, so the search has more steps."""
FINER = (10, 20)
"""Places of the grid from one power of B to the next: beliefs are told apart to 7 % and 3.5 %."""
SURE = 50.0
"""Worth of fighting to the strong [cost of a fight]."""


def grid(finer):
    powers = np.arange(finer * (STAGES + 1), -1, -1) / finer
    return np.concatenate([[0.0], B**powers])


def played(finer):
    """From the last stage to the first: the weak one's chance to fight, and where entry pays."""
    belief = grid(finer)[:, None]
    worth = jnp.array([-1.0, SURE]).reshape(2, 1, 1)
    paid = [(-1.0, 0.0), (0.0, -1.0)]
    value, stages = jnp.zeros((2, len(belief), 1)), []
    for _ in range(STAGES):
        found = answers(belief[:, 0], belief, worth, value, SPREAD, 0, settles=STEPS)
        fought = belief * found.chance[1] + (1 - belief) * found.chance[0]
        met = [
            q * (fight + looked_up(v, found.answered, belief[:, 0], 0))
            + (1 - q) * (yields + looked_up(v, found.passed, belief[:, 0], 0))
            for q, v, (fight, yields) in zip(found.chance, value, paid, strict=True)
        ]
        enters = fought < B
        value = jnp.where(enters, jnp.stack(met), A + value)
        assert np.max(found.residual) < 1e-9
        stages.append((np.asarray(found.chance[0])[:, 0], np.asarray(enters)[:, 0]))
    return stages


@pytest.fixture(scope="module")
def stages():
    with jax.enable_x64(True):
        return {finer: played(finer) for finer in FINER}


def inside(n, finer):
    """Places below certainty and more than a place and a half from the publication's kink."""
    belief = grid(finer)
    away = np.abs(np.log(np.maximum(belief, 1e-9)) / np.log(B) - (n - 1)) > 1.5 / finer
    return away & (belief < 1)


@pytest.mark.parametrize("finer", FINER)
@pytest.mark.parametrize("n", range(1, STAGES + 1))
def test_entry_pays_below_the_published_threshold(stages, n, finer):
    enters = stages[finer][n - 1][1]
    last = np.flatnonzero(enters)[-1]
    assert np.all(enters[: last + 1])
    # To the next place of the grid: at the threshold itself the entrant is indifferent.
    assert abs(np.log(grid(finer)[last] / B**n)) < 1.5 * np.log(1 / B) / finer


@pytest.mark.parametrize("n", range(1, STAGES + 1))
def test_the_weak_fight_as_often_as_published(stages, n):
    gaps = []
    for finer in FINER:
        at = inside(n, finer)
        with jax.enable_x64(True):
            exact = np.asarray(chain_store.fights(grid(finer), float(n), B))[at]
        gaps.append(np.abs(stages[finer][n - 1][0][at] - exact).max())
    # A weak one that mixes fights with the odds of the belief over those of the belief after a
    # fight. The value steps up between two places of the grid, so that the latter is half a place
    # too low: by 3.4 % of B^(n-1) on the coarser grid, by 1.7 % on the finer. Noise adds 1/50 of a
    # cost times a few standard deviations to a step of two: a tenth of a place at most.
    assert gaps[0] < 0.07
    assert gaps[1] < 0.04
    assert n == 1 or gaps[1] < 0.75 * gaps[0]


def test_the_weak_never_fight_at_last_and_always_early_when_trusted(stages):
    for finer in FINER:
        for n in range(2, STAGES + 1):
            trusted = inside(n, finer) & (grid(finer) > B ** (n - 1))
            assert np.all(stages[finer][n - 1][0][trusted] > 1 - 1e-6)
        assert np.all(stages[finer][0][0] < 1e-6)


def test_deterrence_decays_towards_the_end(stages):
    entered = np.array([enters for _, enters in stages[FINER[-1]]])
    # From the last stage back, ever fewer beliefs are entered, and none that was not later.
    assert np.all(entered[:-1] >= entered[1:])
    assert np.all(np.diff(entered.sum(axis=1)) < 0)
