"""The random stochastic games that sgamesolver was given: the same from the same seed everywhere.

Only uniform draws are used, as other distributions of NumPy may change from version to version.
"""

import itertools

import numpy as np

# Players, states, actions of each; every shape comes seven times.
SHAPES = tuple(itertools.product((2, 3), (1, 2, 3, 4), (2, 3)))
COUNT = 7 * len(SHAPES)
PRECISIONS = (1.0, 4.0, 16.0)


def drawn(seed):
    """Payoffs `N S A..A` between -2 and 2, transitions `S A..A S` and discounts `N` of a game."""
    players, states, actions = SHAPES[seed % len(SHAPES)]
    random, joint = np.random.default_rng(seed), (actions,) * players
    payoffs = 4 * random.random((players, states, *joint)) - 2
    weights = -np.log(1 - random.random((states, *joint, states)))
    discount = 0.5 + 0.45 * random.random(players)
    return payoffs, weights / weights.sum(axis=-1, keepdims=True), discount
