"""What the data cannot tell: coefficients that are not identified are refused.

Definitions and notation
------------------------
A regressor, the constant included, may not be in all four utilities of A, nor in all three that B
can reach (B's status quo is 0): adding it to all of them changes no choice. Nor may a sum of
regressors be, in whatever disguise.

References
----------
[LewisSchultz2003]_ for the rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from suasion.evidence.signalling.faults import EstimationFault

Array = NDArray[np.float64]

PLAYERS = {"A": ("s_a", "v_a", "w_a", "a"), "B": ("c_b", "w_b", "v_b")}
# Cosine of the angle below which two directions are the same but for rounding.
SAME = 1.0 - 1e-9


def check_names(columns: Mapping[str, Sequence[str]]) -> None:
    """Refuse a regressor of one name in all utilities of a player.

    Parameters
    ----------
    columns
        Names of the regressors of each utility.

    Raises
    ------
    EstimationFault
        With the first of them.
    """
    for player, own in PLAYERS.items():
        shared = set.intersection(*(set(columns[name]) for name in own))
        if shared:
            raise EstimationFault(
                f"{min(shared)!r} is in all utilities of {player} ({', '.join(own)}): its "
                "coefficients are not identified. Leave it out of one of them"
            )


def check(names: Mapping[str, Sequence[str]], blocks: Mapping[str, Array]) -> None:
    """Refuse regressors that depend on each other, or a sum of them in all utilities of a player.

    Parameters
    ----------
    names
        Of the regressors of each utility.
    blocks
        Their values, of shape `D k` for each utility.

    Raises
    ------
    EstimationFault
        Also if there is no regressor at all.
    """
    if not any(block.shape[1] for block in blocks.values()):
        raise EstimationFault("no utility has a regressor. Name at least one: {'w_a': ['1']}")
    for name, block in blocks.items():
        if np.linalg.matrix_rank(_scaled(block)) < block.shape[1]:
            raise EstimationFault(
                f"the columns of {name} ({', '.join(names[name])}) depend on each other or do not "
                "vary. Leave one of them out"
            )
    check_names(names)
    for player, own in PLAYERS.items():
        if _meet([blocks[name] for name in own]):
            raise EstimationFault(
                f"a sum of regressors is in all utilities of {player} ({', '.join(own)}): its "
                "coefficients are not identified. Leave one of them out"
            )


def _meet(blocks: Sequence[Array]) -> bool:
    """Whether some column is a sum of the regressors of each block."""
    common = _axes(blocks[0])
    for block in blocks[1:]:
        left, cosines, _ = np.linalg.svd(common.T @ _axes(block), full_matrices=False)
        common = common @ left[:, cosines > SAME]
    return common.shape[1] > 0


def _axes(block: Array) -> Array:
    return np.asarray(np.linalg.qr(_scaled(block))[0])


def _scaled(block: Array) -> Array:
    """Columns of length one; those that are zero as they are."""
    length = np.sqrt((block**2).sum(axis=0))
    return np.asarray(block / np.where(length > 0.0, length, 1.0))
