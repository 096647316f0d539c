"""What one look notices: a visit, a pass, a flight, a day of a camera, a sample of a store.

Definitions and notation
------------------------
A violation is of ``n`` things, such as three guns. A look misses each that it has before it with
chance ``beta``. It has them before it with chance ``s``, the share of the zone that one look
sees, and can be made at all with chance ``1 - z``, where ``z`` is the chance that cloud, weather
or a fault prevents it. A violation is noticed where one of its things is.

- Things missed independently: ``q = s (1 - z)(1 - beta^n)``.
- Things missed together, as in one barn: ``q = s (1 - z)(1 - beta)``, whatever n.
- A sample of ``k`` of ``N`` stored things, of which ``n`` are not what they should be:
  ``q = 1 - sum_j H(j) beta^j``, where ``H`` is hypergeometric; without misses
  ``1 - C(N-n, k)/C(N, k)``, the attribute sampling of [AvenhausCanty1996]_.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import hypergeom


def noticed(
    miss: float, size: int, *, share: float = 1.0, prevented: float = 0.0, together: bool = False
) -> float:
    """Chance that one look notices a violation.

    Parameters
    ----------
    miss
        Chance that a look misses one thing that it has before it, 0 to 1.
    size
        Things that the violation is of, >= 1.
    share
        Share of the zone that one look sees, 0 to 1; which part is random.
    prevented
        Chance that cloud, weather or a fault prevents the look, 0 to 1.
    together
        True where all things are seen or missed as one.

    Examples
    --------
    >>> round(noticed(0.3, 3), 3), round(noticed(0.3, 3, together=True), 3)
    (0.973, 0.7)
    """
    missed = miss if together else miss**size
    return share * (1.0 - prevented) * (1.0 - missed)


def noticed_in_sample(stored: int, size: int, drawn: int, miss: float = 0.0) -> float:
    """Chance that a random sample of a store shows a violation.

    Parameters
    ----------
    stored
        Things declared to be there, >= 1.
    size
        Of them missing or false, 0 to `stored`.
    drawn
        Things checked, without putting back, 0 to `stored`.
    miss
        Chance that the check of one false thing finds nothing, 0 to 1; independent.

    Examples
    --------
    >>> round(noticed_in_sample(100, 5, 45), 4)
    0.9538
    """
    false = np.arange(min(size, drawn) + 1)
    passes = hypergeom.pmf(false, stored, size, drawn) @ np.power(float(miss), false)
    return float(np.clip(1.0 - passes, 0.0, 1.0))
