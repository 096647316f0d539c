"""The instrument: pending, in force, renewed, expired or withdrawn.

A signed text waits for entry into force for a time of unknown length; that it may fail on the way
is the chance of entry, which is shown apart. At the end of a term it is renewed or expires; a
hedging government may withdraw. Terms run from the first day.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from suasion.mechanism.law import term_years
from suasion.mechanism.prior import Array
from suasion.term.years.ahead import PLACES_AHEAD
from suasion.term.years.axes import Space, along, place
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    first_day,
    happens,
    promised,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation

PENDING, IN_FORCE, RENEWED, EXPIRED, WITHDRAWN = range(5)


def prepare(ground: Ground) -> Ready:
    """The window between signature and entry into force, and the ends of terms."""
    own = {"window_years": ground.draw("years:window_years")}
    waiting = float(ground.signed) * share_pending(own["window_years"] * ground.per_year)
    start = first_day(ground, waiting, 1 - waiting, 0.0, 0.0, 0.0)
    return Ready(own, {"expires": ends_of_terms(ground)}, start)


def share_pending(window: Array) -> Array:
    """Share of the first step that is spent waiting [1], for a mean wait of `window` steps.

    A state holds for a whole step. So the first step starts with the mean over the step; later
    steps fall from there by the same factor, as they should.
    """
    return window * -np.expm1(-1 / window)


def ends_of_terms(ground: Ground) -> Array:
    """1 in steps at whose end a term ends, shape (steps, draws)."""
    term = np.broadcast_to(term_years(ground.facts), (ground.draws,)) * ground.per_year
    whole = np.maximum(np.round(np.where(np.isfinite(term), term, 1)), 1)
    step = np.arange(1, ground.steps + 1)[:, None]
    return np.where(np.isfinite(term), np.mod(step, whole) == 0, False).astype(float)


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Pending, in force, renewed, expired, withdrawn; or pending, in force, lapsed."""
    enters = -jnp.expm1(-1 / (given.own["window_years"] * space.per_year))
    expires, renewed, leaves = ends(given, situation, space, moment)
    if space.size("instrument") == PLACES_AHEAD:
        lapses = expires + leaves
        return ((1 - enters, enters, 0.0), (0.0, 1 - lapses, lapses), (0.0, 0.0, 1.0))
    stays = 1 - expires - renewed - leaves
    return (
        (1 - enters, enters, 0.0, 0.0, 0.0),
        (0.0, stays, renewed, expires, leaves),
        (0.0, 0.0, 1 - expires - leaves, expires, leaves),
        (0.0, 0.0, 0.0, 1.0, 0.0),
        (0.0, 0.0, 0.0, 0.0, 1.0),
    )


def ends(given: Given, situation: Situation, space: Space, moment: Moment) -> list[jax.Array]:
    """Chances that an instrument in force expires, is renewed, is left by a hedging government."""
    numbers = {name: place(situation[name], "instrument", IN_FORCE) for name in READ}
    due = given.timed["expires"][moment.step]
    due = due * numbers["expiry_foresight"] if moment.foreseen else due
    leaves = happens(place(numbers["withdrawal_rate_per_year"], "zone", 0), space) * hedging(space)
    left = 1 - leaves
    expires = due * (1 - numbers["renewal"]) * left
    return [expires, due * numbers["renewal"] * left, leaves]


READ = ("expiry_foresight", "withdrawal_rate_per_year", "renewal")


def hedging(space: Space) -> jax.Array:
    """1 under a hedging government."""
    marks: jax.Array = along("government", jnp.arange(space.size("government"), dtype=float), jnp)
    return marks


FACTOR = Factor(
    "instrument",
    "A text waits for entry into force, is renewed, expires or is withdrawn",
    ("LeedsEtAl2002", "LeedsSavun2007"),
    promised,
    prepare,
    rows,
)
