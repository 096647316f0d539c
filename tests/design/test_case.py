"""The search on the real case with few variables, against playing all of them, and its files."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.checking import check
from suasion.describe.fact import Judged
from suasion.describe.loading import Loaded, load_case
from suasion.design.judging import CaseJudge
from suasion.design.limits import Limits
from suasion.design.playing import Question, grounds, sample_of
from suasion.design.reading import load_limits
from suasion.design.run import Found, Options, design
from suasion.design.search import Effort, searched
from suasion.design.space import space_of
from suasion.design.summary import named, summarise
from suasion.design.writable import refusal
from suasion.errors import InputError, UnknownName
from suasion.report.design_charts import picture
from suasion.uncertainty.comparison import compare, options_for

SMALL = """\
suasion: 1
title: A small search
case: ukraine-2025
start: us-article-5-like
search:
  instrument.activation: {words: [discretion, constitutional-processes, automatic]}
  forces.size: {least: 0, most: 20000, step: 10000}
  forces.place: {words: [region, country]}
  aid.military_usd_billion_per_year: {least: 0, most: 10, step: 10}
  duration.years: {words: [10, 20]}
limits:
  most_usd_billion_per_year: {judgement: 16, because: a test, disagree: nobody}
  least_guarantor_approval: {judgement: 0.3, because: a test, disagree: nobody}
costs:
  - id: soldiers
    title: Soldiers
    per: {field: forces.size, unknown: [0, 30000]}
    usd_billion_per_year: {loguniform: [0.0002, 0.0006], judgement: a test}
  - id: aid
    title: Aid
    per: {field: aid.military_usd_billion_per_year, unknown: [0, 40]}
    usd_billion_per_year: {fixed: 1, judgement: a test}
acceptance:
  - id: automatic
    title: Automatic help
    party: guarantor
    when: {instrument.activation: [automatic]}
    log_odds: {uniform: [-1, 0], judgement: a test}
"""
COMBINATIONS = 3 * 3 * 2 * 2 * 2
DRAWS, THEORIES = 50, ("threshold",)
QUICK = Options(THEORIES, draws=DRAWS, evaluations=30, threshold=0.2, horizon=25)


@pytest.fixture(scope="module")
def case() -> Loaded:
    return load_case("ukraine-2025")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("limits") / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def limits(case: Loaded, file: Path) -> Limits:
    return load_limits(case, file)


@pytest.fixture(scope="module")
def judge(case: Loaded, limits: Limits) -> CaseJudge:
    sample = sample_of(DRAWS, 1, limits.priors())
    (ground,) = grounds(case, case, limits.file, Question(THEORIES, 25, 0.2), [sample])
    space = space_of(limits.domains, case.case)
    return CaseJudge(ground, space, limits.file.start, limits.bounds)


@pytest.fixture(scope="module")
def found(case: Loaded, limits: Limits) -> Found:
    return design(case, limits, QUICK)


def test_the_search_finds_the_front_of_the_whole_space(judge: CaseJudge) -> None:
    exact = searched(judge.space, judge, Effort(COMBINATIONS))
    assert exact.asked == judge.space.size == COMBINATIONS
    part = searched(judge.space, judge, Effort(40, 1))
    assert len(part.played) < len(exact.played) < COMBINATIONS
    best, near = (
        np.array([memory.played[key][1].objectives for key in memory.front()])
        for memory in (exact, part)
    )
    gap = (near[None] - best[:, None]) / (best.max(0) - best.min(0))
    reached = gap.max(axis=2).min(axis=1)
    assert np.mean(reached < 1e-9) >= 0.8, "four in five designs of the exact front themselves"
    assert reached.max() < 0.2


def test_scores_are_those_of_a_comparison(case: Loaded, judge: CaseJudge) -> None:
    """The case's candidate as such, played by the code of `suasion compare`."""
    name = "us-article-5-like"
    asked = options_for(case, [name], THEORIES, draws=DRAWS, seed=1)
    survival = compare(case, asked).found[name].through_horizon
    (score,) = judge.ground.scores([case.guarantees[name]])
    assert np.allclose(score.attack, 1 - survival.mean(), atol=1e-6)
    assert np.isclose(score.robustness, np.mean(1 - survival < 0.2))


def test_designs_played_together_score_as_each_alone(judge: CaseJudge) -> None:
    choices = [choice for choice in judge.space.every() if not judge.violations(choice)][:7]
    together = judge.scores(choices)
    for choice, score in zip(choices, together, strict=True):
        (alone,) = judge.scores([choice])
        assert alone.objectives == score.objectives


def test_every_design_keeps_every_limit(found: Found, limits: Limits) -> None:
    assert found.designs
    assert found.memory.broken
    for one in found.designs:
        for score in (one.searched, one.chosen, one.shown):
            assert score.measures["most_usd_billion_per_year"] <= 16 + 1e-9
            assert score.measures["least_guarantor_approval"] >= 0.3 - 1e-9
    assert {one.name for one in found.relaxations} == {"none", *limits.bounds}


def test_the_same_seed_gives_the_same_summary(case: Loaded, limits: Limits, found: Found) -> None:
    again = design(case, limits, QUICK)
    assert json.dumps(summarise(again)) == json.dumps(summarise(found))


def test_designs_are_a_case_that_can_be_checked_and_compared(found: Found, tmp_path: Path) -> None:
    from suasion.design.files import write

    folder = tmp_path / "my-designs"
    paths = write(found, folder, 3)
    assert paths == [folder / f"design-{at}.yaml" for at in range(1, len(paths) + 1)]
    for path in (*paths, folder):
        assert not check(path).problems
    loaded = load_case(folder)
    assert loaded.case.id == "my-designs"
    assert set(loaded.guarantees) == set(found.loaded.guarantees) | {path.stem for path in paths}
    assert load_limits(loaded, folder / "limits.yaml").bounds == found.limits.bounds
    asked = options_for(loaded, ["design-1"], THEORIES, draws=20)
    assert "design-1" in compare(loaded, asked).found


def test_a_written_design_says_what_was_searched(found: Found, tmp_path: Path) -> None:
    from suasion.design.files import write

    folder = tmp_path / "said"
    write(found, folder, 3)
    loaded = load_case(folder)
    for name, one in named(found, 3).items():
        made = loaded.guarantees[name]
        facts = found.judge.facts(one.choice)
        for path, value in facts.items():
            section, field = path.split(".")
            fact = getattr(getattr(made, section), field)
            assert isinstance(fact, Judged)
            assert fact.judgement == value
            assert fact.because.startswith("design search")
        chance = made.coalition.approval_chance_each.judgement
        assert np.isclose(chance, one.shown.each["coalition.approval_chance_each"], atol=1e-3)


def test_nothing_is_written_over(found: Found, tmp_path: Path) -> None:
    from suasion.design.files import write

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="there is something there already"):
        write(found, tmp_path / "full")
    with pytest.raises(InputError, match="lower-case words joined by hyphens"):
        write(found, tmp_path / "My Designs")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["full", "mine.txt"]


def test_the_picture_is_whole_and_names_everything(found: Found) -> None:
    summary = summarise(found)
    root = ElementTree.fromstring(picture(summary))
    said = "".join(root.itertext())
    for row in (*summary["designs"], *summary["candidates"]):
        assert not row["name"] or row["name"] in said


def test_scenarios_are_set_for_all_and_never_by_a_design(case: Loaded, limits: Limits) -> None:
    asked = replace(QUICK, settings=("pressure=off",), evaluations=5)
    found = design(case, limits, asked)
    for one in found.loaded.guarantees.values():
        assert one.pressure.bases.judgement is False
    written = {path for one in found.designs for path in found.judge.facts(one.choice)}
    assert written
    assert not any(refusal(path).startswith("is a scenario") for path in written)


def test_a_start_that_is_not_there(case: Loaded, limits: Limits) -> None:
    for start in ("nowhere", "no-guarantee"):
        with pytest.raises(UnknownName, match="candidate to start from"):
            design(case, limits, QUICK, start)


@pytest.fixture
def command(file: Path) -> list[str]:
    return [
        *("design", "ukraine-2025", "--limits", str(file), "--quiet", "--threshold", "0.2"),
        *("--theory", "threshold", "--draws", "50", "--evaluations", "30"),
    ]


def test_the_command_prints_tables_json_and_csv(command: list[str], tmp_path: Path) -> None:
    run = CliRunner().invoke
    plot = tmp_path / "front.svg"
    shown = run(app, [*command, "--out", str(tmp_path / "designs"), "--plot", str(plot)])
    assert shown.exit_code == 0, shown.output
    assert "design-1" in shown.output
    assert "not probabilities of events" in shown.output.replace("\n", " ")
    assert max(map(len, shown.output.splitlines())) <= 80
    assert plot.read_text(encoding="utf-8").startswith("<svg")
    told = json.loads(run(app, [*command, "--format", "json"]).output)
    rows = list(csv.DictReader(io.StringIO(run(app, [*command, "--format", "csv"]).output)))
    assert len(rows) == len(told["designs"]) + len(told["candidates"])
    assert float(rows[0]["robustness.share"]) == told["designs"][0]["robustness"]["share"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--plot", "front.png"], "must be a file name that ends in .svg"),
        (["--out", "My Folder"], "lower-case words joined by hyphens"),
        (["--start", "korea-model"], "Did you mean korean-model"),
        (["--theory", "tresholds"], "Did you mean threshold"),
    ],
)
def test_bad_options_are_told(command: list[str], more: list[str], words: str) -> None:
    result = CliRunner().invoke(app, [*command, *more])
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())
