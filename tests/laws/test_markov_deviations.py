"""Nobody gains by deviating from any Markov equilibrium returned, over 10,000 random games a model.

Gains are those of the best plan, by policy iteration in plain NumPy: `tests.oracle`.
"""

import itertools

import jax
import numpy as np
import pytest
from tests.oracle.markov_deviations import gains

from suasion.theory.library.audience_cost_dynamics import MODELS
from suasion.theory.library.audience_cost_dynamics import game as dyad_game
from suasion.theory.solvers import markov
from suasion.theory.solvers.markov_equilibria import equilibria, equilibria_of_batch

# Five parts of two thousand games.
PART, PARTS = 2000, 5
# Fewer random starts than by default, for speed: all that is returned is checked.
STARTS = 20
# The solver's residual, relative to the worth of a state in units of the shock.
ROUNDING = 1e-9


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


def any_games(part, count=PART):
    """Games of two players, three states and two actions at precisions from 0.5 to 10."""
    random = np.random.default_rng([part, 1])
    return markov.markov_game(
        random.normal(size=(count, 2, 3, 2, 2)),
        random.dirichlet(np.full(3, 0.5), size=(count, 3, 2, 2)),
        discount=random.uniform(0, 0.95, (count, 2)),
        precision=np.exp(random.uniform(np.log(0.5), np.log(10), (count, 2))),
    )


def dyads(part, count=PART):
    """The published estimates of the Koreas, each number up to one half larger or smaller."""
    random = np.random.default_rng([part, 2])
    drawn = [dyad_game(**_varied(random)) for _ in range(count)]
    return jax.tree.map(lambda *x: np.stack(x), *drawn)


def _varied(random):
    drawn = {
        name: tuple(np.asarray(value) * random.uniform(0.5, 1.5, np.shape(value)))
        if isinstance(value, tuple)
        else value * random.uniform(0.5, 1.5)
        for name, value in MODELS[0].defaults.items()
    }
    return drawn | {"delta": random.uniform(0.5, 0.95)}


KINDS = {"any": any_games, "audience-cost-dynamics": dyads}


def parts():
    """All parts; of the slower kind all but the first are marked so."""
    return [
        pytest.param(kind, part, marks=[pytest.mark.slow] if part and kind != "any" else [])
        for kind, part in itertools.product(KINDS, range(PARTS))
    ]


@pytest.mark.parametrize(("kind", "part"), parts())
def test_nobody_gains_from_any_equilibrium(kind, part):
    games = jax.tree.map(np.asarray, KINDS[kind](part))
    found = equilibria_of_batch(games, starts=STARTS)
    of = np.repeat(np.arange(PART), [len(one.equilibria) for one in found])
    every = [x for one in found for x in one.equilibria]
    assert len(set(of)) == PART
    assert len(every) > 1.1 * PART
    worth = np.array([x.values for x in every]) * games.precision[of][..., None]
    p = np.array([x.choices for x in every])
    more = gains(*(x[of] for x in games[:4]), p)
    allowed = ROUNDING * (1 + np.abs(worth).max(axis=(1, 2)))
    assert np.all(more.max(axis=(1, 2)) <= allowed)
    # No plan is better than the best.
    assert np.all(more.min(axis=(1, 2)) >= -allowed)
    assert np.all([one.status.code in ("ok", "step-limit") for one in found])
    assert np.mean([one.indices == 1 for one in found]) > 0.99


def test_the_referee_finds_what_a_deviation_brings():
    games = jax.tree.map(np.asarray, any_games(0, 50))
    even = np.full((50, 2, 3, 2), 0.5)
    more = gains(*games[:4], even)
    assert np.all(more > 0)
    # Repeated response of one player alone, the other's play fixed: value iteration, by loops.
    for g, i in ((0, 0), (1, 1), (2, 0)):
        paid = games.precision[g, i] * games.payoffs[g, i].mean(axis=2 - i)
        moves = games.discount[g, i] * games.transitions[g].mean(axis=2 - i)
        best, played = np.zeros(3), np.zeros(3)
        for _ in range(1500):
            best = np.log(np.exp(paid + moves @ best).sum(axis=-1))
            played = (paid + moves @ played).mean(axis=-1) + np.log(2)
        assert np.abs(best - played - more[g, i]).max() < 1e-10


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_batch_finds_what_games_find_one_by_one(kind):
    games = jax.tree.map(np.asarray, KINDS[kind](5, 600))
    for k, together in enumerate(equilibria_of_batch(games)[:25]):
        alone = equilibria(jax.tree.map(lambda x, k=k: x[k], games))
        assert [x.label for x in alone.equilibria] == [x.label for x in together.equilibria]
        for a, b in zip(alone.equilibria, together.equilibria, strict=True):
            assert np.abs(a.w - b.w).max() < 1e-8 * (1 + np.abs(a.w).max())
