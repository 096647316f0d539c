"""The sampler against maximum likelihood, priors against penalties, and a game with beliefs."""

import jax
import jax.numpy as jnp
import numpy as np
import pandas as pd
import pytest

from suasion.errors import InputError
from suasion.evidence.estimation import fit, game, model, sample, simulate
from suasion.evidence.estimation.kernel import Kernel, log_chances
from suasion.evidence.estimation.penalty import PENALTIES
from suasion.evidence.estimation.posterior import log_prior
from suasion.evidence.estimation.trees import Utility
from suasion.theory.solvers.backward import played
from suasion.theory.solvers.quantal_response import principal
from suasion.theory.tree.numbers import Numbers

FORMULA = "y ~ x | 0 | 0 + z | x + z"
TRUTH = np.array([0.3, -0.5, 0.7, 0.4, 0.6, -0.5])


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    found = pd.DataFrame({"x": rng.normal(size=800), "z": rng.normal(size=800)})
    found["y"] = rng.choice(["status_quo", "concession", "war"], 800)
    return found.assign(y=simulate(model("egame12", found, FORMULA), TRUTH, 1))


@pytest.mark.slow
def test_sampling_agrees_with_maximum_likelihood(data: pd.DataFrame) -> None:
    """With 800 rows and a wide prior the posterior is near the normal at the estimate.

    0.25 of a standard error: the posterior's own skewness, and a Monte Carlo error of 1/sqrt(ess).
    """
    found = fit("egame12", data, FORMULA, starts=1)
    posterior = sample(found.model, scale=50.0, chains=2, warmup=150, draws=300, seed=2)
    dataset = posterior.dataset
    assert dataset["coefficient"].dims == ("chain", "draw", "parameter")
    assert dataset.sizes == {"chain": 2, "draw": 300, "parameter": 6}
    assert dataset.attrs["prior"] == "normal, standard deviation 50"
    assert float(dataset["rhat"].max()) < 1.05
    assert float(dataset["ess"].min()) > 100.0
    table = posterior.table()
    gap = np.abs(table["mean"].to_numpy() - found.coefficients) / found.errors
    assert gap.max() < 0.25
    np.testing.assert_allclose(table["sd"], found.errors, rtol=0.15)


def test_few_draws_are_said_to_be_few(data: pd.DataFrame) -> None:
    made = model("egame12", data, FORMULA)
    with pytest.raises(InputError, match="no such prior"):
        sample(made, prior="flat")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="2 chains"):
        sample(made, chains=1)


@pytest.mark.parametrize("name", ["log-f", "cauchy"])
def test_priors_are_the_penalties(name) -> None:
    """Up to a constant."""
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 5)) * 4.0
    constant = np.array([True, False, False, True, False])
    gap = PENALTIES[name](one, constant).value - PENALTIES[name](other, constant).value
    found = log_prior(name, 5.0, one, constant) - log_prior(name, 5.0, other, constant)
    assert float(found) == pytest.approx(gap)


@pytest.mark.slow
def test_a_game_with_beliefs_has_the_solvers_chances() -> None:
    """Private types: the corrected end of the branch is that of the solver in NumPy."""
    tree, at = game("unilateral"), np.array([1.0, 1.5, 2.0])
    utilities = (
        Utility("challenger", "DC"),
        Utility("challenger", "DD", "hard"),
        Utility("guarantor", "DD", "hard"),
    )
    chances = tuple((0.25,) * len(node.children) if node.mover == -1 else () for node in tree.nodes)
    payoffs = []
    for terminal in tree.terminals:
        node = tree.nodes[terminal]
        hard = [tree.type_names[p][node.types[p]] == "hard" for p in (0, 1)]
        first = {"DC": at[0], "DD": at[1] * hard[0]}.get(node.name, 0.0)
        payoffs.append((first, at[2] * hard[1] if node.name == "DD" else 0.0))
    numbers = Numbers(tuple(payoffs), chances)
    _, strategies = principal(tree, numbers, [2.0**-0.5] * 2)
    wanted = played(tree, numbers, strategies).outcomes(tree)
    kernel = Kernel(tree, utilities, (), "logit", chances)
    found = jax.jit(lambda z: log_chances(kernel, z))(jnp.asarray(at))
    np.testing.assert_allclose(np.exp(found), wanted, atol=1e-9)
