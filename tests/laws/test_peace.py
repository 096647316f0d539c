"""The chance of peace alone: the whole model's, and slopes that are slopes."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.laws.years_givens import game, space_of

from suasion.describe.loading import load_case
from suasion.mechanism.situation import position
from suasion.term.solve import before_war as shares_of_a_year
from suasion.term.years.anchoring import with_peace_value
from suasion.term.years.course import solve
from suasion.term.years.crisis import before_war
from suasion.term.years.peace import survival
from suasion.term.years.settling import settled
from suasion.term.years.staging import staged
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

FACTORS = ("leader", "government", "coalition", "balance", "zone", "instrument")
TURNS = ("opportunity_rate_per_year", "war_cost", "decision", "erosion_rate_per_year")
CASES = [
    ("threshold", FACTORS, "us-article-5-like"),
    ("asymmetric-escalation", ("leader", "instrument"), "us-article-5-like"),
    ("unilateral", ("zone", "instrument"), "korean-model"),
]


@pytest.fixture(autouse=True)
def double():
    with in_double():
        yield


def a_game(theory, factors, key="us-article-5-like", years=3, draws=2):
    loaded, sample = load_case("ukraine-2025"), Sample(draws, 7)
    one = made(loaded.guarantees[key], loaded.case, sample, Wanted(factors, years), theory)
    given = jax.tree.map(jnp.asarray, one.given)
    return with_peace_value(given, jnp.linspace(0.0, 0.05, draws)), one.space


@pytest.mark.slow
@pytest.mark.parametrize(("theory", "factors", "key"), CASES)
def test_the_chance_of_peace_alone_is_that_of_the_whole_model(theory, factors, key):
    given, space = a_game(theory, factors, key)
    whole = jax.jit(solve, static_argnames="space")(given, space).survival
    alone = jax.jit(survival, static_argnames="space")(given, space)
    assert np.abs(alone - whole).max() < 1e-13


@pytest.mark.parametrize("more", [{"per_year": 2}, {"myopic": True, "scheduled": True}])
def test_it_is_so_however_steps_and_opportunities_come(more):
    space = space_of("leader", "zone", "instrument", horizon_years=2, **more)
    one = game(space, 2, 1, {"abandonment_cost": 9.0}, leaves=0.1, own={"probe_rate_per_year": 2.0})
    whole = jax.jit(solve, static_argnames="space")(one, space).survival
    assert np.abs(survival(one, space) - whole).max() < 1e-13


@pytest.mark.slow
def test_with_beliefs_it_is_so_too():
    space = space_of("zone", "belief", horizon_years=2)
    one = game(space, 2, own={"probe_rate_per_year": 1.0})
    whole = jax.jit(solve, static_argnames="space")(one, space).survival
    assert np.array_equal(jax.jit(survival, static_argnames="space")(one, space), whole)


@pytest.mark.slow
@pytest.mark.parametrize(("theory", "factors", "key"), CASES[1:2])
def test_slopes_are_those_of_the_compiler(theory, factors, key):
    given, space = a_game(theory, factors, key)
    space = space._replace(causes=False)

    def last(function):
        return jax.jit(jax.grad(lambda one: function(one)[-1].sum()))

    by_hand = last(lambda one: survival(one, space))(given)
    by_rule = last(lambda one: solve(one, space).survival)(given)
    for own, other in zip(jax.tree.leaves(by_hand), jax.tree.leaves(by_rule), strict=True):
        assert np.abs(own - other).max() <= 1e-8 * max(np.abs(other).max(), 1e-6)


@pytest.mark.slow
def test_slopes_are_differences():
    given, space = a_game("threshold", FACTORS)
    peace = jax.jit(lambda base: survival(given._replace(base=base), space)[-1])
    slopes = jax.jit(jax.grad(lambda base: peace(base).sum()))(given.base)
    for name in TURNS:
        # The truncation of a central difference goes with the square of its width, rounding with
        # one over it: 1e-5 leaves some 1e-10.
        move = jnp.zeros_like(given.base).at[position(name)].set(1e-5)
        rise = (peace(given.base + move) - peace(given.base - move)) / 2e-5
        assert np.abs(rise).min() > 1e-9
        assert np.allclose(slopes[position(name)], rise, rtol=1e-6, atol=1e-9), name


def test_a_share_before_war_is_right_wherever_the_series_ends():
    hazard = jnp.array([0.0, 1e-12, 1e-5, 0.2, 0.3499999, 0.35, 1.0, 30.0])
    found = before_war(hazard, jnp.exp(-hazard))
    assert np.allclose(found, shares_of_a_year(hazard), rtol=2e-12, atol=0)
    exact = -np.expm1(-np.asarray(hazard[1:])) / np.asarray(hazard[1:])
    assert np.allclose(found[1:], exact, rtol=1e-15, atol=0)


def newton(target, x):
    return (x + target / x) / 2


def test_settled_values_have_the_slopes_of_what_they_settle_at():
    targets = jnp.array([2.0, 9.0])
    by = jax.grad(lambda target: settled(newton, target, jnp.ones(2)).sum())(targets)
    assert np.allclose(by, 0.5 / np.sqrt(targets), rtol=1e-12)


def test_values_that_do_not_settle_have_the_slopes_of_the_steps():
    # From far away eight halvings do not suffice.
    def end(target):
        return settled(newton, target, jnp.full(2, 1e6)).sum()

    targets = jnp.array([2.0, 9.0])
    rise = [(end(targets + at) - end(targets - at)) / 2e-2 for at in 1e-2 * jnp.eye(2)]
    assert np.abs(settled(newton, targets, jnp.full(2, 1e6)) - np.sqrt(targets)).min() > 1
    assert np.allclose(jax.grad(end)(targets), rise, rtol=1e-6)


def test_stages_together_are_the_step():
    def step(number, x):
        small = jnp.arange(3.0)[:, None] * fixed
        return jnp.where(x > number, jnp.exp(small) * x, number - x), small.sum()

    fixed, x = jnp.array([[0.5, 1.5]]), jnp.ones((3, 2))
    stages = staged(step, jnp.zeros(()), x)
    every = stages.once()
    for number in (0.5, 2.0):
        found = stages.late(every, stages.early(every, number), x)
        assert jax.tree.all(jax.tree.map(np.allclose, found, step(number, x)))
