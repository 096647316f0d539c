"""The JSON Schema accepts what the check accepts."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from suasion.describe.loading import CASES, LIBRARY
from suasion.describe.reading import read
from suasion.describe.schema import json_schema
from suasion.errors import UnknownName

GUARANTEES = [
    path
    for path in [*sorted(LIBRARY.glob("*.yaml")), *sorted(CASES.glob("*/*.yaml"))]
    if path.name != "case.yaml"
]


def as_json(node: Any) -> Any:
    """Plain data as JSON has them: dates as ISO strings."""
    if isinstance(node, dict):
        return {key: as_json(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_json(value) for value in node]
    return node.isoformat() if isinstance(node, datetime.date) else node


@pytest.fixture(scope="module", params=["guarantee", "case"])
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json_schema(request.param)


def test_schema_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert "$id" not in schema


def test_every_field_has_a_description(schema: dict[str, Any]) -> None:
    models = [schema, *schema["$defs"].values()]
    silent = [
        f"{model['title']}.{name}"
        for model in models
        for name, field in model.get("properties", {}).items()
        if not field.get("description")
    ]
    assert not silent


@pytest.mark.parametrize("path", GUARANTEES, ids=lambda path: path.stem)
def test_schema_accepts_the_packaged_guarantees(path: Path) -> None:
    validator = Draft202012Validator(json_schema("guarantee"))
    assert not list(validator.iter_errors(as_json(read(path).data)))


@pytest.mark.parametrize("path", sorted(CASES.glob("*/case.yaml")), ids=lambda p: p.parent.name)
def test_schema_accepts_the_packaged_cases(path: Path) -> None:
    validator = Draft202012Validator(json_schema("case"))
    assert not list(validator.iter_errors(as_json(read(path).data)))


def test_schema_refuses_what_the_check_refuses() -> None:
    data = as_json(read(LIBRARY / "us-rok-1953.yaml").data)
    data["zone"]["depth_miles"] = data["zone"].pop("depth_protege_km")
    assert list(Draft202012Validator(json_schema("guarantee")).iter_errors(data))


def test_other_kinds_are_unknown() -> None:
    with pytest.raises(UnknownName, match="guarantee"):
        json_schema("guarantees")
