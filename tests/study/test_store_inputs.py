"""The inputs of a study are kept as files that stand for themselves."""

import os
from pathlib import Path

import pytest

from suasion.describe.templates import write
from suasion.errors import InputError
from suasion.study.running.starting import start

STUDY = """\
study: own
case: ../cases/my-case
theories: [../games/my-game.yaml, threshold]
priors:
  "anchor:recurrence_ten_years": {uniform: [0.2, 0.4], source: Mine2020, where: p. 1}
design: {kind: latin-hypercube, draws: 100}
"""
WORK = "@misc{Mine2020, title = {My own}, author = {Somebody}, year = {2020}}\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study of a case, a game and a bibliography of one's own, in folders side by side."""
    for kind, name, place in (("case", "my-case", "cases"), ("game", "my-game", "games")):
        (tmp_path / place).mkdir()
        write(kind, name, tmp_path / place)
    path = tmp_path / "studies" / "own.yaml"
    path.parent.mkdir()
    path.write_text(STUDY, encoding="utf-8")
    (path.parent / "mine.bib").write_text(WORK, encoding="utf-8")
    return path


def test_everything_that_is_read_is_kept(study: Path) -> None:
    begun = start(study)
    assert {"study.yaml", "mine.bib", "my-game.yaml", "my-case/case.yaml"} <= set(begun.texts)
    assert "case: my-case\n" in begun.texts["study.yaml"]
    assert "- my-game.yaml\n" in begun.texts["study.yaml"]
    assert begun.plan.stages == ("my-game", "threshold")


def test_the_run_does_not_depend_on_where_its_files_are(study: Path, tmp_path: Path) -> None:
    run = start(study).run
    kept = tmp_path / "elsewhere"
    for name, text in start(study).texts.items():
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_text(text, encoding="utf-8")
    study.unlink()
    assert start(kept / "study.yaml").run == run


def test_the_run_follows_every_input(study: Path, tmp_path: Path) -> None:
    run = start(study).run
    assert start(study, draws=99).run != run
    game = tmp_path / "games" / "my-game.yaml"
    game.write_text(game.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    assert start(study).run != run


def test_a_packaged_case_is_kept_too(tmp_path: Path) -> None:
    begun = start("which-assumption", draws=100)
    assert "ukraine-2025/korean-model.yaml" in begun.texts
    assert begun.plan.draws == 100
    assert begun.folder == Path("studies") / f"which-assumption-{begun.run[:8]}"


def test_draws_are_refused_where_the_design_has_its_own(study: Path) -> None:
    study.write_text(
        STUDY.replace("{kind: latin-hypercube, draws: 100}", "{kind: morris, trajectories: 4}"),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="--draws: a morris design has as many draws as it needs"):
        start(study, draws=10)


def test_draws_that_the_design_does_not_allow_are_told_at_the_option(study: Path) -> None:
    study.write_text(STUDY.replace("latin-hypercube, draws: 100", "sobol, draws: 128"))
    with pytest.raises(InputError, match="--draws") as told:
        start(study, draws=100)
    assert str(os.sep) + "tmp" not in str(told.value)
