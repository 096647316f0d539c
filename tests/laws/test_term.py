"""Laws of the term model: probability, time, ends of terms, looking ahead, the anchor."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import suasion.term.solve as module
from suasion.describe.loading import load_case
from suasion.mechanism.situation import position, table, to_link
from suasion.term.anchor import ANCHOR_YEARS, TOLERANCE, anchor, with_peace_value
from suasion.term.inputs import FULL, LEADER_ONLY, LOOK_AHEAD_YEARS, NO_ZONE, Inputs
from suasion.term.solve import before_war, course, forward, plan, solve
from suasion.term.states import situations
from suasion.term.transitions import carried, chances, expectation
from suasion.theory.registry import stage, stages
from suasion.uncertainty.device import in_double
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.playing import sizes_needed
from suasion.uncertainty.sample import Sample

IDS = [one.id for one in stages()]
QUICK = ("threshold", "strategic")
"""Cheap to compile; one with private reasons and one with shocks to actions."""
DRAWS, HORIZON = 48, 14
YEARS = HORIZON + LOOK_AHEAD_YEARS
CONSERVED = 1e-12
"""Sums of some hundred chances in 64 bit."""


@pytest.fixture(autouse=True, scope="module")
def double():
    with in_double():
        yield


@functools.cache
def case():
    return load_case("ukraine-2025")


@functools.cache
def sample(draws=DRAWS):
    return Sample(draws, 3)


@functools.cache
def inputs_of(key, horizon=HORIZON):
    loaded = case()
    _, found = prepare(loaded.guarantees[key], loaded.case, sample(), horizon)
    return jax.tree.map(jnp.asarray, found)


@functools.cache
def recurrence():
    return jnp.asarray(sample().draw("anchor:recurrence_ten_years"))


@functools.cache
def tie(theory, horizon=HORIZON):
    return anchor(inputs_of("no-guarantee", horizon), recurrence(), theory, horizon)


def tied(key, theory, horizon=HORIZON):
    return with_peace_value(inputs_of(key, horizon), tie(theory, horizon).peace_value_per_year)


def fixed(inputs, **numbers):
    """The inputs with numbers set for every draw; their moves are switched off."""
    base, moves = inputs.base, inputs.moves
    for name, value in numbers.items():
        row = position(name)
        base = base.at[row].set(to_link(np.asarray(value, dtype=float), table()[row]))
        moves = moves.at[:, row].set(0.0)
    return inputs._replace(base=base, moves=moves)


def still(inputs):
    """No successor, no election, no drift, no end: only time passes."""
    quiet = fixed(inputs, succession=0.0, denial_drift_per_year=0.0, withdrawal_rate_per_year=0.0)
    return quiet._replace(change=0 * inputs.change, expires=0 * inputs.expires)


def ending(inputs, year):
    """One announced end at the end of `year` [from 0], fully foreseen, hardly ever renewed."""
    ends = jnp.zeros_like(inputs.expires).at[year].set(1.0)
    return fixed(inputs, renewal=0.001, expiry_foresight=1.0)._replace(expires=ends)


@functools.partial(jax.jit, static_argnames=("theory", "sizes"))
def rates_of(inputs, theory, sizes=FULL):
    return plan(inputs, situations(inputs, sizes), theory, sizes, HORIZON)


# --- Probability ------------------------------------------------------------------------------


@pytest.mark.parametrize("theory", IDS)
def test_probability_is_conserved_and_peace_only_ends(theory):
    found = solve(tied("korean-model", theory), theory, FULL, HORIZON)
    wars = np.cumsum(found.with_guarantor + found.without_guarantor, axis=0)
    np.testing.assert_allclose(wars + found.survival, 1, atol=CONSERVED)
    for array in found:
        assert np.all(np.isfinite(array))
        assert np.min(array) >= 0
    assert np.all(np.diff(found.survival, axis=0) <= 0)
    assert np.all(found.uncoerced <= found.survival + CONSERVED)
    assert np.max(found.honour) <= 1 + CONSERVED
    coerces = "concession" in stage(theory).models
    assert bool(np.any(found.uncoerced < found.survival - 1e-6)) == coerces


@pytest.mark.parametrize("sizes", [FULL, NO_ZONE, LEADER_ONLY, (1, 1, 1, 1)])
@pytest.mark.parametrize("foreseen", [True, False])
def test_what_is_expected_is_what_is_carried(sizes, foreseen):
    inputs = inputs_of("korean-model")
    numbers = jax.jit(situations, static_argnums=1)(inputs, sizes)
    random = np.random.default_rng(2)
    values, mass = (jnp.asarray(random.uniform(size=(*sizes, DRAWS))) for _ in range(2))

    @jax.jit
    def both(year):
        now = chances(inputs, numbers, year, foreseen=foreseen)
        return expectation(values, now), expectation(jnp.ones_like(mass), now), carried(mass, now)

    for year in (0, 3, 9):
        expected, ones, moved = (np.asarray(found) for found in both(jnp.asarray(year)))
        there, back = ((a * b).sum((0, 1, 2, 3)) for a, b in ((mass, expected), (moved, values)))
        np.testing.assert_allclose(there, back, rtol=CONSERVED)
        np.testing.assert_allclose(ones, 1, atol=CONSERVED)
        assert np.min(moved) >= 0


def test_every_change_happens():
    inputs = inputs_of("korean-model")
    now = chances(inputs, situations(inputs, FULL), jnp.asarray(3), foreseen=False)
    mass = jnp.zeros((*FULL, DRAWS)).at[0, 0, 0, 0].set(1.0)
    for _ in range(3):
        mass = carried(mass, now)
    # Year 3 has an election of the lead guarantor, leaders may die and zones erode in every year.
    for axis in range(3):
        others = tuple(other for other in range(4) if other != axis)
        assert np.all(np.asarray(mass.sum(others)) > 0), axis


@pytest.mark.parametrize("key", ["no-guarantee", "us-ukraine-2024"])
def test_axes_that_nothing_depends_on_make_no_difference(key):
    theory = "threshold"
    inputs = tied(key, theory)
    least = LEADER_ONLY if key == "no-guarantee" else NO_ZONE
    # What is played has every axis that matters; the anchor's sizes are the least of all.
    assert sizes_needed(jax.tree.map(np.asarray, inputs)) in (least, NO_ZONE)
    small = solve(inputs, theory, least, HORIZON)
    for sizes in {NO_ZONE, FULL} - {least}:
        for one, other in zip(solve(inputs, theory, sizes, HORIZON), small, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=CONSERVED)


# --- The anchor -------------------------------------------------------------------------------


@pytest.mark.parametrize("theory", IDS)
def test_the_anchored_baseline_meets_its_base_rate(theory):
    tied_value, met = tie(theory)
    assert np.mean(met) >= 0.9
    found = solve(tied("no-guarantee", theory), theory, FULL, HORIZON)
    miss = np.abs(1 - found.survival[ANCHOR_YEARS - 1] - recurrence())
    # What the bisection leaves; the further axes of FULL add rounding only.
    assert np.max(miss[np.asarray(met)]) <= TOLERANCE
    assert np.all(np.isfinite(tied_value))


# --- Time -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theory", QUICK)
def test_hazard_is_rate_times_chance(theory):
    inputs = still(fixed(tied("no-guarantee", theory), escalation=1e-9))
    sizes = (1, 1, 1, 1)
    found = solve(inputs, theory, sizes, HORIZON)
    now = {name: value[0, 0, 0, 0] for name, value in situations(inputs, sizes).items()}
    rate, discount = now["opportunity_rate_per_year"], now["discount_per_year"]

    def once(_, last):
        wait = discount * last[0]
        play = stage(theory).play(now, wait)
        hazard = rate * play.outcomes[4:6].sum(0)
        gain = rate * (play.challenger_value - wait) * before_war(hazard)
        return now["peace_value_per_year"] + wait + gain, hazard

    start = now["peace_value_per_year"] / (1 - discount)
    _, hazard = jax.jit(lambda v: jax.lax.fori_loop(0, 3000, once, (v, v)))(start)
    years = np.arange(1, HORIZON + 1)[:, None]
    # Accidents at 1e-9 each and the settled value's own error, over a dozen years.
    np.testing.assert_allclose(found.survival, np.exp(-np.asarray(hazard) * years), atol=1e-5)


@pytest.mark.parametrize("hazard", [1e-12, 1e-7, 0.999e-6, 1.001e-6, 0.03, 2.0])
def test_the_step_does_not_matter(hazard):
    parts = np.arange(52) / 52
    shares = np.exp(-hazard * parts) * np.asarray(before_war(jnp.asarray(hazard / 52))) / 52
    # The series used below 1e-6 leaves H^2/6: below 2e-13.
    assert float(before_war(jnp.asarray(hazard))) == pytest.approx(shares.sum(), rel=1e-11)


@pytest.mark.parametrize("theory", QUICK)
def test_the_plan_starts_from_a_settled_value(theory, monkeypatch):
    inputs = tied("korean-model", theory)
    short = rates_of(inputs, theory).attack
    monkeypatch.setattr(module, "SETTLING", 200)
    numbers = situations(inputs, FULL)
    long = jax.jit(lambda: plan(inputs, numbers, theory, FULL, HORIZON).attack)()
    # Rates of order 0.01 to 1 a year; an error of a thousandth is far below any spread shown.
    np.testing.assert_allclose(short, long, atol=1e-3)


@pytest.mark.parametrize("key", ["korean-model", "us-article-5-like"])
def test_the_horizon_hardly_matters_below_it(key):
    theory, survival = "threshold", []
    for horizon in (25, 35):
        inputs = tied(key, theory, horizon)
        found = solve(inputs, theory, FULL, horizon)
        survival.append(np.asarray(found.survival)[9])
    # What lies beyond the horizon is a year like the last one for ever: the rest is its error.
    assert np.max(np.abs(survival[0] - survival[1])) < 0.01


# --- Ends of terms ----------------------------------------------------------------------------


@pytest.mark.parametrize("theory", QUICK)
def test_a_term_that_ends_earlier_makes_waiting_more_attractive(theory):
    inputs = still(tied("us-article-5-like", theory))
    # A year-0 hazard may rise only where the guarantee invites attack: there the end is good news.
    open_ended = np.asarray(rates_of(inputs, theory).attack)
    deters = open_ended[-1, 0, 0, 0, 0] < open_ended[-1, 0, 0, 0, 1]
    hazards = [rates_of(ending(inputs, year), theory).attack[0, 0, 0, 0, 0] for year in (2, 5, 9)]
    for early, late in zip(hazards, [*hazards[1:], open_ended[0, 0, 0, 0, 0]], strict=True):
        lower = np.asarray(early <= late + CONSERVED)
        assert np.mean(lower[deters]) >= 0.99
        assert np.any(np.asarray(early < late - 1e-9))
    assert np.mean(deters) > 0.5


@pytest.mark.parametrize("theory", QUICK)
def test_the_myopic_do_not_wait(theory):
    inputs = fixed(still(tied("us-article-5-like", theory)), discount_per_year=0.3)
    never, late = (
        np.asarray(rates_of(one, theory).attack[0, 0, 0, 0, 0])
        for one in (inputs, ending(inputs, 9))
    )
    # 0.3^9 is 2e-5: the end of the tenth year is out of sight.
    np.testing.assert_allclose(never, late, atol=1e-4)


@pytest.mark.parametrize("theory", QUICK)
def test_after_an_end_without_renewal_the_hazard_is_no_lower(theory):
    inputs = still(tied("us-article-5-like", theory))
    ends = ending(inputs, 6)
    attack = np.asarray(rates_of(ends, theory).attack)
    in_force, lapsed = attack[:, 0, 0, 0, 0], attack[:, 0, 0, 0, 1]
    deters = in_force[-1] < lapsed[-1]
    survival = np.asarray(solve(ends, theory, FULL, HORIZON).survival)
    hazard = -np.diff(np.log(survival), axis=0)
    assert np.min((hazard[7] - hazard[4])[deters]) >= -CONSERVED
    assert np.max((hazard[7] - hazard[4])[deters]) > 1e-4


@pytest.mark.parametrize("theory", ["threshold"])
def test_a_term_that_is_surely_renewed_never_ends(theory):
    inputs = fixed(tied("us-article-5-like", theory), expiry_foresight=1.0)
    forever = inputs._replace(expires=0 * inputs.expires)

    @jax.jit
    def played(one):
        numbers = situations(one, FULL)
        # The range of `renewal` ends below one, so certainty is set past it.
        numbers |= {"renewal": jnp.ones_like(numbers["renewal"])}
        found = plan(one, numbers, theory, FULL, HORIZON, keep=course)
        return forward(one, numbers, found, HORIZON)

    assert np.any(np.asarray(inputs.expires) > 0)
    for one, other in zip(played(inputs), played(forever), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=CONSERVED)


def test_the_exit_table_moves_nothing_where_the_leader_is_held():
    held = fixed(tied("korean-model", "threshold"), succession=0.0)
    gone = held._replace(exit_per_year=0.5 + 0 * held.exit_per_year)
    assert isinstance(gone, Inputs)
    one, other = (solve(x, "threshold", FULL, HORIZON).survival for x in (held, gone))
    np.testing.assert_array_equal(one, other)
