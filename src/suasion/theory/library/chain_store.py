"""Finite chain store: a reputation for toughness that deters until the end of a term draws near.

Definitions and notation
------------------------
A guarantor (the publication's monopolist) meets n challengers (entrants) one after the other. Each
stays out or enters; the guarantor then acquiesces or fights. Stages are counted down: n is the
first, 1 the last. A challenger gets 0 out, ``b`` if not fought, ``b - 1`` if fought. A weak
guarantor gets ``a`` in a stage without entry, 0 if it acquiesces, -1 if it fights; a strong one
``a``, -1 and 0. Stages are added up without discount. ``p`` is the probability, before the first
stage, that the guarantor is strong.

Sequential equilibrium, with ``p_n`` the belief at stage n that the guarantor is strong:

- the challenger stays out if ``p_n > b^n``, enters if below, at equality stays out with ``1/a``;
- a strong guarantor always fights;
- a weak one that is entered fights for sure if ``p_n >= b^(n-1)`` and n > 1, never at n = 1, else
  with probability ``(1 - b^(n-1)) p_n / ((1 - p_n) b^(n-1))``;
- after a fight the belief is ``max(b^(n-1), p_n)``; without entry it stays; once the guarantor has
  acquiesced it is 0 for good, even after a later fight, which is off the path of play.

So an unrevealed belief at stage n is the prior p, or ``b^n`` ("even": the challenger mixes), or
``b^(n+1)`` ("below": nobody came at the last stage, when it was even; the challenger enters).

Valid for ``0 < b < 1``, ``a > 1``. Where p equals a power of b the challenger who faces it is
indifferent and any mixture will do; 1/a is returned and the status says so.

What it says of a guarantee with a fixed term of n challenges: reputation alone deters as long as
``p > b^n``, which is easy far from the end and impossible at it unless ``p > b``. It says nothing
of an open-ended guarantee, of challengers who return, or of several guarantors who share one
reputation.

The formulas and the strong guarantor's payoffs are from memory of the publication; that they are
an equilibrium is checked here by enumeration of the game.

References
----------
[KrepsWilson1982]_, the case of one-sided uncertainty.

Examples
--------
Ten challenges: the prior deters seven, then reputation is used up.

>>> found = MODELS[0].solve(n=10.0, p=0.1, a=2.0, b=0.5)
>>> [found.chosen.strategies[f"stays_out_{stage}_prior"] for stage in (10, 4, 3)]
[1.0, 1.0, 0.0]
>>> round(found.chosen.strategies["fights_3_prior"], 3), found.chosen.values["guarantor_weak"]
(0.333, 14.0)
>>> {name: round(chance, 3) for name, chance in found.chosen.outcomes.items()}
{'never_entered': 0.0, 'always_fought': 0.125, 'acquiesced': 0.875}
"""

from collections.abc import Iterator
from typing import NamedTuple

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import OK, Equilibrium, Number, Solution, Status

NAME = "finite chain store"
SELECTION = "the sequential equilibrium of the publication"
# A prior this near to a power of b, relative to it, makes a challenger indifferent.
BORDER = 1e-12
TINY = 1e-300


class _Node(NamedTuple):
    """A belief at a stage before the guarantor has acquiesced: chance and belief."""

    stage: int
    name: str
    reached: float
    belief: float
    stays_out: float
    fights: float


def stays_out(p: Number, n: Number, a: Number, b: Number) -> jax.Array:
    """Probability that the challenger of stage n stays out.

    Parameters
    ----------
    p
        Belief that the guarantor is strong [1], 0 to 1.
    n
        Stages left, this one included, 1 and up.
    a
        Worth to the guarantor of a stage without entry [cost of a fight], > 1.
    b
        Worth to a challenger of an unopposed entry [cost of being fought], 0 to 1.

    Returns
    -------
    jax.Array
        Of shape `*batch` [1]: 1 above ``b^n``, 0 below, 1/a at it within 1e-12.

    References
    ----------
    [KrepsWilson1982]_.

    Examples
    --------
    >>> [float(stays_out(p, 2, 4.0, 0.5)) for p in (0.2, 0.25, 0.3)]
    [0.0, 0.25, 1.0]
    """
    edge = jnp.asarray(b) ** n
    even = jnp.abs(p - edge) <= BORDER * edge
    return jnp.where(even, 1.0 / jnp.asarray(a), jnp.where(p > edge, 1.0, 0.0))


def fights(p: Number, n: Number, b: Number) -> jax.Array:
    """Probability that a weak guarantor fights an entry at stage n, of shape `*batch` [1].

    Parameters
    ----------
    p, n, b
        As in `stays_out`.

    References
    ----------
    [KrepsWilson1982]_.

    Examples
    --------
    >>> [round(float(fights(p, 2, 0.5)), 3) for p in (0.0, 0.25, 0.5, 0.7)]
    [0.0, 0.333, 1.0, 1.0]
    """
    edge = jnp.asarray(b) ** (jnp.asarray(n) - 1)
    belief = jnp.minimum(p, edge)
    mixed = (1.0 - edge) * belief / jnp.where(edge < 1.0, (1.0 - belief) * edge, 1.0)
    return jnp.where(jnp.asarray(n) > 1, jnp.where(p >= edge * (1.0 - BORDER), 1.0, mixed), 0.0)


def belief_after_fight(p: Number, n: Number, b: Number) -> jax.Array:
    """Belief that the guarantor is strong after it fought at stage n, of shape `*batch` [1].

    Parameters
    ----------
    p, n, b
        As in `stays_out`; a belief of 0 stays 0.

    References
    ----------
    [KrepsWilson1982]_.

    Examples
    --------
    >>> [float(belief_after_fight(p, 3, 0.5)) for p in (0.0, 0.1, 0.7)]
    [0.0, 0.25, 0.7]
    """
    edge = jnp.asarray(b) ** (jnp.asarray(n) - 1)
    return jnp.where(jnp.asarray(p) > 0.0, jnp.maximum(p, edge), 0.0)


def weak_value(p: Number, n: Number, a: Number, b: Number) -> jax.Array:
    """A weak guarantor's expected payoff over n stages: a for each that the prior deters.

    Parameters
    ----------
    p, n, a, b
        As in `stays_out`.

    Returns
    -------
    jax.Array
        Of shape `*batch` [cost of a fight]: ``a`` times the number of stages k up to n with
        ``b^k < p``, and 1 more where p equals one of these powers.

    References
    ----------
    [KrepsWilson1982]_; derived here: once the prior no longer deters, fighting gains nothing.

    Examples
    --------
    >>> [float(weak_value(p, 10, 2.0, 0.5)) for p in (0.0, 0.1, 0.125, 0.6)]
    [0.0, 14.0, 15.0, 20.0]
    """
    power = jnp.log(jnp.maximum(p, TINY)) / jnp.log(jnp.asarray(b))
    whole = jnp.round(power)
    even = (jnp.abs(p - jnp.asarray(b) ** whole) <= BORDER * p) & (whole >= 1) & (whole <= n)
    least = jnp.where(even, whole, jnp.floor(power))
    return jnp.asarray(a) * jnp.clip(n - least, 0.0, n) + jnp.where(even, 1.0, 0.0)


def solve(n: float, p: float, a: float, b: float) -> Solution:
    """The sequential equilibrium: play and beliefs at every stage and belief that is reached.

    Parameters
    ----------
    n, p, a, b
        As in `stays_out`; n is whole, p the prior.

    Returns
    -------
    Solution
        Outcomes: never_entered; always_fought (entered at least once, never acquiesced);
        acquiesced. Strategies ``stays_out_k_NAME`` and, of the weak guarantor, ``fights_k_NAME``
        at stage k and belief NAME (prior, even, below, known_weak); beliefs ``strong_k_NAME``.
        Values of the two types of guarantor, and of all challengers together.

    Examples
    --------
    >>> solve(1.0, 0.3, 2.0, 0.5).chosen.outcomes["acquiesced"]
    0.7
    """
    with jax.enable_x64(True):
        nodes = list(_nodes(int(n), p, a, b))
    status = _status(int(n), p, b)
    equilibrium = _equilibrium(nodes, p, a, b, status)
    parameters = {"n": float(n), "p": p, "a": a, "b": b}
    return Solution(NAME, parameters, (equilibrium,), 0, SELECTION, status)


@jax.jit
def _rules(p: Number, n: Number, a: Number, b: Number) -> tuple[jax.Array, jax.Array, jax.Array]:
    return stays_out(p, n, a, b), fights(p, n, b), belief_after_fight(p, n, b)


def _nodes(n: int, p: float, a: float, b: float) -> Iterator[_Node]:
    """Every unrevealed belief that is reached, stage by stage from n down to 1."""
    reached = {p: ("prior", 1.0)}
    for stage in range(n, 0, -1):
        after: dict[float, tuple[str, float]] = {}
        for belief, (name, chance) in reached.items():
            out, fight, new = (float(x) for x in _rules(belief, float(stage), a, b))
            node = _Node(stage, name, chance, belief, out, fight)
            yield node
            for end, label, flow in (
                (belief, "prior" if name == "prior" else "below", chance * out),
                (new, "prior" if new == p else "even", chance * (1.0 - out) * _fought(node)),
            ):
                after[end] = (label, after.get(end, (label, 0.0))[1] + flow)
        reached = {belief: pair for belief, pair in after.items() if pair[1] > 0.0}


def _fought(node: _Node) -> float:
    """Chance that an entry at a node is fought."""
    return node.belief + (1.0 - node.belief) * node.fights


def _equilibrium(nodes: list[_Node], p: float, a: float, b: float, status: Status) -> Equilibrium:
    stages = jnp.arange(1.0, nodes[0].stage + 1.0)
    with jax.enable_x64(True):
        never = float(jnp.prod(stays_out(p, stages, a, b)))
        weak = float(weak_value(p, float(nodes[0].stage), a, b))
    acquiesced = sum(
        node.reached * (1.0 - node.stays_out) * (1.0 - _fought(node)) for node in nodes
    )
    strong = a * sum(node.reached * node.belief * node.stays_out for node in nodes)
    values = {
        "guarantor_weak": weak,
        "guarantor_strong": strong / p if p > 0.0 else 0.0,
        "challengers": sum(_gains(node, b) for node in nodes),
    }
    outcomes = {
        "never_entered": never,
        "always_fought": max(1.0 - never - acquiesced, 0.0),
        "acquiesced": acquiesced,
    }
    out = {f"stays_out_{node.stage}_{node.name}": node.stays_out for node in nodes}
    weak_fights = {f"fights_{node.stage}_{node.name}": node.fights for node in nodes}
    known = {"stays_out_known_weak": 0.0, "fights_known_weak": 0.0}
    beliefs = {f"strong_{node.stage}_{node.name}": node.belief for node in nodes}
    beliefs["strong_known_weak"] = 0.0
    return Equilibrium("reputation", out | weak_fights | known, outcomes, values, beliefs, status)


def _gains(node: _Node, b: float) -> float:
    """What challengers gain by an entry at a node, at once and later against a known weak one."""
    entered = node.reached * (1.0 - node.stays_out)
    fought = _fought(node)
    return entered * (b - fought + (1.0 - fought) * b * (node.stage - 1))


def _status(n: int, p: float, b: float) -> Status:
    even = [k for k in range(1, n + 1) if abs(p - b**k) <= BORDER * b**k]
    if not even:
        return OK
    sentence = f"p equals b^{even[0]}, so the challenger of that stage is indifferent: "
    return Status("degenerate", sentence + "any mixture is an equilibrium, and 1/a is returned.")


MODELS: tuple[Model, ...] = (
    Model(
        id="chain-store",
        title="A reputation for toughness that deters until the term nears its end",
        source=("KrepsWilson1982",),
        parameters=(
            Parameter("n", 10.0, "challenges, first to last", low=1, high=200, whole=True),
            Parameter("p", 0.1, "prior that the guarantor is strong", low=0.0, high=1.0),
            Parameter("a", 2.0, "worth of a stage without entry", low=1.0, unit="cost of a fight"),
            Parameter(
                "b",
                0.5,
                "worth of an unopposed entry to a challenger",
                low=0.001,
                high=0.999,
                unit="cost of being fought",
            ),
        ),
        solvers={"exact": solve},
        page=__doc__ or "",
    ),
)
