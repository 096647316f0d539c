"""The theories of `compare` as functions of arrays, compiled once for each shape."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from suasion.evidence.backtest.crisis import Stage
from suasion.mechanism.prior import Array

WAR = ("war_without_guarantor", "war_with_guarantor")


def stage_of(name: str) -> Stage:
    """A theory by its identifier: its chances of an attack and of a willing guarantor.

    The record calls a promise kept where the guarantor went to war, in time or not, so that the
    chance that a willing one sees, decides and arrives in time is taken out of honour.

    Raises
    ------
    UnknownName
        Where there is none.
    """
    import jax  # noqa: PLC0415 - slow to load
    import jax.numpy as jnp  # noqa: PLC0415

    from suasion.theory.outcomes import OUTCOMES  # noqa: PLC0415
    from suasion.theory.registry import stage  # noqa: PLC0415
    from suasion.theory.stage import able  # noqa: PLC0415

    chosen = stage(name)
    rows = np.array([OUTCOMES.index(outcome) for outcome in WAR])

    @jax.jit
    def attack(numbers: Mapping[str, jax.Array], wait: jax.Array) -> tuple[jax.Array, jax.Array]:
        played = chosen.play(numbers, wait)
        willing = played.honour / able(numbers)
        return played.outcomes[rows].sum(axis=0), jnp.minimum(willing, 1.0)

    def found(numbers: Mapping[str, Array], wait: Array) -> tuple[Array, Array]:
        with jax.enable_x64(True):
            given = {key: jnp.asarray(one) for key, one in numbers.items()}
            q, honour = attack(given, jnp.asarray(wait))
        return np.asarray(q), np.broadcast_to(np.asarray(honour), wait.shape)

    return found


def names() -> list[str]:
    """Identifiers of the built-in theories."""
    from suasion.theory.registry import stages  # noqa: PLC0415 - slow to load

    return [one.id for one in stages()]
