"""Statistical strategic model of three players, egame123: challenger, protege and guarantor.

Definitions and notation
------------------------
Tree. Player 1, the challenger, stops (outcome 1, status quo) or goes on; player 2, the protege,
concedes (3, concession) or resists; player 3, the guarantor, stays out (5, war without it) or
intervenes (6, war with it).

``uij`` is the utility of player i at outcome j in standard deviations of a shock; u35 is fixed at
0, as choices tell only differences. ``p2``, ``p4`` and ``p6`` are the chances that the first,
second and third player go on; ``p3 = 1 - p4``, ``p5 = 1 - p6``. Shocks
(`suasion.theory.solvers.shocks`) are one of

- agent error, one shock for each action: ``p6 = F(u36/sqrt(2))``,
  ``p4 = F((p5 u25 + p6 u26 - u23)/sqrt(2))`` and
  ``p2 = F((p3 u13 + p4 (p5 u15 + p6 u16) - u11)/sqrt(2))``, F normal (solver `probit`) or
  logistic (`logit`);
- private information, one shock for each own outcome, normal: the same p6, and instead of sqrt(2)
  ``sqrt(1 + p5^2 + p6^2)`` for p4 and ``sqrt(1 + p3^2 + (p4 p5)^2 + (p4 p6)^2)`` for p2.

Outcomes: ``1 - p2``, ``p2 p3``, ``p2 p4 p5``, ``p2 p4 p6``. There is one equilibrium: what a player
knows of its own shocks does not matter to those after it. Names of players and outcomes are this
package's reading.

Valid range
-----------
Utilities of any sign; a normal chance rounds to 0 beyond 37 to 53 standard deviations, a logistic
one beyond about 1,000.

What it says about a guarantee
------------------------------
The guarantor's readiness works through the protege's resistance on the challenger's first move; all
three can be fitted to cases. Nobody learns: a treaty moves a utility, it does not signal one. A
protege that is sure of help resists more, so a guarantee may raise the chance of war.

References
----------
[KenkelSignorino2014]_ for the formulas; [Signorino1999]_; [Signorino2003]_.

Examples
--------
>>> model = MODELS[0]
>>> firm, absent = model.solve("probit"), model.solve("probit", u36=-2.0)
>>> [round(p, 3) for p in firm.chosen.outcomes.values()]
[0.927, 0.013, 0.005, 0.055]
>>> [round(p, 3) for p in absent.chosen.outcomes.values()]
[0.291, 0.507, 0.186, 0.016]
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


class Egame123Utilities(NamedTuple):
    """Utilities [standard deviations of a shock]; each a number or an array `*batch`."""

    u11: Number
    u13: Number
    u15: Number
    u16: Number
    u23: Number
    u25: Number
    u26: Number
    u36: Number


class Egame123Outcomes(NamedTuple):
    """Probability of outcomes 1, 3, 5 and 6 [1], of shape `*batch`; they sum to one."""

    status_quo: jax.Array
    concession: jax.Array
    war_without_guarantor: jax.Array
    war_with_guarantor: jax.Array


class Egame123Response(NamedTuple):
    """Probabilities p2, p4 and p6 [1] and the outcomes, of shape `*batch`."""

    initiates: jax.Array
    resists: jax.Array
    intervenes: jax.Array
    outcomes: Egame123Outcomes


def egame123(utilities: Egame123Utilities, shocks: Shocks = "probit") -> Egame123Response:
    """Choices and outcomes of the three-player model: challenger, protege, guarantor.

    Parameters
    ----------
    utilities
        Utilities of shape `*batch` [standard deviations of a shock]; any sign.
    shocks
        "probit", "logit" or "private-information".

    Returns
    -------
    Egame123Response
        The formulas of the module's page.

    References
    ----------
    [KenkelSignorino2014]_, model egame123.

    Examples
    --------
    >>> firm = egame123(Egame123Utilities(0.0, 1.0, 0.5, -3.0, -1.0, -2.0, 0.5, 2.0))
    >>> [round(float(p), 3) for p in firm.outcomes]
    [0.927, 0.013, 0.005, 0.055]
    """
    u = utilities
    p6, p5 = choice(u.u36, shocks)
    p4, p3 = choice(p5 * u.u25 + p6 * u.u26 - u.u23, shocks, 1.0, p5, p6)
    gain = p3 * u.u13 + p4 * (p5 * u.u15 + p6 * u.u16) - u.u11
    p2, p1 = choice(gain, shocks, 1.0, p3, p4 * p5, p4 * p6)
    outcomes = Egame123Outcomes(p1, p2 * p3, p2 * p4 * p5, p2 * p4 * p6)
    return Egame123Response(p2, p4, p6, outcomes)


def solve(*, shocks: Shocks = "probit", **utilities: float) -> Solution:
    """The equilibrium, the only one.

    Parameters
    ----------
    shocks
        "probit", "logit" or "private-information".
    utilities
        The fields of `Egame123Utilities` [standard deviations of a shock].

    Returns
    -------
    Solution
        Values leave out the shocks; those of the protege and the guarantor are those of having
        been given the move.

    Examples
    --------
    >>> u = Egame123Utilities(0.0, 1.0, 0.5, -3.0, -1.0, -2.0, 0.5, 2.0)
    >>> round(solve(**u._asdict()).chosen.outcomes["war_with_guarantor"], 3)
    0.055
    """
    u = Egame123Utilities(**{name: float(value) for name, value in utilities.items()})
    with jax.enable_x64(True):
        equilibrium = _equilibrium(u, shocks)
    return Solution("egame123", u._asdict(), (equilibrium,), 0, SELECTION, SOLVED)


def _equilibrium(u: Egame123Utilities, shocks: Shocks) -> Equilibrium:
    found = egame123(u, shocks)
    outcomes = {name: float(p) for name, p in found.outcomes._asdict().items()}
    p1, p3, p5, p6 = outcomes.values()
    resists, intervenes = float(found.resists), float(found.intervenes)
    war = (1.0 - intervenes) * u.u25 + intervenes * u.u26
    strategies = {
        "challenger_initiates": float(found.initiates),
        "protege_resists": resists,
        "guarantor_intervenes": intervenes,
    }
    values = {
        "challenger": float(p1 * u.u11 + p3 * u.u13 + p5 * u.u15 + p6 * u.u16),
        "protege": float((1.0 - resists) * u.u23 + resists * war),
        "guarantor": float(intervenes * u.u36),
    }
    return Equilibrium(shocks, strategies, outcomes, values, {}, SOLVED)


MODELS: tuple[Model, ...] = (
    Model(
        id="egame123",
        title="Statistical strategic model: challenger, protege, guarantor",
        source=("KenkelSignorino2014", "Signorino1999", "Signorino2003"),
        parameters=(
            Parameter("u11", 0.0, "challenger, status quo", unit=UNIT),
            Parameter("u13", 1.0, "challenger, concession", unit=UNIT),
            Parameter("u15", 0.5, "challenger, war without guarantor", unit=UNIT),
            Parameter("u16", -3.0, "challenger, war with guarantor", unit=UNIT),
            Parameter("u23", -1.0, "protege, concession", unit=UNIT),
            Parameter("u25", -2.0, "protege, war without guarantor", unit=UNIT),
            Parameter("u26", 0.5, "protege, war with guarantor", unit=UNIT),
            Parameter("u36", 2.0, "guarantor, intervention rather than staying out", unit=UNIT),
        ),
        solvers={kind: partial(solve, shocks=kind) for kind in SHOCKS},
        page=__doc__ or "",
        stage="strategic",
    ),
)
