"""Games of this package in Gambit, and Gambit's answers in the order of our information sets."""

import io
from dataclasses import replace

import numpy as np

from suasion.theory.tree.efg_writing import to_efg
from suasion.theory.tree.expression import number
from suasion.theory.tree.tree import CHANCE


def in_gambit(gambit, tree, own, factors=None):
    """A tree with these numbers as Gambit's game; payoffs of each player times its factor."""
    scale = factors or [1.0] * len(tree.players)
    payoffs = {
        at: tuple(number(f * float(x)) for f, x in zip(scale, row, strict=True))
        for at, row in zip(tree.terminals, own.payoffs, strict=True)
    }
    nodes = tuple(
        replace(node, chances=tuple(map(number, map(float, row)))) if node.mover == CHANCE else node
        for node, row in zip(tree.nodes, own.chances, strict=True)
    )
    plain = replace(tree, nodes=nodes, payoffs=payoffs, parameters=(), definitions={})
    plain = replace(plain, solving=replace(tree.solving, precision=()))
    return gambit.read_efg(io.StringIO(to_efg(plain, {})))


def order_of(tree, profile):
    """By player, our information sets in the order in which Gambit lists its own."""
    return [[_set_of(tree, history) for history, _ in player] for player in profile]


def _set_of(tree, history):
    """Information set at the end of a history."""
    at = 0
    for move in history:
        at = tree.nodes[at].children[tree.nodes[at].actions.index(move.action)]
    return tree.nodes[at].information


def chances_of(tree, profile):
    """Chances of actions by our information set, from Gambit's profile."""
    found = [None] * len(tree.information)
    for player, sets in zip(profile, order_of(tree, profile), strict=True):
        for at, (_, action) in zip(sets, player, strict=True):
            found[at] = np.array([float(chance) for _, chance in action])
    return found


def profile_of(tree, game, chances):
    """Gambit's profile with our chances by information set."""
    order = order_of(tree, game.mixed_behavior_profile())
    data = [[[float(x) for x in chances[at]] for at in sets] for sets in order]
    return game.mixed_behavior_profile(data=data)
