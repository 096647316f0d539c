"""Unilateral Deterrence Game of perfect deterrence theory, with two-sided incomplete information.

Definitions and notation
------------------------
Tree. The challenger cooperates (SQ, status quo) or defects; the defender then concedes (DC) or
resists; the challenger then backs down (CD, challenger defeated) or fights (DD, conflict).

Types. A *hard* player prefers conflict to giving way at its last node, a *soft* one does not:

- challenger: ``c_dd_soft < c_cd < c_dd_hard < c_sq < c_dc``,
- defender:   ``d_dd_soft < d_dc < d_dd_hard < d_cd < d_sq``.

Each player knows its own type; the challenger is hard with probability ``p_ch`` and,
independently, the defender with ``p_def``. A hard defender always resists and node 3
follows from the type, so an equilibrium is three probabilities and a belief: the hard and the soft
challenger initiate, the soft defender resists, and the defender's belief that a challenger who
initiated is hard.

Thresholds

    c1 = (c_dc - c_sq)/(c_dc - c_cd)        resistance that deters a soft challenger
    c2 = (c_dc - c_sq)/(c_dc - c_dd_hard)   resistance that deters a hard one, c1 < c2
    d1 = (d_cd - d_dc)/(d_cd - d_dd_soft)   belief that makes a soft defender concede

Equilibria. Steadfast deterrence rests on what the defender would believe of a challenge that never
comes: that the challenger is hard with a chance of ``d1`` or less.

| family | where | who initiates | soft defender |
| --- | --- | --- | --- |
| certain deterrence | ``p_def >= c2`` | nobody | would concede |
| separating | ``c1 <= p_def <= c2`` | the hard | concedes |
| bluff | ``p_def <= c1``, ``p_ch <= d1`` | the hard, some soft | resists: ``c1`` in all |
| attack | ``p_def <= c1``, ``p_ch >= d1`` | everyone | concedes |
| steadfast deterrence | ``p_def < c2`` | nobody | would resist |

Selected is the family on the principal branch of the logit agent quantal response equilibrium: one
of the first four, and on the border of two that with less conflict.

With ``p_ch = 1`` this is the rudimentary game of asymmetric deterrence, in which the defender's
answer is the last move: the challenger initiates if ``p_def`` is at most ``c2``, the one threshold.

The order of the payoffs and the tree are the publication's; the thresholds and the regions are
derived here from them. Names of thresholds and families are the book's, from memory. Many games at
once: `suasion.theory.library.unilateral_families`.

What it says about a guarantee
------------------------------
How credible a threat must be, and what lowers that bar: a better status quo for the challenger
lowers ``c1`` and ``c2``, a costlier conflict ``c2`` alone, a worse humiliation ``c1`` alone. It
does not know a third side: a guarantor and its protege are one defender.

References
----------
[ZagareKilgour2000]_, ch. 5 and appendix 1; [ZagareKilgour1993]_. The selection is that of
[McKelveyPalfrey1998]_.

Examples
--------
With ``c1 = 1/2``, ``c2 = 2/3`` and ``d1 = 5/8`` a threat that is credible half the time or more
leaves only the hard to initiate:

>>> (model,) = MODELS
>>> [found.label for found in model.solve(p_ch=0.3, p_def=0.55).equilibria]
['separating', 'steadfast deterrence']
>>> round(model.solve(p_ch=0.3, p_def=0.2).chosen.outcomes["DD"], 3)
0.15
"""

from typing import NamedTuple

import jax

from suasion.theory.model import Model, Parameter
from suasion.theory.on_demand import packaged
from suasion.theory.solution import (
    Equilibrium,
    Number,
    Solution,
    Status,
    order_status,
    order_violations,
)

MODEL = "unilateral deterrence game"
SELECTION = (
    "principal branch of the logit agent quantal response equilibrium; "
    "on the border of two regions the family with less conflict"
)
CHALLENGER_ORDER = ("c_dd_soft", "c_cd", "c_dd_hard", "c_sq", "c_dc")
DEFENDER_ORDER = ("d_dd_soft", "d_dc", "d_dd_hard", "d_cd", "d_sq")
# Two families meet on a border; this keeps both when rounding puts the point beside it.
BORDER = 1e-12


class UnilateralPayoffs(NamedTuple):
    """Payoffs of both players [any unit, one per player]; each a number or an array `*batch`."""

    c_sq: Number
    c_dc: Number
    c_cd: Number
    c_dd_hard: Number
    c_dd_soft: Number
    d_sq: Number
    d_cd: Number
    d_dd_hard: Number
    d_dd_soft: Number
    d_dc: Number


class UnilateralThresholds(NamedTuple):
    """Probabilities [1] at which a player's best choice changes; each of shape `*batch`."""

    c1: Number
    c2: Number
    d1: Number


class _Profile(NamedTuple):
    label: str
    hard_initiates: float
    soft_initiates: float
    soft_resists: float
    belief: float
    hard_resists: float = 1.0


def thresholds(payoffs: UnilateralPayoffs) -> UnilateralThresholds:
    """Resistance that deters the soft and the hard challenger, belief that moves the defender.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit]. Valid where ``c_cd < c_sq``, ``c_dd_hard < c_dc``,
        ``d_dc < d_cd`` and ``d_dd_soft < d_cd``; c1 and c2 are 0 where ``c_dc <= c_sq``, since
        there is nothing to gain. Where ``c_dd_hard > c_sq`` the threat is not capable: c2 > 1.

    Returns
    -------
    UnilateralThresholds
        ``c1 = (c_dc - c_sq)/(c_dc - c_cd)``: the soft challenger initiates if the chance of
        resistance is below it; ``c2 = (c_dc - c_sq)/(c_dc - c_dd_hard)`` likewise for the hard one;
        ``d1 = (d_cd - d_dc)/(d_cd - d_dd_soft)``: the soft defender resists if its belief that it
        faces a hard challenger is below it.

    References
    ----------
    [ZagareKilgour2000]_, ch. 5; derived here from the tree.

    Examples
    --------
    >>> game = UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
    >>> [round(float(x), 3) for x in thresholds(game)]
    [0.5, 0.667, 0.625]
    """
    gain = (payoffs.c_dc - payoffs.c_sq) * (payoffs.c_dc > payoffs.c_sq)
    return UnilateralThresholds(
        gain / (gain + payoffs.c_sq - payoffs.c_cd),
        gain / (gain + payoffs.c_sq - payoffs.c_dd_hard),
        (payoffs.d_cd - payoffs.d_dc) / (payoffs.d_cd - payoffs.d_dd_soft),
    )


def solve(payoffs: UnilateralPayoffs, p_challenger_hard: float, p_defender_hard: float) -> Solution:
    """All families of perfect Bayesian equilibria at one point.

    Parameters
    ----------
    payoffs
        Scalar payoffs [any unit].
    p_challenger_hard, p_defender_hard
        Probability that the player is hard [1], 0 to 1.

    Returns
    -------
    Solution
        Outcomes SQ, DC, CD, DD. Families: certain deterrence (``p_defender_hard >= c2``: no type
        initiates, whatever a soft defender would do), separating (``c1`` to ``c2``), bluff and
        attack (below ``c1``; challenger's probability below or above ``d1``), and steadfast
        deterrence below ``c2``: nobody initiates because a soft defender would resist, believing
        that whoever initiates is likely soft. Of this continuum one representative is returned,
        with the largest belief that supports it, ``d1``; any smaller one will do. On a border
        both neighbours are returned; the mixtures between them are not.
        Outside the published order the status is "degenerate": with nothing to gain nobody
        initiates; if the thresholds still decide, the families are returned; otherwise none.

    References
    ----------
    [ZagareKilgour2000]_, ch. 5; regions derived here and checked by brute force.

    Examples
    --------
    >>> game = UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.5, 0.0, 0.3)
    >>> found = solve(game, 0.5, 0.55)
    >>> [equilibrium.label for equilibrium in found.equilibria], found.chosen.label
    (['separating', 'steadfast deterrence'], 'separating')
    >>> {name: round(p, 3) for name, p in found.chosen.outcomes.items()}
    {'SQ': 0.5, 'DC': 0.225, 'CD': 0.0, 'DD': 0.275}
    """
    game = UnilateralPayoffs(*(float(payoff) for payoff in payoffs))
    p_challenger, p_defender = float(p_challenger_hard), float(p_defender_hard)
    profiles = _profiles(game, p_challenger, p_defender)
    status = _status(game, found=bool(profiles))
    equilibria = [_equilibrium(game, p_challenger, p_defender, x, status) for x in profiles]
    parameters = game._asdict() | {
        "p_challenger_hard": p_challenger,
        "p_defender_hard": p_defender,
    }
    return Solution(
        MODEL, parameters, tuple(equilibria), 0 if equilibria else -1, SELECTION, status
    )


def _status(game: UnilateralPayoffs, *, found: bool) -> Status:
    broken = order_violations(game._asdict(), CHALLENGER_ORDER, DEFENDER_ORDER)
    if not found:
        return order_status(broken, "The published families are not defined here.")
    if _nothing_to_gain(game):
        return order_status(broken, "The challenger has nothing to gain, so nobody initiates.")
    return order_status(broken, "The thresholds still decide.")


def _nothing_to_gain(game: UnilateralPayoffs) -> bool:
    return bool(max(game.c_dc, game.c_cd, game.c_dd_hard, game.c_dd_soft) <= game.c_sq)


def thresholds_decide(payoffs: UnilateralPayoffs) -> bool | jax.Array:
    """Whether the thresholds give the families of equilibria, of shape `*batch`.

    Wider than the published order: ``c_dd_hard`` may exceed ``c_sq``, and ``d_sq`` is free.

    Parameters
    ----------
    payoffs
        Payoffs of shape `*batch` [any unit].

    Examples
    --------
    >>> thresholds_decide(UnilateralPayoffs(0.6, 1.0, 0.2, 0.4, 0.0, 1.0, 0.8, 0.2, 0.0, 0.3))
    False
    """
    game = payoffs
    gain = (game.c_cd < game.c_sq) & (game.c_sq < game.c_dc) & (game.c_dd_hard < game.c_dc)
    last_node = (game.c_dd_soft <= game.c_cd) & (game.c_cd <= game.c_dd_hard)
    soft = (game.d_dd_soft < game.d_dc) & (game.d_dc < game.d_cd)
    return gain & last_node & soft & (game.d_dc < game.d_dd_hard)


def _profiles(game: UnilateralPayoffs, p_challenger: float, p_defender: float) -> list[_Profile]:
    if _nothing_to_gain(game):
        fights = game.c_dd_hard >= game.c_cd
        soft, hard = (
            float((conflict if fights else game.d_cd) >= game.d_dc)
            for conflict in (game.d_dd_soft, game.d_dd_hard)
        )
        return [_Profile("certain deterrence", 0.0, 0.0, soft, 1.0, hard)]
    return _families(game, p_challenger, p_defender) if thresholds_decide(game) else []


def _families(game: UnilateralPayoffs, p_challenger: float, p_defender: float) -> list[_Profile]:
    c1, c2, d1 = (float(x) for x in thresholds(game))
    # A bluff makes the defender indifferent, its resistance the soft challenger.
    odds = p_challenger * (1.0 - d1) / (d1 * (1.0 - p_challenger)) if p_challenger < d1 else 1.0
    resistance = max((c1 - p_defender) / (1.0 - p_defender), 0.0) if p_defender < 1.0 else 0.0
    low, likely_soft = p_defender <= c1 + BORDER, p_challenger <= d1 + BORDER
    middle = c1 - BORDER <= p_defender <= c2 + BORDER
    table = (
        (p_defender >= c2 - BORDER, _Profile("certain deterrence", 0.0, 0.0, 0.0, 1.0)),
        (middle, _Profile("separating", 1.0, 0.0, 0.0, 1.0)),
        (low and likely_soft, _Profile("bluff", 1.0, odds, resistance, d1)),
        (low and p_challenger >= d1 - BORDER, _Profile("attack", 1.0, 1.0, 0.0, p_challenger)),
        (
            p_defender < c2 - BORDER and c2 <= 1.0,
            _Profile("steadfast deterrence", 0.0, 0.0, 1.0, d1),
        ),
    )
    return [profile for exists, profile in table if exists]


def _equilibrium(
    game: UnilateralPayoffs,
    p_challenger: float,
    p_defender: float,
    profile: _Profile,
    status: Status,
) -> Equilibrium:
    hard = p_challenger * profile.hard_initiates
    soft = (1.0 - p_challenger) * profile.soft_initiates
    firm, weak = p_defender * profile.hard_resists, (1.0 - p_defender) * profile.soft_resists
    resisted = firm + weak
    outcomes = {
        "SQ": 1.0 - hard - soft,
        "DC": (hard + soft) * (1.0 - resisted),
        "CD": soft * resisted,
        "DD": hard * resisted,
    }
    common = outcomes["SQ"], outcomes["DC"], outcomes["CD"]
    challenger = _dot(common, (game.c_sq, game.c_dc, game.c_cd)) + outcomes["DD"] * game.c_dd_hard
    conflict = hard * (firm * game.d_dd_hard + weak * game.d_dd_soft)
    defender = _dot(common, (game.d_sq, game.d_dc, game.d_cd)) + conflict
    strategies = {
        "challenger_hard_initiates": profile.hard_initiates,
        "challenger_soft_initiates": profile.soft_initiates,
        "defender_hard_resists": profile.hard_resists,
        "defender_soft_resists": profile.soft_resists,
    }
    beliefs = {"challenger_hard_given_initiation": profile.belief}
    values = {"challenger": float(challenger), "defender": float(defender)}
    return Equilibrium(profile.label, strategies, outcomes, values, beliefs, status)


def _dot(weights: tuple[float, ...], payoffs: tuple[Number, ...]) -> Number:
    return sum((w * x for w, x in zip(weights, payoffs, strict=True)), 0.0)


def exact(*, p_ch: float, p_def: float, **payoffs: float) -> Solution:
    """`solve` with every parameter of the model by name.

    Parameters
    ----------
    p_ch, p_def
        Probability that the challenger and the defender are hard [1], 0 to 1.
    payoffs
        Fields of `UnilateralPayoffs` [any unit].

    Examples
    --------
    >>> exact(**MODELS[0].defaults).chosen.label
    'bluff'
    """
    return solve(UnilateralPayoffs(**payoffs), p_ch, p_def)


MODELS = (
    Model(
        id="unilateral",
        title="Unilateral deterrence: both sides may be hard or soft",
        source=("ZagareKilgour2000", "ZagareKilgour1993"),
        parameters=(
            Parameter("c_sq", 0.6, "challenger: status quo"),
            Parameter("c_dc", 1.0, "challenger: the defender concedes"),
            Parameter("c_cd", 0.2, "challenger: it backs down"),
            Parameter("c_dd_hard", 0.4, "hard challenger: conflict"),
            Parameter("c_dd_soft", 0.0, "soft challenger: conflict"),
            Parameter("d_sq", 1.0, "defender: status quo"),
            Parameter("d_cd", 0.8, "defender: the challenger backs down"),
            Parameter("d_dd_hard", 0.5, "hard defender: conflict"),
            Parameter("d_dd_soft", 0.0, "soft defender: conflict"),
            Parameter("d_dc", 0.3, "defender: it concedes"),
            Parameter("p_ch", 0.3, "chance that the challenger is hard", low=0.0, high=1.0),
            Parameter("p_def", 0.2, "chance that the defender is hard", low=0.0, high=1.0),
        ),
        solvers={"exact": exact},
        page=__doc__ or "",
        stage="unilateral",
        tree=lambda: packaged("unilateral_deterrence"),
        order=(CHALLENGER_ORDER, DEFENDER_ORDER),
    ),
)
