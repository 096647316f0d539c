"""Spatial model of politics: actors press each other to move until nobody moves much any more.

Definitions and notation
------------------------
Actors ``i = 0, 1, ...`` have a capability ``C_i``, a position ``theta_i`` and saliences ``s_i``,
with an entry for each dimension; positions and saliences lie between 0 and 1 and an actor's
saliences sum to at most 1. A turn of the model:

1. *Value and risk.* ``V_ij = 1 - d_ij`` with the difference d of `spatial_views.difference`. A
   probabilistic Condorcet election among all positions, by capability alone, gives each position
   a probability; the actor with the likeliest position is the most risk-averse, ``R = 1``.
2. *Utility.* ``u_ij = (1 - d_ij)(1 + d_ij R_i)``. Actor h thinks that i's risk attitude is
   ``R^h_i = (1 - w) R_h + w R_i``.
3. *Challenges.* The target j resists with probability ``sum s_j``; then i wins with
   `spatial_bargains.victory_in_challenge`, where third parties take sides. Each actor picks the
   target that it expects to gain most from, if any.
4. *Bargains.* Each challenger proposes positions between its own and the target's, weighted by
   ``(s P)^2``: the target is offered less the surer the challenger is of winning.
5. *Choice.* Each actor compares the present state with all bargains that it is a party to. Every
   actor votes, by its mean utility over all positions; the actor adopts its part of the option
   with the highest probability in the election.

The run ends when the actors together move less than 2 % of what they moved in the first turn, or
after ``max_turns``. The outcome is the election among the positions reached.

Numbers stand for the modeller's choices: `vote_rule` 0 Prop, 1 Binary, 2 PropBin, 3 Cubic,
4 PropCbc, 5 ASymProsp; ``m`` 1 Linear, 2 Square, 4 Quartic, 8 Octic victory; `risk_range` 0 Min,
1 Mid, 2 Max; `risk_weight` w is 1/3 in OneThird; `interpolation` 1 S1P1, 2 S2P2. The solver is the
election: conditional (`exact`), `markov-incentive` or `markov-uniform`.

Validity
--------
A simulation with named rules, not an equilibrium of a game: nobody looks ahead, and the place where
it rests depends on the start and on roundings. Third parties insure themselves rather than help
their friends: n joins i if ``P (u_nn - u_ni) > (1 - P)(u_nn - u_nj)``, so at even odds it joins the
side that it likes less, whose victory would cost it more.

An outlier whom nobody can coerce stays put, a fair caricature of the holder of a veto; use
`veto-players` where a veto is a rule. In one dimension compare with `weighted-median`. Bueno de
Mesquita's expected utility model differs: it takes a weighted median, and risk from security.

Left out of the publication's program: ideal points that lag behind positions, random choice among
bargains, the victory rule with a threshold, bargains from the target's point of view, the
interpolation S2PMax, and rules of third-party commitment under which third parties do nothing.

What it says about a guarantee
------------------------------
Which position a coalition of guarantors may drift to, and who never moves, given capabilities and
saliences that somebody must judge. It knows no treaty, no war and no time between turns.

References
----------
[KTAB]_, whose formulas these are and whose reference runs the tests reproduce.

Examples
--------
>>> found = MODELS[0].solve(C=(1.0, 1.0, 2.0), theta=((0.1,), (0.3,), (0.9,)), s=((0.9,),) * 3)
>>> found.chosen.label
'settled in turn 6'
>>> {name: round(x, 4) for name, x in found.chosen.strategies.items()}
{'theta_0_0': 0.4369, 'theta_1_0': 0.4369, 'theta_2_0': 0.5164}
>>> {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
{'position of 0': 0.5, 'position of 2': 0.5}
"""

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.library.spatial_run import prevailing, run, standing_positions
from suasion.theory.library.spatial_views import Actors, Rules
from suasion.theory.model import Model, Parameter, Value
from suasion.theory.solution import Equilibrium, Solution, Status

MODEL = "spatial model of politics"
SELECTION = "the state in which the run ends"


def solve(
    C: tuple[float, ...],
    theta: tuple[tuple[float, ...], ...],
    s: tuple[tuple[float, ...], ...],
    max_turns: float = 100,
    *,
    kind: str = "conditional",
    **rules: Any,
) -> Solution:
    """The state in which a run ends, with the probability that each position prevails.

    Parameters
    ----------
    C, theta, s
        Capabilities, positions and saliences; ranges as in the page.
    max_turns
        Turns after which the run is broken off.
    kind
        One of `suasion.theory.library.spatial_vote.ELECTIONS`.
    **rules
        Fields of `suasion.theory.library.spatial_views.Rules`.

    Returns
    -------
    Solution
        Outcomes ``position of i`` for each different position, under the first actor that holds
        it; strategies ``theta_i_k``; values are expected utilities. Status "degenerate" without a
        result if the lists do not fit each other or saliences do not sum to above 0 and at most
        1; "none-found", with the last state, if the actors do not settle.
    """
    parameters = _flat(C=C, theta=theta, s=s, max_turns=max_turns, **rules)
    wrong = _wrong(C, theta, s)
    if wrong:
        return Solution(MODEL, parameters, (), -1, SELECTION, Status("degenerate", wrong))
    with jax.enable_x64(True):
        actors = Actors(*(jnp.asarray(x, dtype=float) for x in (C, theta, s)))
        history, settled = run(actors, Rules(**rules), kind=kind, max_turns=int(max_turns))
        end = actors._replace(theta=jnp.asarray(history[-1]))
        equilibrium = _equilibrium(end, len(history) - 1, Rules(**rules), kind, settled=settled)
    return Solution(MODEL, parameters, (equilibrium,), 0, SELECTION, equilibrium.status)


def _wrong(C: tuple[Any, ...], theta: tuple[Any, ...], s: tuple[Any, ...]) -> str:
    shapes = [tuple(len(row) if isinstance(row, tuple) else 0 for row in x) for x in (theta, s)]
    if not len(C) == len(shapes[0]) == len(shapes[1]) >= 2:
        return "C, theta and s need an entry for each actor, and at least two actors."
    if len({*shapes[0], *shapes[1]}) != 1 or not shapes[0][0]:
        return "theta and s need a row for each actor, with an entry for each dimension."
    sums = [float(sum(row)) for row in s]
    bad = [i for i, total in enumerate(sums) if not 0.0 < total <= 1.0 + 1e-9]
    if bad:
        where = f"0 < sum of s_{bad[0]} <= 1 is needed, but it is {sums[bad[0]]:g}"
        return f"{where}: saliences are shares of an actor's attention."
    return ""


def _equilibrium(
    actors: Actors, turns: int, rules: Rules, kind: str, *, settled: bool
) -> Equilibrium:
    theta = np.asarray(actors.theta)
    first = standing_positions(theta)
    standing = jnp.asarray([i == place for i, place in enumerate(first)])
    p, u = (np.asarray(x) for x in prevailing(actors, standing, rules, kind=kind))
    outcomes = {f"position of {i}": float(p[i]) for i in sorted(set(first))}
    values = {f"actor {i}": float(x) for i, x in enumerate(u @ p)}
    label, status = f"settled in turn {turns}", Status("ok", "The actors settled.")
    if not settled:
        label = f"not settled after {turns} turns"
        status = Status("none-found", f"The actors still move after {turns} turns.")
    return Equilibrium(label, _flat(theta=theta.tolist()), outcomes, values, {}, status)


def _flat(**values: Value | list[list[float]]) -> dict[str, float]:
    """Numbers by name, entries of lists with their places."""
    flat: dict[str, float] = {}
    for name, value in values.items():
        if isinstance(value, tuple | list):
            flat |= _flat(**{f"{name}_{place}": entry for place, entry in enumerate(value)})
        else:
            flat[name] = float(value)
    return flat


# The actors of the reference run dummyData_3Dim of the publication.
_C = (102.543, 53.393, 129.643, 75.920, 63.224, 120.048, 54.178)
_THETA = (
    (0.7579, 0.0637, 0.7045),
    (0.8272, 0.7350, 0.6400),
    (0.8245, 0.9089, 0.0007),
    (0.6252, 0.5082, 0.6233),
    (0.8234, 0.4577, 0.7331),
    (0.8448, 0.3370, 0.8811),
    (0.7096, 0.3346, 0.9036),
)
_S = (
    (0.4953, 0.0591, 0.2815),
    (0.3033, 0.2122, 0.2479),
    (0.4847, 0.1355, 0.3462),
    (0.2076, 0.3924, 0.2221),
    (0.4096, 0.2543, 0.2259),
    (0.2292, 0.3935, 0.1542),
    (0.3175, 0.2793, 0.2603),
)

MODELS: tuple[Model, ...] = (
    Model(
        id="spatial-politics",
        title="Actors with positions press each other to move (KTAB)",
        source=("KTAB",),
        parameters=(
            Parameter("C", _C, "capability of each actor", low=1e-6, unit="capability"),
            Parameter("theta", _THETA, "positions, a row for each actor", 0.0, 1.0),
            Parameter("s", _S, "saliences, a row for each actor", 0.0, 1.0),
            Parameter("vote_rule", 0.0, "rule by which actors vote", 0.0, 5.0, whole=True),
            Parameter("m", 1.0, "sharpness of victory", 1.0, 8.0),
            Parameter("risk_range", 1.0, "range of risk attitudes", 0.0, 2.0, whole=True),
            Parameter("risk_weight", 1.0 / 3.0, "weight of others' own risk attitude", 0.0, 1.0),
            Parameter("interpolation", 2.0, "power of salience and chance", 1.0, 2.0, whole=True),
            Parameter("max_turns", 100.0, "turns at most", 1.0, 1000.0, "turn", whole=True),
        ),
        solvers={
            "exact": solve,
            "markov-incentive": partial(solve, kind="markov-incentive"),
            "markov-uniform": partial(solve, kind="markov-uniform"),
        },
        page=__doc__ or "",
    ),
)
