"""Small studies for tests: one theory, whose programs are soon compiled."""

from __future__ import annotations

from typing import Any

from suasion.study.file import Study
from suasion.study.plan import Plan, planned

SMALL: dict[str, Any] = {
    "study": "small",
    "case": "ukraine-2025",
    "guarantees": ["korean-model", "us-article-5-like"],
    "theories": ["threshold"],
    "design": {"kind": "latin-hypercube", "draws": 60, "seed": 1},
}


def small(**changes: Any) -> Plan:
    """A plan of a small study with some fields changed."""
    return planned(Study.model_validate(SMALL | changes))
