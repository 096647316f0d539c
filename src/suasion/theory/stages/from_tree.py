"""A game in a file as a stage: it reads the situation and is played year after year.

The challenger moves as in the game that it believes in, protege and guarantor as in the true one;
what happens follows from the moves of both and the true chances. Moves are agent quantal responses
with the family and the precision that the file names. A player called otherwise than protege or
guarantor moves truly.

The challenger's value counts the option that its shocks give it at its first move, as in the other
stages: waiting is never worth more than an opportunity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from operator import itemgetter
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from suasion.errors import InputError, Problem
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.solution import Solution
from suasion.theory.solvers.backward import Backwards, Played, played
from suasion.theory.solvers.quantal_response import Response, quantal_response
from suasion.theory.solvers.solutions import ONLY, PRINCIPAL, solve_tree
from suasion.theory.stage import (
    Play,
    Situation,
    Stage,
    able,
    against,
    alone,
    chance_of_victory,
    net,
    normal,
    only_one,
    outcome_array,
    saved,
)
from suasion.theory.tree.memory import own_history
from suasion.theory.tree.numbers import Numbers, numbers, precisions
from suasion.theory.tree.structure import solvable_backwards
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

COUNTED = "the diagnosis counts the games in which it could not be followed"
DOUBTED = frozenset({"abandonment_cost", "net"})
"""Names that are worth something else to a challenger who doubts the guarantor's resolve."""
CHALLENGER, GUARANTOR, WITH_GUARANTOR = "challenger", "guarantor", "war_with_guarantor"


def names(tree: Tree, situation: Situation, wait: Any, doubt: Any) -> dict[str, Any]:
    """What the expressions of the file name, and what it is worth.

    Parameters
    ----------
    doubt
        How far the guarantor's loss by abandoning is underrated [guarantor's stake].
    """
    short: Mapping[str, Callable[[], Any]] = {
        "wait": lambda: wait,
        "abandonment_cost": lambda: situation["abandonment_cost"] - doubt,
        "alone": lambda: alone(situation),
        "against": lambda: against(situation),
        "saved": lambda: saved(situation),
        "lost_alone": lambda: chance_of_victory(situation, "win_alone", 0.0),
        "lost_helped": lambda: chance_of_victory(situation, "win_guarantor", 0.0),
        "net": lambda: net(situation, doubt),
        "able": lambda: able(situation),
    }
    own = {parameter.name: parameter.default for parameter in tree.parameters}
    read = sorted(tree.free_names - set(own))
    return own | {name: short[name]() if name in short else situation[name] for name in read}


def play(tree: Tree, situation: Situation, wait: jax.Array) -> Play:
    """What happens at an opportunity, over a batch."""
    believed, true = _believed_and_true(tree, situation, wait)
    own = numbers(tree, names(tree, situation, wait, 0.0))
    mover = tree.players.index(CHALLENGER)
    moves = [
        (believed if one.player == mover else true).played.strategies[at]
        for at, one in enumerate(tree.information)
    ]
    happens = common(tree, played(tree, own, moves))
    value = believed.played.values[mover] + _option(tree, situation, wait, believed)
    fought = honour(tree, true, own)
    shape = jnp.broadcast_shapes(wait.shape, *(jnp.shape(x) for x in happens.values()))
    return Play(
        outcome_array(**{name: jnp.broadcast_to(x, shape) for name, x in happens.items()}),
        jnp.broadcast_to(value, shape),
        jnp.broadcast_to(fought, shape),
    )


def _believed_and_true(tree: Tree, situation: Situation, wait: Any) -> tuple[Response, Response]:
    """The games that the challenger believes in, and the true ones.

    Where beliefs matter, and the compiler gets a long program, one program plays both.
    """
    doubt = situation["resolve_doubt"]
    if solvable_backwards(tree):
        return _solved(tree, situation, wait, doubt), _solved(tree, situation, wait, 0.0)
    if not tree.free_names & DOUBTED:
        same = _solved(tree, situation, wait, 0.0)
        return same, same
    wide = jnp.broadcast_to(doubt, jnp.broadcast_shapes(jnp.shape(doubt), jnp.shape(wait)))
    both = _solved(tree, situation, wait, jnp.stack([wide, jnp.zeros_like(wide)]))
    believed, true = (jax.tree.map(itemgetter(at), both) for at in (0, 1))
    return believed, true


def _solved(tree: Tree, situation: Situation, wait: Any, doubt: Any) -> Response:
    known = names(tree, situation, wait, doubt)
    rates = precisions(tree, known)
    return quantal_response(tree, numbers(tree, known), rates, tree.solving.error)


def common(tree: Tree, found: Played) -> dict[str, jax.Array]:
    """Chance of each common outcome that the tree has."""
    totals: dict[str, jax.Array] = {}
    for outcome, chance in zip(tree.outcomes, found.outcomes(tree), strict=True):
        totals[outcome.common] = totals.get(outcome.common, jnp.zeros(())) + chance
    return totals


def honour(tree: Tree, true: Response, own: Numbers) -> Any:
    """Chance that the guarantor fights if all others go as far as to put it to the test.

    Challenger and protege choose whatever makes a war with the guarantor likeliest; the guarantor
    and chance move as they do. Where others have private types each is put to the test by itself.
    """
    names = [outcome.common for outcome in tree.outcomes]
    chance: list[Any] = [0.0] * len(tree.nodes)
    for at, outcome in zip(tree.terminals, tree.outcome_of, strict=True):
        chance[at] = 1.0 if names[outcome] == WITH_GUARANTOR else 0.0
    for at in reversed(range(len(tree.nodes))):
        node = tree.nodes[at]
        if node.mover == TERMINAL:
            continue
        worth = [chance[child] for child in node.children]
        if node.mover != CHANCE and tree.players[node.mover] != GUARANTOR:
            chance[at] = reduce(jnp.maximum, worth)
        else:
            weights = own.chances[at] or true.played.strategies[node.information]
            chance[at] = sum((w * x for w, x in zip(weights, worth, strict=True)), 0.0)
    return jnp.asarray(chance[0])


def _option(tree: Tree, situation: Situation, wait: Any, believed: Response) -> Any:
    """What the challenger's shocks add at its first moves, beyond the mean of its choices."""
    known = names(tree, situation, wait, situation["resolve_doubt"])
    walk = Backwards(tree, numbers(tree, known))
    walk.strategies = believed.played.strategies
    mover, total = tree.players.index(CHALLENGER), jnp.zeros(())
    rate = precisions(tree, known)[mover]
    for at, one in enumerate(tree.information):
        if one.player == mover and not own_history(tree, one.members[0]):
            reach: Any = sum((believed.played.reach[m] for m in one.members), 0.0)
            worth, chances = walk.utilities(at), believed.played.strategies[at]
            mean = sum((c * w for c, w in zip(chances, worth, strict=True)), 0.0)
            total = total + reach * (_best(tree, worth, rate) - mean)
    return total


def _best(tree: Tree, worth: Sequence[Any], rate: Any) -> Any:
    """Expected worth of the best action with its shock."""
    if tree.solving.error == "logit" or len(worth) > 2:
        top = jnp.stack(jnp.broadcast_arrays(*(rate * w for w in worth)))
        return jax.scipy.special.logsumexp(top, axis=0) / rate
    ahead = rate * (worth[1] - worth[0])
    density = jnp.exp(-0.5 * ahead * ahead) / np.sqrt(2 * np.pi)
    return worth[0] + (ahead * normal(ahead) + density) / rate


def several(tree: Tree, situation: Situation, wait: jax.Array) -> jax.Array:
    """1 where the principal branch could not be followed, so that another may have been taken.

    In the game that the challenger believes in or in the true one: both are played.
    """
    believed, true = _believed_and_true(tree, situation, wait)
    reached = believed.reached & true.reached
    return jnp.broadcast_to(jnp.where(reached, 0.0, 1.0), wait.shape)


def solution(tree: Tree, situation: Situation, wait: jax.Array) -> Solution:
    """Every equilibrium found of the game that the challenger believes in, at one point."""
    known = names(tree, situation, wait, situation["resolve_doubt"])
    return solve_tree(tree, {name: float(known[name]) for name in tree.free_names})


def stage_of(tree: Tree, place: str) -> Stage:
    """The stage of a game.

    Parameters
    ----------
    tree
        With a player called challenger, and a common outcome for every outcome.
    place
        The file, for errors.

    Raises
    ------
    InputError
        Where it cannot be played year after year, with the reason.
    """
    if faults := list(_faults(tree, place)):
        raise InputError(faults)
    models = {outcome.common for outcome in tree.outcomes}
    one = solvable_backwards(tree)
    return Stage(
        tree.id,
        tree.title,
        tree.source,
        tuple(name for name in OUTCOMES if name in models),
        partial(play, tree),
        only_one if one else partial(several, tree),
        partial(solution, tree),
        ONLY if one else f"{PRINCIPAL}; {COUNTED}",
    )


def _faults(tree: Tree, place: str) -> list[Problem]:
    found = []
    if CHALLENGER not in tree.players:
        remedy = f"Call the player who may attack {CHALLENGER}"
        found.append(Problem(place, 1, 1, "players", "", "no player is the challenger", remedy))
    silent = [outcome.name for outcome in tree.outcomes if not outcome.common]
    if silent:
        remedy = f"Give each `common`: one of {', '.join(OUTCOMES)}"
        message = "compare needs to know what these count as"
        shown = ", ".join(silent)
        found.append(Problem(place, 1, 1, "outcomes", shown, message, remedy))
    return found
