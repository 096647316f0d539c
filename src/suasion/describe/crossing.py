"""Checks that cross fields, on what is well formed in a file that has faults elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from suasion.describe.allowed import Choice, alternatives
from suasion.describe.fact import Contested, Judged, Known, Unknown
from suasion.describe.reading import Document, Place
from suasion.errors import Problem

FACTS = (Known, Judged, Contested, Unknown)
"""A fact is well formed as a whole or not at all."""


def crossed(document: Document, model: type[BaseModel]) -> list[Problem]:
    """Problems between the well-formed fields of a document, whatever is wrong with the others.

    Parameters
    ----------
    document
        A document that `model` refuses.
    model
        What it should be; checks that need a faulty field tell nothing.
    """
    found: list[tuple[Place, dict[str, Any]]] = []
    if isinstance(document.data, dict):
        _partial(model, document.data, (), found)
    return [
        document.problem(place, context["message"], context["remedy"], context["found"])
        for place, context in found
    ]


def _partial(model: type[BaseModel], raw: Any, place: Place, found: list[Any]) -> BaseModel:
    """An instance with the well-formed fields alone; adds to `found` what its checks find."""
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name in raw:
            values |= dict(_well_formed(name, info, raw[name], (*place, name), found))
    made = model.model_construct(**values)
    found += [((*place, *str(told["field"]).split(".")), told) for told in _faults(made)]
    return made


def _well_formed(
    name: str, info: FieldInfo, raw: Any, place: Place, found: list[Any]
) -> Iterator[tuple[str, Any]]:
    """The field with its value, or with the well-formed part of it; nothing where there is none."""
    allowed: Any = Annotated[info.annotation, info]
    try:
        yield name, TypeAdapter(allowed).validate_python(raw)
    except ValidationError as error:
        choices = list(alternatives(info))
        if isinstance(raw, dict) and (model := _model(choices, raw)):
            yield name, _partial(model, raw, place, found)
        elif _inside(error, raw) and (model := _model_of_all(choices, raw)):
            parts = enumerate(raw)
            yield name, [_partial(model, part, (*place, index), found) for index, part in parts]


def _inside(error: ValidationError, raw: Any) -> bool:
    """Whether a list is wrong only inside its values."""
    return isinstance(raw, list) and all(detail["loc"] for detail in error.errors())


def _model_of_all(choices: list[Choice], raw: list[Any]) -> type[BaseModel] | None:
    """The model of a list's values, where all of them are mappings."""
    if not all(isinstance(part, dict) for part in raw):
        return None
    inner = [one for choice in choices for one in alternatives(_value_type(choice.kind))]
    return _model(inner, raw[0])


def _value_type(kind: Any) -> Any:
    """The type of a list's values; None where it is no list of one type."""
    return next(iter(getattr(kind, "__args__", ())), None)


def _model(choices: list[Choice], raw: dict[str, Any]) -> type[BaseModel] | None:
    """The model that a mapping is most like; None for a fact."""
    kinds = [choice.kind for choice in choices if isinstance(choice.kind, type)]
    models = [kind for kind in kinds if issubclass(kind, BaseModel)]
    best = max(models, key=lambda kind: len(set(kind.model_fields) & set(raw)), default=None)
    return None if best is None or issubclass(best, FACTS) else best


def _faults(made: BaseModel) -> Iterator[dict[str, Any]]:
    """What the checks of a model find in an instance that may lack fields."""
    for check in type(made).__pydantic_decorators__.model_validators.values():
        try:
            check.func(made)
        except PydanticCustomError as error:
            yield dict(error.context or {})
        except AttributeError:  # the check needs a field that is not well formed
            continue
