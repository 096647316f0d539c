"""Checks that cross fields, on what is well formed in a file that has faults elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from suasion.describe.allowed import Choice, alternatives, told_apart
from suasion.describe.fact import Contested, Judged, Known, Unknown
from suasion.describe.lacking import lacks
from suasion.describe.reading import Document, Place
from suasion.errors import Problem

FACTS = (Known, Judged, Contested, Unknown)
"""A fact is well formed as a whole or not at all."""

M = TypeVar("M", bound=BaseModel)


def crossed(document: Document, model: type[M]) -> tuple[M, list[Problem]]:
    """The well-formed part of a document, and the problems between its fields.

    Parameters
    ----------
    document
        A document that `model` refuses.
    model
        What it should be.

    Returns
    -------
    model
        An instance from which every field is missing that is not well formed, or that a check of
        the model finds fault with; the names of mappings and the numbers of lists are those of the
        document.
    list of Problem
        What the checks of the model find; those that need a faulty field tell nothing.
    """
    found: list[tuple[Place, dict[str, Any]]] = []
    if not isinstance(document.data, dict):
        return _empty(model), []
    made = _partial(model, document.data, (), found)
    return made, [
        document.problem(place, context["message"], context["remedy"], context["found"])
        for place, context in found
    ]


def _empty(model: type[M]) -> M:
    """An instance from which every field is missing."""
    made = model.model_construct()
    made.__dict__.clear()
    return made


def _partial(model: type[M], raw: dict[str, Any], place: Place, found: list[Any]) -> M:
    """An instance with the well-formed fields alone; adds to `found` what its checks find."""
    values: dict[str, Any] = {}
    given = set(model.model_fields) & set(raw)
    for name in given:
        values |= dict(_well_formed(name, model.model_fields[name], raw[name], place, found))
    made = model.model_construct(given, **values)
    for name in given - set(values):
        made.__dict__.pop(name, None)  # the default would be taken for what the file says
    for told in list(_faults(made)):
        field = str(told["field"])
        found.append(((*place, *field.split(".")), told))
        made.__dict__.pop(field, None)
    return made


def _well_formed(
    name: str, info: FieldInfo, raw: Any, above: Place, found: list[Any]
) -> Iterator[tuple[str, Any]]:
    """The field with its value, or with the well-formed part of it; nothing where there is none."""
    allowed: Any = Annotated[info.annotation, info]
    place = (*above, name)
    try:
        yield name, TypeAdapter(allowed).validate_python(raw)
    except ValidationError as error:
        choices = list(alternatives(info))
        if isinstance(raw, dict) and (model := _model(choices, raw)):
            yield name, _partial(model, raw, place, found)
        elif all(detail["loc"] for detail in error.errors()):
            yield from ((name, parts) for parts in _parts(choices, raw, place, found))


def _parts(choices: list[Choice], raw: Any, place: Place, found: list[Any]) -> Iterator[Any]:
    """A mapping or list of models with the well-formed part of each; nothing where it is none."""
    if not isinstance(raw, dict | list):
        return
    kind, named = type(raw), raw.items() if isinstance(raw, dict) else enumerate(raw)
    inner = [
        one
        for choice in choices
        if get_origin(choice.kind) is kind
        for one in alternatives(get_args(choice.kind)[-1])
    ]
    models = {key: _model(inner, part if isinstance(part, dict) else {}) for key, part in named}
    if not models or not all(models.values()):
        return
    values = [
        _partial(model, raw[key], (*place, key), found)
        if isinstance(raw[key], dict)
        else _empty(model)
        for key, model in models.items()
        if model
    ]
    yield dict(zip(models, values, strict=True)) if kind is dict else values


def _model(choices: Iterable[Choice], raw: dict[str, Any]) -> type[BaseModel] | None:
    """The model that a mapping is most like; None for a fact, or where its kind is not known."""
    kinds = [choice.kind for choice in choices if isinstance(choice.kind, type)]
    models = [kind for kind in kinds if issubclass(kind, BaseModel)]
    best = max(
        told_apart(models, raw),
        key=lambda kind: len(set(kind.model_fields) & set(raw)),
        default=None,
    )
    return None if best is None or issubclass(best, FACTS) else best


def _faults(made: BaseModel) -> Iterator[dict[str, Any]]:
    """What the checks of a model find in an instance that may lack fields."""
    for check in type(made).__pydantic_decorators__.model_validators.values():
        try:
            check.func(made)
        except PydanticCustomError as error:
            yield dict(error.context or {})
        except AttributeError as error:
            if not lacks(error):
                raise
