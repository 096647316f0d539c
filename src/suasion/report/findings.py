"""Findings in words, by rule from the numbers; each figure comes with its spread."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from suasion.report.basis import anchor, hinges, limits, theories, views
from suasion.report.conduct import honour, short_of_war, term
from suasion.report.order import entry, firmness, ranking
from suasion.report.words import Row
from suasion.uncertainty.comparison import Comparison


@dataclass(frozen=True)
class Finding:
    """One finding: what it is about, and what was found."""

    title: str
    text: Markup


def findings(comparison: Comparison, summary: Row) -> list[Finding]:
    """Every finding, in the order of the report."""
    return [
        Finding("Which keeps the peace, once in force", ranking(summary)),
        Finding("How firm that order is", firmness(comparison, summary)),
        Finding("Whether it comes into force at all", entry(comparison, summary)),
        Finding("Around the end of the term", term(summary)),
        Finding("Whether the guarantor fights when tested", honour(summary)),
        Finding("What peace does not rule out", short_of_war(summary)),
        Finding("Where the theories disagree", theories(comparison, summary)),
        Finding("What everything hinges on", hinges(summary)),
        Finding("A sceptic's and an optimist's reading", views(comparison, summary)),
        Finding("The tie to the record", anchor(summary)),
        Finding("What the model cannot tell apart", limits(summary)),
    ]
