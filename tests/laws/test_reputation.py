"""Reputation: Bayes' rule, moves on the grid of beliefs, fixed points against a scan for all."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.optimize import root
from scipy.special import erfcx, expit, log_ndtr, logit, ndtr

from suasion.term.belief_grid import hats, looked_up
from suasion.term.reputation import answers
from suasion.theory.normal_tails import mills_ratio


@pytest.fixture(autouse=True)
def _double():
    with jax.enable_x64(True):
        yield


# One size for most tests, so that it is compiled once; 10,000 with the belief's five places.
STATES = 2000


def drawn(seed, states=STATES, places=5, reach=1.2):
    """States of which the values rise with belief and the resolute type gains more by answering."""
    random = np.random.default_rng(seed)
    grid = np.linspace(0, 1, places)
    rises = np.abs(random.normal(size=(2, states, places, 1)))
    scale = reach / places * random.uniform(0, 1, size=(2, states, 1, 1))
    first = random.normal(-0.7, 0.7, size=(1, states, 1, 1))
    more = np.abs(random.normal(0.8, 0.5, size=first.shape))
    return grid, np.concatenate([first, first + more]), np.cumsum(rises * scale, axis=2)


def solved(grid, worth, value, spread=0.3, **settings):
    return jax.tree.map(
        np.asarray, answers(grid, grid[:, None], worth, value, spread, 1, **settings)
    )


def reply(grid, belief, worth, value, spread, x):
    """T(x) in one state, by SciPy's tails and NumPy's interpolation."""
    does, does_not = log_ndtr(x), log_ndtr(-x)
    answered = expit(logit(belief) + does[1] - does[0])
    passed = expit(logit(belief) + does_not[1] - does_not[0])
    gains = [np.interp(answered, grid, v) - np.interp(passed, grid, v) for v in value]
    return np.stack([(w + gain) / spread for w, gain in zip(worth, gains, strict=True)])


def scanned(grid, belief, worth, value, spread):
    """Chances at every fixed point where both gaps change sign in a cell of a fine scan."""
    line = 25 * np.sinh(np.linspace(-3.5, 3.5, 400)) / np.sinh(3.5)
    x = np.stack(np.meshgrid(line, line, indexing="ij"))
    gaps = reply(grid, belief, worth, value, spread, x) - x
    corners = np.stack([gaps[:, i : i + 399, j : j + 399] for i in (0, 1) for j in (0, 1)])
    cells = np.all((corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0), axis=0)
    found = []
    for i, j in np.argwhere(cells):
        end = root(
            lambda y: reply(grid, belief, worth, value, spread, y) - y,
            [line[i], line[j]],
            tol=1e-12,
        )
        chance = ndtr(end.x)
        new = all(np.abs(chance - other).max() > 1e-5 for other in found)
        if np.abs(end.fun).max() < 1e-8 and new:
            found.append(chance)
    return found


def spread_over(mass, belief_after, grid, axis):
    """Mass moved to the places of the grid on both sides of its belief."""
    rows = [
        (mass * share).sum(axis=axis, keepdims=True)
        for share in hats(jnp.broadcast_to(belief_after, mass.shape), grid)
    ]
    return jnp.concatenate(rows, axis=axis)


def test_small_chances_without_their_exponential():
    u = np.concatenate([np.linspace(0, 60, 6001), np.logspace(2, 100, 99)])
    ratio = np.asarray(mills_ratio(jnp.asarray(u))) / (0.5 * erfcx(u / np.sqrt(2)))
    assert np.abs(ratio - 1).max() < 1e-14  # as the module says


@pytest.mark.parametrize("spread", [0.1, 0.4])
def test_beliefs_are_a_martingale_and_those_of_bayes(spread):
    grid, worth, value = drawn(1)
    found, belief = solved(grid, worth, value, spread), grid[:, None]
    chance = belief * found.chance[1] + (1 - belief) * found.chance[0]
    mean = chance * found.answered + (1 - chance) * found.passed
    assert np.abs(mean - belief).max() < 1e-12  # rounding
    proof = belief * found.chance[1] / np.where(chance > 1e-200, chance, 1)
    assert np.abs(np.where(chance > 1e-200, found.answered - proof, 0)).max() < 1e-12
    for after in (found.answered, found.passed):
        assert np.all((after >= 0) & (after <= 1))


def test_posterior_by_simulation():
    grid, worth, value = drawn(2)
    found, random, runs = solved(grid, worth, value), np.random.default_rng(2), 400_000
    resolute = random.random(runs) < grid[2]
    answer = random.random(runs) < np.where(resolute, *found.chance[::-1, 0, 2, 0])
    for chosen, believed in ((answer, found.answered), (~answer, found.passed)):
        share, after = resolute[chosen].mean(), believed[0, 2, 0]
        assert abs(share - after) < 4 * np.sqrt(after * (1 - after) / chosen.sum())


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_spreading_mass_is_the_transpose_of_looking_up(axis):
    random = np.random.default_rng(axis)
    grid = np.array([0.0, 0.1, 0.3, 0.35, 0.8, 1.0])
    shape = [3, 4, 2, 5]
    shape[axis] = len(grid)
    mass, value, after = (random.random(shape) for _ in range(3))
    after.flat[:4] = grid[:4]
    up, over = looked_up(value, after, grid, axis), spread_over(mass, after, grid, axis)
    assert float(jnp.sum(mass * up)) == pytest.approx(float(jnp.sum(over * value)), rel=1e-13)
    assert np.min(over) >= 0
    assert np.abs(over.sum(axis) - mass.sum(axis)).max() < 1e-14
    wide = grid.reshape([-1 if k == axis else 1 for k in range(4)])
    assert np.abs((over * wide).sum(axis) - (mass * after).sum(axis)).max() < 1e-14
    (by_rule,) = jax.linear_transpose(lambda v: looked_up(v, after, grid, axis), value)(mass)
    assert np.abs(by_rule - over).max() < 1e-14


def test_looking_up_is_linear_interpolation():
    random, grid = np.random.default_rng(4), np.array([0.0, 0.2, 0.5, 1.0])
    value, after = random.normal(size=4), np.concatenate([random.random(3), [1.0]])
    assert np.asarray(looked_up(value, after, grid, 0)) == pytest.approx(
        np.interp(after, grid, value), abs=1e-15
    )


@pytest.mark.parametrize(("spread", "share"), [(0.2, 2e-3), (0.4, 1e-3), (0.8, 2e-4)])
def test_the_gap_is_closed_in_ten_thousand_states(spread, share):
    # What is left are folds between kinks near which both searches stop; each says so.
    grid, worth, value = drawn(5)
    found = solved(grid, worth, value, spread)
    assert np.mean(found.residual > 1e-9) < share
    inner = (slice(None), slice(None), slice(1, -1), slice(None))
    chance = found.chance[inner]
    gains = np.stack(
        [
            looked_up(value[k], found.answered, grid, 1)
            - looked_up(value[k], found.passed, grid, 1)
            for k in (0, 1)
        ]
    )
    best = ndtr((worth + gains) / spread)[inner]
    assert np.mean(np.abs(best - chance).max(axis=0) > 1e-7) < share


def test_a_scan_for_all_fixed_points_finds_the_selected_one_and_the_second():
    grid, worth, value = drawn(6, reach=4.0)
    found, counts = solved(grid, worth, value), []
    for state in range(40):
        for place in (1, 2, 3):
            numbers = worth[:, state, 0, 0], value[:, state, :, 0]
            every = scanned(grid, grid[place], *numbers, 0.3)
            ours = found.chance[:, state, place, 0]
            settled = found.residual[state, place, 0] < 1e-9
            assert not settled or min(np.abs(ours - one).max() for one in every) < 1e-5
            resolve = sum(one[1] >= one[0] for one in every)
            counts.append((found.second[state, place, 0], len(every), resolve))
            assert not settled or ours[1] >= ours[0] or resolve == 0
    second, number, resolve = np.array(counts).T
    assert np.sum(resolve > 1) >= 2
    assert np.all(second[resolve > 1] == 1)
    assert np.all(number[second == 1] > 1)


def test_reputation_alone_has_two_answers_and_the_branch_from_zero_precision_is_taken():
    # Both types gain the same by answering, so both may do alike and nothing is learnt of them.
    grid = np.linspace(0, 1, 5)
    value = np.stack([0.2 * grid, 3.0 * grid])[:, None, :, None] * np.ones((1, STATES, 1, 1))
    worth = np.full((2, STATES, 1, 1), -0.3)
    found = solved(grid, worth, value)
    assert found.chance[:, 0, 2, 0] == pytest.approx(ndtr([-1.0, -1.0]), abs=1e-12)
    assert (found.answered[0, 2, 0], found.second[0, 2, 0]) == (pytest.approx(0.5), 1)
    assert len(scanned(grid, 0.5, worth[:, 0, 0, 0], value[:, 0, :, 0], 0.3)) >= 2


def test_the_branch_is_that_of_finer_steps():
    grid, worth, value = drawn(7)
    coarse, fine = solved(grid, worth, value), solved(grid, worth, value, rises=300)
    # Where a branch turns back, coarse and fine steps may leave it at different places.
    assert np.mean(np.abs(coarse.chance - fine.chance).max(axis=0) > 1e-6) < 2e-3


def test_without_a_future_answers_are_those_of_the_moment():
    grid, worth, value = drawn(8)
    found = solved(grid, worth, 0 * value)
    wide = np.broadcast_to(ndtr(worth / 0.3), found.chance.shape)
    assert np.abs(found.chance - wide).max() < 1e-14
    assert np.all(found.second == 0)


def test_one_who_is_known_has_no_reputation_to_win():
    grid, worth, value = drawn(9)
    found = solved(grid, worth, value)
    for place in (0, -1):
        assert np.all(found.answered[:, place] == grid[place])
        assert np.all(found.passed[:, place] == grid[place])
        assert found.chance[:, :, place] == pytest.approx(ndtr(worth[:, :, 0] / 0.3), abs=1e-13)


@pytest.mark.slow
def test_compiled_is_eager():
    grid, worth, value = drawn(10, 3, places=3)
    short = {"rises": 1, "settles": 1}
    whole = solved(grid, worth, value, **short)
    with jax.disable_jit():
        eager = solved(grid, worth, value, **short)
    for a, b in zip(whole, eager, strict=True):
        assert np.abs(a - b).max() < 1e-12


def test_states_do_not_depend_on_their_neighbours():
    grid, worth, value = drawn(14)
    found, turned = solved(grid, worth, value), solved(grid, worth[:, ::-1], value[:, ::-1])
    for a, b in zip(found, turned, strict=True):
        gap = np.abs(a - np.flip(b, axis=a.ndim - 3))
        # Not bit by bit: the exponential of a number depends on its place among those done at
        # once. So a search that only just settles, or does not, may end elsewhere.
        assert np.mean(gap > 1e-9) < 1e-3


def test_the_belief_axis_may_be_anywhere():
    grid, worth, value = drawn(11, 6, places=3)
    axis = 1
    split = [one.reshape(2, 2, 3, *one.shape[2:]) for one in (worth, value)]
    moved = [np.moveaxis(one, 3, axis + 1) for one in split]
    belief = np.expand_dims(grid, [k + 1 for k in range(3 - axis)])
    found = answers(grid, belief, *moved, 0.3, axis)
    plain = solved(grid, worth, value)
    back = np.moveaxis(found.chance, axis + 1, 3).reshape(plain.chance.shape)
    assert np.abs(back - plain.chance).max() < 1e-12
    after = np.moveaxis(found.answered, axis, 2).reshape(plain.answered.shape)
    assert np.abs(after - plain.answered).max() < 1e-12


def test_derivatives_are_differences():
    grid, worth, value = drawn(12, 20, places=4)
    random = np.random.default_rng(12)
    way = [random.normal(size=one.shape) for one in (worth, value)] + [0.1]
    weights = random.normal(size=(4, 20, 4, 1))

    @jax.jit
    @jax.value_and_grad
    def total(step):
        moved = [one + step * w for one, w in zip((worth, value, 0.4), way, strict=True)]
        found = answers(grid, grid[:, None], *moved, 1)
        return jnp.sum(weights * jnp.stack([*found.chance, found.answered, found.passed]))

    difference = (total(1e-5)[0] - total(-1e-5)[0]) / 2e-5
    # The difference errs by the square of its step and by rounding over it.
    assert float(total(0.0)[1]) == pytest.approx(float(difference), rel=1e-6)


@pytest.mark.parametrize("double", [True, False])
def test_extremes_are_finite_with_finite_derivatives(double):
    kind = jnp.float64 if double else jnp.float32
    with jax.enable_x64(double):
        grid = jnp.linspace(0.0, 1.0, 3, dtype=kind)
        cases = [
            (-60.0, -60.0),
            (-60.0, 60.0),
            (60.0, 60.0),
            (0.0, 0.0),
            (60.0, -60.0),
            (-9.0, 9.0),
        ]
        worth = jnp.array(cases, kind).T[:, :, None, None]
        value = jnp.stack([grid, grid])[:, None, :, None] * jnp.ones((1, 6, 1, 1), kind)

        def total(worth, value, spread):
            found = answers(grid, grid[:, None], worth, value, spread, 1)
            return jnp.sum(found.chance) + jnp.sum(found.answered) + jnp.sum(found.passed), found

        slopes, found = jax.grad(total, (0, 1, 2), has_aux=True)(worth, value, kind(0.1))
        assert all(np.isfinite(one).all() for one in [*slopes, *found])
        # Nobody answers and nobody is expected to: an answer is still read as it would be.
        assert np.all((found.answered[0] >= 0) & (found.answered[0] <= 1))


def test_an_act_that_nobody_expects_is_read_as_the_limit_reads_it():
    # At -60 and -50 standard deviations neither chance is a number; their ratio is.
    grid, worth, value = drawn(15)
    worth = np.array([-60.0, -50.0]).reshape(2, 1, 1, 1) * np.ones_like(worth)
    found = solved(grid, worth, 0 * value, 1.0)
    assert np.all(found.answered[:, 1:] == 1.0)
    found = solved(grid, -worth, 0 * value, 1.0)
    assert np.all(found.passed[:, 1:] == 1.0)


def test_numbers_that_are_none_do_not_raise():
    grid, worth, value = drawn(13)
    found = solved(grid, worth * np.nan, value)
    assert np.isnan(found.chance).all()


def years(places, count):
    """Values when a probe comes every year and being believed resolute is worth something."""
    grid, worth = np.linspace(0, 1, places), np.array([-0.3, 0.3]).reshape(2, 1, 1)
    value = jnp.zeros((2, places, 1))
    for _ in range(count):
        found = answers(grid, grid[:, None], worth, 0.9 * value, 1.5, 0)
        ahead = [
            q * (w + 0.9 * looked_up(v, found.answered, grid, 0))
            + 0.9 * (1 - q) * looked_up(v, found.passed, grid, 0)
            for q, w, v in zip(found.chance, worth, value, strict=True)
        ]
        value = 0.2 * grid[:, None] ** 2 + jnp.stack(ahead)
    return np.asarray(value)[..., 0]


@pytest.mark.parametrize(("count", "bound"), [(3, 0.005), (10, 0.025)])
def test_error_of_the_grid(count, bound):
    # Of the largest value. In years to come the two types part where the belief is near one, in
    # ever less room; so the error grows with the years.
    coarse, fine = years(5, count), years(9, count)
    assert np.abs(coarse - fine[:, ::2]).max() < bound * fine.max()
