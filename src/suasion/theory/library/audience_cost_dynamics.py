"""Audience costs in a dyad that moves between peace, dispute and war: a dynamic game of two states.

Definitions and notation
------------------------
Every month two countries choose at the same time a level of force 1 (none), 2 (low) or 3 (high);
the next state is the higher of the two: 1 peace, 2 low dispute, 3 high conflict. In state s country
i is paid, for its own level a and the other's b::

    u_i(a, b, s) = x_ij' beta_s [s > 1] + kappa_i(a) + gamma_s [a > 1, b > 1]
                   + alpha_i [s > 1, b >= s, a < s]

- ``x_ij' beta_s``, worth of dispute and conflict to i: `x_12`, `x_21`, `beta_2`, `beta_3`;
- ``kappa_i(a)`` of a level of force, 0 for level 1: `kappa_1`, `kappa_2`, each for a = 2, 3;
- ``gamma_s`` of fighting each other in s = 1, 2, 3: `gamma`;
- ``alpha_i`` the audience cost, below 0: i backs down from a state that the other holds;
- ``delta`` discount of a month. Each choice carries a private type-1 extreme-value shock of
  scale one, which sets the unit of payoffs. Euler's constant is left out.

An equilibrium is a Markov logit equilibrium, see `suasion.theory.solvers.markov`. The outcomes are
the long-run shares of months in the three states.

The worked example is North Korea (1) and South Korea (2) at the published estimates; x holds a
constant, the lower Polity score, the log of the capability ratio and the root of trade dependence.
We find eleven equilibria, with 1 % to 96 % of months at peace, and their indices say that none is
missing or an even number: what the model says of Korea depends on which is played. The dyad was
observed in the three states for 68 %, 27 % and 6 % of 1993-2007, and none of the eleven comes near.
The published estimate is said to be unstable and to drift, under repeated response, to the
principal one; "principal 2" and "principal 3" are so, and nothing here tells which of them it is.

What it says of a guarantee: a treaty that makes backing down costly raises ``-alpha_i``. It says
nothing about third parties; a guarantor enters only through these payoffs. A change of
``alpha`` moves every equilibrium, and the answer is that of the branch that is followed. Peace here
means no militarised dispute in a month, and a level of force is a choice, not an outcome of battle.

From the replication archive's estimates as handed down in a summary; the equations are
implemented from them and not from the article, which was not at hand. The monthly series are not
in the package, so the published likelihood is not recomputed.

References
----------
[CrismanCoxGibilisco2018]_.

Examples
--------
>>> found = MODELS[0].solve()
>>> len(found.equilibria), found.chosen.label
(11, 'principal')
>>> [round(found.chosen.outcomes[name], 4) for name in ("peace", "low_dispute", "high_conflict")]
[0.9328, 0.0407, 0.0265]
>>> peace = [one.outcomes["peace"] for one in found.equilibria]
>>> round(min(peace), 3), round(max(peace), 3)
(0.01, 0.956)
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax.typing import ArrayLike

from suasion.theory.model import Model, Parameter, Value
from suasion.theory.solution import Equilibrium, Solution, Status
from suasion.theory.solvers.markov import MarkovGame, markov_game
from suasion.theory.solvers.markov_equilibria import MarkovEquilibrium, MarkovSolution, equilibria

NAME = "audience costs in a dyad"
LEVELS = ("none", "low", "high")
STATES = ("peace", "low_dispute", "high_conflict")
COUNTRIES = ("country_1", "country_2")


def payoffs(state: ArrayLike, kappa: ArrayLike, gamma: ArrayLike, alpha: ArrayLike) -> jax.Array:
    """Payoff of one country for its own level a and the other's b in state s.

    Parameters
    ----------
    state
        Worth of the states 2 and 3, of shape `*batch 2` [units of the shock].
    kappa
        Worth of the levels 2 and 3, of shape `*batch 2`.
    gamma
        Worth of fighting each other in the states 1, 2, 3, of shape `*batch 3`.
    alpha
        Worth of backing down, of shape `*batch`; below 0.

    Returns
    -------
    jax.Array
        Of shape `*batch 3 3 3`: s, a, b.

    References
    ----------
    [CrismanCoxGibilisco2018]_.

    Examples
    --------
    Backing down from a low dispute that the other holds costs alpha.

    >>> u = payoffs([2.0, 1.0], [-3.0, -4.0], [0.0, 0.5, 0.5], -1.5)
    >>> float(u[1, 0, 1]), float(u[1, 0, 0]), float(u[1, 1, 1])
    (0.5, 2.0, -0.5)
    """
    s, a, b = np.mgrid[:3, :3, :3]
    states, levels = (_with_zero(jnp.asarray(x)) for x in (state, kappa))
    fights = (a > 0) & (b > 0)
    backs_down = (s > 0) & (b >= s) & (a < s)
    worth = states[..., s] + levels[..., a] + jnp.asarray(gamma)[..., s] * fights
    return worth + jnp.asarray(alpha)[..., None, None, None] * backs_down


def _with_zero(levels: jax.Array) -> jax.Array:
    return jnp.concatenate([jnp.zeros_like(levels[..., :1]), levels], axis=-1)


def dyad(first: jax.Array, second: jax.Array, delta: ArrayLike) -> MarkovGame:
    """The game of two countries.

    Parameters
    ----------
    first, second
        `payoffs` of each country for its own level and the other's, of shape `*batch 3 3 3`.
    delta
        Discount [1/month], below 1.

    Examples
    --------
    >>> nothing = jnp.zeros((3, 3, 3))
    >>> game = dyad(nothing, nothing, 0.9)
    >>> [int(s) for s in game.transitions[0].argmax(axis=-1).ravel()]
    [0, 1, 2, 1, 1, 2, 2, 2, 2]
    """
    a, b = np.mgrid[:3, :3]
    moves = np.broadcast_to(np.eye(3)[np.maximum(a, b)], (3, 3, 3, 3))
    both = jnp.stack([first, jnp.swapaxes(second, -1, -2)], axis=-4)
    return markov_game(both, moves, discount=delta)


def game(**parameters: Value) -> MarkovGame:
    """The game at the parameters of `MODELS`, for the solvers of `suasion.theory.solvers`.

    Parameters
    ----------
    **parameters
        As in `MODELS`.

    Examples
    --------
    >>> game(**MODELS[0].defaults).payoffs.shape
    (2, 3, 3, 3)
    """
    p = {name: np.asarray(value, float) for name, value in parameters.items()}
    beta = np.stack([p["beta_2"], p["beta_3"]], axis=-1)
    first, second = (
        payoffs(p[x] @ beta, p[f"kappa_{i}"], p["gamma"], p[f"alpha_{i}"])
        for i, x in ((1, "x_12"), (2, "x_21"))
    )
    return dyad(first, second, p["delta"])


def solve(**parameters: Value) -> Solution:
    """All equilibria that are found; each carries its branch, residual and stability.

    Parameters
    ----------
    **parameters
        As in `MODELS`.

    Returns
    -------
    Solution
        Outcomes peace, low_dispute, high_conflict are long-run shares of months. Strategies are
        the probabilities of each level in each state. Values are those of a month that starts in
        peace, before the shocks. The status of each equilibrium says whether it is stable, its
        index and its residual; `equilibria` of `game` gives them as numbers. Status "degenerate"
        without a result if rows do not fit each other.

    Examples
    --------
    >>> solve(**MODELS[0].defaults).chosen.status.sentence.split(";")[0]
    'Stable: spectral radius 0.900'
    """
    numbers = dict(pair for name, value in parameters.items() for pair in _numbers(name, value))
    if misfit := _misfit({name: len(x) for name, x in parameters.items() if isinstance(x, tuple)}):
        return Solution(NAME, numbers, (), -1, "none", Status("degenerate", misfit))
    with jax.enable_x64(True):
        found = equilibria(game(**parameters))
    return _solution(found, numbers)


def _misfit(entries: dict[str, int]) -> str:
    """What is wrong with the lengths of the rows, or nothing."""
    characteristics = dict.fromkeys(("beta_3", "x_12", "x_21"), entries["beta_2"])
    needed = characteristics | {"kappa_1": 2, "kappa_2": 2, "gamma": 3}
    for name, count in needed.items():
        if entries[name] != count:
            also = ", as in beta_2" if name in characteristics else ""
            return f"{name} needs {count} entries{also}, but has {entries[name]}."
    return ""


def _numbers(name: str, value: Value) -> list[tuple[str, float]]:
    if not isinstance(value, tuple):
        return [(name, float(value))]
    return [(f"{name}[{k}]", float(entry)) for k, entry in enumerate(value)]


def _solution(found: MarkovSolution, numbers: dict[str, float]) -> Solution:
    all_found = tuple(_equilibrium(one) for one in found.equilibria)
    return Solution(NAME, numbers, all_found, found.selected, found.selection, found.status)


def _equilibrium(one: MarkovEquilibrium) -> Equilibrium:
    strategies = {
        f"{country}_{level}_in_{state}": float(one.choices[i, s, a])
        for i, country in enumerate(COUNTRIES)
        for s, state in enumerate(STATES)
        for a, level in enumerate(LEVELS)
    }
    kind = "Stable" if one.stable else "Not stable"
    facts = f"spectral radius {one.radius:.3f}; index {one.index}; residual {one.residual:.1g}"
    status = Status("ok", f"{kind}: {facts}.")
    shares = one.shares / one.shares.sum()
    outcomes = {state: float(share) for state, share in zip(STATES, shares, strict=True)}
    values = {country: float(one.values[i, 0]) for i, country in enumerate(COUNTRIES)}
    return Equilibrium(one.label, strategies, outcomes, values, {}, status)


_UNIT = "scale of the shock"
MODELS: tuple[Model, ...] = (
    Model(
        id="audience-cost-dynamics",
        title="Peace, dispute and war between two countries that pay for backing down",
        source=("CrismanCoxGibilisco2018",),
        parameters=(
            Parameter(
                "beta_2",
                (19.225719914, -0.003562725, 0.002434922, 0.189656453),
                "worth of a low dispute, for each entry of x",
                unit=_UNIT,
            ),
            Parameter(
                "beta_3",
                (19.079938973, -0.034586852, -0.047256509, -3.057004672),
                "worth of high conflict, for each entry of x",
                unit=_UNIT,
            ),
            Parameter(
                "x_12",
                (1.0, -9.95238095, -0.76789325, 0.02701143),
                "constant, lower Polity score, log capability ratio, root of trade share: of 1",
            ),
            Parameter("x_21", (1.0, -9.95238095, 0.76789325, 0.00230004), "the same of 2"),
            Parameter(
                "kappa_1", (-20.7727525174, -21.3974062946), "force of 1, low and high", unit=_UNIT
            ),
            Parameter(
                "kappa_2", (-20.5883823038, -21.6038301263), "force of 2, low and high", unit=_UNIT
            ),
            Parameter(
                "gamma",
                (-48.245068183, 9.322797958, 13.836028049),
                "fighting each other, in peace, dispute and conflict",
                unit=_UNIT,
            ),
            Parameter("alpha_1", -9.5431056039, "audience cost of 1", high=0.0, unit=_UNIT),
            Parameter("alpha_2", -9.7419387352, "audience cost of 2", high=0.0, unit=_UNIT),
            Parameter("delta", 0.9, "discount", low=0.0, high=0.999, unit="1/month"),
        ),
        solvers={"logit": solve},
        page=__doc__ or "",
    ),
)
