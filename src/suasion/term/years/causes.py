"""First cause of failure: of what was wrong when the attack came, what had gone wrong first.

A factor is wrong in the places below. Probability carries a label, the factor that is wrong and
was so first; a label is kept as long as its factor is wrong, passes to whatever else is wrong then,
in equal shares where that is several, and is lost where nothing is. An attack that comes while
nothing is wrong has the label `as designed`: the guarantee failed as it stands. Wars that nobody
decided on are counted apart, as accidents. The label tells an order in time and not what would have
prevented the attack; that is what switching a factor off is for.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from suasion.term.years.axes import AXES, PLACES, Space, along

AS_DESIGNED = "as designed"
WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "not yet in force": ("instrument", ("pending",)),
    "waiting out": ("instrument", ("expired",)),
    "withdrawal": ("instrument", ("withdrawn",)),
    "hedging": ("government", ("hedging",)),
    "discord": ("coalition", ("discordant",)),
    "succession": ("leader", ("hawk",)),
    "erosion": ("zone", ("eroded", "collapsed")),
    "shift of power": ("balance", ("challenger ahead",)),
    "doubt": ("belief", ()),
}
"""Label -> the factor that is wrong and where it is; doubt is a belief below the first day's."""
LABELS = (AS_DESIGNED, *WRONG)
ACCIDENT = "accident"
CAUSES = (*LABELS, ACCIDENT)


def wrong(space: Space, start: jax.Array | None) -> jax.Array:
    """1 where what a label stands for is wrong, shape (labels but the first, *state, draws or 1).

    Parameters
    ----------
    start
        Belief on the first day [1], shape (draws,); None where beliefs are off.
    """
    rows = [_where(space, start, *of) for of in WRONG.values()]
    return jnp.stack(jnp.broadcast_arrays(*rows))


def _where(
    space: Space, start: jax.Array | None, factor: str, places: tuple[str, ...]
) -> jax.Array:
    if not space.on(factor):
        return jnp.zeros((1,) * (len(AXES) + 1))
    if factor == "belief":
        assert start is not None
        # The first day's belief lies between two points of the grid: neither is a doubt.
        next_point = along("belief", jnp.array([*space.points[1:], 2.0]), jnp)
        return (next_point < along("leader", start[None], jnp) + 1e-9).astype(float)
    marks = np.array([float(one in places) for one in PLACES[factor]])
    return along(factor, jnp.array(marks), jnp)


def labelled(mass: jax.Array, bad: jax.Array) -> jax.Array:
    """Labels after a change of state; the first axis of `mass` is the label, the next the kind.

    Where causes are not told, `mass` has one label and stays as it is.
    """
    if mass.shape[0] == 1:
        return mass
    bad = bad[:, None]
    kept = mass[1:] * bad
    freed = mass.sum(axis=0) - kept.sum(axis=0)
    count = bad.sum(axis=0)
    passed = kept + freed * bad / jnp.maximum(count, 1.0)
    return jnp.concatenate([jnp.where(count > 0, 0.0, freed)[None], passed])
