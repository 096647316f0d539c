"""Laws of every stage: probabilities, limits, directions, and the published games behind them."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.mechanism.priors import packaged
from suasion.mechanism.situation import from_link, table, to_link
from suasion.theory.library import asymmetric_escalation as aeg
from suasion.theory.library import egame123 as three
from suasion.theory.library import threshold_guarantee as tg
from suasion.theory.library import unilateral_deterrence as udg
from suasion.theory.outcomes import MAJOR_ATTACK, OUTCOMES
from suasion.theory.registry import stage, stages
from suasion.theory.stage import against, alone, fights, saved
from suasion.theory.stages import asymmetric_escalation, strategic, unilateral
from suasion.theory.stages.threshold import decide
from suasion.uncertainty.device import in_double

DRAWS = 4000
IDS = [one.id for one in stages()]
MONOTONE = ("threshold", "tying-hands", "strategic")
WITH = "war_with_guarantor"
AT = {name: row for row, name in enumerate(OUTCOMES)}
# Seven chances of order one in 64 bit: what a sum or a comparison of two runs leaves is rounding.
SUM, ROUNDING = 1e-9, 1e-12


@pytest.fixture(autouse=True, scope="module")
def double():
    with in_double():
        yield


@functools.cache
def drawn(kind, seed=1):
    """Random situations: from the priors, or from the whole range of every number."""
    random = np.random.default_rng(seed)
    found = {}
    for number in table():
        if kind == "prior":
            u = random.uniform(1e-6, 1 - 1e-6, DRAWS)
            value = packaged()[f"situation:{number.name}"].quantile(u)
        else:
            ends = to_link(np.array([number.low, number.high]), number)
            value = from_link(random.uniform(*ends, DRAWS), number)
        found[number.name] = np.clip(value, number.low, number.high)
    return found, random.uniform(-1, 3, DRAWS)


def situations(kind, **fixed):
    """Situations as arrays, some numbers fixed, and the value of waiting."""
    found, wait = drawn(kind)
    fixed = {name: np.broadcast_to(value, DRAWS) for name, value in fixed.items()}
    return {name: jnp.asarray(value) for name, value in (found | fixed).items()}, jnp.asarray(wait)


@functools.cache
def compiled(theory):
    return jax.jit(stage(theory).play)


def play(theory, situation, wait):
    return jax.tree.map(np.asarray, compiled(theory)(situation, wait))


def attack(found):
    return sum(found.outcomes[AT[name]] for name in MAJOR_ATTACK)


def moved(situation, **by):
    """Numbers moved on their link scale, within their range."""
    rows = {number.name: number for number in table()}
    new = {
        name: from_link(to_link(np.asarray(situation[name]), rows[name]) + step, rows[name])
        for name, step in by.items()
    }
    return situation | {name: jnp.asarray(value) for name, value in new.items()}


def ordered(situation):
    """Draws in which the guarantor's fighting makes the war worse for the challenger."""
    return np.asarray(against(situation) < alone(situation))


# --- Probabilities and values -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["prior", "wide"])
@pytest.mark.parametrize("theory", IDS)
def test_outcomes_are_chances_and_only_modelled_ones_happen(theory, kind):
    found = play(theory, *situations(kind))
    assert np.all(np.isfinite(found.outcomes))
    assert found.outcomes.min() >= -ROUNDING
    assert found.outcomes.max() <= 1 + ROUNDING
    np.testing.assert_allclose(found.outcomes.sum(axis=0), 1, atol=SUM)
    missing = [AT[name] for name in OUTCOMES if name not in stage(theory).models]
    assert np.all(found.outcomes[missing] == 0)
    for name in stage(theory).models:
        assert found.outcomes[AT[name]].max() > 0, name
    assert np.all((found.honour >= 0) & (found.honour <= 1))


@pytest.mark.parametrize("kind", ["prior", "wide"])
@pytest.mark.parametrize("theory", IDS)
def test_an_opportunity_is_worth_no_less_than_waiting(theory, kind):
    # By the challenger's own beliefs it can always wait, so an option is worth nothing or more.
    situation, wait = situations(kind)
    found = play(theory, situation, wait)
    assert np.all(np.isfinite(found.challenger_value))
    assert np.min(found.challenger_value - np.asarray(wait)) >= -SUM


@pytest.mark.parametrize("theory", IDS)
def test_every_corner_of_every_range_is_finite(theory):
    middle = {
        number.name: packaged()[f"situation:{number.name}"].quantile(np.array(0.5))
        for number in table()
    }
    corners = [
        middle | {number.name: end, "wait": wait}
        for number in table()
        for end in (number.low, number.high)
        for wait in (-50.0, 0.0, 0.5, 1e4)
    ]
    columns = {name: jnp.array([float(one[name]) for one in corners]) for name in corners[0]}
    wait = np.asarray(columns["wait"])
    found = play(theory, columns, columns.pop("wait"))
    assert np.all(np.isfinite(found.outcomes))
    assert found.outcomes.min() >= -ROUNDING
    np.testing.assert_allclose(found.outcomes.sum(axis=0), 1, atol=SUM)
    assert np.min((found.challenger_value - wait) / np.maximum(np.abs(wait), 1)) >= -SUM


@pytest.mark.parametrize("theory", IDS)
def test_compiled_is_eager_and_a_batch_is_a_loop(theory):
    situation, wait = situations("prior")
    few = {name: value[:60].reshape(3, 20) for name, value in situation.items()}
    eager = stage(theory).play(few, wait[:60].reshape(3, 20))
    whole = play(theory, situation, wait)
    for one, other in zip(eager, whole, strict=True):
        flat = np.asarray(one).reshape(*one.shape[:-2], 60)
        np.testing.assert_allclose(flat, other[..., :60], rtol=ROUNDING, atol=ROUNDING)
    for i in range(0, 60, 20):
        single = stage(theory).play({k: v[i] for k, v in situation.items()}, wait[i])
        for one, other in zip(single, whole, strict=True):
            np.testing.assert_allclose(one, other[..., i], rtol=ROUNDING, atol=ROUNDING)


# --- Limits -----------------------------------------------------------------------------------

ALONE = ("threshold", "unilateral", "tying-hands", "strategic")
"""Theories in which war is bilateral where the guarantor does not count."""
WAR_WITH_GUARANTOR = ("guarantor_war_cost", "nuclear_risk", "nuclear_loss", "win_guarantor")


@pytest.mark.parametrize("theory", IDS)
def test_a_guarantor_that_cannot_come_leaves_the_bilateral_war(theory):
    situation, wait = situations("prior", decision=0.0)
    found = play(theory, situation, wait)
    assert found.outcomes[AT["war_with_guarantor"]].max() <= ROUNDING
    other = moved(situation, **dict.fromkeys(WAR_WITH_GUARANTOR, 1.0))
    np.testing.assert_allclose(attack(play(theory, other, wait)), attack(found), atol=ROUNDING)


@pytest.mark.parametrize("theory", IDS)
def test_a_guarantor_that_cannot_come_deters_by_no_cost_of_its_own(theory):
    situation, wait = situations("prior", decision=0.0)
    other = moved(situation, intervention_cost=1.0)
    before, after = (attack(play(theory, one, wait)) for one in (situation, other))
    np.testing.assert_allclose(after, before, atol=ROUNDING)


@pytest.mark.parametrize("theory", ["threshold", "unilateral", "tying-hands"])
def test_without_help_the_attack_is_a_bilateral_choice(theory):
    situation, wait = situations("prior", decision=0.0)
    k = np.asarray((wait - alone(situation)) / situation["hawkishness_spread"])
    chance = (1 - k / np.sqrt(2 + k * k)) / 2
    # The plain formula cancels in the upper tail: 1e-12 absolute is what is left of it.
    np.testing.assert_allclose(attack(play(theory, situation, wait)), chance, atol=ROUNDING)


@pytest.mark.parametrize("theory", ["threshold", "tying-hands", "strategic"])
def test_an_unwilling_guarantor_is_one_that_cannot_come(theory):
    unwilling, wait = situations("prior", intervention_cost=90.0)
    unable, _ = situations("prior", decision=0.0, intervention_cost=90.0)
    for one, other in zip(play(theory, unwilling, wait), play(theory, unable, wait), strict=True):
        # Ninety stakes against a spread below one: willing with a chance that is 0 in 64 bit.
        np.testing.assert_allclose(one, other, atol=ROUNDING)


def test_without_private_reasons_the_threshold_is_the_published_one():
    situation, wait = situations("prior", hawkishness_spread=1e-9)
    found = attack(play("threshold", situation, wait))
    gain, loss = np.asarray(alone(situation)), -np.asarray(against(situation))
    believed = np.asarray(fights(situation, situation["resolve_doubt"]))
    required = tg.required_intervention_probability(gain, np.asarray(wait), loss)
    clear = np.abs((1 - believed) * gain - believed * loss - np.asarray(wait)) > 1e-4
    assert clear.mean() > 0.95
    assert np.any(believed[clear] < required[clear])
    assert np.any(believed[clear] > required[clear])
    # At 1e5 spreads from the border the tail of Student's t with 2 degrees is 5e-11.
    np.testing.assert_allclose(found[clear], (believed < required)[clear], atol=1e-9)


def test_strategic_is_egame123_where_the_guarantor_can_come_and_is_believed():
    situation, wait = situations(
        "prior", detection_in_time=1.0, decision=1.0, arrival=1.0, resolve_doubt=0.0
    )
    s = situation
    c, p, g = (s[f"{who}_precision"] * 2**0.5 for who in ("challenger", "protege", "guarantor"))
    lost, helped = (
        1 / (1 + jnp.exp(-jnp.log(s[name] / (1 - s[name])) - s["surprise"]))
        for name in ("win_alone", "win_guarantor")
    )
    resists = s["revision_temptation"] - s["protege_war_cost"]
    utilities = three.Egame123Utilities(
        u11=c * wait,
        u13=c * (wait + s["concession_share"] * s["gain_ratio"]),
        u15=c * alone(s),
        u16=c * against(s),
        u23=-p * s["concession_loss"],
        u25=p * (resists - lost),
        u26=p * (resists - helped),
        u36=g * (s["abandonment_cost"] + jnp.maximum(lost - helped, 0) - s["intervention_cost"]),
    )
    published = three.egame123(utilities)
    found = play("strategic", situation, wait)
    names = published.outcomes._fields
    for name, chance in zip(names, published.outcomes, strict=True):
        # Utilities near 1e3 precisions: their rounding moves a chance by up to 1e-12 or so.
        np.testing.assert_allclose(found.outcomes[AT[name]], chance, atol=1e-11, err_msg=name)
    np.testing.assert_allclose(found.honour, published.intervenes, atol=1e-11)


def always_able(situation, chance):
    """The situation with every step of the chain at the same chance."""
    steps = ("detection_in_time", "decision", "arrival")
    return {**situation, **{step: jnp.full_like(situation[step], chance) for step in steps}}


def test_escalation_is_the_published_response_where_beliefs_are_true():
    situation, wait = situations("prior", resolve_doubt=0.0)
    situation = always_able(situation, 1.0)
    rates = [
        asymmetric_escalation.LOGISTIC * situation[f"{who}_precision"]
        for who in ("challenger", "guarantor")
    ]
    published = aeg.quantal_response(asymmetric_escalation.payoffs(situation, wait, 0.0), *rates)
    o = published.outcomes
    expected = {
        "status_quo": o.sq,
        "limited_conflict": o.dd,
        "challenger_backs_down": o.de,
        "war_with_guarantor": o.ee,
        "war_without_guarantor": o.dc + o.ed,
    }
    found = play("asymmetric-escalation", situation, wait)
    for name, chance in expected.items():
        np.testing.assert_allclose(found.outcomes[AT[name]], chance, atol=1e-11, err_msg=name)


def test_unilateral_is_the_published_game_at_every_size_of_opportunity():
    # Midpoints of 1000 equal strata of the size, each solved by the published game. A limit between
    # two regions lies anywhere in its stratum, so the mean errs by a stratum or two. The published
    # game has no defender that is not able: here one in 300 is not. Hence 6e-3.
    situation, wait = situations("prior")
    situation = always_able(situation, 0.999)
    # Peace worth so little that Hard challengers are not rare, and both lower regions occur.
    wait = against(situation) + situation["backing_down_cost"] + 0.4 * jnp.abs(wait)
    known = jax.tree.map(np.asarray, unilateral.types(situation, wait))
    here = np.asarray(wait)
    fit = (known.hard_war < here) & (known.hard > 1e-3)
    bluff = np.flatnonzero(fit & (known.hard < known.d1))[:16]
    rush = np.flatnonzero(fit & (known.hard > known.d1))[:8]
    assert (len(bluff), len(rush)) == (16, 8)
    found = play("unilateral", situation, wait)
    for draw in (*bluff, *rush):
        expected, gain = by_size(draw, situation, here[draw], known)
        got = {name: found.outcomes[AT[name], draw] for name in expected}
        assert got == pytest.approx(expected, abs=6e-3), draw
        spread = float(situation["hawkishness_spread"][draw])
        worth = found.challenger_value[draw] - here[draw]
        # The mean gain is cut off at the outermost stratum; its tail is worth spread/sqrt(2 k^2).
        assert worth == pytest.approx(gain, abs=0.05 * spread + 0.02 * abs(gain))


def by_size(draw, situation, wait, known):
    """Outcomes and believed gain, averaged over sizes that the published game is played at."""
    strata = 1000
    u = (np.arange(strata) + 0.5) / strata
    sizes = (1 - 2 * u) / np.sqrt(2 * u * (1 - u)) * float(situation["hawkishness_spread"][draw])
    b = float(situation["backing_down_cost"][draw])
    unopposed = float(alone(situation)[draw]) + sizes
    hard, p = float(known.hard[draw]), float(known.believed[draw])
    d1, true = float(known.d1[draw]), float(fights(situation, 0.0)[draw])
    total, gain = dict.fromkeys(("challenger_backs_down", "status_quo", WITH), 0.0), 0.0
    for c_dc in unopposed:
        game = udg.UnilateralPayoffs(
            *(wait, c_dc, wait - b, float(known.hard_war[draw]), wait - b - 1),
            *(1.0, 0.0, -d1 / 2, -1.0, -d1),
        )
        one = udg.solve(game, hard, p).chosen
        firm, soft = (one.strategies[f"challenger_{kind}_initiates"] for kind in ("hard", "soft"))
        weak = one.strategies["defender_soft_resists"] if c_dc > wait else 0.0
        resisted = true + (1 - true) * weak
        total["status_quo"] += 1 - hard * firm - (1 - hard) * soft
        total["challenger_backs_down"] += (1 - hard) * soft * resisted
        total[WITH] += hard * firm * resisted
        gain += one.values["challenger"] - wait
    total["war_without_guarantor"] = strata - sum(total.values())
    return {name: value / strata for name, value in total.items()}, gain / strata


# --- Directions -------------------------------------------------------------------------------


@pytest.mark.parametrize("theory", IDS)
def test_more_to_lose_by_abandoning_never_lowers_honour(theory):
    situation, wait = situations("prior")
    before = play(theory, situation, wait).honour
    assert np.min(play(theory, moved(situation, abandonment_cost=0.3), wait).honour - before) >= 0


@pytest.mark.parametrize("theory", ["threshold", "tying-hands"])
def test_more_to_lose_by_abandoning_never_invites_attack(theory):
    situation, wait = situations("prior", resolve_doubt=0.0)
    step = attack(play(theory, moved(situation, abandonment_cost=0.3), wait))
    step = (step - attack(play(theory, situation, wait)))[ordered(situation)]
    assert step.max() <= ROUNDING
    assert step.min() < -0.01


@pytest.mark.parametrize("cost", ["war_cost", "guarantor_war_cost", "nuclear_loss"])
@pytest.mark.parametrize("theory", MONOTONE)
def test_dearer_wars_never_invite_attack(theory, cost):
    situation, wait = situations("wide")
    step = attack(play(theory, moved(situation, **{cost: 0.5}), wait))
    step = step - attack(play(theory, situation, wait))
    assert step.max() <= ROUNDING
    assert step.min() < -0.001


@pytest.mark.parametrize("theory", MONOTONE)
def test_a_better_peace_never_invites_attack(theory):
    situation, wait = situations("wide")
    step = attack(play(theory, situation, wait + 0.3)) - attack(play(theory, situation, wait))
    assert step.max() <= ROUNDING
    assert step.min() < -0.01


@pytest.mark.parametrize("number", ["detection_in_time", "arrival"])
@pytest.mark.parametrize("theory", ["threshold", "tying-hands"])
def test_help_that_comes_less_surely_never_helps_the_protege(theory, number):
    situation, wait = situations("prior")
    step = attack(play(theory, moved(situation, **{number: -0.5}), wait))
    step = (step - attack(play(theory, situation, wait)))[ordered(situation)]
    assert step.min() >= -ROUNDING
    assert step.max() > 0.001


@pytest.mark.parametrize("theory", ["threshold", "tying-hands"])
def test_surprise_helps_the_protege_only_by_giving_the_guarantor_more_to_save(theory):
    # The protege has no choice in these two. The guarantor has: where surprise widens what its
    # fighting saves, it is willing more often. With its chance held fixed surprise never deters.
    situation, wait = situations("prior")
    sudden = moved(situation, surprise=0.5)
    believed = fights(situation, situation["resolve_doubt"])
    calm, rash = (attack(decide(s, wait, believed, believed)) for s in (situation, sudden))
    assert np.min(rash - calm) >= -ROUNDING
    step = attack(play(theory, sudden, wait)) - attack(play(theory, situation, wait))
    widened = np.asarray(saved(sudden) > saved(situation))
    assert np.min(step[~widened]) >= -ROUNDING
    assert np.mean(step < -ROUNDING) < 0.01


def test_resistance_falls_when_war_costs_the_protege_more():
    situation, _ = situations("prior")
    help_comes = strategic.fighting(situation, 0.0)
    calm = strategic.resisting(situation, help_comes)
    assert (
        np.max(strategic.resisting(moved(situation, protege_war_cost=0.5), help_comes) - calm) <= 0
    )
    assert (
        np.min(strategic.resisting(moved(situation, concession_loss=0.5), help_comes) - calm) >= 0
    )
