"""The full model without beliefs against its plain twin."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.oracle.plain_years import survival

from suasion.describe.loading import load_case
from suasion.term.years.anchoring import with_peace_value
from suasion.term.years.course import solve
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

AGREES = 1e-10
SETS = [
    (("leader", "government", "instrument"), 2),
    (("zone", "coalition", "balance"), 1),
    (("leader", "zone", "instrument", "ties"), 1),
]


@pytest.mark.parametrize(("factors", "per_year"), SETS)
def test_the_full_model_is_its_plain_twin(factors, per_year):
    loaded, sample = load_case("ukraine-2025"), Sample(2, 11)
    wanted = Wanted(factors, 4, per_year)
    one = made(loaded.guarantees["us-article-5-like"], loaded.case, sample, wanted, "threshold")
    with in_double():
        given = with_peace_value(jax.tree.map(jnp.asarray, one.given), jnp.array([0.02, 0.06]))
        found = jax.jit(solve, static_argnames="space")(given, one.space).survival
    plain = survival(jax.tree.map(np.asarray, given), one.space)
    assert np.abs(found - plain).max() < AGREES
