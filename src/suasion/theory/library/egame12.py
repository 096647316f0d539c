"""Statistical strategic model of two players, egame12: a challenge and an answer.

Definitions and notation
------------------------
Tree. Player 1, the challenger, stops (outcome 1, status quo) or goes on; player 2, the defender,
concedes (3, concession) or resists (4, war).

``uij`` is the utility of player i at outcome j in standard deviations of a shock; u23 is fixed at
0, as choices tell only differences. ``p2`` and ``p4`` are the chances that the first and the second
player go on; ``p3 = 1 - p4``. Shocks (`suasion.theory.solvers.shocks`) are one of

- agent error, one shock for each action: ``p4 = F(u24/sqrt(2))`` and
  ``p2 = F((p3 u13 + p4 u14 - u11)/sqrt(2))``, F normal (solver `probit`) or logistic (`logit`);
- private information, one shock for each own outcome, normal: the same p4, and
  ``p2 = Phi((p3 u13 + p4 u14 - u11)/sqrt(1 + p3^2 + p4^2))``.

Outcomes: ``1 - p2``, ``p2 p3``, ``p2 p4``. There is one equilibrium: what player 1 knows does not
matter to player 2. Names of players and outcomes are this package's reading.

Valid range
-----------
Utilities of any sign; a normal chance rounds to 0 beyond 37 to 53 standard deviations, a logistic
one beyond about 1,000. Where players learn from a move, use `lewis-schultz`.

What it says about a guarantee
------------------------------
How a defender's readiness to fight works back on the first move, and it can be fitted to cases. The
published estimate for extended immediate deterrence has this tree with private information
[SignorinoTarar2006]_: the attacker attacks or not, the defender fights for its protege or backs
down. It cannot say what a challenger learns from a guarantee: readiness is given.

References
----------
[KenkelSignorino2014]_ for the formulas; [Signorino1999]_; [Signorino2003]_.

Examples
--------
>>> model = MODELS[0]
>>> firm = model.solve("private-information", u11=0.0, u13=1.0, u14=-2.0, u24=1.5)
>>> {name: round(p, 3) for name, p in firm.chosen.outcomes.items()}
{'status_quo': 0.882, 'concession': 0.017, 'war': 0.101}
>>> weak = model.solve("private-information", u11=0.0, u13=1.0, u14=-2.0, u24=-1.5)
>>> {name: round(p, 3) for name, p in weak.chosen.outcomes.items()}
{'status_quo': 0.334, 'concession': 0.57, 'war': 0.096}
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


class Egame12Utilities(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    u11: Number
    u13: Number
    u14: Number
    u24: Number


class Egame12Outcomes(NamedTuple):
    """Probability of outcomes 1, 3 and 4 [1], of shape `*batch`; they sum to one."""

    status_quo: jax.Array
    concession: jax.Array
    war: jax.Array


class Egame12Response(NamedTuple):
    """Probabilities p2 and p4 [1] and the outcomes, of shape `*batch`."""

    initiates: jax.Array
    resists: jax.Array
    outcomes: Egame12Outcomes


def egame12(utilities: Egame12Utilities, shocks: Shocks = "probit") -> Egame12Response:
    """Choices and outcomes of the two-player model.

    Parameters
    ----------
    utilities
        Utilities of shape `*batch` [standard deviations of a shock]; any sign.
    shocks
        "probit", "logit" or "private-information".

    Returns
    -------
    Egame12Response
        The formulas of the module's page.

    References
    ----------
    [KenkelSignorino2014]_, model egame12.

    Examples
    --------
    >>> calm = egame12(Egame12Utilities(0.0, 1.0, -1.0, 0.0))
    >>> [round(float(p), 3) for p in calm.outcomes]
    [0.5, 0.25, 0.25]
    """
    u = utilities
    p4, p3 = choice(u.u24, shocks)
    p2, p1 = choice(p3 * u.u13 + p4 * u.u14 - u.u11, shocks, 1.0, p3, p4)
    return Egame12Response(p2, p4, Egame12Outcomes(p1, p2 * p3, p2 * p4))


def solve(u11: float, u13: float, u14: float, u24: float, *, shocks: Shocks = "probit") -> Solution:
    """The equilibrium, the only one.

    Parameters
    ----------
    u11, u13, u14
        Utility of the challenger at outcomes 1, 3, 4 [standard deviations of a shock].
    u24
        Utility of the defender at outcome 4, above that of a concession.
    shocks
        "probit", "logit" or "private-information".

    Returns
    -------
    Solution
        Values leave out the shocks; the defender's is that of having been given the move.

    Examples
    --------
    >>> solve(0.0, 1.0, -1.0, 0.0).chosen.outcomes["war"]
    0.25
    """
    u = Egame12Utilities(float(u11), float(u13), float(u14), float(u24))
    with jax.enable_x64(True):
        found = egame12(u, shocks)
        outcomes = {name: float(p) for name, p in found.outcomes._asdict().items()}
    p1, p3, p4 = outcomes.values()
    resists = float(found.resists)
    strategies = {"challenger_initiates": float(found.initiates), "defender_resists": resists}
    values = {
        "challenger": float(p1 * u.u11 + p3 * u.u13 + p4 * u.u14),
        "defender": float(resists * u.u24),
    }
    equilibrium = Equilibrium(shocks, strategies, outcomes, values, {}, SOLVED)
    return Solution("egame12", u._asdict(), (equilibrium,), 0, SELECTION, SOLVED)


MODELS: tuple[Model, ...] = (
    Model(
        id="egame12",
        title="Statistical strategic model of two players: a challenge and an answer",
        source=("KenkelSignorino2014", "Signorino2003", "SignorinoTarar2006"),
        parameters=(
            Parameter("u11", 0.0, "challenger, status quo", unit=UNIT),
            Parameter("u13", 1.0, "challenger, concession", unit=UNIT),
            Parameter("u14", -2.0, "challenger, war", unit=UNIT),
            Parameter("u24", 1.5, "defender, war rather than concession", unit=UNIT),
        ),
        solvers={kind: partial(solve, shocks=kind) for kind in SHOCKS},
        page=__doc__ or "",
    ),
)
