"""A plain twin of two stages and of the term model, in scalars, written from their descriptions.

It shares no code with the package but the names of the numbers and their ranges: one draw, one
state and one year at a time, no array compiler. Agreement to 1e-10 leaves room for the rounding of
some thousand operations and for nothing else.
"""

import functools
import itertools
import math

import numpy as np
import pytest

from suasion.describe.loading import load_case
from suasion.mechanism.situation import table
from suasion.term.anchor import with_peace_value
from suasion.term.inputs import DRIFT_YEARS, FULL, LOOK_AHEAD_YEARS
from suasion.term.solve import SETTLING, solve
from suasion.uncertainty.device import in_double
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.playing import anchored
from suasion.uncertainty.sample import Sample

DRAWS, HORIZON, AGREES = 5, 14, 1e-10
KEYS = ("korean-model", "us-article-5-like")
STATES = list(itertools.product(*map(range, FULL)))


# --- The situation in a state -----------------------------------------------------------------


def logit(p):
    return math.log(p / (1 - p))


def logistic(x):
    return 1 / (1 + math.exp(-x))


def normal(x):
    return math.erfc(-x / math.sqrt(2)) / 2


def value_of(linked, number):
    links = {"log": math.exp, "logit": logistic, "identity": lambda x: x}
    return min(max(links[number.link](linked), number.low), number.high)


def situation(base, moves, state):
    """Numbers of one state: what is left of the moves, and the leader's gain."""
    leader, hedging, eroded, lapsed = state
    rows = {number.name: row for row, number in enumerate(table())}
    fresh = {
        name: value_of(base[row] + moves[:, row].sum(), table()[row]) for name, row in rows.items()
    }
    kept = []
    for group in range(8):
        share = 0.0 if group & 1 and lapsed else 1.0
        share *= 1 - fresh["hedging_loss"] if group & 2 and hedging else 1.0
        share *= 1 - fresh["erosion_loss"] if group & 4 and eroded else 1.0
        kept.append(share)
    linked = {name: base[row] + float(np.dot(kept, moves[:, row])) for name, row in rows.items()}
    found = {name: value_of(linked[name], table()[row]) for name, row in rows.items()}
    shift = (0.0, -found["dove_shift"], found["hawk_shift"])[leader]
    number = table()[rows["gain_ratio"]]
    return found | {"gain_ratio": value_of(linked["gain_ratio"] + shift, number)}


def in_year(s, year):
    number = next(one for one in table() if one.name == "win_alone")
    drifted = logit(s["win_alone"]) + s["denial_drift_per_year"] * min(year, DRIFT_YEARS)
    return s | {"win_alone": value_of(drifted, number)}


# --- Two stages -------------------------------------------------------------------------------


def wins(s, name, overrated):
    return logistic(logit(s[name]) + s["surprise"] + overrated)


def wars(s):
    """The challenger's believed value of a war alone, and against the guarantor as well."""
    alone = wins(s, "win_alone", s["optimism"]) * s["gain_ratio"] - s["war_cost"]
    against = wins(s, "win_guarantor", s["optimism"]) * s["gain_ratio"] - s["war_cost"]
    return alone, against - s["guarantor_war_cost"] - s["nuclear_risk"] * s["nuclear_loss"]


def comes(s, doubt, scale):
    """Willing with a probit chance, and able."""
    saved = max(wins(s, "win_alone", 0) - wins(s, "win_guarantor", 0), 0)
    net = s["abandonment_cost"] + saved - s["intervention_cost"] - doubt
    return normal(net * scale) * s["detection_in_time"] * s["decision"] * s["arrival"]


def threshold(s, wait):
    """Attack iff a Student's t with two degrees of freedom, scaled, passes what peace is better."""
    alone, against = wars(s)
    believed, true = (comes(s, doubt, 1 / s["resolve_spread"]) for doubt in (s["resolve_doubt"], 0))
    spread = s["hawkishness_spread"]
    k = (wait - (1 - believed) * alone - believed * against) / spread
    root = math.sqrt(2 + k * k)
    attack = 1 / (root * (root + k)) if k > 0 else (1 - k / root) / 2
    surplus = 1 / (root + k) if k > 0 else (root - k) / 2
    return {"war": attack, "coerced": 0.0, "honour": true, "value": wait + spread * surplus}


def strategic(s, wait):
    alone, against = wars(s)
    rate = s["guarantor_precision"]
    believed, true = (comes(s, doubt, rate) for doubt in (s["resolve_doubt"], 0))
    lost = (1 - true) * wins(s, "win_alone", 0) + true * wins(s, "win_guarantor", 0)
    resists = s["revision_temptation"] - lost - s["protege_war_cost"] + s["concession_loss"]
    resists = normal(s["protege_precision"] * resists)
    war = (1 - believed) * alone + believed * against
    given = wait + s["concession_share"] * s["gain_ratio"]
    better = (1 - resists) * given + resists * war - wait
    rate = s["challenger_precision"]
    threat = normal(rate * better)
    density = math.exp(-((rate * better) ** 2) / 2) / math.sqrt(2 * math.pi)
    return {
        "war": threat * resists,
        "coerced": threat * (1 - resists),
        "honour": true,
        "value": wait + threat * better + density / rate,
    }


STAGES = {"threshold": threshold, "strategic": strategic}


# --- The term ---------------------------------------------------------------------------------


def steps(fresh, here, state, calendar, *, foreseen):
    """Chance of each next state."""
    leader, hedging, eroded, lapsed = state
    leave, change, expires = calendar
    leave *= fresh["succession"]
    hawk = fresh["hawk_successor"]
    leaders = {0: 1 - leave, 1: leave * (1 - hawk), 2: leave * hawk} if leader == 0 else {leader: 1}
    hedge = fresh["hedging_chance"]
    governments = {
        n: change * p + (1 - change) * (n == hedging) for n, p in ((0, 1 - hedge), (1, hedge))
    }
    answered = here["violation_detection"] * here["attribution"]
    erode = 1 - math.exp(-here["erosion_rate_per_year"] * (1 - answered))
    zones = {1: 1.0} if eroded else {0: 1 - erode, 1: erode}
    ends = expires * (1 - fresh["renewal"]) * (fresh["expiry_foresight"] if foreseen else 1)
    leaves = (1 - math.exp(-here["withdrawal_rate_per_year"])) if hedging else 0.0
    lapse = 1 - (1 - ends) * (1 - leaves)
    forces = {1: 1.0} if lapsed else {0: 1 - lapse, 1: lapse}
    chain = itertools.product(*(d.items() for d in (leaders, governments, zones, forces)))
    return {tuple(s for s, _ in one): math.prod(p for _, p in one) for one in chain}


def year_of(now, play, wait):
    """Hazard of war, rate of concessions and of wars met, and the year's value."""
    accident = now["incident_rate_per_year"] * now["escalation"]
    rate = now["opportunity_rate_per_year"]
    hazard = rate * play["war"] + accident
    share = -math.expm1(-hazard) / hazard
    alone, against = wars(now)
    war = (1 - play["honour"]) * alone + play["honour"] * against
    gain = rate * (play["value"] - wait) + accident * (war - wait)
    value = now["peace_value_per_year"] + wait + gain * share
    return {"hazard": hazard, "share": share, "value": value, "coerced": rate * play["coerced"]}


def survival(base, moves, calendars, theory):
    """Chance of peace, and of uncoerced peace, by the end of each year, and honour in it."""
    numbers = {state: situation(base, moves, state) for state in STATES}
    fresh = numbers[0, 0, 0, 0]

    def played(state, year, expected):
        now = in_year(numbers[state], year)
        wait = now["discount_per_year"] * expected
        play = STAGES[theory](now, wait)
        return year_of(now, play, wait) | {"honour": play["honour"]}

    def moves_from(state, year, foreseen):
        intact = numbers[0, state[1], 0, state[3]]
        here = intact | {
            "withdrawal_rate_per_year": numbers[0, state[1], 0, 0]["withdrawal_rate_per_year"]
        }
        return steps(fresh, here, state, calendars[year], foreseen=foreseen)

    last = HORIZON + LOOK_AHEAD_YEARS - 1
    after = {}
    for state, now in numbers.items():
        value = now["peace_value_per_year"] / (1 - now["discount_per_year"])
        for _ in range(SETTLING):
            once = played(state, last, value)
            kept = now["discount_per_year"] * math.exp(-once["hazard"])
            value += (once["value"] - value) / (1 - kept)
        after[state] = value
    years = {}
    for year in range(last, -1, -1):
        expected = {
            state: sum(p * after[to] for to, p in moves_from(state, year, True).items())
            for state in STATES
        }
        years[year] = {state: played(state, year, expected[state]) for state in STATES}
        after = {state: years[year][state]["value"] for state in STATES}
    return carried(years, lambda state, year: moves_from(state, year, False))


def carried(years, moves_from):
    masses = [{(0, 0, 0, 0): 1.0}, {(0, 0, 0, 0): 1.0}]
    rows = []
    for year in range(HORIZON):
        peace = sum(masses[0].values())
        honour = sum(m * years[year][s]["honour"] for s, m in masses[0].items()) / peace
        nexts = []
        for mass, coerced in zip(masses, (0, 1), strict=True):
            there = dict.fromkeys(STATES, 0.0)
            for state, m in mass.items():
                one = years[year][state]
                left = m * math.exp(-one["hazard"] - coerced * one["coerced"])
                for to, p in moves_from(state, year).items():
                    there[to] += left * p
            nexts.append(there)
        masses = nexts
        rows.append((sum(masses[0].values()), sum(masses[1].values()), honour))
    return np.array(rows)


# --- Agreement --------------------------------------------------------------------------------


@functools.cache
def prepared(key):
    loaded, sample = load_case("ukraine-2025"), Sample(DRAWS, 8)
    return prepare(loaded.guarantees[key], loaded.case, sample, HORIZON)[1]


@functools.cache
def peace_values(theory):
    recurrence = Sample(DRAWS, 8).draw("anchor:recurrence_ten_years")
    found = anchored(prepared("no-guarantee"), recurrence, theory, HORIZON)
    return np.asarray(found.peace_value_per_year)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("theory", STAGES)
def test_the_term_model_is_its_plain_twin(theory, key):
    inputs = prepared(key)
    with in_double():
        tied = with_peace_value(inputs._replace(base=np_to_jax(inputs.base)), peace_values(theory))
        found = solve(tied, theory, FULL, HORIZON)
        got = np.stack([found.survival, found.uncoerced, found.honour], axis=1)
        base = np.asarray(tied.base)
    for draw in range(DRAWS):
        calendars = [
            tuple(float(np.broadcast_to(a[year], DRAWS)[draw]) for a in inputs[2:])
            for year in range(HORIZON + LOOK_AHEAD_YEARS)
        ]
        twin = survival(base[:, draw], inputs.moves[:, :, draw], calendars, theory)
        np.testing.assert_allclose(got[:, :, draw], twin, rtol=0, atol=AGREES)


def np_to_jax(array):
    from jax import numpy

    return numpy.asarray(array)
