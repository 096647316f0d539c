"""Laws of the full model of the years: closed forms, conservation, steps, directions."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.laws.years_givens import game, space_of

from suasion.describe.loading import load_case
from suasion.mechanism.situation import position
from suasion.term.years.axes import AXES, sizes_of
from suasion.term.years.causes import CAUSES
from suasion.term.years.course import solve as eagerly
from suasion.term.years.scene import at_time, scene
from suasion.theory.library.finite_term_guarantee import plans
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, anchored, made, played

solve = jax.jit(eagerly, static_argnames="space")

PROMISE = {"abandonment_cost": 15.0}
"""In force the guarantor is willing for certain, without it certainly not."""
ABLE = 0.999**2


@pytest.fixture(autouse=True)
def double():
    with in_double():
        yield


def attacked(course, step):
    """Chance of a major attack in a step, given peace before it."""
    survival = np.concatenate([np.ones_like(course.survival[:1]), course.survival])
    return 1 - survival[step + 1] / survival[step]


# --- closed forms -----------------------------------------------------------------------------


@pytest.mark.parametrize("term", [3, 10])
def test_waiting_for_the_end_has_its_closed_form(term):
    # One certain opportunity a year, no noise to speak of: attack at once iff
    # pi < (1 - delta^T) G / (G + L); see the model `finite-term-guarantee`.
    gain, loss, delta = 0.899, 1.099, 0.95
    threshold = (1 - delta**term) * gain / (gain + loss)
    pi = np.array([0.6, 0.9, 1.1, 1.5]) * threshold
    space = space_of("instrument", horizon_years=term + 2, scheduled=True)
    one = game(space, 4, term, PROMISE, decision=np.clip(pi / ABLE, 0.002, 0.99))
    found = solve(one, space)
    assert np.allclose(attacked(found, 0), [1, 1, 0, 0], atol=5e-3)
    # Those who wait strike once the guarantee has ended, and not before.
    assert np.all(found.survival[term - 1, 2:] > 0.99)
    assert np.all(attacked(found, term)[2:] > 0.99)


def test_the_choice_on_the_first_day_is_that_of_the_published_model():
    gain, loss, delta, term = 0.899, 1.099, 0.95, 10
    space = space_of("instrument", horizon_years=term, scheduled=True)
    pis = np.linspace(0.02, 0.5, 25)
    ours = attacked(solve(game(space, len(pis), term, PROMISE, decision=pis / ABLE), space), 0)
    theirs = plans(
        gain=gain,
        status_quo=0.0,
        loss=loss,
        intervention_probability=pis,
        delta=delta,
        term_periods=float(term),
        hazard_per_period=0.0,
        hawk_successor_probability=0.5,
    )
    assert np.array_equal(np.asarray(ours) > 0.5, theirs.attack_now > theirs.wait_for_expiry)


@pytest.mark.parametrize(("leaves", "hawk"), [(0.1, 0.3), (0.05, 0.9), (0.3, 0.0011)])
def test_an_attack_at_the_end_needs_the_leader_or_a_hawkish_heir(leaves, hawk):
    # P(attack at expiry) = (1 - h)^T + (1 - (1 - h)^T) theta.
    term = 8
    space = space_of("leader", "instrument", horizon_years=term + 1, scheduled=True)
    more = {"leaves": leaves, "hawk_successor": hawk, "war_cost": 0.2, "decision": 0.95}
    found = solve(game(space, 1, term, PROMISE, **more), space)
    stays = (1 - leaves) ** term
    assert float(attacked(found, term)[0]) == pytest.approx(stays + (1 - stays) * hawk, abs=2e-3)


@pytest.mark.parametrize("theory", ["threshold", "tying-hands", "strategic", "unilateral"])
def test_one_state_and_one_certain_opportunity_is_the_crisis_game(theory):
    space = space_of(theory=theory, horizon_years=1, scheduled=True)
    more = {"hawkishness_spread": 0.3, "intervention_cost": 0.8, "win_alone": 0.6, "decision": 0.7}
    one = game(space, 3, peace_value_per_year=np.array([0.01, 0.05, 0.2]), **more)
    found, now = solve(one, space), at_time(scene(one, space), one, space, jnp.zeros(()))
    # Nothing changes from year to year, so the value of waiting is that of staying for ever.
    wait = _stationary(theory, now)
    outcomes = stage(theory).play(now, wait).outcomes.reshape(len(OUTCOMES), -1)
    war = outcomes[OUTCOMES.index("war_with_guarantor")]
    alone = outcomes[OUTCOMES.index("war_without_guarantor")]
    accident = 0.001 * 1e-9
    assert np.allclose(found.with_guarantor[0], war, atol=1e-9 + accident)
    assert np.allclose(found.without_guarantor[0], alone, atol=1e-9 + accident)


def _stationary(theory, now):
    flow, discount = now["peace_value_per_year"], now["discount_per_year"]

    def on(_, value):
        return flow + stage(theory).play(now, discount * value).challenger_value

    return discount * jax.jit(lambda v: jax.lax.fori_loop(0, 2000, on, v))(flow)


def test_hazard_jumps_at_an_announced_end_and_not_at_a_renewal():
    term = 6
    space = space_of("instrument", horizon_years=12)
    known = {"hawkishness_spread": 0.05, "decision": 0.6}
    ends, renewed = (
        solve(game(space, 1, term, PROMISE, renewal=renewal, **known), space)
        for renewal in (0.001, 0.999)
    )
    before, after = attacked(ends, term - 1), attacked(ends, term)
    assert after > 20 * before
    smooth = np.array([attacked(renewed, step)[0] for step in range(12)])
    assert smooth.max() < 0.2 * float(after[0])
    # Who sees the end coming strikes less while it is near.
    far = attacked(renewed, term - 1)
    assert before < far


# --- conservation and steps -------------------------------------------------------------------


def case_course(key, theory, **more):
    loaded, sample = load_case("ukraine-2025"), Sample(1, 5)
    wanted = Wanted(**{"factors": AXES, "horizon_years": 8} | more)
    one = made(loaded.guarantees[key], loaded.case, sample, wanted, theory)
    given = jax.tree.map(jnp.asarray, one.given)
    value = given.base.at[position("peace_value_per_year")].set(0.03)
    return solve(given._replace(base=value), one.space)


@pytest.mark.parametrize("key", ["us-article-5-like", "budapest-1994"])
def test_probability_is_conserved(key):
    found = case_course(key, "threshold")
    attacks = found.with_guarantor + found.without_guarantor
    assert np.abs(1 - np.cumsum(attacks, axis=0) - found.survival).max() < 1e-12
    assert np.abs(found.causes.sum(0) - attacks).max() < 1e-12
    assert np.abs(found.office.sum(0) - attacks).max() < 1e-12
    for factor, rows in found.places.items():
        assert np.abs(rows.sum(0) - 1).max() < 1e-12, factor
        assert rows.min() >= 0


STEP_TOLERANCE, STEP_MIDDLE = 0.01, 0.004
"""Difference between yearly and quarterly steps in the chance of peace [1]: of means over draws in
any year, and of the middling draw. Single draws may differ much more: where an attack that is
expected tomorrow makes waiting worthless today, a thousandth tips the whole future."""


@pytest.mark.parametrize("key", ["us-article-5-like", "budapest-1994"])
def test_the_step_does_not_matter(key):
    # Both meet the same base rate; what they then say of a guarantee differs by the step alone.
    loaded, sample, peace = load_case("ukraine-2025"), Sample(64, 5), []
    for per_year in (1, 4):
        wanted = Wanted(("leader", "government", "coalition", "instrument"), 12, per_year)
        without, one = (
            made(loaded.guarantees[name], loaded.case, sample, wanted, "threshold")
            for name in ("no-guarantee", key)
        )
        value = anchored(without, sample.draw("anchor:recurrence_ten_years"))
        peace.append(played(one, value).survival[per_year - 1 :: per_year])
    off = np.abs(peace[0] - peace[1])
    assert np.abs((peace[0] - peace[1]).mean(axis=1)).max() < STEP_TOLERANCE
    assert 0 < np.median(off) < STEP_MIDDLE


def test_beliefs_keep_their_mean():
    # The challenger expects its belief to move to and fro and not to rise or fall: among those
    # in peace where war takes nobody away.
    space = space_of("belief", "zone", horizon_years=8)
    own = {
        "probe_rate_per_year": 3.0,
        "resolve_persistence": 0.6,
        "guarantor_discount_per_year": 0.9,
    }
    never = {"war_cost": 90.0, "violation_detection": 0.9, "attribution": 0.9}
    found = solve(game(space, 1, None, own=own, **never), space)
    points = np.array(space.points)
    means = points @ np.asarray(found.places["belief"])[:, :, 0]
    assert np.allclose(means, 0.5, atol=1e-9)
    assert np.allclose(found.resolute, 0.5, atol=1e-9)
    spread = (points**2) @ np.asarray(found.places["belief"])[:, :, 0] - 0.25
    assert np.all(np.diff(spread[:, None], axis=0) > 0)


def test_who_survives_is_selected():
    # Attacks come where the guarantor is thought, and is, irresolute: peace sorts the kinds.
    space = space_of("belief", horizon_years=8)
    own = {"probe_rate_per_year": 2.0, "resolve_persistence": 0.8}
    more = {"resolve_spread": 0.8, "intervention_cost": 1.0, "abandonment_cost": 0.3}
    more |= {"hawkishness_spread": 0.3, "decision": 0.9, "peace_value_per_year": 0.05}
    found = solve(game(space, 1, None, own=own, **more), space)
    assert np.all(np.diff(np.asarray(found.resolute)[:, 0]) > 0)


def test_a_finer_grid_of_beliefs_changes_little():
    coarse = space_of("belief", "zone", horizon_years=8)
    points = tuple(sorted({*coarse.points, 0.1, 0.35, 0.65, 0.9}))
    sizes = tuple(len(points) if size == 5 else size for size in coarse.sizes)
    fine = coarse._replace(points=points, sizes=sizes)
    own = {"probe_rate_per_year": 2.0, "resolve_persistence": 0.5}
    more = {"resolve_spread": 0.5, "intervention_cost": 1.0, "hawkishness_spread": 0.2}
    games = [game(space, 1, None, own=own, **more) for space in (coarse, fine)]
    games[1].start["belief"] = jnp.zeros((len(points), 1)).at[points.index(0.5)].set(1.0)
    peace = [solve(one, space).survival for one, space in zip(games, (coarse, fine), strict=True)]
    assert np.abs(peace[0] - peace[1]).max() < GRID_TOLERANCE


GRID_TOLERANCE = 0.005
"""Largest difference in the chance of peace between grids of five and of nine beliefs [1]."""


# --- directions -------------------------------------------------------------------------------


def test_a_longer_term_never_means_less_peace_at_its_shorter_end():
    space = space_of("instrument", horizon_years=20)
    more = {"hawkishness_spread": 0.1, "decision": 0.7}
    peace = [
        float(solve(game(space, 1, term, PROMISE, **more), space).survival[-1, 0])
        for term in (2, 5, 10, 19)
    ]
    assert peace == sorted(peace)


def test_a_longer_window_means_less_peace():
    space = space_of("instrument", horizon_years=5)
    windows = np.array([0.05, 0.5, 1.0, 2.0])
    one = game(space, 4, None, PROMISE, hawkishness_spread=0.1, own={"window_years": windows})
    one.start["instrument"] = jnp.array([[1.0] * 4, *[[0.0] * 4] * 4])
    survival = solve(one, space).survival[-1]
    assert np.all(np.diff(survival) < 0)


def test_a_myopic_challenger_does_not_wait():
    term = 6
    space = space_of("instrument", horizon_years=8)
    more = {"hawkishness_spread": 0.05, "decision": 0.6}
    one = game(space, 1, term, PROMISE, **more)
    ahead, myopic = solve(one, space), solve(one, space._replace(myopic=True))
    # It sees no end coming, so its hazard in the term is flat, and higher.
    rates = np.array([attacked(myopic, step)[0] for step in range(term)])
    assert np.ptp(rates) < 1e-12
    assert attacked(ahead, term - 1)[0] < rates[-1]


def test_restoration_and_watching_keep_a_zone():
    space = space_of("zone", horizon_years=10)
    watch, restore = np.array([0.1, 0.9, 0.1, 0.9]), np.array([0.02, 0.02, 0.4, 0.4])
    own = {"zone_restoration_per_year": restore}
    one = game(space, 4, violation_detection=watch, attribution=0.9, own=own)
    intact = solve(one, space).places["zone"][0, -1]
    assert intact[0] < min(intact[1], intact[2])
    assert max(intact[1], intact[2]) < intact[3]


def test_a_collapsed_zone_is_agreed_anew():
    space = space_of("zone", horizon_years=30)
    own = {"zone_collapse_per_year": 0.5, "zone_renewal_per_year": np.array([0.0, 0.05, 0.5])}
    one = game(space, 3, violation_detection=0.1, erosion_rate_per_year=2.0, own=own)
    collapsed = solve(one, space).places["zone"][2]
    assert np.all(np.diff(collapsed[:, 0]) >= -1e-12), "without it, a zone only falls"
    assert collapsed[-1, 0] > 0.99
    assert collapsed[-1, 0] > collapsed[-1, 1] > collapsed[-1, 2] > 0.1


def test_causes_are_those_that_are_on():
    space = space_of("leader", "instrument", horizon_years=12)
    found = solve(game(space, 1, 5, PROMISE, leaves=0.1, hawkishness_spread=0.1), space)
    shares = dict(zip(CAUSES, np.asarray(found.causes).sum(axis=(1, 2)), strict=True))
    off = ("hedging", "discord", "erosion", "shift of power", "doubt", "not yet in force")
    assert all(shares[name] == 0 for name in off)
    assert shares["waiting out"] > shares["succession"] > 0


def test_sizes_name_the_factors():
    assert sizes_of(("leader",)) == (3, 1, 1, 1, 1, 1, 1, 1)


def test_the_gradient_is_the_difference():
    space = space_of("zone", "belief", horizon_years=3)._replace(causes=False)
    own = {"probe_rate_per_year": 1.0}
    more = {"win_alone": 0.6, "hawkishness_spread": 0.2, "intervention_cost": 0.8}
    one, small = game(space, 1, None, own=own, **more), 1e-5
    peace = jax.jit(lambda base: eagerly(one._replace(base=base), space).survival[-1, 0])
    slopes = jax.jit(jax.grad(peace))(one.base)
    for name in ("win_alone", "discount_per_year", "probe_gain"):
        row = position(name)
        up, down = (float(peace(one.base.at[row, 0].add(move))) for move in (small, -small))
        slope = float(slopes[row, 0])
        assert slope != 0
        assert slope == pytest.approx((up - down) / (2 * small), rel=1e-4, abs=1e-9), name
