"""The common outcomes of a crisis, to which every theory maps its own."""

from __future__ import annotations

OUTCOMES = (
    "status_quo",
    "limited_conflict",
    "concession",
    "challenger_backs_down",
    "war_without_guarantor",
    "war_with_guarantor",
    "line_moved",
)
"""In this order wherever outcomes are an axis.

`concession`: the protege yields under threat; it is not counted as deterrence. `line_moved`: a
limited gain is taken without war. A *major attack* is either of the two wars.
"""

MAJOR_ATTACK = ("war_without_guarantor", "war_with_guarantor")
