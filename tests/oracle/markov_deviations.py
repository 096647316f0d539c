"""What a player gains by deviating in a stochastic game with shocks: plain NumPy, no solver's code.

The game is two or more players, states, actions of all players at once, a discount below one, and a
private extreme-value shock to every action, of scale one over the precision. A plan of a player is
a choice for every state and every draw of its shocks. Against the fixed plays of the others its
problem is a Markov decision process; the best plan is found by policy iteration, each policy valued
by a linear system, until the value of no state rises any more.
"""

import string

import numpy as np

# Policies improve at least as fast as Newton's method converges.
ROUNDS = 60


def gains(payoffs, transitions, discount, precision, choices):
    """What the best plan brings each player over its own, in every state, of shape `G N S`.

    Shapes: payoffs `G N S A..A`, transitions `G S A..A S`, discount and precision `G N`, choices
    `G N S A`. In units of the shock. Every action may be taken in every state.
    """
    players = range(payoffs.shape[1])
    return np.stack(
        [_gain(payoffs, transitions, discount, precision, choices, i) for i in players], 1
    )


def _gain(payoffs, transitions, discount, precision, choices, i):
    own = np.moveaxis(choices, 1, 0)[i]
    paid = precision[:, i, None, None] * _mean(payoffs[:, i], choices, i)
    moves = discount[:, i, None, None, None] * _mean(transitions, choices, i)
    played, policy = _valued(paid, moves, own), own
    for _ in range(ROUNDS):
        value = _valued(paid, moves, policy)
        better = _best(paid + np.einsum("gsax,gx->gsa", moves, value))
        if np.abs(better - policy).max() < 1e-13:
            break
        policy = better
    return value - played


def _mean(table, choices, i):
    """Over the actions of all players but i; of shape `G S A` or, of transitions, `G S A S`."""
    axes = string.ascii_lowercase[: choices.shape[1]]
    others = [j for j in range(len(axes)) if j != i]
    parts = ",".join([f"GS{axes}...", *(f"GS{axes[j]}" for j in others)])
    return np.einsum(f"{parts}->GS{axes[i]}...", table, *(choices[:, j] for j in others))


def _valued(paid, moves, policy):
    """Value of each state under a policy that keeps its shocks' worth, by a linear system."""
    shocks = -np.sum(policy * np.log(np.where(policy > 0, policy, 1.0)), axis=-1)
    flow = np.sum(policy * paid, axis=-1) + shocks
    chain = np.einsum("gsa,gsax->gsx", policy, moves)
    return np.linalg.solve(np.eye(chain.shape[-1]) - chain, flow[..., None])[..., 0]


def _best(worth):
    """How often each action is the best one, its shocks seen."""
    weight = np.exp(worth - worth.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)
