"""Facts are validated for the type that their field names, whatever was built or made before."""

from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from suasion.describe.fact import NOT_STATED, Contested, Fact, Judged, Known, Model, Unknown

SHARE = Annotated[float, Field(ge=0, le=1)]
SOURCE = {"source": "us-rok-1953", "where": "Art. I"}


@pytest.fixture
def holder() -> type[Model]:
    """A model that is built for the first time, after the variants themselves are in use."""
    assert Known(value="two", **SOURCE).value == "two"
    assert Judged[str](judgement="two", because="a test", disagree="nobody").judgement == "two"
    assert Contested[str](contested=[{"value": "two", **SOURCE}] * 2)

    class Holder(Model):
        share: Fact[SHARE] = NOT_STATED

    return Holder


@pytest.mark.parametrize(
    ("fact", "place"),
    [
        ({"value": 2, **SOURCE}, ("known", "value")),
        ({"judgement": 2, "because": "a test", "disagree": "nobody"}, ("judged", "judgement")),
        (
            {"contested": [{"value": 0, **SOURCE}, {"value": 2, **SOURCE}]},
            ("contested", "contested", 1, "value"),
        ),
    ],
)
def test_a_value_is_held_to_the_limits_of_its_field(
    holder: type[Model], fact: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        holder.model_validate({"share": fact})
    assert [error["loc"] for error in caught.value.errors()] == [("share", *place)]


@pytest.mark.parametrize("extra", ["sauce", "judgement"])
def test_a_name_that_the_variant_does_not_have_is_refused(holder: type[Model], extra: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        holder.model_validate({"share": {"value": 0, **SOURCE, extra: 0}})


def test_an_instance_made_for_another_type_is_refused(holder: type[Model]) -> None:
    with pytest.raises(ValidationError):
        holder(share=Known[str](value="most", **SOURCE))


def test_an_instance_is_kept_as_it_is(holder: type[Model]) -> None:
    fact = Known[SHARE](value=0.5, **SOURCE)
    found = holder(share=fact).share
    assert found == fact
    assert isinstance(found, Known)
    assert found.model_fields_set == {"value", "source", "where"}


def test_contested_versions_number_two_to_six(holder: type[Model]) -> None:
    version = {"value": 0.5, **SOURCE}
    found = holder.model_validate({"share": {"contested": [version] * 6}}).share
    assert isinstance(found, Contested)
    assert all(isinstance(one, Known) for one in found.contested)
    for number in (1, 7):
        with pytest.raises(ValidationError):
            holder.model_validate({"share": {"contested": [version] * number}})


def test_what_is_written_out_is_read_back(holder: type[Model]) -> None:
    facts: list[dict[str, Any]] = [
        {"value": 0.5, **SOURCE, "date": "2026-01-08"},
        {"judgement": 0.5, "because": "a test", "disagree": "nobody"},
        {"contested": [{"value": 0, **SOURCE}, {"value": 1, **SOURCE}]},
        {"unknown": "a test"},
    ]
    for fact in facts:
        found = holder.model_validate({"share": fact})
        written = found.model_dump(mode="json", exclude_unset=True)
        assert written == {"share": fact}
        assert holder.model_validate(written) == found


def test_what_is_not_stated_is_a_valid_unknown() -> None:
    assert Unknown.model_validate(NOT_STATED.model_dump()) == NOT_STATED
