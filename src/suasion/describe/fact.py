"""A fact: a value with its source, a judgement, an admitted unknown, or contested versions.

A fact in YAML is one of four mappings::

    {value: 2, source: armistice-1953, where: "Art. I(1)"}
    {judgement: 40, because: "…", disagree: "who would say otherwise, and what"}
    {unknown: "the text was not published"}
    {contested: [{value: …, source: …, where: …}, {value: …, source: …, where: …}]}
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
    TypeAdapter,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import CoreSchema, list_schema, tagged_union_schema

from suasion.describe.composed import with_field

T = TypeVar("T")

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
SourceKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_:+-]*$")]


def _not_a_number(value: Any) -> Any:
    """The value, unless it is a number, which would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise PydanticCustomError("date_type", "a number is not a date")
    return value


Day = Annotated[datetime.date, BeforeValidator(_not_a_number)]
Truth = Annotated[bool, Field(strict=True)]


def fault(field: str, message: str, remedy: str, found: object) -> PydanticCustomError:
    """An error of a check that crosses fields, with the field that should change.

    Parameters
    ----------
    field
        Path of that field below the model that is checked, e.g. `in_force.value`.
    message, remedy
        What is allowed there, and what to do.
    found
        What stands there.
    """
    context = {"field": field, "message": message, "remedy": remedy, "found": str(found)}
    return PydanticCustomError("fault", "{message}", context)


class Model(BaseModel):
    """Base of all described things: frozen, and no unknown field passes.

    The sentence below a field is its description; `suasion.describe.descriptions` reads it.
    """

    # A model is built when it is first used: a check of one guarantee never builds the case.
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Known(Model, Generic[T]):
    """A value that a source gives."""

    value: T
    """The value."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text
    """Where in the source: article, paragraph or page."""
    date: Day | None = None
    """Date for which the value holds, where it may change."""
    note: Text | None = None
    """What a reader should know about this value."""
    unverified: bool = False
    """True where the source itself could not be opened to check the value."""


class Judged(Model, Generic[T]):
    """A value that no source can decide."""

    judgement: T
    """The value assumed."""
    because: Text
    """The reason for it."""
    disagree: Text
    """Who would say otherwise, and what."""


class Unknown(Model):
    """An admitted gap; it is never read as zero."""

    unknown: Text
    """Why the value is not known."""


FEWEST, MOST = 2, 6
"""Versions of a contested fact."""


class Contested(Model, Generic[T]):
    """Two or more versions of one fact."""

    contested: Annotated[list[Known[T]], Field(min_length=FEWEST, max_length=MOST)]
    """The versions, each with its source."""


KINDS = {"value": "known", "judgement": "judged", "unknown": "unknown", "contested": "contested"}

BROKEN: dict[str, Any] = {
    "custom_error_type": "fact",
    "custom_error_message": "a fact needs one of value (with source and where), judgement, "
    "unknown or contested",
}


def _kind(raw: Any) -> str | None:
    """Tag of the variant that a raw mapping or a model stands for."""
    names = raw if isinstance(raw, dict) else getattr(type(raw), "model_fields", {})
    return next((tag for key, tag in KINDS.items() if key in names), None)


@dataclass(frozen=True)
class OneOf:
    """The four variants of a fact whose value is of one type, told apart by their first key.

    A model for each variant and type would have to be built before the first file is read; so the
    schema that validates is put together from one model for each variant. Messages and the JSON
    Schema, which name the type, ask for `variants`.
    """

    value: Any
    """The type."""

    def variants(self) -> Any:
        """The variants as models of their own, with the type in them."""
        models = (Known, Judged, Unknown, Contested)
        typed = [one if one is Unknown else one.__class_getitem__(self.value) for one in models]
        tagged = (Annotated[one, Tag(tag)] for one, tag in zip(typed, KINDS.values(), strict=True))
        return Annotated[reduce(or_, tagged), Discriminator(_kind, **BROKEN)]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        value = handler.generate_schema(self.value)
        known = with_field(Known, "value", value, handler)
        versions = list_schema(known, min_length=FEWEST, max_length=MOST)
        variants = {
            "known": known,
            "judged": with_field(Judged, "judgement", value, handler),
            "unknown": handler.generate_schema(Unknown),
            "contested": with_field(Contested, "contested", versions, handler),
        }
        return tagged_union_schema(variants, _kind, **BROKEN)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(TypeAdapter(self.variants()).core_schema)


if TYPE_CHECKING:
    Fact = Known[T] | Judged[T] | Unknown | Contested[T]
else:
    VARIANTS = Known | Judged | Unknown | Contested

    class Fact:
        """`Fact[T]`: one of the four variants with a value of this type."""

        def __class_getitem__(cls, value: Any) -> Any:
            return Annotated[VARIANTS, OneOf(value)]


# Made without validation, which would build the model at import; a test validates it.
NOT_STATED = Unknown.model_construct(unknown="not stated in this description")


def readings(fact: Any) -> list[Any]:
    """Every value that a fact may have; empty for an unknown.

    Examples
    --------
    >>> readings(Known[int](value=2, source="armistice-1953", where="Art. I"))
    [2]
    >>> readings(NOT_STATED)
    []
    """
    if isinstance(fact, Known):
        return [fact.value]
    if isinstance(fact, Judged):
        return [fact.judgement]
    if isinstance(fact, Contested):
        return [version.value for version in fact.contested]
    return []
