"""Study files: each wrong name or value gets one error that says where and what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.reading import read
from suasion.describe.schema import schema_of
from suasion.errors import InputError, UnknownName
from suasion.study.checking import check
from suasion.study.designs.kinds import KINDS
from suasion.study.file import SHAPES, STUDIES, Study, load_study
from suasion.study.metrics import METRICS
from suasion.study.plan import planned

GOOD = """\
study: small
case: ukraine-2025
guarantees: [korean-model, us-article-5-like]
theories: [threshold, unilateral]
design: {kind: latin-hypercube, draws: 100, seed: 1}
"""
PAIR = "  - {factors: [situation:%s, situation:%s], rank: %s, judgement: x}\n"
PAIRS = "correlations:\n" + PAIR % ("win_alone", "optimism", 0.9)


def prior(text: str, factor: str = "situation:win_alone") -> str:
    return f"{GOOD}priors:\n  {factor}: {{{text}, judgement: x}}\n"


def design(text: str) -> str:
    return GOOD.replace("kind: latin-hypercube, draws: 100", text)


FAULTS = {
    "guarantee": (
        GOOD.replace("korean-model", "korean-modl"),
        "3:14: guarantees.0: no guarantee is called 'korean-modl'. Did you mean korean-model?",
    ),
    "case": (
        GOOD.replace("ukraine-2025", "ukrain-2025"),
        "2:7: case: no case is called 'ukrain-2025'. Did you mean ukraine-2025?",
    ),
    "theory": (
        GOOD.replace("unilateral", "unilatral"),
        "4:23: theories.1: no theory is called 'unilatral'. Did you mean unilateral?",
    ),
    "game file": (
        GOOD.replace("unilateral", "mine.yaml"),
        "4:23: theories.1: there is no such file beside the study",
    ),
    "metric": (
        GOOD + "metrics: [entry, throug_term]\n",
        "6:18: metrics.1: no metric is called 'throug_term'. Did you mean through_term",
    ),
    "metric of the other model": (
        GOOD + "model: years\nmetrics: [concession]\n",
        "7:11: metrics.0: no metric is called 'concession'. Known: through_horizon",
    ),
    "lever": (
        GOOD + "levers: {duration.year: [5]}\n",
        "Did you mean duration.years",
    ),
    "value of a lever": (
        GOOD + "levers: {duration.years: [5, -3]}\n",
        "6:30: levers.duration.years.1: must be a number of years, above 0",
    ),
    "guarantee of a lever": (
        GOOD + "levers: {'korean:duration.years': [5]}\n",
        "no guarantee is called 'korean'. Did you mean korean-model?",
    ),
    "lever of another guarantee": (
        GOOD + "levers: {'paris-2026:duration.years': [5]}\n",
        "paris-2026 is not among the guarantees of this study",
    ),
    "too many variants": (
        GOOD + f"levers: {{duration.years: {list(range(1, 499))}, forces.size: [1, 2]}}\n",
        "1,992 variants; at most 1,000 are played",
    ),
    "factor": (
        GOOD + "factors: [situation:win_alone, mechanism:tripwir.cost]\n",
        "6:32: factors.1: no factor is called 'mechanism:tripwir.cost'. Did you mean "
        "mechanism:tripwire.cost",
    ),
    "factor that bears on nothing": (
        GOOD + "factors: [mechanism:decision-rule.veto]\n",
        "bears on none of these guarantees",
    ),
    "fixed factor": (GOOD + "factors: [situation:gain_ratio]\n", "has a fixed value"),
    "nothing to draw": (
        GOOD.replace(", unilateral", "") + "factors: [theory]\n",
        "6:10: factors: nothing is drawn: every factor of this study is held",
    ),
    "prior of no factor": (
        prior("uniform: [0, 1]", "situation:win_alon"),
        "Did you mean situation:win_alone",
    ),
    "falling prior": (prior("uniform: [0.8, 0.2]"), "Give the numbers in rising order"),
    "impossible prior": (
        prior("uniform: [0.2, 1.2]"),
        "7:34: priors.situation:win_alone.uniform: reaches from 0.2 to 1.2, and "
        "situation:win_alone is within 0.001 and 0.999",
    ),
    "two priors": (prior("uniform: [0.2, 0.6], fixed: 0.3"), "found fixed and uniform"),
    "no prior": (prior("where: nowhere"), "a prior has exactly one of fixed, uniform"),
    "short prior": (prior("triangular: [0.2, 0.6]"), "triangular has low, mode and high"),
    "prior at zero": (
        prior("loguniform: [0, 1]", "situation:war_cost"),
        "the numbers of loguniform are above 0",
    ),
    "prior on nobody's word": (
        prior("uniform: [0.2, 0.6]").replace(", judgement: x", ""),
        "needs a source, or a judgement with its reason",
    ),
    "source": (
        prior("uniform: [0.2, 0.6], source: Forna2003"),
        "Did you mean Fortna2003",
    ),
    "negative draws": (
        GOOD.replace("draws: 100", "draws: -5"),
        "5:40: design.draws: must be a whole number, from 2 to 100,000,000 (found -5)",
    ),
    "kind of design": (
        design("kind: latin"),
        "must be one of latin-hypercube, sobol, factorial, saltelli, morris (found latin). "
        "Did you mean latin-hypercube?",
    ),
    "no kind of design": (design("draws: 5"), "design.kind: must be one of"),
    "field of another design": (
        design("kind: sobol, levels: 3"),
        "there is no field 'levels' here (found 3). Remove it or use one of seed,",
    ),
    "unbalanced sequence": (design("kind: sobol, draws: 100"), "Use 64 or 128"),
    "odd grid": (design("kind: morris, grid: 5"), "must be an even number"),
    "large factorial": (
        design("kind: factorial, levels: 3"),
        "5:9: design: 148 factors (31 with words, the others with 3 levels) have 10^65 "
        "combinations, and at most 100,000,000 are possible",
    ),
    "large saltelli": (design("kind: saltelli, base: 16777216"), "148 factors make 2,516,582,400"),
    "group without a design": (GOOD + "others: grouped\n", "only saltelli and morris designs"),
    "empty group": (
        design("kind: saltelli, base: 8") + "others: grouped\n",
        "no factor is left to go into the group",
    ),
    "impossible correlations": (
        GOOD + PAIRS + PAIR % ("optimism", "surprise", 0.9),
        "7:3: correlations: these correlations cannot all hold together (their matrix is not "
        "positive definite). The nearest that can: situation:win_alone with situation:optimism "
        "0.73",
    ),
    "correlation of nothing": (
        GOOD + PAIRS.replace("optimism", "optimist"),
        "7:37: correlations.0.factors.1: no drawn factor is called 'situation:optimist'. Did you "
        "mean situation:optimism",
    ),
    "correlation with a theory": (
        GOOD + PAIRS.replace("situation:optimism", "theory"),
        "7:37: correlations.0.factors.1: theories are drawn alike in all draws",
    ),
    "correlation above one": (
        GOOD + PAIRS.replace("0.9", "1.9"),
        "must be a number, from -0.999 to 0.999 (found 1.9)",
    ),
    "correlation on nobody's word": (
        GOOD + PAIRS.replace(", judgement: x", ""),
        "a correlation needs a source, or a judgement",
    ),
    "correlation with itself": (
        GOOD + PAIRS.replace("optimism", "win_alone"),
        "the pair goes with itself",
    ),
    "correlation twice": (
        GOOD + PAIRS + PAIR % ("optimism", "win_alone", 0.1),
        "the pair is given twice",
    ),
    "correlation of a design for independent factors": (
        design("kind: saltelli, base: 8") + PAIRS,
        "a saltelli design rests on independent factors",
    ),
    "field": (GOOD + "metric: [entry]\n", "Did you mean metrics?"),
    "horizon": (GOOD + "horizon_years: 5\n", "a whole number of years, from 10 to 60"),
    "no design": ("\n".join(GOOD.splitlines()[:-1]), "design: this field is missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_one_error_at_its_place(name: str, tmp_path: Path) -> None:
    text, told = FAULTS[name]
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        planned(path)
    assert len(error.value.problems) == 1
    said = str(error.value.problems[0])
    assert told in said
    assert said.startswith(f"{path}:{error.value.problems[0].line}:")
    assert error.value.problems[0].line > 0
    assert check(path).problems == tuple(error.value.problems)


def test_all_faults_of_form_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(GOOD.replace("seed: 1", "seed: -1") + "model: year\n", encoding="utf-8")
    assert [one.field for one in check(path).problems] == ["design.seed", "model"]


def test_an_unknown_study_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="Did you mean which-assumption"):
        load_study("which-assumptions")


@pytest.fixture
def suasion() -> Callable[..., Any]:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_check_tells_what_a_study_does(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    (path := tmp_path / "small.yaml").write_text(GOOD, encoding="utf-8")
    result = suasion("check", tmp_path)
    said = "fine, a study of 100 draws of 148 factors, 2 variants, one of 2 theories a draw"
    assert result.output == f"{path}: {said}\n"
    path.write_text(FAULTS["guarantee"][0], encoding="utf-8")
    assert suasion("check", path).exit_code == 2


def test_a_new_study_passes_the_check(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    assert suasion("new", "study", "my-study", "--dir", tmp_path).exit_code == 0
    assert suasion("check", tmp_path / "my-study.yaml").exit_code == 0


def test_the_schema_takes_what_the_check_takes(tmp_path: Path) -> None:
    schema = schema_of(Study, "study")
    for path in STUDIES.glob("*.yaml"):
        jsonschema.validate(read(path).data, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read(path).data | {"design": {"kind": "latin"}}, schema)


def test_what_is_made_in_code_is_told_without_a_line() -> None:
    study = Study.model_validate(read(STUDIES / "which-assumption.yaml").data | {"case": "korea"})
    with pytest.raises(InputError, match="study which-assumption: case: no case is called 'korea'"):
        planned(study)


def test_the_reference_names_every_field_design_and_metric() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/study-file.md").read_text(encoding="utf-8")
    for field in [*Study.model_fields, *SHAPES, *KINDS]:
        assert f"`{field}`" in page, field
    for kind in KINDS.values():
        assert all(f"`{field}`" in page for field in kind.model_fields), kind
    for one in METRICS:
        row = f"| `{one.name}` | {one.unit} | {one.meaning} | {' and '.join(one.models)} |"
        assert row in page
