"""Laws of the spatial model of politics: elections, views, challenges, turns, and its solver."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.errors import InputError
from suasion.theory.library import spatial_politics as sp
from suasion.theory.library.spatial_bargains import bargains, challenge, victory_in_challenge
from suasion.theory.library.spatial_run import turn
from suasion.theory.library.spatial_views import Actors, Rules, views
from suasion.theory.library.spatial_vote import ELECTIONS, VOTE_RULES, coalitions, election, vote

MODEL = sp.MODELS[0]
ROUNDING = 1e-12
TURN, VIEWS, CHALLENGE = turn, jax.jit(views), jax.jit(challenge)
BATCH = 64


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def groups(count=BATCH, n=5, d=2, seed=2017):
    random = np.random.default_rng(seed)
    s = random.uniform(0.1, 1.0, (count, n, d))
    s *= random.uniform(0.5, 1.0, (count, n, 1)) / s.sum(axis=-1, keepdims=True)
    c, theta = random.uniform(10, 200, (count, n)), random.uniform(0, 1, (count, n, d))
    return Actors(*(jnp.asarray(x) for x in (c, theta, s)))


def strengths(count=BATCH, n=4, seed=1):
    return jnp.asarray(np.random.default_rng(seed).uniform(0.1, 10, (count, n, n)))


@pytest.mark.parametrize("kind", ELECTIONS)
def test_an_election_is_a_distribution_over_those_who_stand(kind):
    c, among = strengths(), np.random.default_rng(2).uniform(size=(BATCH, 4)) < 0.6
    among[:, 1] = True
    p = np.asarray(jax.jit(partial(election, kind=kind))(c, 2.0, among=jnp.asarray(among)))
    assert np.abs(p.sum(axis=-1) - 1).max() <= ROUNDING
    assert p.min() >= -ROUNDING
    assert np.all(np.abs(p[~among]) <= ROUNDING)
    # Options that do not stand have no say: the same as without them.
    for one, stands, whole in zip(c[:5], among[:5], p[:5], strict=True):
        alone = election(one[np.ix_(stands, stands)], 2.0, kind=kind)
        assert np.abs(np.asarray(alone) - whole[stands]).max() <= 1e-9  # least incentive


@pytest.mark.parametrize("kind", ELECTIONS)
def test_between_two_options_an_election_is_their_contest(kind):
    c = strengths(n=2).at[:, [0, 1], [0, 1]].set(1e-8)
    p = np.asarray(election(c, 2.0, kind=kind))
    contest = c[:, 0, 1] ** 2 / (c[:, 0, 1] ** 2 + c[:, 1, 0] ** 2)
    assert np.abs(p[:, 0] - contest).max() <= 1e-7  # the least coalition, 1e-8


@pytest.mark.parametrize("kind", ELECTIONS)
def test_more_support_never_hurts_an_option(kind):
    c = strengths()
    more = c.at[:, 0, 2].multiply(1.5)
    before, after = (np.asarray(election(x, kind=kind)) for x in (c, more))
    if kind == "markov-incentive":
        # Support brings challenges too, so nothing is promised but a change.
        assert np.abs(after - before).max() > 1e-3
    else:
        assert np.all(after[:, 0] > before[:, 0])


@pytest.mark.parametrize("kind", ELECTIONS)
def test_resting_point_by_the_publications_iteration(kind):
    c = np.asarray(strengths(8))
    wins = c / (c + np.swapaxes(c, -1, -2))
    for one, w, p in zip(c, wins, np.asarray(election(jnp.asarray(c), kind=kind)), strict=True):
        q = np.full(4, 0.25)
        incentive = one * w + 1e-10 * np.eye(4)
        chance = {"markov-uniform": np.full((4, 4), 0.25)}.get(kind, incentive / incentive.sum(0))
        for _ in range(400):
            met = q[:, None] * chance.T
            q = (q + (w * (met + met.T)).sum(axis=1)) / 2
        if kind == "conditional":
            q = w.prod(axis=1) / w.prod(axis=1).sum()
        assert np.abs(p - q).max() <= 1e-10


def test_votes_change_sides_with_the_difference():
    d = np.linspace(-1, 1, 41)
    for rule, name in enumerate(VOTE_RULES):
        votes = np.asarray(vote(2.0, d, rule))
        assert np.all(np.diff(votes) >= -ROUNDING), name
        assert np.all(np.sign(votes) == np.sign(np.round(d, 12))), name
        if name == "ASymProsp":
            assert np.allclose(votes[d > 0.01] * 1.5, -votes[::-1][d > 0.01])
        else:
            assert np.allclose(votes, -votes[::-1], atol=ROUNDING)


def test_a_batch_of_groups_and_rules_is_a_loop():
    actors = groups(6)
    rules = Rules(
        jnp.arange(6),
        jnp.array([1.0, 2, 4, 8, 1, 2]),
        jnp.array([0, 1, 2] * 2),
        jnp.linspace(0, 1, 6),
        jnp.array([1, 2] * 3),
    )
    together = np.asarray(TURN(actors, rules))
    for i in range(6):
        alone = TURN(Actors(*(x[i] for x in actors)), Rules(*(x[i] for x in rules)))
        assert np.abs(np.asarray(alone) - together[i]).max() <= ROUNDING


@pytest.mark.parametrize("kind", ELECTIONS)
def test_an_election_in_a_batch_or_compiled_is_the_same(kind):
    c = strengths(3)
    plain = [election(x, 2.0, kind=kind) for x in c]
    compiled = jax.jit(partial(election, kind=kind))(c, 2.0)
    assert np.abs(np.stack(plain) - np.asarray(compiled)).max() <= ROUNDING


def test_names_of_actors_do_not_matter():
    actors, order = groups(), np.random.default_rng(3).permutation(5)
    shuffled = Actors(*(x[:, order] for x in actors))
    assert np.abs(np.asarray(TURN(actors))[:, order] - np.asarray(TURN(shuffled))).max() <= ROUNDING


def test_positions_stay_within_those_there_were():
    actors = groups()
    moved = np.asarray(TURN(actors))
    low, high = (np.asarray(f(actors.theta, axis=1, keepdims=True)) for f in (jnp.min, jnp.max))
    assert np.all(moved >= low - 5e-5)  # bargains are rounded to four decimals
    assert np.all(moved <= high + 5e-5)


def test_challenges_by_plain_loops():
    # Written from the page, actor by actor, for one estimator of one group.
    actors = groups(1, n=4, seed=8)
    c, s = np.asarray(actors.c)[0], np.asarray(actors.s)[0].sum(axis=1)
    u = np.asarray(VIEWS(actors).u)[0, 1]
    w = c * s
    p, gain = (np.asarray(x)[0, 1] for x in CHALLENGE(VIEWS(actors).u, actors))
    for i in range(4):
        for j in set(range(4)) - {i}:
            pro, con = w[i] * (u[i, i] - u[i, j]), w[j] * (u[j, j] - u[j, i])
            sides = [pro, con]
            for n in set(range(4)) - {i, j}:
                little = w[n] * (u[n, i] - u[n, j])
                q = (pro + max(little, 0)) / (pro + con + abs(little))
                with_i = q * (2 * u[n, i] + u[n, n]) + (1 - q) * 3 * u[n, j]
                with_j = q * 3 * u[n, i] + (1 - q) * (2 * u[n, j] + u[n, n])
                sides[int(with_i < with_j)] += w[n] * abs(with_i - with_j)
            expected = sides[0] / sum(sides)
            assert p[i, j] == pytest.approx(expected, abs=1e-9)  # least contribution, 1e-10
            for k in range(4):
                win, lose = 2 * u[k, i], 2 * u[k, j]
                value = (1 - s[j]) * win + s[j] * (expected * win + (1 - expected) * lose)
                assert gain[k, i, j] == pytest.approx(value - u[k, i] - u[k, j], abs=1e-9)


def test_other_rules_of_commitment_would_leave_third_parties_idle():
    # Full commitment: joining either side is worth 3 u_i with p and 3 u_j without.
    u_ni, u_nj, u_nn, p = np.random.default_rng(4).uniform(size=(4, 100))
    for own_i, own_j in ((u_ni, u_nj), (u_nn, u_nn)):
        joins_i = p * (2 * u_ni + own_i) + (1 - p) * (2 * u_nj + own_j)
        joins_j = p * (2 * u_ni + own_i) + (1 - p) * (2 * u_nj + own_j)
        assert np.all(joins_i == joins_j)


def test_targets_are_the_best_that_is_worth_a_challenge():
    actors = groups()
    seen = VIEWS(actors)
    found = jax.jit(bargains)(actors, seen)
    _, gain = CHALLENGE(seen.u, actors)
    gain = np.asarray(gain)
    for i in range(5):
        mine = np.delete(gain[:, i, i, i, :], i, axis=1)
        best = mine.max(axis=1)
        has = np.asarray(found.target)[:, i] >= 0
        assert np.all(has == (best > 1e-5))
        assert np.abs(np.asarray(found.gain)[has, i] - best[has]).max() <= ROUNDING


def test_at_even_odds_a_third_party_joins_the_side_that_it_likes_less():
    # Principals at 0 and 1, a third party nearer to 0 and light: risk-neutral, so u = 1 - distance.
    places = jnp.array([0.0, 1.0, 0.4])
    u = 1.0 - jnp.abs(places[:, None] - places)
    for weight, likelier in ((0.1, 1), (5.0, 0)):
        p = jax.jit(victory_in_challenge)(u, jnp.array([1.0, 1.0, weight]))[0, 1]
        assert (p > 0.5) == (likelier == 0)
    plain = victory_in_challenge(u, jnp.array([1.0, 1.0, 5.0]))[0, 1]
    assert float(p) == pytest.approx(float(plain), abs=ROUNDING)


def test_gradient_is_the_finite_difference():
    u = jnp.asarray(np.random.default_rng(5).uniform(size=(4, 3)))
    w = jnp.array([1.0, 2.0, 3.0, 4.0])
    for kind in ELECTIONS:
        first = lambda w, kind=kind: election(coalitions(w, u), 2.0, kind=kind)[0]  # noqa: E731
        first, step = jax.jit(first), 1e-6 * jnp.eye(4)
        slopes = [(first(w + h) - first(w - h)) / 2e-6 for h in step]
        # Central differences lose about half of the sixteen digits.
        assert np.abs(np.asarray(jax.jit(jax.grad(first))(w)) - np.array(slopes)).max() <= 1e-7


def test_equal_capabilities_in_mirror_image_stay_mirror_images():
    theta, s = ((0.2,), (0.8,)), ((0.7,), (0.7,))
    found = MODEL.solve(C=(1.0, 1.0), theta=theta, s=s)
    # With two equal positions nobody is likelier to prevail: all risk attitudes are 0.
    ends = found.chosen.strategies
    assert ends["theta_0_0"] + ends["theta_1_0"] == pytest.approx(1.0, abs=2e-4)


def test_agreement_is_at_rest():
    found = MODEL.solve(C=(1.0, 2.0, 3.0), theta=((0.4, 0.6),) * 3, s=((0.3, 0.2),) * 3)
    assert found.status.code == "ok"
    assert found.chosen.outcomes == {"position of 0": pytest.approx(1.0)}
    assert found.chosen.values == pytest.approx({f"actor {i}": 1.0 for i in range(3)})


def test_a_run_broken_off_says_so():
    found = MODEL.solve(max_turns=1.0)
    assert found.status.code == "none-found"
    assert found.chosen.label == "not settled after 1 turns"
    assert sum(found.chosen.outcomes.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"C": (1.0, 2.0)}, "an entry for each actor"),
        ({"C": (1.0,), "theta": ((0.5,),), "s": ((0.5,),)}, "at least two actors"),
        ({"C": (1.0, 1.0), "theta": ((0.5,), (0.4,)), "s": ((0.5, 0.1),) * 2}, "each dimension"),
        ({"C": (1.0, 1.0), "theta": (0.5, 0.4), "s": (0.5, 0.1)}, "a row for each actor"),
        ({"C": (1.0, 1.0), "theta": ((0.5,), (0.4,)), "s": ((0.5,), (0.0,))}, "sum of s_1"),
    ],
)
def test_lists_that_do_not_fit_are_a_status(wrong, sentence):
    found = MODEL.solve(**wrong)
    assert found.status.code == "degenerate"
    assert sentence in found.status.sentence
    assert found.equilibria == ()


def test_ranges_are_checked():
    with pytest.raises(InputError):
        MODEL.solve(vote_rule=0.5)
    with pytest.raises(InputError):
        MODEL.solve(theta=((1.5,), (0.1,)))


@pytest.mark.parametrize("solver", list(MODEL.solvers))
def test_every_election_settles_the_worked_example(solver):
    found = MODEL.solve(solver)
    assert found.status.code == "ok"
    assert sum(found.chosen.outcomes.values()) == pytest.approx(1.0)
    assert all(0 <= value <= 1 for value in found.chosen.values.values())
