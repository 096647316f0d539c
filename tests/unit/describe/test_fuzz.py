"""Whatever a file holds, the check returns findings and raises nothing."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from suasion.describe.checking import Findings, check
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import LIBRARY
from suasion.describe.problems import problems
from suasion.describe.reading import Document, parse

TEXT = (LIBRARY / "us-rok-1953.yaml").read_text(encoding="utf-8")
PIECES = ["{", "}", "[", "]", ": ", "- ", "\n", "\t", "'", '"', "&a ", "*a", "!!x ", "%", "|", "?"]
JUNK = st.one_of(st.sampled_from(PIECES), st.text(max_size=8), st.integers().map(str))


def checked(content: bytes) -> Findings:
    """Findings on a file with this content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "us-rok-1953.yaml"
        path.write_bytes(content)
        return check(path)


@settings(max_examples=300)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), JUNK)
def test_a_mutated_file_gives_findings(start: int, length: int, junk: str) -> None:
    mutated = TEXT[:start] + junk + TEXT[start + length :]
    findings = checked(mutated.encode("utf-8", "surrogatepass"))
    assert all(problem.message and problem.remedy for problem in findings.problems)
    assert all(problem.line >= 1 for problem in findings.problems)


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_give_findings(content: bytes) -> None:
    assert checked(content).problems


def places(node: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The place of every value in plain data."""
    pairs = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [place, *(found for key, value in pairs for found in places(value, (*place, key)))]


PLACES = places(parse(TEXT, "us-rok-1953").data)[1:]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.dates(),
    st.just({}),
    st.just([]),
    st.dictionaries(st.sampled_from(["value", "none", "unknown", "contested"]), st.integers()),
)


@settings(max_examples=300)
@given(st.sampled_from(PLACES), VALUES)
def test_any_value_at_any_place_gives_problems(place: tuple[str | int, ...], value: Any) -> None:
    data = parse(TEXT, "us-rok-1953").data
    node = data
    for part in place[:-1]:
        node = node[part]
    node[place[-1]] = value
    try:
        Guarantee.model_validate(data)
    except ValidationError as error:
        found = problems(error, Document("us-rok-1953", data, {}), Guarantee)
        assert found
        assert all(problem.message and problem.remedy for problem in found)
