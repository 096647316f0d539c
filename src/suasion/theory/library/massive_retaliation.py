"""Massive retaliation: the defender may concede or escalate to all-out conflict, nothing between.

Definitions and notation
------------------------
Tree. The challenger cooperates (SQ, status quo) or defects; the defender concedes (DC) or
escalates; the challenger then gives way (DE, the defender wins) or stands (EE, all-out conflict).
It is the Asymmetric Escalation Game of `suasion.theory.library.asymmetric_escalation` without a
response in kind.

Types. A hard player prefers all-out conflict to giving way, a soft one does not; each knows its own
type only, and the challenger is hard with probability ``p_ch``, the defender with ``p_def``:

- challenger: ``c_ee_soft < c_de < c_ee_hard < c_sq < c_dc``,
- defender:   ``d_ee_soft < d_dc < d_ee_hard < d_de < d_sq``.

This is the Unilateral Deterrence Game of `suasion.theory.library.unilateral_deterrence` with DE in
the place of CD and EE in that of DD; its thresholds and families hold with these payoffs. The
defender's order is not that of the Asymmetric Escalation Game, where even a strategically hard
defender would rather concede than fight all out (``d_ee_hard < d_dc``): with that order no type
escalates against a challenger that is surely hard, and this solver says that the families are not
defined.

What it says about a guarantee
------------------------------
How credible a purely nuclear threat must be. It knows no limited attack and no limited answer, so
it says nothing about an attack too small to be worth an all-out conflict: that is the larger game.

References
----------
[ZagareKilgour1995]_; [ZagareKilgour2000]_, ch. 7. The reduction is derived here.

Examples
--------
>>> (model,) = MODELS
>>> model.solve(p_ch=0.8, p_def=0.2).chosen.label
'attack'
>>> {name: round(p, 3) for name, p in model.solve(p_def=0.6).chosen.outcomes.items()}
{'SQ': 0.7, 'DC': 0.12, 'DE': 0.0, 'EE': 0.18}
"""

from collections.abc import Mapping
from dataclasses import replace

from suasion.theory.library import unilateral_deterrence
from suasion.theory.library.unilateral_deterrence import (
    CHALLENGER_ORDER,
    DEFENDER_ORDER,
    UnilateralPayoffs,
)
from suasion.theory.model import Model, Parameter
from suasion.theory.solution import Solution, Status
from suasion.theory.tree.reading import packaged

MODEL = "massive retaliation game"


def own_name(name: str) -> str:
    """A payoff of the Unilateral Deterrence Game as this page calls it.

    Examples
    --------
    >>> own_name("c_dd_hard")
    'c_ee_hard'
    """
    return name.replace("cd", "de").replace("dd", "ee")


def exact(*, p_ch: float, p_def: float, **payoffs: float) -> Solution:
    """All families of perfect Bayesian equilibria of the variant without a response in kind.

    Parameters
    ----------
    p_ch, p_def
        Probability that the challenger and the defender are hard in all-out conflict [1].
    payoffs
        ``c_sq, c_dc, c_de, c_ee_hard, c_ee_soft`` and the same with ``d_`` [any unit]; order of the
        Unilateral Deterrence Game with DE for CD and EE for DD.

    Returns
    -------
    Solution
        Outcomes SQ, DC, DE, EE; families as in `suasion.theory.library.unilateral_deterrence`.

    References
    ----------
    [ZagareKilgour1995]_; [ZagareKilgour2000]_, ch. 7. The reduction is derived here.

    Examples
    --------
    >>> exact(**MODELS[0].defaults).chosen.label
    'bluff'
    """
    same = {name: own_name(name) for name in UnilateralPayoffs._fields}
    game = UnilateralPayoffs(**{name: payoffs[ours] for name, ours in same.items()})
    found = unilateral_deterrence.solve(game, p_ch, p_def)
    named = {"SQ": "SQ", "DC": "DC", "CD": "DE", "DD": "EE"}
    status = _renamed(found.status, same)
    equilibria = tuple(
        replace(
            one,
            outcomes={named[name]: p for name, p in one.outcomes.items()},
            strategies={
                name.replace("resists", "escalates"): p for name, p in one.strategies.items()
            },
            status=status,
        )
        for one in found.equilibria
    )
    parameters = payoffs | {"p_ch": p_ch, "p_def": p_def}
    return Solution(MODEL, parameters, equilibria, found.selected, found.selection, status)


def _renamed(status: Status, names: Mapping[str, str]) -> Status:
    sentence = status.sentence.replace("published order", "order of the page")
    sentence = sentence.replace("The published families", "The families")
    for name, ours in names.items():
        sentence = sentence.replace(name, ours)
    return Status(status.code, sentence)


MODELS = (
    Model(
        id="massive-retaliation",
        title="Massive retaliation: to concede or to escalate, nothing between",
        source=("ZagareKilgour1995", "ZagareKilgour2000"),
        parameters=(
            Parameter("c_sq", 0.6, "challenger: status quo"),
            Parameter("c_dc", 1.0, "challenger: the defender concedes"),
            Parameter("c_de", 0.2, "challenger: it gives way"),
            Parameter("c_ee_hard", 0.4, "hard challenger: all-out conflict"),
            Parameter("c_ee_soft", 0.0, "soft challenger: all-out conflict"),
            Parameter("d_sq", 1.0, "defender: status quo"),
            Parameter("d_dc", 0.3, "defender: it concedes"),
            Parameter("d_de", 0.8, "defender: the challenger gives way"),
            Parameter("d_ee_hard", 0.5, "hard defender: all-out conflict"),
            Parameter("d_ee_soft", 0.0, "soft defender: all-out conflict"),
            Parameter("p_ch", 0.3, "chance that the challenger is hard", 0.0, 1.0),
            Parameter("p_def", 0.2, "chance that the defender is hard", 0.0, 1.0),
        ),
        solvers={"exact": exact},
        page=__doc__ or "",
        tree=lambda: packaged("massive_retaliation"),
        order=(tuple(map(own_name, CHALLENGER_ORDER)), tuple(map(own_name, DEFENDER_ORDER))),
    ),
)
