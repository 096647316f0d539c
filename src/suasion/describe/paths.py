"""Fields by their path `section.field`, as levers, settings and a case's environment name them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from suasion.describe import sections
from suasion.describe.problems import problems
from suasion.describe.reading import Document, Place
from suasion.errors import Problem

SECTIONS: dict[str, type[sections.Section]] = {
    "instrument": sections.Instrument,
    "nuclear": sections.Nuclear,
    "forces": sections.Forces,
    "aid": sections.Aid,
    "zone": sections.Zone,
    "site": sections.Site,
    "economy": sections.Economy,
    "pressure": sections.Pressure,
    "coalition": sections.Coalition,
    "settlement": sections.Settlement,
    "duration": sections.Duration,
}
"""The sections that every guarantee has: the outcome, which only history knows, is left out."""


def paths() -> list[str]:
    """Every `section.field` that describes a guarantee, in the order of the format."""
    return [
        f"{section}.{field}"
        for section, model in SECTIONS.items()
        for field in model.model_fields
        if field != "otherwise"
    ]


def misplaced(document: Document) -> list[Problem]:
    """Problems of a case's paths: unknown ones, and values that their fields do not allow."""
    return [
        problem
        for place, path, fact in _facts_by_path(document.data)
        for problem in _path_problems(place, path, fact, document)
    ]


def _facts_by_path(data: Any) -> Iterator[tuple[Place, str, Any]]:
    """Every fact that the case gives for a path, with its place."""
    for path, fact in data.get("environment", {}).items():
        yield ("environment", path), path, fact
    for index, lever in enumerate(data.get("levers", [])):
        for choice, values in lever["choices"].items():
            for path, value in values.items():
                fact = {"judgement": value, "because": "a lever", "disagree": "a lever"}
                yield ("levers", index, "choices", choice, path), path, fact


def _path_problems(place: Place, path: str, fact: Any, document: Document) -> list[Problem]:
    section, field = path.split(".")
    if path not in paths():
        near = get_close_matches(path, paths(), n=3)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "Write it as section.field"
        return [document.problem(place, f"no guarantee has a field {path}", remedy, repr(path))]
    model = SECTIONS[section]
    try:
        model.model_validate({field: fact})
    except ValidationError as error:
        part = Document(document.name, {field: fact}, {})
        return [
            document.problem(place, problem.message, problem.remedy, problem.value)
            for problem in problems(error, part, model)
        ]
    return []
