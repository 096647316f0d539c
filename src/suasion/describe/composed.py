"""The schema of a model with another schema for one of its fields."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core.core_schema import (
    CoreSchema,
    model_ser_schema,
    no_info_after_validator_function,
    no_info_before_validator_function,
)


def with_field(
    model: type[BaseModel], name: str, schema: CoreSchema, handler: GetCoreSchemaHandler
) -> CoreSchema:
    """Schema that makes instances of `model`, the field `name` of which holds what `schema` allows.

    Parameters
    ----------
    model
        A model without validators of its own.
    name
        One of its fields, without a default.
    schema
        What the field may hold.
    handler
        From the type's `__get_pydantic_core_schema__`.
    """
    whole: Any = handler.resolve_ref_schema(handler.generate_schema(model))
    fields = whole["schema"]["fields"]
    changed = {**fields, name: {**fields[name], "schema": schema}}
    inner: Any = {**whole["schema"], "fields": changed, "extra_behavior": "forbid"}
    # Fields and a function, no model schema: for that pydantic takes the validator that the model
    # has, once it has one, and with it another field.
    made = no_info_after_validator_function(partial(_made, model), inner)
    written = model_ser_schema(model, inner)
    return no_info_before_validator_function(_raw, made, serialization=written)


def _raw(given: Any) -> Any:
    """What is to be validated; an instance may have been made for values of another type."""
    if isinstance(given, BaseModel):
        return {name: getattr(given, name) for name in given.model_fields_set}
    return given


def _made(model: type[BaseModel], parts: tuple[dict[str, Any], None, set[str]]) -> BaseModel:
    """An instance from valid values and the names of those that were given."""
    values, _, given = parts
    return model.model_construct(given, **values)
