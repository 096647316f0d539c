"""All mechanisms, in the order in which an analyst meets them."""

from __future__ import annotations

from suasion.errors import UnknownName
from suasion.mechanism import arms, law, line, money, politics
from suasion.mechanism.mechanism import Mechanism

MECHANISMS: tuple[Mechanism, ...] = (
    *law.MECHANISMS,
    *arms.MECHANISMS,
    *line.MECHANISMS,
    *money.MECHANISMS,
    *politics.MECHANISMS,
)


def mechanism(name: str) -> Mechanism:
    """A mechanism by its identifier.

    Examples
    --------
    >>> mechanism("tripwire").title
    'Deaths among its own people bring the guarantor in'
    """
    found = {one.id: one for one in MECHANISMS}
    if name not in found:
        raise UnknownName("mechanism", name, sorted(found))
    return found[name]
