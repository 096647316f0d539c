"""Games of the years made by hand: every number set, instrument and leader as wanted."""

import jax
import jax.numpy as jnp
import numpy as np

from suasion.mechanism.situation import position, table, to_link
from suasion.term.years.axes import PLACES, Space, sizes_of
from suasion.term.years.given import LAPSES, MASKS, Given
from suasion.term.years.plan import planned_steps

PLAIN = {
    "gain_ratio": 1.0,
    "peace_value_per_year": 0.0,
    "war_cost": 0.1,
    "guarantor_war_cost": 1.0,
    "nuclear_risk": 1e-6,
    "nuclear_loss": 0.1,
    "backing_down_cost": 0.1,
    "win_alone": 0.999,
    "win_guarantor": 0.001,
    "surprise": 0.0,
    "optimism": 0.0,
    "resolve_doubt": 0.0,
    "probe_gain": 0.05,
    "probe_cost": 0.05,
    "hawkishness_spread": 0.001,
    "discount_per_year": 0.95,
    "intervention_cost": 10.0,
    "response_cost": 0.03,
    "abandonment_cost": 0.0,
    "resolve_spread": 0.1,
    "detection_in_time": 0.999,
    "arrival": 0.999,
    "decision": 0.5,
    "opportunity_rate_per_year": 1.0,
    "incident_rate_per_year": 0.001,
    "escalation": 1e-9,
    "succession": 1.0,
    "hawk_shift": 0.0,
    "dove_shift": 3.0,
    "hawk_successor": 0.5,
    "renewal": 0.001,
    "expiry_foresight": 1.0,
    "withdrawal_rate_per_year": 1e-6,
    "hedging_chance": 0.001,
    "denial_drift_per_year": 0.0,
}
OWN = {
    "rebuild_gain": 0.0,
    "rebuild_years": 5.0,
    "probe_rate_per_year": 0.0,
    "probe_spread": 1.0,
    "successor_rate": 0.0,
    "window_years": 0.01,
    "resolve_persistence": 0.5,
    "guarantor_discount_per_year": 0.95,
    "resolute": 0.5,
    "coalition_break_per_year": 0.1,
    "coalition_heal_per_year": 0.5,
    "balance_step": 0.0,
    "balance_rate_per_year": 0.1,
    "balance_return_per_year": 0.3,
    "zone_collapse_per_year": 0.1,
    "zone_restoration_per_year": 0.1,
    "zone_renewal_per_year": 0.07,
    "erosion_per_probe": 0.05,
    "ties_growth_per_year": 0.2,
}


def game(space, draws=1, term_years=None, lapses=None, leaves=0.0, own=None, **numbers):
    """A guarantee with every number given; `lapses` are moves that end with the instrument."""
    values = PLAIN | numbers
    base = np.zeros((len(table()), draws))
    for number in table():
        value = np.broadcast_to(np.asarray(values.get(number.name, middle(number))), (draws,))
        base[position(number.name)] = to_link(value, number)
    moves = np.zeros((len(MASKS), len(table()), draws))
    for name, move in (lapses or {}).items():
        moves[MASKS.index(LAPSES), position(name)] = move
    steps = planned_steps(space)
    end = np.zeros((steps, draws))
    if term_years is not None:
        end[term_years * space.per_year - 1] = 1.0
    timed = {
        "expires": end,
        "leaves": np.full((steps, draws), leaves),
        "change": np.zeros((steps, draws)),
    }
    mine = {k: np.broadcast_to(v, (draws,)).astype(float) for k, v in (OWN | (own or {})).items()}
    given = Given(base, moves, mine, timed, first_day(space, draws))
    return jax.tree.map(jnp.asarray, given)


def middle(number):
    """Some value of a number that the test does not care about."""
    low, high = max(number.low, -10.0), min(number.high, 10.0)
    return (low * high) ** 0.5 if number.link == "log" else (low + high) / 2


def first_day(space, draws):
    """Everything as good as it can be, and even odds of a resolute guarantor."""
    at = dict.fromkeys(PLACES, 0) | {"instrument": 1, "balance": 1, "belief": 2}
    found = {}
    for name in PLACES:
        if space.on(name):
            found[name] = np.zeros((space.size(name), draws))
            found[name][at[name]] = 1.0
    return found


def space_of(*factors, theory="threshold", **more):
    """A space with these factors on."""
    return Space(theory, sizes_of(factors), **more)
