"""`theories` lists every model and shows the page of one."""

from collections.abc import Callable
from typing import Any

import pytest

from suasion.theory.catalogue import entries, get
from suasion.theory.library.weighted_median import MODELS as MEDIAN


def test_the_list_has_a_line_for_every_model(suasion: Callable[..., Any]) -> None:
    result = suasion("theories")
    assert result.exit_code == 0
    lines = {line.split()[0]: line for line in result.output.splitlines() if line.strip()}
    for entry in entries():
        line = lines[entry.id]
        assert entry.title in line
        assert ("reduced form" in line) == entry.reduced
        assert line.count("reduced form") <= 1
        assert not entry.stage or f"as {entry.stage}" in line


def test_a_page_says_all_that_solve_needs(suasion: Callable[..., Any]) -> None:
    result = suasion("theories", "unilateral")
    model = get("unilateral")
    assert result.exit_code == 0
    assert result.output.startswith(model.title)
    for parameter in model.parameters:
        assert parameter.meaning in result.output
    for words in (*model.solver_names, *model.source, "In compare: --theory unilateral"):
        assert words in result.output


def test_the_page_of_a_stage_by_its_own_name(suasion: Callable[..., Any]) -> None:
    assert suasion("theories", "strategic").output == suasion("theories", "egame123").output


def test_rows_are_shown_as_they_are_given(suasion: Callable[..., Any]) -> None:
    """What the page prints as a default may be given to --set, and changes nothing."""
    (model,) = MEDIAN
    for parameter in model.parameters:
        if isinstance(parameter.default, tuple):
            shown = ",".join(f"{entry:g}" for entry in parameter.default)
            assert shown in suasion("theories", model.id).output
            given = suasion("solve", model.id, "--set", f"{parameter.name}={shown}")
            assert given.output == suasion("solve", model.id).output


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unilaterl", "no model is called 'unilaterl'. Did you mean unilateral?\n"),
        ("xyz", "no model is called 'xyz'. Known: asymmetric-escalation, "),
    ],
)
def test_a_model_that_is_not_there(name: str, words: str, suasion: Callable[..., Any]) -> None:
    result = suasion("theories", name)
    assert result.exit_code == 2
    assert words in result.output
    assert result.output.count("\n") == 1
