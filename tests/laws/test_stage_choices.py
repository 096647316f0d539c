"""Stages that average over private reasons, against the same choices worked out one by one."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from suasion.mechanism.priors import packaged
from suasion.mechanism.situation import table
from suasion.theory.hawkishness import chance_above, mean_above
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.theory.stage import able, against, alone, chance_of_victory, fights
from suasion.theory.stages import bargaining, brinkmanship, pawn, tying_hands
from suasion.uncertainty.device import in_double

DRAWS, STRATA = 40, 200_000
AT = {name: row for row, name in enumerate(OUTCOMES)}
# Midpoints of equal strata: a kink or a jump lies anywhere in its stratum, and the tail beyond the
# outermost midpoint, at some 450 spreads, is worth 1/450 of a spread.
CHANCE, TAIL = 2e-5, 4e-3


@pytest.fixture(autouse=True, scope="module")
def double():
    with in_double():
        yield


def situations(seed=3):
    random = np.random.default_rng(seed)
    found = {
        number.name: np.clip(
            packaged()[f"situation:{number.name}"].quantile(random.uniform(0.01, 0.99, DRAWS)),
            number.low,
            number.high,
        )
        for number in table()
    }
    return {k: jnp.asarray(v) for k, v in found.items()}, jnp.asarray(
        random.uniform(-0.5, 1, DRAWS)
    )


def reasons(count=STRATA):
    """Student's t with two degrees of freedom at the midpoints of equal strata."""
    u = (np.arange(count) + 0.5) / count
    return (2 * u - 1) / np.sqrt(2 * u * (1 - u))


def plain(situation, draw):
    return {name: float(value[draw]) for name, value in situation.items()}


def test_bargaining_is_the_best_demand_for_every_private_reason():
    situation, wait = situations()
    found, known = bargaining.STAGE.play(situation, wait), bargaining.terms(situation, wait)
    t, refused = reasons(2001), 0
    for draw in range(DRAWS):
        s, w = plain(situation, draw), float(wait[draw])
        believed, true = (
            float(fights(situation, doubt)[draw]) for doubt in (situation["resolve_doubt"], 0.0)
        )
        war = (1 - believed) * float(alone(situation)[draw])
        war += believed * float(against(situation)[draw])
        lost, most = float(known.lost[draw]), float(known.most[draw])
        c, whole = 2 * s["protege_war_cost"], s["concession_loss"]
        threat = war + t * s["hawkishness_spread"]
        y = np.linspace(0, most, 801)[:, None]
        share = np.minimum((lost + y) / whole, 1.0)
        given = share * s["concession_share"] * s["gain_ratio"]
        worth = (1 - y / c) * (w + given) + (y / c) * threat
        best = y[np.argmax(worth, axis=0), 0]
        chance = np.where(threat > w, best / c, 0).mean()
        # 801 demands and 2,001 reasons: a step of either moves the mean by less than 2e-3.
        assert float(found.outcomes[2:6, draw].sum() - found.outcomes[2, draw]) == pytest.approx(
            chance, abs=2e-3
        )
        value = np.where(threat > w, worth.max(axis=0), w).mean()
        scale = s["hawkishness_spread"] + s["gain_ratio"]
        assert float(found.challenger_value[draw]) == pytest.approx(value, abs=0.03 * scale)
        refused += chance > 1e-3
        assert float(found.honour[draw]) == pytest.approx(true)
    assert refused > DRAWS / 4


@pytest.mark.parametrize("reason", [-0.5, 1.0, 20.0])
@pytest.mark.parametrize("nuclear", [1.0, 30.0])
def test_brinkmanship_brings_the_best_power_on_a_grid(reason, nuclear):
    situation, wait = risky(nuclear)
    best = brinkmanship.chosen(brinkmanship.terms(situation, wait), jnp.asarray(reason))
    challenges = 0
    for draw in range(DRAWS):
        s, w = plain(situation, draw), float(wait[draw])
        believed = float(fights(situation, situation["resolve_doubt"])[draw])
        v = float(alone(situation)[draw]) + reason * s["hawkishness_spread"] - w
        if v <= 0:
            continue
        n, q, challenges = s["nuclear_loss"] + w, s["backing_down_cost"], challenges + 1
        least = s["probe_gain"] / s["gain_ratio"]
        p = np.linspace(least, 1, 20_001)
        risk = believed * s["nuclear_risk"] * (p - least) / (1 - least)
        worth = (1 - risk) * p * v - risk * n
        assert float(best.worth[draw]) == pytest.approx(worth.max(), abs=2e-4 * max(v, 1))
        # Nobody can be outbid.
        assert float(best.risk[draw]) < (v + q) / (v + n)
    assert challenges > 3


def risky(nuclear):
    """Situations in which a war against the guarantor turns nuclear so many times as often."""
    situation, wait = situations()
    return situation | {"nuclear_risk": jnp.minimum(nuclear * situation["nuclear_risk"], 0.9)}, wait


@pytest.mark.parametrize("nuclear", [1.0, 30.0])
def test_brinkmanship_is_the_choice_for_every_private_reason(nuclear):
    situation, wait = risky(nuclear)
    found, true = brinkmanship.STAGE.play(situation, wait), fights(situation, 0.0)
    t, middling = reasons(), 0
    for draw in range(DRAWS):
        one = {name: value[draw] for name, value in situation.items()}
        known = brinkmanship.terms(one, wait[draw])
        best = jax.tree.map(np.asarray, brinkmanship.chosen(known, jnp.asarray(t)))
        spread, helps = float(one["hawkishness_spread"]), float(true[draw])
        starts = float(alone(one)) + t * spread > float(wait[draw])
        least = float(one["probe_gain"] / one["gain_ratio"])
        share = (best.power - least) / (1 - least)
        expected = {
            "status_quo": 1 - starts.mean(),
            "limited_conflict": (starts * (1 - share) * (1 - best.power)).mean(),
            "line_moved": (starts * (1 - share) * best.power).mean(),
            "war_with_guarantor": (starts * share).mean() * helps,
        }
        got = {name: float(found.outcomes[AT[name], draw]) for name in expected}
        assert got == pytest.approx(expected, abs=CHANCE), draw
        value = float(wait[draw]) + (starts * best.worth).mean()
        assert float(found.challenger_value[draw]) == pytest.approx(value, abs=TAIL * spread)
        middling += ((starts * share).sum() / starts.sum()) < 0.9
    assert middling > (0 if nuclear == 1.0 else 3)


@pytest.mark.parametrize("backing", [None, 10.0])
def test_pawn_leaves_nobody_a_better_choice(backing):
    situation, wait = situations()
    if backing:
        situation = situation | {"backing_down_cost": jnp.full(DRAWS, backing)}
    game = pawn.sides(situation, wait)
    doubted = situation["abandonment_cost"] - situation["resolve_doubt"]
    cut, found = pawn.cutoffs(game, doubted), pawn.STAGE.play(situation, wait)
    resists = pawn.resists(game, cut.beta, situation["abandonment_cost"])
    t, bluffs = reasons(), 0
    for draw in range(DRAWS):
        s, g = plain(situation, draw), pawn.Sides(*(float(x[draw]) for x in game))
        force = float(cut.resisted[draw])
        dc, dd = g.free + t * g.spread, g.met + g.share * t * g.spread
        cd = g.wait - g.backing
        start = (1 - force) * dc + force * np.maximum(dd, cd)
        initiates, stands = start > g.wait, (start > g.wait) & (dd >= cd)
        true = float(resists[draw])
        expected = {
            "status_quo": 1 - initiates.mean(),
            "challenger_backs_down": (initiates & ~stands).mean() * true,
            "war_with_guarantor": stands.mean() * true,
        }
        got = {name: float(found.outcomes[AT[name], draw]) for name in expected}
        assert got == pytest.approx(expected, abs=CHANCE), draw
        value = np.maximum(start, g.wait).mean()
        assert float(found.challenger_value[draw]) == pytest.approx(
            value, abs=TAIL * s["hawkishness_spread"]
        )
        beta = stands.mean() / max(initiates.mean(), 1e-12) if initiates.any() else 1.0
        v = np.linspace(0, pawn.MAX_VALUE, 200_001)
        fight = -beta * (v * g.helped + g.cost)
        concede = -v * g.lost - float(doubted[draw])
        share = g.able * (fight >= concede).mean()
        # The guarantor's best response to these challengers is the resistance they expect. At the
        # rarest challenges beta is a ratio of few strata.
        if initiates.sum() > 2000:
            assert force == pytest.approx(share, abs=2e-3), draw
        bluffs += (initiates & ~stands).mean() > 1e-3
    assert bluffs == 0 if backing else bluffs > DRAWS / 4


def test_pawn_is_honoured_by_who_would_fight_a_challenger_that_does_not_bluff():
    situation, wait = situations()
    willing = able(situation) * tying_hands.willing(situation, 0.0)
    np.testing.assert_allclose(pawn.STAGE.play(situation, wait).honour, willing, atol=1e-12)


def test_pawn_needs_a_guarantor_that_can_come():
    situation, wait = situations()
    assert float(jnp.max(pawn.STAGE.play(situation, wait).honour - able(situation))) <= 1e-12
    lost = chance_of_victory(situation, "win_alone", 0.0)
    assert float(jnp.min(lost)) > 0


def test_tripartite_has_fewer_lone_wars_where_help_is_surer():
    situation, wait = situations()
    alone_at = []
    for chance in (0.2, 0.999):
        steps = {
            name: jnp.full(DRAWS, chance) for name in ("detection_in_time", "decision", "arrival")
        }
        found = stage("tripartite").play(situation | steps, wait)
        alone_at.append(np.asarray(found.outcomes[AT["war_without_guarantor"]]))
        assert float(found.outcomes[AT["concession"]].min()) > 0
    rarely, surely = alone_at
    # Sure help also lets the protege hold out, so a draw or two may go the other way.
    assert np.mean(surely < rarely) > 0.9


@pytest.mark.parametrize("ends", [(-3.0, 0.5), (0.2, 4.0), (1.0, 1e6), (2.0, 2.0)])
def test_reasons_on_an_arc_have_their_law(ends):
    low, high = map(jnp.asarray, ends)
    points, weights = np.polynomial.legendre.leggauss(brinkmanship.POINTS)
    between = brinkmanship.arc(low, high)
    reason, density = brinkmanship.at_point(between, jnp.asarray(points))
    assert bool(jnp.all((reason >= low - 1e-9) & (reason <= high + 1e-9)))
    # Twelve points: the arc of the widest pair is three quarters of a half circle.
    for of, law in ((jnp.ones_like(reason), chance_above), (reason, mean_above)):
        assert float(weights @ (density * of)) == pytest.approx(
            float(law(low) - law(high)), abs=1e-7
        )
