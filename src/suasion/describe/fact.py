"""A fact: a value with its source, a judgement, an admitted unknown, or contested versions.

A fact in YAML is one of four mappings::

    {value: 2, source: armistice-1953, where: "Art. I(1)"}
    {judgement: 40, because: "…", disagree: "who would say otherwise, and what"}
    {unknown: "the text was not published"}
    {contested: [{value: …, source: …, where: …}, {value: …, source: …, where: …}]}
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, Union

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)
from pydantic_core import PydanticCustomError

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


class Contested(Model, Generic[T]):
    """Two or more versions of one fact."""

    contested: Annotated[list[Known[T]], Field(min_length=2, max_length=6)]
    """The versions, each with its source."""


KINDS = {"value": "known", "judgement": "judged", "unknown": "unknown", "contested": "contested"}


BROKEN = {
    "custom_error_type": "fact",
    "custom_error_message": "a fact needs one of value (with source and where), judgement, "
    "unknown or contested",
}


def _kind(raw: Any) -> str | None:
    """Tag of the variant that a raw mapping or a model stands for."""
    names = raw if isinstance(raw, dict) else getattr(type(raw), "model_fields", {})
    return next((tag for key, tag in KINDS.items() if key in names), None)


if TYPE_CHECKING:
    Fact = Known[T] | Judged[T] | Unknown | Contested[T]
else:

    class Fact:
        """`Fact[T]`: one of the four variants, told apart by their first key."""

        def __class_getitem__(cls, value: Any) -> Any:
            tagged = (Known[value], Judged[value], Unknown, Contested[value])
            variants = [
                Annotated[variant, Tag(tag)]
                for variant, tag in zip(tagged, KINDS.values(), strict=True)
            ]
            return Annotated[Union[tuple(variants)], Discriminator(_kind, **BROKEN)]  # noqa: UP007


NOT_STATED = Unknown(unknown="not stated in this description")


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
