"""Reduced form of three-party extended deterrence: whom to attack, if anyone.

Written from the publication's abstract; its tree, payoffs and thresholds are not known to us.

Definitions and notation
------------------------
The challenger keeps the status quo, worth ``c_sq``, or attacks the defender or the protege. The
third state then joins the attacked one or stays out. A war against the attacked state alone is
worth ``w_def`` or ``w_p`` to the challenger, a multilateral war ``m``, less than either.
Reliability is the chance that an ally joins, as the challenger believes it:

- ``rho_def``: the defender joins if the protege is attacked;
- ``rho_p``: the protege joins if the defender is attacked.

An attack on the protege is worth ``(1 - rho_def) w_p + rho_def m``, one on the defender
``(1 - rho_p) w_def + rho_p m``. A target is safe if its *partner* joins with probability
``(w - c_sq)/(w - m)`` or more. With ``w_def = w_p`` the state whose partner is less likely to join
is attacked: the more reliable ally.

Valid where ``m < c_sq < min(w_def, w_p)``; reliability is given, not chosen, so the model says whom
an attack meets and nothing about why an ally joins. Solver ``logit`` gives every choice a chance
with precision ``lambda_ch``.

What it says about a guarantee
------------------------------
Deterrence needs both directions: a guarantor that would come to its protege's aid, while the
protege would not come to its own, becomes the target itself. It cannot say how likely that is in a
case; wars of very different worth, as against a nuclear power, turn it round.

References
----------
[Quackenbush2006]_, abstract, for the game and the result on the more reliable ally; the reduced
form is ours.

Examples
--------
The defender is the more reliable of the two, and is attacked:

>>> (model,) = MODELS
>>> found = model.solve(rho_def=0.6, rho_p=0.4)
>>> found.chosen.label
'attack on the defender'
>>> model.solve(rho_def=0.7, rho_p=0.7).chosen.label
'deterrence'
"""

import jax
import jax.numpy as jnp

from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Equilibrium, Number, Solution, Status

MODEL = "three-party extended deterrence, reduced form"
SELECTION = "the best choice; if equal, less war: deterrence, then the protege, then the defender"
LOGIT = "the only one: logit choice among the three"
BORDER = 1e-12
BETWEEN = Status(
    "ok", "The status quo is worth more than a multilateral war, less than the others."
)
LABELS = ("deterrence", "attack on the protege", "attack on the defender")


def attack_values(
    w_def: Number, w_p: Number, m: Number, rho_def: Number, rho_p: Number
) -> tuple[Number, Number]:
    """What an attack on the protege and one on the defender are worth, each of shape `*batch`.

    Parameters
    ----------
    w_def, w_p
        A war against the defender alone, the protege alone [challenger's unit].
    m
        A multilateral war [challenger's unit].
    rho_def, rho_p
        Chance that the defender, the protege joins its attacked partner [1], 0 to 1.

    Examples
    --------
    >>> attack_values(0.8, 0.8, 0.0, 0.25, 0.75)
    (0.6000000000000001, 0.2)
    """
    return (1.0 - rho_def) * w_p + rho_def * m, (1.0 - rho_p) * w_def + rho_p * m


def required_reliability(c_sq: Number, w: Number, m: Number) -> Number:
    """Least chance that a partner joins that makes its ally safe, (w - c_sq)/(w - m).

    Parameters
    ----------
    c_sq
        Worth of the status quo [challenger's unit].
    w, m
        Worth of a war against the ally alone and of a multilateral war, ``m < w``.

    Returns
    -------
    Number
        Of shape `*batch` [1]. At most 0: safe without a partner; above 1: no partner is enough.

    Examples
    --------
    >>> required_reliability(0.5, 1.0, 0.0)
    0.5
    """
    return (w - c_sq) / (w - m)


def choice_probabilities(
    c_sq: Number, values: tuple[Number, Number], precision: Number
) -> jax.Array:
    """Logit chance of deterrence, an attack on the protege and one on the defender.

    Parameters
    ----------
    c_sq
        Worth of the status quo [challenger's unit], `*batch`.
    values
        As `attack_values` gives them.
    precision
        Factor on differences in worth [1/challenger's unit], >= 0.

    Returns
    -------
    jax.Array
        Of shape `(3, *batch)` [1].

    Examples
    --------
    >>> [round(float(p), 3) for p in choice_probabilities(0.5, (0.4, 0.2), 0.0)]
    [0.333, 0.333, 0.333]
    """
    worth = jnp.stack(jnp.broadcast_arrays(*(jnp.asarray(x) * precision for x in (c_sq, *values))))
    return jax.nn.softmax(worth, axis=0)


def exact(
    *,
    c_sq: float,
    w_def: float,
    w_p: float,
    m: float,
    rho_def: float,
    rho_p: float,
    lambda_ch: float = 0.0,
) -> Solution:
    """The challenger's best choices; several if it is indifferent.

    Parameters
    ----------
    c_sq, w_def, w_p, m
        Worth of the status quo and of the wars [challenger's unit].
    rho_def, rho_p
        Reliability of the defender and of the protege [1], 0 to 1.
    lambda_ch
        Not used here.

    Returns
    -------
    Solution
        Outcomes: the status quo, and which ally is attacked and whether it is alone or joined.
        Status "degenerate" outside ``m < c_sq < min(w_def, w_p)``.

    References
    ----------
    [Quackenbush2006]_, abstract; the reduced form is ours.

    Examples
    --------
    >>> exact(**MODELS[0].defaults).chosen.label
    'attack on the defender'
    """
    numbers = {"c_sq": c_sq, "w_def": w_def, "w_p": w_p, "m": m, "rho_def": rho_def, "rho_p": rho_p}
    on_protege, on_defender = attack_values(w_def, w_p, m, rho_def, rho_p)
    values = (float(c_sq), float(on_protege), float(on_defender))
    margin = BORDER * max(abs(x) for x in (c_sq, w_def, w_p, m))
    status = _status(c_sq, w_def, w_p, m)
    found = tuple(
        _equilibrium(LABELS[i], tuple(float(i == j) for j in range(3)), numbers, values, status)
        for i, value in enumerate(values)
        if value >= max(values) - margin
    )
    return Solution(MODEL, numbers, found, 0, SELECTION, status)


def logit(
    *, c_sq: float, w_def: float, w_p: float, m: float, rho_def: float, rho_p: float,
    lambda_ch: float,
) -> Solution:  # fmt: skip
    """The challenger's logit choice.

    Parameters
    ----------
    c_sq, w_def, w_p, m, rho_def, rho_p
        As in `exact`.
    lambda_ch
        Precision of the challenger [1/its unit], >= 0.

    Examples
    --------
    >>> round(logit(**MODELS[0].defaults).chosen.outcomes["status_quo"], 3)
    0.121
    """
    numbers = {"c_sq": c_sq, "w_def": w_def, "w_p": w_p, "m": m, "rho_def": rho_def, "rho_p": rho_p}
    with jax.enable_x64(True):
        on_protege, on_defender = attack_values(w_def, w_p, m, rho_def, rho_p)
        chances = choice_probabilities(float(c_sq), (on_protege, on_defender), float(lambda_ch))
        played = tuple(float(chance) for chance in chances)
    values = (float(c_sq), float(on_protege), float(on_defender))
    status = _status(c_sq, w_def, w_p, m)
    only = _equilibrium("logit choice", played, numbers, values, status)
    return Solution(MODEL, numbers | {"lambda_ch": lambda_ch}, (only,), 0, LOGIT, status)


def _status(c_sq: float, w_def: float, w_p: float, m: float) -> Status:
    if not m < c_sq:
        sentence = f"m < c_sq is needed, but they are {m:g} and {c_sq:g}: no ally is enough."
        return Status("degenerate", sentence)
    if not c_sq < min(w_def, w_p):
        sentence = f"c_sq < w_def and c_sq < w_p are needed, but c_sq is {c_sq:g}, w_def {w_def:g}"
        return Status("degenerate", f"{sentence} and w_p {w_p:g}: a target is safe by itself.")
    return BETWEEN


def _equilibrium(
    label: str,
    chances: tuple[float, ...],
    numbers: dict[str, float],
    values: tuple[float, float, float],
    status: Status,
) -> Equilibrium:
    peace, protege, defender = chances
    rho_def, rho_p = float(numbers["rho_def"]), float(numbers["rho_p"])
    outcomes = {
        "status_quo": peace,
        "protege_alone": protege * (1.0 - rho_def),
        "protege_joined": protege * rho_def,
        "defender_alone": defender * (1.0 - rho_p),
        "defender_joined": defender * rho_p,
    }
    strategies = {"attacks_protege": protege, "attacks_defender": defender}
    worth = sum(chance * value for chance, value in zip(chances, values, strict=True))
    beliefs = {"defender_joins": rho_def, "protege_joins": rho_p}
    return Equilibrium(label, strategies, outcomes, {"challenger": worth}, beliefs, status)


MODELS = (
    Model(
        id="three-party-deterrence",
        title="Three-party deterrence: whom to attack, if anyone (reduced form)",
        source=("Quackenbush2006",),
        parameters=(
            Parameter("c_sq", 0.4, "status quo"),
            Parameter("w_def", 0.9, "war against the defender alone"),
            Parameter("w_p", 0.9, "war against the protege alone"),
            Parameter("m", 0.1, "multilateral war"),
            Parameter("rho_def", 0.6, "chance that the defender joins the protege", 0.0, 1.0),
            Parameter("rho_p", 0.4, "chance that the protege joins the defender", 0.0, 1.0),
            Parameter("lambda_ch", 10.0, "precision of the challenger", 0.0, unit="1/payoff"),
        ),
        solvers={"exact": exact, "logit": logit},
        page=__doc__ or "",
        reduced=True,
    ),
)
