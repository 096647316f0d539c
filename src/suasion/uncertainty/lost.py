"""In how many games of a theory from a file the branch was lost, or several equilibria stand.

Where beliefs depend on choices a game from a file is played on the principal branch of its quantal
response, which is followed through its folds (`suasion.theory.solvers.batch_march` and
`batch_folds`). Where that fails, what is played there is no equilibrium, or one of several. Such
games are counted in the first draws: on the first day of each guarantee, and in all states and
years that the challenger plans for. A game solved backwards has one equilibrium, and nothing is
computed for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from suasion.describe.case import Case
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor, with_peace_value
from suasion.term.inputs import Inputs
from suasion.term.solve import plan
from suasion.term.states import Sizes, in_year, situations
from suasion.theory.registry import stage, text_of
from suasion.theory.stage import only_one
from suasion.uncertainty.device import in_double
from suasion.uncertainty.ensemble import Ensemble, prepare, world
from suasion.uncertainty.playing import sizes_needed
from suasion.uncertainty.programs import program

LOOKED_AT = 100
"""Draws in which games are counted: the plan is worked out once more for them."""
NOTABLE = 0.01
"""Share of games above which a run says so by itself [1]."""


def lost(
    ensemble: Ensemble, case: Case, guarantees: Mapping[str, Guarantee]
) -> dict[str, dict[str, Any]]:
    """By theory from a file: draws looked at, and the shares of games that are marked.

    Parameters
    ----------
    ensemble
        The headline's: its theories, anchors and sample.
    case, guarantees
        The conflict, and what was compared, by identifier.

    Returns
    -------
    dict
        By theory: `draws`, how many were looked at; `first_day`, by guarantee the share of these
        draws in which the first day's game is marked; `years`, by guarantee the share of all games
        of the plan, in every state and year of the horizon.
    """
    own = [theory for theory in ensemble.anchors if text_of(theory) is not None]
    counted = [theory for theory in own if stage(theory).several is not only_one]
    found = {theory: _none(guarantees, _looked_at(ensemble)) for theory in own}
    if not counted:
        return found
    inputs = _inputs(ensemble, case, guarantees)
    for theory in counted:
        tied = ensemble.anchors[theory]
        for key, share in _shares(inputs, tied, theory, ensemble.horizon).items():
            found[theory]["first_day"][key], found[theory]["years"][key] = share
    return found


def _looked_at(ensemble: Ensemble) -> int:
    return min(LOOKED_AT, ensemble.sample.draws)


def _none(guarantees: Mapping[str, Guarantee], draws: int) -> dict[str, Any]:
    zero = dict.fromkeys(guarantees, 0.0)
    return {"draws": draws, "first_day": dict(zero), "years": dict(zero)}


def _inputs(
    ensemble: Ensemble, case: Case, guarantees: Mapping[str, Guarantee]
) -> dict[str, Inputs]:
    """The first draws of every guarantee: the columns of a sample are in random order."""
    sample, horizon, draws = ensemble.sample, ensemble.horizon, _looked_at(ensemble)
    shared = world(case, sample, horizon)
    made = {key: prepare(one, case, sample, horizon, shared)[1] for key, one in guarantees.items()}
    return {key: Inputs(*(part[..., :draws] for part in one)) for key, one in made.items()}


def _shares(
    inputs: Mapping[str, Inputs], tied: Anchor, theory: str, horizon: int
) -> dict[str, tuple[float, float]]:
    """By guarantee: of first days and of all games; one compiled program serves all."""
    sizes = max(map(sizes_needed, inputs.values()))
    kernel = program(marked, theory, sizes=sizes, horizon=horizon)
    found = {}
    for key, one in inputs.items():
        with in_double():
            value = np.asarray(tied.peace_value_per_year[: one.base.shape[-1]], dtype=float)
            found[key] = _means(jax.device_get(kernel(one, value)))
    return found


def _means(by_draw: Sequence[Array]) -> tuple[float, float]:
    first, years = (float(np.mean(row)) for row in by_draw)
    return first, years


@partial(jax.jit, static_argnames=("theory", "sizes", "horizon"))
def marked(inputs: Inputs, value: jax.Array, theory: str, sizes: Sizes, horizon: int) -> jax.Array:
    """Share of games that the theory marks, by draw: the first day's, and all; shape (2, draws).

    Parameters
    ----------
    inputs, value
        One guarantee, and the anchored value of a year of peace [baseline gain/year], (draws,).
    theory, sizes, horizon
        As for `suasion.term.solve.solve`.
    """
    tied = with_peace_value(inputs, value)
    numbers = situations(tied, sizes)
    waits = plan(tied, numbers, theory, sizes, horizon).wait

    def of_year(at: tuple[jax.Array, jax.Array]) -> jax.Array:
        return stage(theory).several(in_year(numbers, at[0]), at[1])

    several = jax.lax.map(of_year, (jnp.arange(horizon), waits))
    return jnp.stack([several[0, 0, 0, 0, 0], several.mean((0, 1, 2, 3, 4))])


def notable(found: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, float]]:
    """Theories with more than a hundredth of the games of any guarantee marked, and that share.

    Examples
    --------
    >>> one = {"draws": 50, "first_day": {"a": 0.0, "b": 0.02}, "years": {"a": 0.05, "b": 0.0}}
    >>> notable({"mine": one, "other": {"first_day": {"a": 0.01}, "years": {"a": 0.0}}})
    [('mine', 0.05)]
    """
    most = {
        theory: max((*one["first_day"].values(), *one["years"].values()), default=0.0)
        for theory, one in found.items()
    }
    return [(theory, share) for theory, share in most.items() if share > NOTABLE]
