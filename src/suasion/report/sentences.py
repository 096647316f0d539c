"""Sentences of the findings: parts are escaped, figures carry their spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from suasion.report.words import Row, listed, percent, told

PARTS = {
    "horizon": "through_horizon",
    "term": "through_term",
    "unconditional": "unconditional_through_horizon",
}
"""Metric that orders the table -> its part of the summary."""


def named(row: Row) -> Markup:
    """A guarantee by title and identifier."""
    return Markup("<strong>{}</strong> (<code>{}</code>)").format(row["title"], row["id"])


def coded(names: Sequence[str]) -> Markup:
    """Identifiers as in a sentence."""
    return Markup(listed([Markup("<code>{}</code>").format(name) for name in names]))


def say(text: str, *parts: Any) -> Markup:
    """A sentence with its parts escaped."""
    return Markup(text).format(*parts)


def paragraph(*sentences: str) -> Markup:
    """Sentences in one paragraph."""
    return Markup(" ").join(sentence for sentence in sentences if sentence)


def chance_told(part: Row) -> str:
    """A chance over futures in words."""
    return f"{told(part)}, and at least 0.9 in {percent(part['share_holding'])} of futures"
