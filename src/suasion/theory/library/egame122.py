"""Statistical strategic model egame122: two players, and an answer to either action of the first.

Definitions and notation
------------------------
Tree. Player 1 chooses L or R; player 2 sees it and chooses L or R in either case. Outcomes are LL,
LR, RL and RR, player 1's action first, numbered 1 to 4. Read for a guarantee, player 1 may be a
guarantor that stays away or deploys, and player 2 a challenger that waits or attacks after either.

``uij`` is the utility of player i at outcome j in standard deviations of a shock; u21 and u23 are
fixed at 0, as choices tell only differences. ``p2`` is the chance that player 1 chooses R, ``p4``
that player 2 chooses R after L, ``p6`` that it chooses R after R; ``p3 = 1 - p4``, ``p5 = 1 - p6``.
Shocks (`suasion.theory.solvers.shocks`) are one of

- agent error, one shock for each action: ``p4 = F(u22/sqrt(2))``, ``p6 = F(u24/sqrt(2))`` and
  ``p2 = F((p5 u13 + p6 u14 - p3 u11 - p4 u12)/sqrt(2))``, F normal (solver `probit`) or logistic
  (`logit`);
- private information, one shock for each own outcome, normal: the same p4 and p6, and for p2
  ``sqrt(p3^2 + p4^2 + p5^2 + p6^2)`` instead of sqrt(2).

Outcomes: ``(1 - p2) p3``, ``(1 - p2) p4``, ``p2 p5``, ``p2 p6``. There is one equilibrium: what
player 1 knows does not matter to player 2.

Valid range
-----------
Utilities of any sign; a normal chance rounds to 0 beyond 37 to 53 standard deviations, a logistic
one beyond about 1,000.

What it says about a guarantee
------------------------------
Whether a costly step pays, given how the other side answers to the step and to its absence. It does
not say what the step tells about the one who takes it.

References
----------
[KenkelSignorino2014]_ for the formulas; [Signorino2003]_.

Examples
--------
>>> found = MODELS[0].solve("private-information")
>>> {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
{'LL': 0.055, 'LR': 0.174, 'RL': 0.66, 'RR': 0.111}
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax

from suasion.theory.model import Model
from suasion.theory.parameter import Parameter
from suasion.theory.solution import Equilibrium, Number, Solution
from suasion.theory.solvers.shocks import SELECTION, SHOCKS, Shocks, choice
from suasion.theory.stage import SOLVED

UNIT = "standard deviations of a shock"
OUTCOMES = ("LL", "LR", "RL", "RR")


class Egame122Utilities(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    u11: Number
    u12: Number
    u13: Number
    u14: Number
    u22: Number
    u24: Number


class Egame122Response(NamedTuple):
    """Probabilities p2, p4, p6 and those of LL, LR, RL, RR [1], of shape `*batch`."""

    right: jax.Array
    right_after_left: jax.Array
    right_after_right: jax.Array
    outcomes: tuple[jax.Array, jax.Array, jax.Array, jax.Array]


def egame122(utilities: Egame122Utilities, shocks: Shocks = "probit") -> Egame122Response:
    """Choices and outcomes of the model.

    Parameters
    ----------
    utilities
        Utilities of shape `*batch` [standard deviations of a shock]; any sign.
    shocks
        "probit", "logit" or "private-information".

    Returns
    -------
    Egame122Response
        The formulas of the module's page.

    References
    ----------
    [KenkelSignorino2014]_, model egame122.

    Examples
    --------
    >>> calm = egame122(Egame122Utilities(0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    >>> [float(p) for p in calm.outcomes]
    [0.25, 0.25, 0.25, 0.25]
    """
    u = utilities
    (p4, p3), (p6, p5) = choice(u.u22, shocks), choice(u.u24, shocks)
    gain = p5 * u.u13 + p6 * u.u14 - p3 * u.u11 - p4 * u.u12
    p2, p1 = choice(gain, shocks, p3, p4, p5, p6)
    return Egame122Response(p2, p4, p6, (p1 * p3, p1 * p4, p2 * p5, p2 * p6))


def solve(*, shocks: Shocks = "probit", **utilities: float) -> Solution:
    """The equilibrium, the only one.

    Parameters
    ----------
    shocks
        "probit", "logit" or "private-information".
    utilities
        The fields of `Egame122Utilities` [standard deviations of a shock].

    Returns
    -------
    Solution
        Values leave out the shocks.

    Examples
    --------
    >>> u = Egame122Utilities(0.0, -2.0, -0.5, -1.5, 1.0, -1.5)
    >>> round(solve(**u._asdict()).chosen.values["player_2"], 3)
    0.045
    """
    u = Egame122Utilities(**{name: float(value) for name, value in utilities.items()})
    with jax.enable_x64(True):
        found = egame122(u, shocks)
        chances = [float(p) for p in found.outcomes]
    ll, lr, rl, rr = chances
    strategies = {
        "player_1_right": float(found.right),
        "player_2_right_after_left": float(found.right_after_left),
        "player_2_right_after_right": float(found.right_after_right),
    }
    values = {
        "player_1": float(ll * u.u11 + lr * u.u12 + rl * u.u13 + rr * u.u14),
        "player_2": float(lr * u.u22 + rr * u.u24),
    }
    outcomes = dict(zip(OUTCOMES, chances, strict=True))
    equilibrium = Equilibrium(shocks, strategies, outcomes, values, {}, SOLVED)
    return Solution("egame122", u._asdict(), (equilibrium,), 0, SELECTION, SOLVED)


MODELS: tuple[Model, ...] = (
    Model(
        id="egame122",
        title="Statistical strategic model of two players: an answer to either action",
        source=("KenkelSignorino2014", "Signorino2003"),
        parameters=(
            Parameter("u11", 0.0, "player 1, LL", unit=UNIT),
            Parameter("u12", -2.0, "player 1, LR", unit=UNIT),
            Parameter("u13", -0.5, "player 1, RL", unit=UNIT),
            Parameter("u14", -1.5, "player 1, RR", unit=UNIT),
            Parameter("u22", 1.0, "player 2, LR rather than LL", unit=UNIT),
            Parameter("u24", -1.5, "player 2, RR rather than RL", unit=UNIT),
        ),
        solvers={kind: partial(solve, shocks=kind) for kind in SHOCKS},
        page=__doc__ or "",
    ),
)
