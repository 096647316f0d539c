"""Asymmetric Escalation Game: flexible response with a limited and an all-out level.

Definitions and notation
------------------------
Tree. Node 1, challenger: cooperate (SQ) or defect. Node 2, defender: concede (DC), respond in kind
(to 3a) or escalate (to 3b). Node 3a, challenger: leave it at limited conflict (DD) or escalate (to
4). Node 3b, challenger: give way (DE, the defender wins) or stand (EE, all-out conflict). Node 4,
defender: give way (ED, the challenger wins) or stand (EE).

Published order, with EE and DD taking one of two values by type:

- challenger: ``c_ee_soft < c_de < c_ee_hard < c_dd < c_ed < c_sq < c_dc``,
- defender:   ``d_ee_soft < d_ed < d_ee_hard < d_dd_soft < d_dc < d_dd_hard < d_de < d_sq``.

The defender has two credibilities: *tactical* (hard in DD: it prefers limited conflict to
conceding) and *strategic* (hard in EE: it prefers all-out conflict to being beaten). It is hard at
both levels with probability ``p_hh``, in limited conflict only with ``p_hs``, in all-out conflict
only with ``p_sh``, and at neither with the rest; the challenger is hard with ``p_ch``. The
precisions ``lambda_ch`` and ``lambda_def`` enter the quantal response alone.

With complete information only SQ or DC is ever reached: neither limited nor all-out conflict.
Deterrence holds if and only if the challenger is soft or the defender hard at *both* levels; a
strategic threat without a credible tactical response fails against a hard challenger.

Private types. The published game has two types of the challenger and four of the defender, each
known to its owner only: `suasion.theory.library.asymmetric_escalation_types` and
`suasion.theory.library.asymmetric_escalation_private`. Limited response alone deters (the
tactically hard respond in kind, the others would concede, nobody escalates) if and only if who
challenged would be believed hard with probability ``(d_de - d_dc)/(d_de - d_ee_hard)`` or more and

    p_hh + p_hs >= c_t = (c_dc - c_sq)/(c_dc - c_dd)
    p_hh/(p_hh + p_hs) >= c_h = (c_ed - c_dd)/(c_ed - c_ee_hard).

Solvers. ``quantal-response``: types are private. ``pure-perfect-bayesian``: the same, every
equilibrium in pure strategies; selected is the one with the largest chance of the status quo, the
most hopeful. ``subgame-perfect``: everyone sees the types.

The variant without a response in kind at node 2 is `suasion.theory.library.massive_retaliation`.

What it says about a guarantee
------------------------------
A nuclear threat without a credible answer to a limited attack does not deter a hard challenger that
sees it. With private types it may, and limited response alone deters where enough of the
defenders that would answer in kind would also stand (``c_t``, ``c_h``). The order of payoffs is
fixed: a challenger that prefers limited conflict to the status quo is another game.

References
----------
[ZagareKilgour2000]_, ch. 8-9 and appendix 8; [ZagareKilgour1995]_; [ZagareKilgour1998]_. The
quantal response is that of [McKelveyPalfrey1998]_. The complete-information solutions are derived
here; the publication's own statement of them is known at second hand.

Examples
--------
>>> (model,) = MODELS
>>> found = model.solve("pure-perfect-bayesian")
>>> found.chosen.label
'nobody initiates; hh responds, hs responds, sh concedes, ss concedes'
>>> known = model.solve("subgame-perfect").chosen.outcomes
>>> {name: round(p, 3) for name, p in known.items() if p > 0}
{'SQ': 0.64, 'DC': 0.36}
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.library import asymmetric_escalation_private
from suasion.theory.library.asymmetric_escalation_private import type_status
from suasion.theory.library.asymmetric_escalation_types import DEFENDERS, EXAMPLE, EscalationTypes
from suasion.theory.model import Model, Parameter
from suasion.theory.on_demand import packaged, solve_tree
from suasion.theory.solution import (
    Equilibrium,
    Number,
    Solution,
    Status,
    order_status,
    order_violations,
)

MODEL = "asymmetric escalation game"
SELECTION = "the only one, or where ties leave several the worst for the defender"
OUTCOMES = {
    "SQ": "status quo",
    "DC": "defender concedes",
    "DD": "limited conflict",
    "ED": "challenger wins",
    "DE": "defender wins",
    "EE": "all-out conflict",
}


class EscalationPayoffs(NamedTuple):
    """Payoffs of both players [any unit, one per player]; each a number or an array `*batch`."""

    c_sq: Number
    c_dc: Number
    c_dd: Number
    c_ed: Number
    c_de: Number
    c_ee: Number
    d_sq: Number
    d_dc: Number
    d_dd: Number
    d_ed: Number
    d_de: Number
    d_ee: Number


class EscalationOutcomes(NamedTuple):
    """Probability of each outcome [1], of shape `*batch`; they sum to one."""

    sq: jax.Array
    dc: jax.Array
    dd: jax.Array
    ed: jax.Array
    de: jax.Array
    ee: jax.Array


class EscalationResponse(NamedTuple):
    """Action probabilities [1], outcomes and values [payoffs' units], each of shape `*batch`.

    The three choices of node 2 sum to one; of each other node the probability of the action
    towards conflict is given: nodes 1, 3a, 3b and 4.
    """

    challenger_initiates: jax.Array
    defender_concedes: jax.Array
    defender_responds: jax.Array
    defender_escalates: jax.Array
    challenger_escalates: jax.Array
    challenger_stands: jax.Array
    defender_stands: jax.Array
    outcomes: EscalationOutcomes
    challenger_value: jax.Array
    defender_value: jax.Array


class _Play(NamedTuple):
    outcome: str
    choices: dict[str, float]


def quantal_response(
    payoffs: EscalationPayoffs, challenger_precision: Number, defender_precision: Number
) -> EscalationResponse:
    """Logit agent quantal response equilibrium, by backward induction.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit]; any order.
    challenger_precision, defender_precision
        Factor on payoff differences in the logistic function [1/payoff unit], >= 0: at 0 every
        action is equally likely, and large values approach subgame perfection.

    Returns
    -------
    EscalationResponse
        The unique equilibrium: moves are sequential, information is perfect and the shocks of
        different nodes are independent. Values do not count the shocks.

    References
    ----------
    [McKelveyPalfrey1998]_.

    Examples
    --------
    >>> game = EscalationPayoffs(0.7, 1.0, 0.4, 0.5, 0.1, 0.2, 1.0, 0.5, 0.6, 0.1, 0.8, 0.2)
    >>> calm = quantal_response(game, 10.0, 10.0)
    >>> round(float(calm.outcomes.sq), 3)
    0.672
    """
    c, d = payoffs, payoffs
    rate_c, rate_d = jnp.asarray(challenger_precision), jnp.asarray(defender_precision)
    stands_4 = jax.nn.sigmoid(rate_d * (d.d_ee - d.d_ed))
    c_4, d_4 = _mixed(stands_4, c.c_ee, c.c_ed), _mixed(stands_4, d.d_ee, d.d_ed)
    escalates_3a = jax.nn.sigmoid(rate_c * (c_4 - c.c_dd))
    c_3a, d_3a = _mixed(escalates_3a, c_4, c.c_dd), _mixed(escalates_3a, d_4, d.d_dd)
    stands_3b = jax.nn.sigmoid(rate_c * (c.c_ee - c.c_de))
    c_3b, d_3b = _mixed(stands_3b, c.c_ee, c.c_de), _mixed(stands_3b, d.d_ee, d.d_de)
    options = jnp.stack(jnp.broadcast_arrays(rate_d * d.d_dc, rate_d * d_3a, rate_d * d_3b))
    concedes, responds, escalates = jax.nn.softmax(options, axis=0)
    c_2 = concedes * c.c_dc + responds * c_3a + escalates * c_3b
    d_2 = concedes * d.d_dc + responds * d_3a + escalates * d_3b
    initiates = jax.nn.sigmoid(rate_c * (c_2 - c.c_sq))
    limited, all_out = initiates * responds, initiates * escalates
    outcomes = EscalationOutcomes(
        sq=jax.nn.sigmoid(rate_c * (c.c_sq - c_2)),
        dc=initiates * concedes,
        dd=limited * (1.0 - escalates_3a),
        ed=limited * escalates_3a * (1.0 - stands_4),
        de=all_out * (1.0 - stands_3b),
        ee=limited * escalates_3a * stands_4 + all_out * stands_3b,
    )
    choices = (initiates, concedes, responds, escalates, escalates_3a, stands_3b, stands_4)
    c_1, d_1 = _mixed(initiates, c_2, c.c_sq), _mixed(initiates, d_2, d.d_sq)
    return EscalationResponse(*choices, outcomes, c_1, d_1)


def _mixed(probability: jax.Array, if_taken: Number, if_not: Number) -> jax.Array:
    return probability * if_taken + (1.0 - probability) * if_not


def subgame_perfect(payoffs: EscalationPayoffs) -> Solution:
    """All subgame perfect equilibria in pure strategies under complete information.

    Parameters
    ----------
    payoffs
        Scalar payoffs [any unit] of one type of each player; compared exactly.

    Returns
    -------
    Solution
        Outcomes SQ, DC, DD, ED, DE, EE. One equilibrium unless payoffs tie; with ties every pure
        one, whose mixtures are not listed. Outside the published order the solution still holds
        for the tree, with status "degenerate".

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for tree and order; derived here.

    Examples
    --------
    A hard challenger against a defender with a strategic but no tactical threat:

    >>> game = EscalationPayoffs(0.7, 1.0, 0.4, 0.5, 0.1, 0.2, 1.0, 0.5, 0.4, 0.1, 0.8, 0.2)
    >>> subgame_perfect(game).chosen.label
    'defender concedes'
    """
    values = {name: float(payoff) for name, payoff in payoffs._asdict().items()}
    status = _status(values)
    plays = _plays(values)
    equilibria = tuple(_equilibrium(values, play, status) for play in plays)
    worst = min(range(len(plays)), key=lambda i: values[f"d_{plays[i].outcome.lower()}"])
    return Solution(MODEL, values, equilibria, worst, SELECTION, status)


def _plays(values: Mapping[str, float]) -> list[_Play]:
    leaf = {outcome: [_Play(outcome, {})] for outcome in OUTCOMES}
    node_4 = _node(values, "d", {"": leaf["ED"], "defender_stands": leaf["EE"]})
    node_3a = _node(values, "c", {"": leaf["DD"], "challenger_escalates": node_4})
    node_3b = _node(values, "c", {"": leaf["DE"], "challenger_stands": leaf["EE"]})
    replies = {
        "defender_concedes": leaf["DC"],
        "defender_responds": node_3a,
        "defender_escalates": node_3b,
    }
    node_2 = _node(values, "d", replies)
    return _node(values, "c", {"": leaf["SQ"], "challenger_initiates": node_2})


def _node(
    values: Mapping[str, float], player: str, subgames: Mapping[str, list[_Play]]
) -> list[_Play]:
    """Every way to play on from a node: a play of each subgame and a best action of the mover."""
    found = []
    for plays in product(*subgames.values()):
        worth = [values[f"{player}_{play.outcome.lower()}"] for play in plays]
        later = {name: p for play in plays for name, p in play.choices.items()}
        for action, play, gain in zip(subgames, plays, worth, strict=True):
            if gain == max(worth):
                here = {name: float(name == action) for name in subgames if name}
                found.append(_Play(play.outcome, here | later))
    return found


def _equilibrium(values: Mapping[str, float], play: _Play, status: Status) -> Equilibrium:
    outcomes = {outcome: float(outcome == play.outcome) for outcome in OUTCOMES}
    reached = play.outcome.lower()
    worth = {"challenger": values[f"c_{reached}"], "defender": values[f"d_{reached}"]}
    return Equilibrium(OUTCOMES[play.outcome], play.choices, outcomes, worth, {}, status)


def _status(values: Mapping[str, float]) -> Status:
    tough = values["c_ee"] > values["c_de"]
    challenger = ("c_de", "c_ee", "c_dd") if tough else ("c_ee", "c_de", "c_dd")
    strategic = ("d_ed", "d_ee") if values["d_ee"] > values["d_ed"] else ("d_ee", "d_ed")
    tactical = ("d_dc", "d_dd") if values["d_dd"] > values["d_dc"] else ("d_dd", "d_dc")
    orders = (
        (*challenger, "c_ed", "c_sq", "c_dc"),
        (*strategic, *tactical, "d_de", "d_sq"),
    )
    return order_status(order_violations(values, *orders), "The tree is solved as given.")


def known_types(game: EscalationTypes) -> Solution:
    """Subgame perfect play where both sides see both types, over the chances of the types.

    Parameters
    ----------
    game
        Scalar payoffs [any unit] and probabilities [1].

    Returns
    -------
    Solution
        One equilibrium: each of the eight games of complete information is solved by
        `subgame_perfect` and its selected play taken, with the probability of its types.
        Strategies end in the types they belong to, challenger first.

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for tree and order; derived here.

    Examples
    --------
    >>> known_types(EXAMPLE._replace(p_ch=1.0, p_hh=0.0, p_hs=0.0, p_sh=1.0)).chosen.outcomes["DC"]
    1.0
    """
    parameters, status = dict(game._asdict()), type_status(game)
    if status.code == "none-found":
        return Solution(MODEL, parameters, (), -1, KNOWN, status)
    plays = [
        (chance, f"{challenger}_{defender}", subgame_perfect(_of_types(game, challenger, defender)))
        for challenger, of_challenger in (("h", float(game.p_ch)), ("s", 1.0 - float(game.p_ch)))
        for defender, of_defender in zip(DEFENDERS, _defenders(game), strict=True)
        if (chance := of_challenger * of_defender) > 0.0
    ]
    mean = {
        kind: _mean([(chance, getattr(found.chosen, kind)) for chance, _, found in plays])
        for kind in ("outcomes", "values")
    }
    strategies = {
        f"{name}_{types}": float(chance)
        for _, types, found in plays
        for name, chance in found.chosen.strategies.items()
    }
    only = Equilibrium("types known", strategies, mean["outcomes"], mean["values"], {}, status)
    return Solution(MODEL, parameters, (only,), 0, KNOWN, status)


def _defenders(game: EscalationTypes) -> tuple[float, ...]:
    known = tuple(float(p) for p in (game.p_hh, game.p_hs, game.p_sh))
    return (*known, max(1.0 - sum(known), 0.0))


def _mean(rows: list[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    return {name: float(sum(chance * row[name] for chance, row in rows)) for name in rows[0][1]}


def _of_types(game: EscalationTypes, challenger: str, defender: str) -> EscalationPayoffs:
    g = game
    return EscalationPayoffs(
        c_sq=g.c_sq,
        c_dc=g.c_dc,
        c_dd=g.c_dd,
        c_ed=g.c_ed,
        c_de=g.c_de,
        c_ee=g.c_ee_hard if challenger == "h" else g.c_ee_soft,
        d_sq=g.d_sq,
        d_dc=g.d_dc,
        d_dd=g.d_dd_hard if defender[0] == "h" else g.d_dd_soft,
        d_ed=g.d_ed,
        d_de=g.d_de,
        d_ee=g.d_ee_hard if defender[1] == "h" else g.d_ee_soft,
    )


def _by_name(solver: Callable[[EscalationTypes], Solution]) -> Callable[..., Solution]:
    """A solver of the typed game that takes every parameter of the model by name."""

    def solved(*, lambda_ch: float, lambda_def: float, **game: float) -> Solution:
        return solver(EscalationTypes(**game))

    return solved


def _quantal_response(**parameters: float) -> Solution:
    types = {name: float(parameters[name]) for name in _TYPES}
    challenger, *defender = types.values()
    rest = 1.0 - sum(defender)
    status = type_status(EscalationTypes(*(parameters[name] for name in EscalationTypes._fields)))
    if status.code == "none-found":
        return Solution(MODEL, parameters, (), -1, BRANCH, status)
    # Beliefs are asked for of every type, also of one that is never drawn.
    shares = [max(share, RARE) for share in (*defender, rest)]
    drawn = (min(max(challenger, RARE), 1.0 - RARE), *(x / sum(shares) for x in shares[:3]))
    values = parameters | dict(zip(types, drawn, strict=True))
    found = solve_tree(packaged("asymmetric_escalation"), values, "quantal-response")
    outside = found.status.code == "ok" and status.code != "ok"
    return replace(found, parameters=parameters, status=status if outside else found.status)


BRANCH = "the principal branch of the agent quantal response, from zero precision"
RARE = 1e-13
"""Chance given to a type that is never drawn [1]."""
KNOWN = "subgame perfect play of each pair of types; where ties leave several, the defender's worst"

_MEANING = {
    "c_sq": "challenger: status quo",
    "c_dc": "challenger: the defender concedes",
    "c_dd": "challenger: limited conflict",
    "c_ed": "challenger: it escalates and wins",
    "c_de": "challenger: it gives way to escalation",
    "c_ee_hard": "hard challenger: all-out conflict",
    "c_ee_soft": "soft challenger: all-out conflict",
    "d_sq": "defender: status quo",
    "d_dc": "defender: it concedes",
    "d_dd_hard": "tactically hard defender: limited conflict",
    "d_dd_soft": "tactically soft defender: limited conflict",
    "d_ed": "defender: it gives way to escalation",
    "d_de": "defender: it escalates and wins",
    "d_ee_hard": "strategically hard defender: all-out conflict",
    "d_ee_soft": "strategically soft defender: all-out conflict",
}
_TYPES = {
    "p_ch": "chance that the challenger is hard",
    "p_hh": "chance of a defender hard in limited and in all-out conflict",
    "p_hs": "chance of a defender hard in limited conflict only",
    "p_sh": "chance of a defender hard in all-out conflict only",
}
MODELS = (
    Model(
        id="asymmetric-escalation",
        title="Asymmetric escalation: limited and all-out conflict",
        source=("ZagareKilgour2000", "ZagareKilgour1995", "ZagareKilgour1998"),
        parameters=(
            *(Parameter(n, getattr(EXAMPLE, n), meaning) for n, meaning in _MEANING.items()),
            *(
                Parameter(n, getattr(EXAMPLE, n), meaning, 0.0, 1.0)
                for n, meaning in _TYPES.items()
            ),
            Parameter("lambda_ch", 10.0, "precision of the challenger", 0.0, unit="1/payoff"),
            Parameter("lambda_def", 10.0, "precision of the defender", 0.0, unit="1/payoff"),
        ),
        solvers={
            "quantal-response": _quantal_response,
            "subgame-perfect": _by_name(known_types),
            "pure-perfect-bayesian": _by_name(asymmetric_escalation_private.perfect_bayesian),
        },
        page=__doc__ or "",
        stage="asymmetric-escalation",
        tree=lambda: packaged("asymmetric_escalation"),
    ),
)
