"""Reduced form of the Tripartite Crisis Game: a demand on a protege that may change sides.

Written from the publication's abstract; the tree is from memory and to be verified, the payoffs and
their order are ours, and no boundary of a published region is claimed.

Definitions and notation
------------------------
Tree. 1, challenger: nothing (SQ, status quo) or a demand on the protege. 2, protege: concede at
once (PC) or hold. 3, defender: support (to 4) or withhold (to 5). 4, challenger: back down (CB) or
fight (CF, conflict). 5, protege, left alone: concede (PL) or realign (PR), which hurts the
defender.

Types. Each player knows its own type only, the chances are independent:

- the challenger is *determined* (``c_cf_determined > c_cb``: it fights a supported protege) with
  chance ``q_determined``, else *hesitant*;
- the defender is *staunch* (``d_cf_staunch > d_pr``: it would rather fight than lose the protege)
  with chance ``q_staunch``, else *wavering*;
- the protege is *loyal* (``p_pr_loyal < p_pl``: it does not realign) with chance ``q_loyal``, else
  *disloyal*.

Order taken here; what it leaves open, such as whether a staunch defender would fight for a protege
that stays anyway (``d_cf_staunch`` against ``d_pl``), is where the game gets interesting:

- challenger: ``c_cf_hesitant < c_cb < c_cf_determined < c_sq < c_pl <= c_pr``,
- protege: ``p_pr_loyal < p_pl < p_pr_disloyal < p_sq``, ``p_pl < p_pc < p_cf < p_cb``,
- defender: ``d_cf_wavering < d_pr < d_cf_staunch < d_cb < d_sq``, ``d_pr < d_pl``.

Solutions. *Pure perfect Bayesian*: every equilibrium in pure strategies, with beliefs ``mu`` (a
challenger that made a demand is determined) and ``lam`` (a protege that held is loyal). A move
tells nothing about what its mover does not know, on the path or off it, so ``mu`` is the same
before and after the protege's answer: stricter than weak perfect Bayesian equilibrium, which allows
more. Mixed ones are not listed; selected is the one with the largest chance of the status quo, the
most hopeful. *Quantal response*: the principal branch in logit responses, with the precisions
``lambda_ch``, ``lambda_p`` and ``lambda_def``. *Subgame perfect*: everyone sees all types.

What it says about a guarantee
------------------------------
A protege that may change sides makes support likelier, which deters; but where support stays
unlikely it offers a challenger more than a concession, which invites. The abstract states both
directions, for weakly or moderately and for strongly motivated challengers; they come out here. It
says nothing about how large either effect is, and the protege's threat has no cost to itself other
than the value of realigning.

References
----------
[ZagareKilgour2003]_, abstract. The quantal response is that of [McKelveyPalfrey1998]_.

Examples
--------
A disloyal protege is defended, a loyal one is not, so the one that might leave is left in peace:

>>> (model,) = MODELS
>>> chances = [model.solve("subgame-perfect", q_loyal=q).chosen.outcomes["SQ"] for q in (0.0, 1.0)]
>>> [round(float(p), 3) for p in chances]
[0.76, 0.2]
>>> model.solve("pure-perfect-bayesian").chosen.label
'nobody demands; loyal holds, disloyal holds; staunch supports, wavering withholds'
"""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.library.tripartite_crisis_types import (
    EXAMPLE,
    OUTCOMES,
    PLANS,
    Strategies,
    TripartiteCrisis,
    best_responses,
    play,
    pure_equilibria,
)
from suasion.theory.model import Model, Parameter
from suasion.theory.solution import (
    Equilibrium,
    Solution,
    Status,
    order_violations,
)
from suasion.theory.solvers.solutions import solve_tree
from suasion.theory.tree.reading import packaged

MODEL = "tripartite crisis game"
PEACE = "the largest chance of the status quo; if equal, the first listed"
KNOWN = "backward induction for each triple of types; ties against conflict and realignment"
ORDERS = (
    ("c_cf_hesitant", "c_cb", "c_cf_determined", "c_sq", "c_pl"),
    ("p_pr_loyal", "p_pl", "p_pr_disloyal", "p_sq"),
    ("p_pl", "p_pc", "p_cf", "p_cb"),
    ("d_cf_wavering", "d_pr", "d_cf_staunch", "d_cb", "d_sq"),
    ("d_pr", "d_pl"),
)
ORDERED = Status("ok", "The payoffs are in the order of the page, which is this package's.")
KINDS = {
    "demands": ("determined", "hesitant"),
    "fights": ("determined", "hesitant"),
    "holds": ("loyal", "disloyal"),
    "realigns": ("loyal", "disloyal"),
    "supports": ("staunch", "wavering"),
}
WHO = ("nobody demands", "the hesitant demands", "the determined demands", "everyone demands")


def perfect_bayesian(game: TripartiteCrisis) -> Solution:
    """Every perfect Bayesian equilibrium in pure strategies.

    Parameters
    ----------
    game
        Scalar payoffs [any unit] and chances of types [1].

    Returns
    -------
    Solution
        Outcomes SQ, PC, CB, CF, PL, PR. Status "none-found" where only mixed ones exist.

    Examples
    --------
    >>> len(perfect_bayesian(EXAMPLE).equilibria)
    2
    """
    status = _status(game)
    with jax.enable_x64(True):
        inner = TripartiteCrisis(*(jnp.asarray(float(x)) for x in game))
        exists, mu, lam = (np.asarray(part) for part in pure_equilibria(inner))
        last = best_responses(jnp.array([0.5, 0.5]), inner)
        found = []
        for at in np.argwhere(exists):
            demands, holds, supports = (jnp.asarray(PLANS[i] * 1.0) for i in at)
            moves = Strategies(demands, last.fights, holds, last.realigns, supports)
            beliefs = float(mu[tuple(at)]), float(lam[tuple(at)])
            found.append(_equilibrium(inner, moves, beliefs, _label(at), status))
    if not found:
        status = Status("none-found", "There is no equilibrium in pure strategies here.")
        return Solution(MODEL, dict(game._asdict()), (), -1, PEACE, status)
    peace = [one.outcomes["SQ"] for one in found]
    chosen = peace.index(max(peace))
    return Solution(MODEL, dict(game._asdict()), tuple(found), chosen, PEACE, status)


def _label(at: np.ndarray) -> str:
    rows = (("holds", ("concedes", "holds")), ("supports", ("withholds", "supports")))
    parts = [WHO[at[0]]]
    for (move, words), plan in zip(rows, PLANS[at[1:]], strict=True):
        pairs = zip(KINDS[move], plan, strict=True)
        parts.append(", ".join(f"{kind} {words[does]}" for kind, does in pairs))
    return "; ".join(parts)


def known_types(game: TripartiteCrisis) -> Solution:
    """Backward induction where everyone sees all types, over the chances of the types.

    Parameters
    ----------
    game
        Scalar payoffs [any unit] and chances of types [1].

    Returns
    -------
    Solution
        One equilibrium; its strategies end in the triple of types they belong to: challenger,
        protege, defender.

    Examples
    --------
    >>> never_defended = known_types(EXAMPLE._replace(q_staunch=0.0, q_loyal=0.0)).chosen
    >>> round(never_defended.outcomes["PR"], 3)
    0.8
    """
    status = _status(game)
    outcomes, values = dict.fromkeys(OUTCOMES, 0.0), np.zeros(3)
    strategies: dict[str, float] = {}
    chances = [float(q) for q in (game.q_determined, game.q_loyal, game.q_staunch)]
    with jax.enable_x64(True):
        for types in product((0, 1), repeat=3):
            chance = math.prod(
                1.0 - q if kind else q for kind, q in zip(types, chances, strict=True)
            )
            if chance == 0.0:
                continue
            moves, ends = _seen(game, types)
            names = f"{'dh'[types[0]]}{'ld'[types[1]]}{'sw'[types[2]]}"
            strategies |= {f"{name}_{names}": float(part) for name, part in moves.items()}
            values = values + chance * np.array([float(value) for value in ends[1:]])
            for name, p in zip(OUTCOMES, np.asarray(ends.outcomes), strict=True):
                outcomes[name] += chance * float(p)
    worth = dict(zip(("challenger", "protege", "defender"), map(float, values), strict=True))
    only = Equilibrium("types known", strategies, outcomes, worth, {}, status)
    return Solution(MODEL, dict(game._asdict()), (only,), 0, KNOWN, status)


def _seen(game: TripartiteCrisis, types: tuple[int, ...]) -> tuple[dict[str, Any], Any]:
    """Best moves of one triple of types, and the play."""
    challenger, protege, defender = (1.0 - kind for kind in types)
    own = game._replace(q_determined=challenger, q_loyal=protege, q_staunch=defender)
    inner = TripartiteCrisis(*(jnp.asarray(float(x)) for x in own))
    moves = best_responses(jnp.array([challenger, protege]), inner)
    index = dict(zip(KINDS, (types[0], types[0], types[1], types[1], types[2]), strict=True))
    return {name: getattr(moves, name)[i] for name, i in index.items()}, play(inner, moves)


def _status(game: TripartiteCrisis) -> Status:
    broken = order_violations(game._asdict(), *ORDERS)
    sentence = f"Outside the order of the page: {'; '.join(broken)}. The tree is solved as given."
    return Status("degenerate", sentence) if broken else ORDERED


def _equilibrium(
    game: TripartiteCrisis,
    moves: Strategies,
    beliefs: tuple[float, float],
    label: str,
    status: Status,
) -> Equilibrium:
    ends = play(game, moves)
    strategies = {
        f"{kind}_{name}": float(chance)
        for name, kinds in KINDS.items()
        for kind, chance in zip(kinds, getattr(moves, name), strict=True)
    }
    outcomes = dict(zip(OUTCOMES, map(float, np.asarray(ends.outcomes)), strict=True))
    values = {
        "challenger": float(ends.challenger),
        "protege": float(ends.protege),
        "defender": float(ends.defender),
    }
    held = {"determined_given_demand": beliefs[0], "loyal_given_hold": beliefs[1]}
    return Equilibrium(label, strategies, outcomes, values, held, status)


def _by_name(solver: Callable[[TripartiteCrisis], Solution]) -> Callable[..., Solution]:
    """A solver that takes every parameter of the model by name."""

    def solved(*, lambda_ch: float, lambda_p: float, lambda_def: float, **game: float) -> Solution:
        return solver(TripartiteCrisis(**game))

    return solved


def _quantal_response(**parameters: float) -> Solution:
    # Beliefs are asked for of every type, also of one that is never drawn.
    drawn = {name: min(max(float(parameters[name]), RARE), 1.0 - RARE) for name in _TYPES}
    found = solve_tree(packaged("tripartite_crisis"), parameters | drawn, "quantal-response")
    status = _status(TripartiteCrisis(*(parameters[name] for name in TripartiteCrisis._fields)))
    outside = found.status.code == "ok" and status.code != "ok"
    return replace(found, parameters=parameters, status=status if outside else found.status)


RARE = 1e-13
"""Chance given to a type that is never drawn [1]."""


_MEANING = {
    "c_sq": "challenger: status quo",
    "c_pc": "challenger: the protege concedes at once",
    "c_cb": "challenger: it backs down",
    "c_cf_determined": "determined challenger: conflict",
    "c_cf_hesitant": "hesitant challenger: conflict",
    "c_pl": "challenger: the protege, left alone, concedes",
    "c_pr": "challenger: the protege realigns",
    "p_sq": "protege: status quo",
    "p_pc": "protege: it concedes at once",
    "p_cb": "protege: the challenger backs down",
    "p_cf": "protege: conflict with the defender at its side",
    "p_pl": "protege: left alone it concedes",
    "p_pr_loyal": "loyal protege: it realigns",
    "p_pr_disloyal": "disloyal protege: it realigns",
    "d_sq": "defender: status quo",
    "d_pc": "defender: the protege concedes at once",
    "d_cb": "defender: the challenger backs down",
    "d_cf_staunch": "staunch defender: conflict",
    "d_cf_wavering": "wavering defender: conflict",
    "d_pl": "defender: the protege it left alone concedes",
    "d_pr": "defender: the protege realigns",
}
_TYPES = {
    "q_determined": "chance that the challenger is determined",
    "q_staunch": "chance that the defender is staunch",
    "q_loyal": "chance that the protege is loyal",
}

MODELS = (
    Model(
        id="tripartite-crisis",
        title="Tripartite crisis: a protege that may change sides (reduced form)",
        source=("ZagareKilgour2003",),
        parameters=(
            *(Parameter(n, getattr(EXAMPLE, n), meaning) for n, meaning in _MEANING.items()),
            *(Parameter(n, getattr(EXAMPLE, n), text, 0.0, 1.0) for n, text in _TYPES.items()),
            Parameter("lambda_ch", 10.0, "precision of the challenger", 0.0, unit="1/payoff"),
            Parameter("lambda_p", 10.0, "precision of the protege", 0.0, unit="1/payoff"),
            Parameter("lambda_def", 10.0, "precision of the defender", 0.0, unit="1/payoff"),
        ),
        solvers={
            "quantal-response": _quantal_response,
            "subgame-perfect": _by_name(known_types),
            "pure-perfect-bayesian": _by_name(perfect_bayesian),
        },
        page=__doc__ or "",
        stage="tripartite",
        reduced=True,
        tree=lambda: packaged("tripartite_crisis"),
    ),
)
