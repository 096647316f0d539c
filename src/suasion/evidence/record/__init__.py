"""The record: historical guarantees from 1815 to 2024, coded by a written rule.

Each case is a guarantee in the guarantee language with the mark `verified` or `unverified` and an
outcome coded by the rule of docs/reference/record.md. Statistics count verified cases only, unless
asked otherwise, and always say which cases they count.
"""

from suasion.evidence.record.case import Case
from suasion.evidence.record.loading import case, cases
from suasion.evidence.record.rates import WHAT, Rate, jeffreys, rate
from suasion.evidence.record.selection import Selection, select
from suasion.evidence.record.vocabulary import Certainty, Sides, Sort

__all__ = [
    "WHAT",
    "Case",
    "Certainty",
    "Rate",
    "Selection",
    "Sides",
    "Sort",
    "case",
    "cases",
    "jeffreys",
    "rate",
    "select",
]
