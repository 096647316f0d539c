"""What theory says about the questions of the years, on a few draws of a case and by hand."""

import functools
from dataclasses import replace
from itertools import pairwise

import jax
import numpy as np
import pytest
from tests.laws.years_givens import game, space_of

from suasion.describe.loading import load_case
from suasion.term.years.course import solve
from suasion.uncertainty.device import in_double
from suasion.uncertainty.questions.answer import answer
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.questions.denial import dates
from suasion.uncertainty.questions.playing import play
from suasion.uncertainty.questions.reading import hazard, survival
from suasion.uncertainty.questions.registry import question
from suasion.uncertainty.questions.saying import compared, difference
from suasion.uncertainty.years import Wanted

FACTORS, HORIZON, DRAWS = ("leader", "government", "zone", "instrument"), 14, 8
ROUNDING = 1e-9


@functools.cache
def asked(guarantee="us-article-5-like", **more):
    loaded = load_case("ukraine-2025")
    wanted = Wanted(FACTORS, HORIZON, signed=False)
    one = Asked(loaded, loaded, (guarantee,), ("threshold",), DRAWS, 1, wanted)
    return replace(one, **more)


@functools.cache
def run(name, **more):
    """The variants of a question, played."""
    one = asked(**more)
    return play(one, question(name).variants(one), lambda *told: None)


@functools.cache
def answered(name, **more):
    found = question(name).read(run(name, **more))
    return {one.id: list(one.rows) for one in found.tables}, " ".join(found.says)


def peace(name, label):
    """Survival by year, shape (years, draws)."""
    return survival(run(name).variants[label], 1)[0]


def rows(name, key):
    """Rows of a question's first table, by one of their cells."""
    return {row[key]: row for row in next(iter(answered(name)[0].values()))}


# --- length, renewal, waiting -----------------------------------------------------------------


def test_a_longer_term_keeps_the_peace_longer_on_average():
    ends = [peace("length", label)[-1].mean() for label in ("5 years", "10 years", "20 years")]
    assert np.all(np.diff(ends) > 0)
    # An end beyond what the challenger plans with is no end.
    far, never = peace("length", "50 years"), peace("length", "open-ended")
    assert np.allclose(far, never, atol=ROUNDING)


def test_the_hazard_jumps_at_an_announced_end_and_not_at_an_automatic_renewal():
    found = rows("renewal", "renewal")
    jump = {
        key: row["hazard_after"]["mean"] / row["hazard_before"]["mean"]
        for key, row in found.items()
    }
    assert jump["none"] > 1.3
    assert jump["automatic"] < 1.2
    assert jump["automatic"] < jump["unknown"] < jump["none"]


def test_renewal_that_is_known_lies_between_the_two_that_are_sure():
    found = {key: row["through_horizon"]["mean"] for key, row in rows("renewal", "renewal").items()}
    assert found["none"] < found["known"] < found["automatic"]


def test_the_challenger_strikes_after_an_announced_end_and_not_before():
    found = rows("waiting", "year")
    # The nearer the end, the more it is waited for. Far from it an end may also cost peace: what a
    # lapse takes away is not only the threat.
    assert np.all(np.diff([found[year]["ratio"] for year in range(2, 11)]) < 0)
    assert all(found[year]["ratio"] < 1 for year in range(8, 11))
    assert all(found[year]["ratio"] > 1.1 for year in range(11, HORIZON + 1))
    assert [found[year]["what"] for year in (11, 12)] == ["strikes", "strikes"]


def test_a_myopic_challenger_does_not_see_the_end_coming():
    one = run("waiting")
    values = hazard(survival(one.variants["announced end, myopic"], 1))[0]
    variant = replace(
        one.variants["announced end, myopic"].variant, settings=("duration.years=open-ended",)
    )
    open_ended = play(asked(), [variant], lambda *told: None).variants[variant.label]
    never = hazard(survival(open_ended, 1))[0]
    assert np.allclose(values[:10], never[:10], rtol=0, atol=ROUNDING)
    assert np.all(values[10] > never[10])


# --- ratification, succession, window, erosion ------------------------------------------------


def test_ratification_raises_survival_past_the_votes():
    found = rows("ratification", "year")
    votes = [row for row in found.values() if row["vote"] == "vote"]
    assert [row["year"] for row in votes] == [4, 8, 12]
    # A vote falls at the end of its year, so what it brings shows in the next one.
    assert found[4]["gain"]["mean"] < found[8]["gain"]["mean"] < found[12]["gain"]["mean"]
    # Not so in every future: who need not fear that the text stays may wait for it to be left.
    assert found[8]["gain"]["mean"] > 0
    assert all(row["withdrawn_ratified"] < row["withdrawn_not"] for row in list(votes)[1:])
    assert all(row["hedging_ratified"] < row["hedging_not"] for row in votes)


def test_an_exit_has_the_direction_of_the_successors_hawkishness():
    stays = peace("succession", "stays")[-1]
    for year in (1, 3, 5):
        doves, drawn, hawks = (
            peace("succession", f"leaves in year {year}, {kind}")[-1]
            for kind in ("doves", "as drawn", "hawks")
        )
        # On average: in single futures a leader that doves will follow strikes while it can.
        assert doves.mean() > drawn.mean() > hawks.mean()
        assert doves.mean() > stays.mean() > hawks.mean()


def test_who_leaves_early_is_gone_in_that_year_and_who_stays_is_not():
    found = run("succession").variants
    assert np.allclose(found["stays"].place("leader", 0), 1.0)
    early = found["leaves in year 3, doves"]
    assert np.allclose(early.place("leader", 0)[:, [1, 2]], [[[1.0], [0.0]]])
    assert np.all(early.place("leader", 2) < 0.01)


def test_a_longer_window_is_attacked_more_and_told_apart_exactly():
    found = rows("window", "window")
    before = [found[f"{months} months"]["attacked"]["mean"] for months in (0, 3, 6, 12, 24)]
    assert before[0] == 0
    assert np.all(np.diff(before) > 0)
    assert found["0 months"]["pending"] is None
    assert found["24 months"]["pending"]["mean"] > found["24 months"]["in_force"]["mean"]


def test_monitors_slow_the_erosion_of_the_zone():
    found = run("erosion").variants
    intact = [
        found[label].place("zone", 0)
        for label in ("none", "unarmed", "armed", "armed+technical", "never erodes")
    ]
    # On average: in single futures peace selects, for the chance is that in peace so far.
    for less, more in pairwise(intact):
        assert np.all(less.mean(axis=-1) < more.mean(axis=-1) + ROUNDING)
    # The rate is held at the lowest value of its range, which is not quite zero.
    assert np.all(intact[-1].mean(axis=-1) > 0.99)
    # Where nobody probes on purpose, a zone that is watched keeps the peace longer.
    quiet = [peace("erosion", f"{label}, no probes")[-1] for label in ("none", "armed+technical")]
    assert quiet[0].mean() < quiet[1].mean()


# --- denial -----------------------------------------------------------------------------------


def test_the_date_of_denial_has_its_closed_form():
    # The challenger attacks iff p(t) G - c > W. With log-odds of p that fall by kappa a year the
    # date is t* = (log-odds p(0) - log-odds p*) / kappa, p* = (W + c) / G: in log-odds what
    # t* = (p0 - p*) / kappa is in chances. A challenger that takes each opportunity for the last
    # waits for W = delta flow / (1 - delta).
    kappa, flow, delta, cost, start = np.array([0.1, 0.2, 0.4]), 0.02, 0.9, 0.3, 0.8
    least = delta * flow / (1 - delta) + cost
    dated = (log_odds(start) - log_odds(least)) / kappa
    space = space_of(horizon_years=20, scheduled=True, myopic=True)
    one = game(
        space,
        3,
        denial_drift_per_year=-kappa,
        peace_value_per_year=flow,
        discount_per_year=delta,
        war_cost=cost,
        win_alone=start,
        decision=0.001,
        abandonment_cost=0.0,
    )
    with in_double():
        found = jax.jit(solve, static_argnames="space")(one, space)
    values = hazard(np.asarray(found.survival)[None])
    # Years are counted from 1, and the drift of a year is that of its first day.
    assert np.array_equal(dates(values, 0.5)[0], np.ceil(dated) + 1)


def log_odds(chance):
    return np.log(chance / (1 - chance))


def test_a_date_counts_only_if_the_hazard_stays_below():
    values = np.array([[0.1, 0.3, 0.3], [0.3, 0.1, 0.3], [0.1, 0.1, 0.3]])[None]
    assert np.array_equal(dates(values, 0.2), [[3.0, 2.0, np.nan]], equal_nan=True)


def test_aid_alone_is_a_guarantor_that_does_not_fight():
    found = run("denial").variants
    assert np.all(found["aid alone"].stacked("honour") < 0.002)
    assert np.all(found["as described"].stacked("honour").mean(axis=1) > 0.002)


# --- every question ---------------------------------------------------------------------------


def test_shares_of_causes_and_of_leaders_are_shares_of_all_attacks():
    tables, _ = answered("years")
    for name in ("causes", "office"):
        assert sum(row["us-article-5-like"] for row in tables[name]) == pytest.approx(1)


def test_places_of_a_factor_sum_to_one_in_every_year():
    found = answered("years")[0]["states:us-article-5-like"]
    for factor in FACTORS:
        own = [row for row in found if row["factor"] == factor]
        assert sum(row["year_5"] for row in own) == pytest.approx(1)


def test_unconditional_lies_between_the_guarantee_and_none():
    one = run("years")
    row = answered("years")[0]["peace"][0]
    without = survival(one.without, 1)[0, -1].mean()
    assert without < row["unconditional"]["mean"] < row["through_horizon"]["mean"]


def test_the_same_seed_gives_the_same_answer_and_another_one_does_not():
    first, again = (answer(question("years"), asked()) for _ in range(2))
    other = answer(question("years"), asked(seed=2))
    assert first == again
    assert first["tables"] != other["tables"]


def test_a_difference_within_the_error_is_not_told_as_one():
    generator = np.random.default_rng(1)
    noise = generator.normal(0, 0.1, (1, 50))
    noise -= noise.mean()
    same = difference(0.5 + noise, np.full((1, 50), 0.5), ["threshold"])
    assert "no different" in compared(same)
    apart = difference(0.8 + noise, np.full((1, 50), 0.5), ["threshold"])
    assert compared(apart).startswith("higher by 0.30")


def test_what_is_said_of_the_length_is_in_the_table():
    tables, said = answered("length")
    first, last = (tables["length"][at]["through_horizon"]["mean"] for at in (0, -1))
    assert f"is {first:.2f}; open-ended it is {last:.2f}" in said
