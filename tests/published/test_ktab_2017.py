"""KTAB, the reference runs of 30 May 2017: every turn that they print, and their elections.

The numbers come from the logs in examples/smp/doc and kmodel of the source code (MIT licence,
copyright 2015 King Abdullah Petroleum Studies and Research Center). A printed number is right to
half a unit of its last place; each tolerance is that, and a hair for the rounding itself.
"""

from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.theory.library import spatial_politics as sp
from suasion.theory.library import spatial_run as run
from suasion.theory.library.spatial_bargains import bargains, challenge
from suasion.theory.library.spatial_views import Actors, Rules, views
from suasion.theory.library.spatial_vote import ELECTIONS, election, victory

LOGS = Path(__file__).parent / "ktab"
HAIR = 1e-9
ONE_DECIMAL, THREE, FOUR, FIVE = 0.05 + HAIR, 5e-4 + HAIR, 5e-5 + HAIR, 5e-6 + HAIR


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def log(name):
    """Actors of a log, its positions `turn actor dimension` [%] and its probabilities."""
    rows = {"actor": [], "dimension": [], "probability": []}
    for line in (LOGS / f"{name}.csv").read_text(encoding="utf-8").splitlines():
        kind, *numbers = line.split(",")
        if kind in rows:
            rows[kind].append([float(x) for x in numbers])
    capability = np.array(rows["actor"])[:, 1]
    table = np.array(rows["dimension"]).reshape(len(capability), -1, len(rows["dimension"][0]))
    actors = Actors(
        *(jnp.asarray(x) for x in (capability, table[..., 0] / 100, table[..., 1] / 100))
    )
    return actors, np.moveaxis(table[..., 2:], -1, 0), np.array(rows["probability"]).T


@partial(jax.jit, static_argnames="kind")
def first_turn(actors, rules, kind):
    """Views, probability and gain of challenges, bargains, options, and the choice among them."""
    seen = views(actors, rules, kind=kind)
    found = bargains(actors, seen, rules)
    options = run.bargain_utilities(actors, seen, found)
    chosen = run.choice(actors, options, found.target, rules, kind)
    return seen, challenge(seen.u, actors, rules.vote_rule), found, options, chosen


def of_dummy_3dim():
    return first_turn(log("dummy_3dim")[0], Rules(), "conditional")


@pytest.mark.parametrize(("name", "turns"), [("dummy_3dim", 10), ("soe_pol_comp", 27)])
def test_every_turn_of_the_reference_runs(name, turns):
    actors, positions, probabilities = log(name)
    history, settled = run.run(actors)
    assert settled
    assert len(history) == turns + 1
    assert np.abs(100 * history - positions).max() <= ONE_DECIMAL
    for theta, printed in zip(history, probabilities, strict=True):
        first = run.standing_positions(theta)
        standing = jnp.asarray([i == place for i, place in enumerate(first)])
        p, _ = run.prevailing(actors._replace(theta=jnp.asarray(theta)), standing)
        assert np.abs(np.asarray(p)[first] - printed).max() <= FOUR


def test_positions_in_the_end_to_four_decimals():
    # The worked example of the page is the reference run; actor 2 never moves.
    found = sp.MODELS[0].solve()
    assert found.chosen.label == "settled in turn 10"
    ends = [
        [0.7856, 0.3176, 0.7405],
        [0.7856, 0.3176, 0.7405],
        [0.8245, 0.9089, 0.0007],
        [0.6712, 0.5012, 0.6373],
        [0.7860, 0.3165, 0.7411],
        [0.7988, 0.3437, 0.7516],
        [0.7860, 0.3165, 0.7411],
    ]
    printed = {f"theta_{i}_{k}": x for i, row in enumerate(ends) for k, x in enumerate(row)}
    assert found.chosen.strategies == pytest.approx(printed, abs=1e-12)
    shares = {0: 0.3340, 2: 0.0183, 3: 0.0957, 4: 0.1512, 5: 0.4009}
    expected = {f"position of {i}": p for i, p in shares.items()}
    assert found.chosen.outcomes == pytest.approx(expected, abs=FOUR)


def test_views_in_the_first_turn():
    seen = of_dummy_3dim()[0]
    values = [1.000, 0.903, 0.639, 0.870, 0.929, 0.882, 0.890]
    assert np.abs(1 - np.asarray(seen.difference)[0] - values).max() <= THREE
    risk = [-0.500, -0.459, -0.499, -0.274, 1.000, -0.232, -0.430]
    assert np.abs(np.asarray(seen.risk) - risk).max() <= THREE
    by_4_of_2 = [0.6796, 0.7515, 1.0000, 0.7230, 0.6954, 0.6098, 0.5893]
    assert np.abs(np.asarray(seen.u)[4, 2] - by_4_of_2).max() <= FOUR
    by_0_of_6 = [0.7402, 0.6303, 0.3060, 0.7438, 0.8101, 0.8748, 1.0000]
    assert np.abs(np.asarray(seen.u)[0, 6] - by_0_of_6).max() <= FOUR


# Challenger, target, then the estimates of both: probability, gain of challenger and of target.
CHALLENGES = [
    (0, 6, (0.7643, 0.0947, -0.1548), (0.7660, 0.0925, -0.1514)),
    (5, 1, (0.8510, 0.2986, -0.2221), (0.8518, 0.3252, -0.2433)),
    (1, 0, (0.7964, 0.2810, -0.0912), (0.7952, 0.2840, -0.0925)),
    (6, 1, (0.3970, 0.0286, -0.0267), (0.3981, 0.0295, -0.0276)),
    (2, 6, (0.8334, 0.4711, -0.4958), (0.8331, 0.4626, -0.4874)),
    (4, 0, (0.5836, 0.0116, -0.0116), (0.7586, 0.1164, -0.0621)),
    (3, 0, (0.8056, 0.2839, -0.1143), (0.8008, 0.3035, -0.1243)),
]


def test_challenges_in_the_first_turn():
    p, gain = (np.asarray(x) for x in of_dummy_3dim()[1])
    for i, j, *estimates in CHALLENGES:
        for h, printed in zip((i, j), estimates, strict=True):
            found = p[h, i, j], gain[h, i, i, j], gain[h, j, i, j]
            assert np.abs(np.array(found) - printed).max() <= FOUR


def test_bargains_in_the_first_turn():
    found = of_dummy_3dim()[2]
    assert found.target.tolist() == [6, 0, 6, 0, 0, 1, 1]
    proposer = [
        [75.610, 24.780, 71.950],
        [81.690, 73.160, 64.500],
        [82.260, 82.560, 2.060],
        [65.820, 50.760, 63.020],
        [79.540, 44.720, 72.050],
        [84.390, 34.050, 86.340],
        [78.930, 56.330, 72.520],
    ]
    # Printed to three decimals of a percent, held to two: equal but for representation.
    assert np.abs(100 * np.asarray(found.proposer) - proposer).max() <= HAIR
    assert np.abs(100 * np.asarray(found.receiver)[0] - [75.610, 24.790, 71.950]).max() <= HAIR


def test_choice_among_bargains_in_the_first_turn():
    *_, options, (p, chosen) = of_dummy_3dim()
    of_actor_2 = [0.51258, 0.52804, 0.52407, 0.51692, 0.52177]
    assert np.abs(np.asarray(options)[2, [0, 1, 2, 5, 4]] - of_actor_2).max() <= FIVE
    assert (
        np.abs(np.asarray(p)[0, [0, 1, 2, 5, 4]] - [0.0004, 0.2938, 0.0137, 0.4968, 0.1953]).max()
        <= FOUR
    )
    assert np.abs(np.asarray(p)[6, [0, 1, 7, 3]] - [0.0048, 0.6634, 0.2908, 0.0409]).max() <= FOUR
    assert chosen.tolist() == [5, 7, 0, 4, 5, 6, 1]


# smpExample: vote rule PropCbc, Markov election with incentives. From the second turn on it draws
# its bargains at random, so only the first can be compared.
FIVE_ACTORS = Actors(
    np.array([117.7, 93.2, 61.4, 135.4, 63.8]),
    np.array(
        [
            [0.528, 0.398, 0.396],
            [0.159, 0.614, 0.720],
            [0.611, 0.865, 0.445],
            [0.263, 0.165, 0.159],
            [0.733, 0.611, 0.263],
        ]
    ),
    np.array(
        [
            [0.323, 0.224, 0.134],
            [0.252, 0.345, 0.265],
            [0.288, 0.286, 0.182],
            [0.156, 0.420, 0.143],
            [0.397, 0.199, 0.158],
        ]
    ),
)


def test_first_turn_with_another_vote_and_election():
    actors = Actors(*(jnp.asarray(x) for x in FIVE_ACTORS))
    seen, _, found, _, (p, _) = first_turn(actors, Rules(vote_rule=4), "markov-incentive")
    assert np.abs(np.asarray(seen.risk) - [1.000, -0.387, -0.500, -0.001, -0.298]).max() <= THREE
    assert found.target.tolist() == [4, 2, 0, 2, 2]
    assert np.abs(found.p - np.array([0.5257, 0.7180, 0.4396, 0.7837, 0.5467])).max() <= FOUR
    assert np.abs(found.gain - np.array([0.0115, 0.2315, 0.0975, 0.4318, 0.0632])).max() <= FOUR
    assert np.abs(100 * np.asarray(found.proposer)[2] - [55.53, 63.19, 42.21]).max() <= HAIR
    # The publication iterates until nothing changes by more than 1e-8: no visible error.
    assert np.abs(np.asarray(p)[0, [0, 3, 1]] - [0.0054, 0.7502, 0.2444]).max() <= FOUR
    printed = [0.0859, 0.0695, 0.4215, 0.2255, 0.1976]
    assert np.abs(np.asarray(p)[2, [0, 5, 4, 3, 2]] - printed).max() <= FOUR


def test_elections_of_the_demonstration():
    # With Square victory; the coalitions are printed to three decimals, so 2e-4 in the results.
    c = jnp.array([[1e-8, 12.099, 54.921], [10.333, 1e-8, 27.079], [5.007, 55.047, 1e-8]])
    assert np.abs(np.asarray(victory(c, 2.0))[0] - [0.5, 0.5782, 0.9918]).max() <= 2e-4
    printed = {
        "conditional": [0.8659, 0.1241, 0.0100],
        "markov-incentive": [0.5094, 0.2796, 0.2110],
        "markov-uniform": [0.6351, 0.2148, 0.1501],
    }
    for kind in ELECTIONS:
        assert np.abs(np.asarray(election(c, 2.0, kind=kind)) - printed[kind]).max() <= 2e-4
