"""JSON Schema of the two kinds of file, for editors and other programs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from suasion.describe.case import Case
from suasion.describe.descriptions import descriptions
from suasion.describe.guarantee import Guarantee
from suasion.errors import UnknownName

MODELS: dict[str, type[BaseModel]] = {"guarantee": Guarantee, "case": Case}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Described(GenerateJsonSchema):
    """JSON Schema in which every field has its description."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        for name, text in descriptions(schema["cls"]).items():
            found["properties"][name]["description"] = text
        return found


def json_schema(kind: Literal["guarantee", "case"] | str) -> dict[str, Any]:
    """The schema of a guarantee file or a case file.

    Parameters
    ----------
    kind
        `guarantee` or `case`.

    Examples
    --------
    >>> json_schema("guarantee")["title"]
    'suasion guarantee'
    """
    if kind not in MODELS:
        raise UnknownName("kind of file", kind, list(MODELS))
    return schema_of(MODELS[kind], kind)


def schema_of(model: type[BaseModel], kind: str) -> dict[str, Any]:
    """The schema of any model, with the text below each of its fields as description."""
    schema = model.model_json_schema(schema_generator=_Described)
    return {"$schema": DIALECT, **schema, "title": f"suasion {kind}"}
