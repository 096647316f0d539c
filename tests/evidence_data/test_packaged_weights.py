"""The packaged weights of theories are those that the data give, by the tool that derived them.

Guarantees are done in full, bootstrap and all. For pairs of states the bootstrap and the boosted
trees, which take minutes, are left out, and for wars all theories but two.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from suasion.describe.reading import read
from suasion.evidence.backtest import run, stacking, theories
from suasion.evidence.backtest.referees import base_rate
from suasion.uncertainty.sample import Sample

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "run tools/derive_weights.py --write"
# The file has 6 digits of scores and 4 of weights; other libraries round the last ones otherwise.
# Weights are where a flat function is highest, and trees split where rounding decides.
SCORE, WEIGHT, END, TREES = 1e-5, 2e-3, 2e-2, 5e-3


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "derive_weights", ROOT / "tools/derive_weights.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stored(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read(run.WEIGHTS).data[name]
    return found


def scores_agree(entry: dict[str, Any], kept: dict[str, Any], names: list[str]) -> None:
    assert [entry[key] for key in ("what", "cases", "happened")] == [
        kept[key] for key in ("what", "cases", "happened")
    ], AGAIN
    for name in names:
        near = TREES if name == run.BOOSTING else SCORE
        found, wanted = entry["log_scores"][name], kept["log_scores"][name]
        assert found == pytest.approx(wanted, abs=near), f"{name}: {AGAIN}"


@pytest.mark.parametrize("folds", ["out", "forward"])
def test_weights_of_guarantees(tool: ModuleType, record_folder: Path, folds: run.Folds) -> None:
    assert folds in tool.FOLDS
    tested = run.of_guarantees(Sample(tool.CASE_DRAWS, tool.SEED), folds, record_folder)
    entry, kept = (
        tool.entry(run.summary(tested["attacked"])),
        stored(f"guarantees.attacked.{folds}"),
    )
    assert list(entry["log_scores"]) == list(kept["log_scores"])
    scores_agree(entry, kept, list(kept["log_scores"]))
    for name, (weight, *ends) in entry["weights"].items():
        assert weight == pytest.approx(kept["weights"][name][0], abs=WEIGHT), f"{name}: {AGAIN}"
        assert ends == pytest.approx(kept["weights"][name][1:], abs=END), f"{name}: {AGAIN}"


@pytest.mark.parametrize(("outcome", "some"), [("fatal", ()), ("war", ("unilateral", "pawn"))])
def test_weights_of_pairs_of_states(
    tool: ModuleType,
    record_folder: Path,
    outcome: str,
    some: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert outcome in tool.OUTCOMES
    names = list(some) or theories.names()
    monkeypatch.setattr(theories, "names", lambda: names)
    monkeypatch.setattr(run, "boosting", lambda features, happened: base_rate(happened))
    monkeypatch.setattr(
        stacking, "resampled", lambda likelihood, cluster: np.zeros((2, likelihood.shape[1]))
    )
    tested = run.of_dyads(Sample(tool.DYAD_DRAWS, tool.SEED), outcome, "out", record_folder)
    entry, kept = tool.entry(run.summary(tested)), stored(f"dyads.{outcome}.out")
    scores_agree(entry, kept, [run.BASE, run.NEAR, run.LOGIT, *names])
    if not some:
        for name, (weight, *_) in entry["weights"].items():
            assert weight == pytest.approx(kept["weights"][name][0], abs=WEIGHT), f"{name}: {AGAIN}"
