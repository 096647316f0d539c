"""Crisis signalling with private information: a challenge tells the target how firm it is.

Definitions and notation
------------------------
Tree. A, the challenger, keeps the status quo (SQ) or challenges; B, the target, concedes (CD) or
resists; A then stands firm (SF) or backs down (BD). Utilities, in standard deviations of a shock:

====  ==================  ==================
end   A                   B
====  ==================  ==================
SQ    ``s_a``             0
CD    ``v_a``             ``c_b``
SF    ``w_a`` + shock     ``w_b`` + shock
BD    ``a`` + shock       ``v_b``
====  ==================  ==================

The three shocks are independent, standard normal, and known to their owner from the start. A's cost
of backing down, ``a``, is its audience cost. All other utilities are known to both.

Equilibrium (perfect Bayesian). Let ``p_r`` be the chance that B resists. A challenges if the better
of its two last moves is worth ``c = (s_a - (1 - p_r) v_a)/p_r`` or more:

    p_c = 1 - Phi(c - w_a) Phi(c - a)
    p_f = Phi2((w_a - a)/sqrt(2), w_a - c; 1/sqrt(2)) / p_c

``p_f`` is B's belief, once challenged, that A stands firm. B resists with the chance

    p_r = Phi((p_f w_b + (1 - p_f) v_b - c_b)/p_f),

which closes the circle: an equilibrium is a fixed point in p_r. Outcomes: SQ = 1 - p_c,
CD = p_c (1 - p_r), SF = p_c p_r p_f, BD = p_c p_r (1 - p_f). There may be several fixed points; all
are found (`suasion.theory.solvers.signalling`), and the one on the principal branch is selected
(`suasion.theory.solvers.signalling_branch`): it is reached from the only equilibrium of the game
with shocks so large that payoffs hardly matter, without a jump. The rule is this package's; an
analyst who estimates the game lets the data select.

Valid range
-----------
``s_a < v_a``: A gains from a concession. Then the number of equilibria is odd. Otherwise the status
is "degenerate": equilibria in which a challenge is rarer than 1e-50, among them the one in which
nobody challenges, are left out. A's utilities lie within 10 of zero and B's within 50; beyond, the
shocks hardly matter and a game with two types, such as `unilateral`, says the same.

What it says about a guarantee
------------------------------
With B the challenged state, or the guarantor that speaks for it: a challenge is itself a signal, so
resistance, challenges and bluffs (BD) move together, and the same payoffs may support a world with
many idle challenges and one with few serious ones. Which of them obtains the payoffs do not say. It
does not say how B's resolve is made credible: B sends no signal, and there are two sides only.

References
----------
[LewisSchultz2003]_ for the game; [CrismanCoxGibilisco2021]_ for its equilibria as fixed points and
for the example with three.

Examples
--------
>>> model = MODELS[0]
>>> found = model.solve()
>>> for equilibrium in found.equilibria:
...     print([round(p, 3) for p in equilibrium.strategies.values()])
[0.995, 0.251, 0.31]
[0.38, 0.595, 0.242]
[0.205, 0.813, 0.209]
>>> found.selected, {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
(0, {'SQ': 0.005, 'CD': 0.745, 'SF': 0.077, 'BD': 0.172})
>>> len(model.solve(w_a=-1.8, w_b=-2.45).equilibria)
1
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax.scipy.stats import norm

from suasion.theory.model import Model
from suasion.theory.parameter import Parameter
from suasion.theory.solution import Equilibrium, Solution, Status
from suasion.theory.solvers.signalling import roots
from suasion.theory.solvers.signalling_branch import principal_root
from suasion.theory.solvers.signalling_equation import SQRT_2, Crisis, Response, response
from suasion.theory.stage import normal

UNIT = "standard deviations of a shock"
SELECTION = "the root on the principal branch, reached as the shocks shrink from boundless size"
GAINS = Status("ok", "A gains from a concession, and every equilibrium is listed.")
FALLBACK = "the root with the least resistance: the principal branch could not be followed"


class Worth(NamedTuple):
    """Expected utilities before the shocks are known [standard deviations of a shock], `*batch`."""

    a: jax.Array
    b: jax.Array


def worth(game: Crisis, z: jax.Array) -> Worth:
    """What the game is worth to A and B at a root, shocks included.

    Parameters
    ----------
    game
        Utilities of shape `*batch` [standard deviations of a shock].
    z
        A root of `suasion.theory.solvers.signalling.roots`, of shape `*batch`.

    Examples
    --------
    >>> game = Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0)
    >>> [round(float(x), 3) for x in worth(game, roots(game).z[2])]
    [0.086, 0.043]
    """
    found = response(game, z)
    stand = norm.pdf(found.cut - game.w_a) * normal(found.cut - game.a)
    back = norm.pdf(found.cut - game.a) * normal(found.cut - game.w_a)
    both = norm.pdf((game.w_a - game.a) / SQRT_2)
    both = both * normal((game.w_a + game.a) / SQRT_2 - SQRT_2 * found.cut)
    # The mean of the better last move over the types that challenge, times their share.
    shocks = found.resists * (stand + back + SQRT_2 * both)
    sure = found.status_quo * game.s_a + found.concession * game.v_a
    last = found.stand_firm * game.w_a + found.back_down * game.a
    conceded = found.concession * game.c_b + found.back_down * game.v_b
    resisted = found.stand_firm * game.w_b + found.challenges * found.firm * norm.pdf(z)
    return Worth(sure + last + shocks, conceded + resisted)


def solve(**utilities: float) -> Solution:
    """Every equilibrium, in the order of rising resistance.

    Parameters
    ----------
    utilities
        The fields of `Crisis` [standard deviations of a shock].

    Returns
    -------
    Solution
        Strategies: the chances that A challenges, B resists, and an A that challenged and is
        resisted stands firm [1]. Values include the shocks [standard deviations of a shock].

    Examples
    --------
    >>> game = Crisis(0.0, 1.0, 0.0, -1.9, -2.9, -1.2, 1.0)
    >>> round(solve(**game._asdict()).chosen.beliefs["a_stands_firm_given_challenge"], 6)
    0.309695
    """
    game = Crisis(**{name: float(value) for name, value in utilities.items()})
    status = _status(game)
    with jax.enable_x64(True):
        found = roots(game)
        points = [z for z, exists in zip(found.z, found.exists, strict=True) if exists]
        equilibria = tuple(
            _equilibrium(game, z, f"root {i} of {len(points)} by resistance", status)
            for i, z in enumerate(points, 1)
        )
        chosen = principal_root(game) if status.code == "ok" and len(points) > 1 else 0
    rule = FALLBACK if chosen is None else SELECTION
    if not equilibria:
        return Solution("lewis-schultz", game._asdict(), (), -1, SELECTION, status)
    return Solution("lewis-schultz", game._asdict(), equilibria, chosen or 0, rule, status)


def _status(game: Crisis) -> Status:
    if game.s_a < game.v_a:
        return GAINS
    sentence = f"s_a < v_a is needed, but they are {game.s_a:g} and {game.v_a:g}: A gains nothing "
    rest = "from a concession, and equilibria in which it hardly ever challenges are left out."
    return Status("degenerate", sentence + rest)


def _equilibrium(game: Crisis, z: jax.Array, label: str, status: Status) -> Equilibrium:
    found: Response = response(game, z)
    strategies = {
        "a_challenges": float(found.challenges),
        "b_resists": float(found.resists),
        "a_stands_firm": float(found.firm),
    }
    names = {
        "SQ": found.status_quo,
        "CD": found.concession,
        "SF": found.stand_firm,
        "BD": found.back_down,
    }
    outcomes = {name: float(jnp.maximum(chance, 0.0)) for name, chance in names.items()}
    values = {name: float(value) for name, value in worth(game, z)._asdict().items()}
    beliefs = {"a_stands_firm_given_challenge": float(found.firm)}
    return Equilibrium(label, strategies, outcomes, values, beliefs, status)


MODELS: tuple[Model, ...] = (
    Model(
        id="lewis-schultz",
        title="Crisis signalling: a challenge tells the target how firm the challenger is",
        source=("LewisSchultz2003", "CrismanCoxGibilisco2021"),
        parameters=(
            Parameter("s_a", 0.0, "A, status quo", -10.0, 10.0, UNIT),
            Parameter("v_a", 1.0, "A, concession by B", -10.0, 10.0, UNIT),
            Parameter("c_b", 0.0, "B, its own concession", -50.0, 50.0, UNIT),
            Parameter("w_a", -1.9, "A, standing firm, before its shock", -10.0, 10.0, UNIT),
            Parameter("w_b", -2.9, "B, A standing firm, before its shock", -50.0, 50.0, UNIT),
            Parameter("a", -1.2, "A, backing down, before its shock", -10.0, 10.0, UNIT),
            Parameter("v_b", 1.0, "B, A backing down", -50.0, 50.0, UNIT),
        ),
        solvers={"roots": solve},
        page=__doc__ or "",
    ),
)
