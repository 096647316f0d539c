"""The posterior of an estimated game, by Hamiltonian Monte Carlo, with its diagnostics.

Priors, independent over the coefficients
-----------------------------------------
normal
    Centre 0, standard deviation `scale` (a judgement: 5), of a constant twice that.
log-f, cauchy
    The densities behind the penalties of `suasion.evidence.estimation.penalty`.

The sampler is NumPyro's no-U-turn sampler, begun around the mode under the log-F prior with that
mode's covariance as metric (`suasion.evidence.estimation.chains`).

Diagnostics
-----------
rhat
    Rank-normalised split R-hat, the larger of bulk and folded; above 1.01 the chains disagree.
ess, tail
    Effective sample size of the rank-normalised draws, and the smaller one of being below the 5 %
    and below the 95 % quantile; below 400 means or tails are unreliable.
diverging
    Steps at which the sampler lost its path; any at all may mean that it misses a region.

References
----------
[HoffmanGelman2014]_; [VehtariEtAl2021]_.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
import xarray as xr
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from scipy.special import ndtri
from scipy.stats import rankdata

from suasion.evidence.estimation.chains import Sizes, run
from suasion.evidence.estimation.faults import refused
from suasion.evidence.estimation.fitting import constants, estimate
from suasion.evidence.estimation.penalty import CONSTANT_SCALE, SCALE
from suasion.evidence.estimation.specification import Model

Prior = Literal["normal", "log-f", "cauchy"]
PRIORS: tuple[Prior, ...] = ("normal", "log-f", "cauchy")
MOST_RHAT, LEAST_ESS = 1.01, 400.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws from a posterior.

    Parameters
    ----------
    model
        What was estimated.
    dataset
        `coefficient` (chain, draw, parameter), `diverging` (chain, draw), `rhat`, `ess` and
        `tail` (parameter); the prior in the attributes.
    """

    model: Model
    dataset: xr.Dataset

    @property
    def notes(self) -> tuple[str, ...]:
        """What speaks against using the draws; empty if nothing does."""
        notes = []
        rhat, ess = float(self.dataset["rhat"].max()), float(self.dataset["ess"].min())
        tail, lost = float(self.dataset["tail"].min()), int(self.dataset["diverging"].sum())
        if not rhat <= MOST_RHAT:
            notes.append(f"R-hat is up to {rhat:.3f}: the chains disagree; draw more")
        if not ess >= LEAST_ESS:
            notes.append(f"The effective sample size is down to {ess:.0f}; draw more")
        if not tail >= LEAST_ESS:
            notes.append(f"That of the tails is down to {tail:.0f}; draw more")
        if lost:
            notes.append(f"{lost} steps diverged: draws may miss a region; accept more")
        return tuple(notes)

    def table(self) -> Any:
        """By parameter: mean, sd, 95 % interval, R-hat and effective sample sizes (pandas)."""
        draws = self.dataset["coefficient"]
        ends = draws.quantile([0.025, 0.975], dim=("chain", "draw"))
        columns = {
            "mean": draws.mean(("chain", "draw")),
            "sd": draws.std(("chain", "draw"), ddof=1),
            "low": ends.isel(quantile=0, drop=True),
            "high": ends.isel(quantile=1, drop=True),
            "rhat": self.dataset["rhat"],
            "ess": self.dataset["ess"],
            "tail": self.dataset["tail"],
        }
        return xr.Dataset(columns).to_dataframe()


def sample(
    made: Model,
    *,
    prior: Prior = "normal",
    scale: float = 5.0,
    chains: int = 4,
    warmup: int = 300,
    draws: int = 700,
    accept: float = 0.9,
    seed: int = 1,
) -> Posterior:
    """Draws from the posterior of a model's coefficients.

    Parameters
    ----------
    made
        The specification; made with `penalised=True` if an outcome is missing from the data.
    prior
        "normal", "log-f" or "cauchy".
    scale
        Standard deviation of the normal prior [unit of the coefficients], > 0.
    chains, warmup, draws
        How many chains, and steps of each before and after its adaptation.
    accept
        Rate of acceptance that the step is adapted to [1].
    seed
        Of the starts and the sampler.

    Raises
    ------
    InputError
        For a prior that there is not, or sizes that are too small.
    """
    if prior not in PRIORS:
        message = "there is no such prior"
        raise refused("prior", "", prior, message, f"Use {', '.join(PRIORS)}")
    if chains < 2 or draws < 4 or not scale > 0.0:
        message = "diagnostics need 2 chains, 4 draws and a scale above 0"
        raise refused("sample", "", f"{chains}, {draws}, {scale}", message, "Give more")
    mode = estimate(made, "log-f", starts=1)
    values, lost = run(
        made.likelihood,
        _LogPrior(prior, scale),
        constants(made),
        (mode.coefficients, mode.covariance),
        Sizes(warmup, draws, accept),
        chains,
        seed,
    )
    stated = f"{prior}, standard deviation {scale:g}" if prior == "normal" else prior
    return Posterior(made, _dataset(made, values, lost, stated))


@dataclass(frozen=True)
class _LogPrior:
    """A prior that compares by its settings, which compiled programs hang on."""

    prior: Prior
    scale: float

    def __call__(self, beta: jax.Array, constant: jax.Array) -> jax.Array:
        return log_prior(self.prior, self.scale, beta, constant)


def log_prior(prior: Prior, scale: float, beta: jax.Array, constant: jax.Array) -> jax.Array:
    """Logarithm of the prior density, up to a constant."""
    if prior == "log-f":
        return jnp.sum(beta / 2.0 - jnp.logaddexp(0.0, beta))
    if prior == "cauchy":
        return -jnp.sum(jnp.log1p((beta / jnp.where(constant, CONSTANT_SCALE, SCALE)) ** 2))
    return -0.5 * jnp.sum((beta / jnp.where(constant, 2.0 * scale, scale)) ** 2)


def _dataset(made: Model, values: np.ndarray, lost: np.ndarray, prior: str) -> xr.Dataset:
    """Draws with their diagnostics, dimensions named."""
    variables = {
        "coefficient": (("chain", "draw", "parameter"), values),
        "diverging": (("chain", "draw"), lost),
        "rhat": ("parameter", rhat(values)),
        "ess": ("parameter", effective_sample_size(_ranked(values))),
        "tail": ("parameter", _tail(values)),
    }
    coords = {
        "chain": np.arange(values.shape[0]),
        "draw": np.arange(values.shape[1]),
        "parameter": list(made.names),
    }
    attributes = {"prior": prior, "game": made.tree.id, "shocks": made.kernel.shocks}
    return xr.Dataset(variables, coords=coords, attrs=attributes)


def rhat(values: np.ndarray) -> np.ndarray:
    """Rank-normalised split R-hat of draws (chain, draw, parameter), bulk or folded.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> same, apart = rng.normal(size=(4, 500, 1)), np.arange(4.0)[:, None, None]
    >>> bool(rhat(same)[0] < 1.01), bool(rhat(same + apart)[0] > 1.5)
    (True, True)
    """
    folded = np.abs(values - np.median(values, axis=(0, 1)))
    return np.maximum(split_gelman_rubin(_ranked(values)), split_gelman_rubin(_ranked(folded)))


def _tail(values: np.ndarray) -> np.ndarray:
    """The smaller effective sample size of two events: below the 5 %, the 95 % quantile."""
    ends = np.quantile(values, [0.05, 0.95], axis=(0, 1))
    return np.minimum(*(effective_sample_size((values <= end).astype(float)) for end in ends))


def _ranked(values: np.ndarray) -> np.ndarray:
    """Normal scores of the ranks over all chains."""
    flat = values.reshape(-1, values.shape[-1])
    ranks = rankdata(flat, axis=0)
    return ndtri((ranks - 0.375) / (len(flat) + 0.25)).reshape(values.shape)
