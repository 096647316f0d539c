"""Perfect Bayesian equilibria of the Asymmetric Escalation Game with private types.

Definitions and notation
------------------------
Those of `suasion.theory.library.asymmetric_escalation_types`, which finds every equilibrium in pure
strategies; here they are played out and put on record, with the beliefs that support them.

References
----------
[ZagareKilgour2000]_, appendix 8, for the game.

Examples
--------
>>> from suasion.theory.library.asymmetric_escalation_types import EXAMPLE
>>> found = perfect_bayesian(EXAMPLE._replace(p_hh=0.1, p_hs=0.2))
>>> fails = [one for one in found.equilibria if one.outcomes["SQ"] < 1]
>>> {name: round(p, 3) for name, p in fails[0].outcomes.items() if p > 0}
{'DC': 0.7, 'DD': 0.3}
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from suasion.theory.library.asymmetric_escalation_types import (
    DEFENDERS,
    PLANS,
    POSTURES,
    REPLIES,
    EscalationTypes,
    defender_types,
    pure_equilibria,
)
from suasion.theory.solution import (
    OK,
    Equilibrium,
    Solution,
    Status,
    order_status,
    order_violations,
)

MODEL = "asymmetric escalation game"
PEACE = "the largest chance of the status quo; if equal, the first listed"
OUTCOMES = ("SQ", "DC", "DD", "ED", "DE", "EE")
WHO = ("nobody initiates", "the soft initiate", "the hard initiate", "everyone initiates")
CHALLENGER_ORDER = ("c_ee_soft", "c_de", "c_ee_hard", "c_dd", "c_ed", "c_sq", "c_dc")
DEFENDER_ORDER = (
    "d_ee_soft", "d_ed", "d_ee_hard", "d_dd_soft", "d_dc", "d_dd_hard", "d_de", "d_sq",
)  # fmt: skip


class Strategies(NamedTuple):
    """Chances of the moves [1] by type; the challenger's `(2, *batch)`: hard, soft.

    The defender's are `(4, *batch)` by `DEFENDERS`, its replies `(3, 4, *batch)` by `REPLIES`.
    """

    initiates: jax.Array
    escalates: jax.Array
    stands: jax.Array
    replies: jax.Array
    holds: jax.Array


class Play(NamedTuple):
    """Outcomes [1] by `OUTCOMES`, `(6, *batch)`, and values [payoff units], `*batch`."""

    outcomes: jax.Array
    challenger: jax.Array
    defender: jax.Array


@jax.jit
def play(game: EscalationTypes, strategies: Strategies) -> Play:
    """Outcomes and values of given strategies.

    Parameters
    ----------
    game
        Payoffs and probabilities, `*batch`.
    strategies
        Chances of the moves [1].

    Examples
    --------
    >>> from suasion.theory.library.asymmetric_escalation_types import EXAMPLE
    >>> half, third = jnp.full(2, 0.5), jnp.full((3, 4), 1 / 3)
    >>> drawn = Strategies(half, half, half, third, jnp.full(4, 0.5))
    >>> [round(float(p), 3) for p in play(EXAMPLE, drawn).outcomes]
    [0.5, 0.167, 0.083, 0.042, 0.083, 0.125]
    """
    s = strategies
    probability, dd, ee = defender_types(game)
    types = jnp.stack(jnp.broadcast_arrays(game.p_ch, 1.0 - jnp.asarray(game.p_ch)))
    c_ee = jnp.stack(jnp.broadcast_arrays(game.c_ee_hard, game.c_ee_soft))
    begun = (types * s.initiates)[:, None] * probability
    concedes, responds, escalates = (begun * reply for reply in s.replies)
    on, stand = s.escalates[:, None], s.stands[:, None]
    fought = responds * on * s.holds + escalates * stand
    limited = responds * (1.0 - on)
    yielded, backed = responds * on * (1.0 - s.holds), escalates * (1.0 - stand)
    peace = (types * (1.0 - s.initiates)).sum(axis=0)
    rest = [part.sum(axis=(0, 1)) for part in (concedes, limited, yielded, backed, fought)]
    sq, dc, lim, ed, de, _ = outcomes = jnp.stack((peace, *rest))
    shared_c = sq * game.c_sq + dc * game.c_dc + ed * game.c_ed + de * game.c_de
    shared_d = sq * game.d_sq + dc * game.d_dc + ed * game.d_ed + de * game.d_de
    challenger = shared_c + lim * game.c_dd + (fought * c_ee[:, None]).sum(axis=(0, 1))
    defender = shared_d + (limited * dd).sum(axis=(0, 1)) + (fought * ee).sum(axis=(0, 1))
    return Play(outcomes, challenger, defender)


def type_status(game: EscalationTypes) -> Status:
    """Whether payoffs are in the published order and types make a distribution.

    Parameters
    ----------
    game
        Scalar payoffs [any unit] and probabilities [1].

    Examples
    --------
    >>> from suasion.theory.library.asymmetric_escalation_types import EXAMPLE
    >>> type_status(EXAMPLE._replace(p_hh=0.9)).sentence
    'p_hh + p_hs + p_sh must be at most 1, but they sum to 1.3.'
    """
    total = game.p_hh + game.p_hs + game.p_sh
    if total > 1.0 + 1e-9:
        sentence = f"p_hh + p_hs + p_sh must be at most 1, but they sum to {total:g}."
        return Status("none-found", sentence)
    violations = order_violations(game._asdict(), CHALLENGER_ORDER, DEFENDER_ORDER)
    return order_status(violations, "The tree is solved as given.") if violations else OK


def perfect_bayesian(game: EscalationTypes) -> Solution:
    """Every perfect Bayesian equilibrium in pure strategies.

    Parameters
    ----------
    game
        Scalar payoffs [any unit] and probabilities [1].

    Returns
    -------
    Solution
        Outcomes SQ, DC, DD, ED, DE, EE. Where nobody responds in kind one plan for node 3a that
        works stands for all. Status "none-found" where there is no pure equilibrium; a mixed one
        exists there all the same.

    References
    ----------
    [ZagareKilgour2000]_, appendix 8, for the game; enumerated here.

    Examples
    --------
    >>> from suasion.theory.library.asymmetric_escalation_types import EXAMPLE
    >>> perfect_bayesian(EXAMPLE).chosen.label
    'nobody initiates; hh responds, hs responds, sh concedes, ss concedes'
    """
    parameters, status = dict(game._asdict()), type_status(game)
    if status.code == "none-found":
        return Solution(MODEL, parameters, (), -1, PEACE, status)
    with jax.enable_x64(True):
        inner = EscalationTypes(*(jnp.asarray(float(x)) for x in game))
        found = [_pure(inner, where, beliefs, status) for where, beliefs in _supported(inner)]
    if not found:
        status = Status("none-found", "There is no equilibrium in pure strategies here.")
        return Solution(MODEL, parameters, (), -1, PEACE, status)
    peace = [one.outcomes["SQ"] for one in found]
    return Solution(MODEL, parameters, tuple(found), peace.index(max(peace)), PEACE, status)


def _supported(game: EscalationTypes) -> list[tuple[tuple[int, int, int], np.ndarray]]:
    """Plans x and w, posture and beliefs of each equilibrium; one w where 3a is not reached."""
    exists, mu, sigma = (np.asarray(part) for part in pure_equilibria(game))
    kept: dict[tuple[int, ...], tuple[tuple[int, int, int], np.ndarray]] = {}
    for x, w, posture in np.argwhere(exists):
        reached = bool(np.any(POSTURES[posture] == 1))
        beliefs = np.array([mu[x, w, posture], sigma[w, posture]])
        key = (x, posture, w if reached else -1)
        kept.setdefault(key, ((int(x), int(w), int(posture)), beliefs))
    return list(kept.values())


def _pure(
    game: EscalationTypes, where: tuple[int, int, int], beliefs: np.ndarray, status: Status
) -> Equilibrium:
    x, w, posture = where
    _, _, ee = defender_types(game)
    c_ee = jnp.stack((jnp.asarray(game.c_ee_hard), jnp.asarray(game.c_ee_soft)))
    played = Strategies(
        initiates=jnp.asarray(PLANS[x], dtype=ee.dtype),
        escalates=jnp.asarray(PLANS[w], dtype=ee.dtype),
        stands=(c_ee > game.c_de) * 1.0,
        replies=jnp.asarray(POSTURES[posture] == np.arange(3)[:, None], dtype=ee.dtype),
        holds=(ee > game.d_ed) * 1.0,
    )
    does = [f"{t} {REPLIES[r]}" for t, r in zip(DEFENDERS, POSTURES[posture], strict=True)]
    label = f"{WHO[x]}; {', '.join(does)}"
    return _equilibrium(game, played, beliefs, label, status)


def _equilibrium(
    game: EscalationTypes, strategies: Strategies, beliefs: np.ndarray, label: str, status: Status
) -> Equilibrium:
    ends = play(game, strategies)
    moves: dict[str, float] = {}
    for name in ("initiates", "escalates", "stands"):
        for kind, chance in zip(("hard", "soft"), getattr(strategies, name), strict=True):
            moves[f"challenger_{kind}_{name}"] = float(chance)
    for i, kind in enumerate(DEFENDERS):
        for j, reply in enumerate(REPLIES):
            moves[f"defender_{kind}_{reply}"] = float(strategies.replies[j, i])
        moves[f"defender_{kind}_stands"] = float(strategies.holds[i])
    outcomes = dict(zip(OUTCOMES, map(float, ends.outcomes), strict=True))
    values = {"challenger": float(ends.challenger), "defender": float(ends.defender)}
    held = {
        "challenger_hard_given_initiation": float(beliefs[0]),
        "defender_strategically_hard_given_response": float(beliefs[1]),
    }
    return Equilibrium(label, moves, outcomes, values, held, status)
