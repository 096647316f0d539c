"""With the changes that only the full model knows at zero, it is the short one, to rounding.

The two share the stage games and the situation's table; plan, transitions, shares of moves and what
is counted are written twice.
"""

import numpy as np
import pytest

from suasion.describe.loading import load_case
from suasion.term.anchor import with_peace_value
from suasion.term.inputs import FULL
from suasion.term.solve import solve as solve_short
from suasion.term.years import anchoring
from suasion.term.years.course import solve as solve_full
from suasion.uncertainty.device import in_double
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

DRAWS, HORIZON, AGREES = 12, 14, 1e-10
STILL = {
    "rebuild_gain": 0.0,
    "zone_collapse_per_year": 0.0,
    "zone_restoration_per_year": 0.0,
    "zone_renewal_per_year": 0.0,
    "probe_rate_per_year": 0.0,
    "erosion_per_probe": 0.0,
    "successor_rate": 0.0,
}
FACTORS = ("leader", "government", "zone", "instrument")


@pytest.mark.parametrize("theory", ["threshold", "unilateral", "tying-hands"])
@pytest.mark.parametrize("key", ["korean-model", "us-article-5-like"])
def test_the_full_model_contains_the_short_one(theory, key):
    loaded, sample = load_case("ukraine-2025"), Sample(DRAWS, 3)
    guarantee = loaded.guarantees[key]
    _, inputs = prepare(guarantee, loaded.case, sample, HORIZON)
    wanted = Wanted(FACTORS, HORIZON, signed=False)
    one = made(guarantee, loaded.case, sample, wanted, theory)
    still = {name: np.full(DRAWS, STILL.get(name, 0)) for name in one.given.own if name in STILL}
    leaves = {"leaves": inputs.exit_per_year}
    given = one.given._replace(own=one.given.own | still, timed=one.given.timed | leaves)
    value = np.linspace(-0.05, 0.1, DRAWS)
    with in_double():
        short = solve_short(with_peace_value(_jax(inputs), value), theory, FULL, HORIZON)
        space = one.space._replace(midway=False)
        full = solve_full(anchoring.with_peace_value(_jax(given), value), space)
    for name in ("survival", "with_guarantor", "without_guarantor", "honour", "incidents"):
        assert np.allclose(getattr(short, name), getattr(full, name), rtol=0, atol=AGREES), name


def _jax(arrays):
    import jax

    return jax.tree.map(jax.numpy.asarray, arrays)
