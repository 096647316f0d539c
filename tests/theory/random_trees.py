"""Random trees for tests, the same for the same seed.

Players recall all that they did and knew: two nodes may be one information set only where the own
moves on the way to both are the same. What others did may differ, so beliefs may matter.
"""

import random

from suasion.theory.tree.expression import number
from suasion.theory.tree.tree import (
    CHANCE,
    TERMINAL,
    Information,
    Node,
    Outcome,
    Solving,
    Tree,
)

ACTIONS = ("left", "right", "up", "down")
PLAYERS = ("challenger", "protege", "guarantor")


def random_tree(seed, *, players=None, depth=6, hidden=0.6, chance=0.2, terminals=(3, 60)):
    """A game with perfect recall.

    Parameters
    ----------
    seed
        Whole number.
    players
        How many, 1 to 3; random where None.
    depth
        The longest path has at most so many moves.
    hidden
        Chance that a node joins an information set that it may join; 0: perfect information.
    chance
        Share of chance moves among moves.
    terminals
        The least and the largest number of them; the least is held where depth allows.
    """
    rng = random.Random(seed)
    count = players or rng.randint(1, 3)
    while True:
        shape = _shape(rng, count, depth, chance, terminals[1])
        if terminals[0] <= sum(one["mover"] == TERMINAL for one in shape) <= terminals[1]:
            break
    sets = _information(rng, shape, hidden)
    payoffs, names = _payoffs(rng, shape, count)
    return Tree(
        id=f"random-{seed}",
        title=f"Random tree {seed}",
        players=PLAYERS[:count],
        nodes=tuple(_node(at, one, names, count) for at, one in enumerate(shape)),
        information=tuple(
            Information(f"set {at}", player, ACTIONS[:width], tuple(sorted(members)))
            for at, (player, width, members) in enumerate(sets)
        ),
        outcomes=tuple(Outcome(name) for name in dict.fromkeys(names.values())),
        payoffs={at: tuple(map(number, pay)) for at, pay in payoffs.items()},
        type_names=((),) * count,
        solving=Solving("logit", (number(5.0),) * count),
    )


def _shape(rng, players, depth, chance, most):
    """Nodes in preorder: mover, children, parent, depth, chances."""
    shape, waiting = [], [(-1, 0)]
    size = rng.uniform(0.4, 0.9)
    while waiting:
        parent, level = waiting.pop()
        if parent >= 0:
            shape[parent]["children"].append(len(shape))
        one = {"parent": parent, "depth": level, "children": [], "mover": TERMINAL, "chances": ()}
        if level < depth and len(waiting) < most and (level == 0 or rng.random() < size):
            width = rng.choice((2, 2, 2, 3, 3, 4))
            one["mover"] = CHANCE if rng.random() < chance else rng.randrange(players)
            if one["mover"] == CHANCE:
                one["chances"] = _chances(rng, width)
            waiting.extend([(len(shape), level + 1)] * width)
        shape.append(one)
    return shape


def _chances(rng, width):
    raw = [rng.expovariate(1) for _ in range(width)]
    return tuple(one / sum(raw) for one in raw)


def _information(rng, shape, hidden):
    """(player, number of actions, members) of each set; nodes get the index of theirs."""
    sets, open_to = [], {}
    for at in sorted(range(len(shape)), key=lambda at: (shape[at]["depth"], at)):
        one = shape[at]
        if one["mover"] in (CHANCE, TERMINAL):
            continue
        key = (one["mover"], len(one["children"]), _own_moves(shape, at))
        known = open_to.setdefault(key, [])
        if known and rng.random() < hidden:
            one["set"] = rng.choice(known)
        else:
            one["set"] = len(sets)
            known.append(one["set"])
            sets.append((one["mover"], len(one["children"]), []))
        sets[one["set"]][2].append(at)
    return sets


def _own_moves(shape, at):
    found, child = [], at
    while (parent := shape[child]["parent"]) >= 0:
        if shape[parent]["mover"] == shape[at]["mover"]:
            found.append((shape[parent]["set"], shape[parent]["children"].index(child)))
        child = parent
    return tuple(found)


def _payoffs(rng, shape, players):
    """Payoffs and the name of the outcome of each terminal; some terminals are one outcome."""
    payoffs, names, known = {}, {}, []
    for at, one in enumerate(shape):
        if one["mover"] != TERMINAL:
            continue
        if known and rng.random() < 0.1:
            name, pay = rng.choice(known)
        else:
            name = f"outcome {len(known)}"
            pay = tuple(round(rng.uniform(-5, 5), 2) for _ in range(players))
            known.append((name, pay))
        payoffs[at], names[at] = pay, name
    return payoffs, names


def _node(at, one, names, players):
    types = (0,) * players
    if one["mover"] == TERMINAL:
        return Node(names[at], TERMINAL, parent=one["parent"], types=types)
    return Node(
        name=f"node {at}",
        mover=one["mover"],
        actions=ACTIONS[: len(one["children"])],
        children=tuple(one["children"]),
        chances=tuple(map(number, one["chances"])),
        information=one.get("set", -1),
        parent=one["parent"],
        types=types,
    )
