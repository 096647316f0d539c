"""Chunks: the model's own numbers at the drawn assumptions, faults, and the same bytes anywhere."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.study.planning import SMALL, small

from suasion.study import comparison
from suasion.study.chunk import Chunk, evaluate
from suasion.study.metrics import METRICS, names
from suasion.study.plan import Plan
from suasion.study.reading import READINGS
from suasion.study.trying import MOST_APART
from suasion.uncertainty.comparison import compare, options_for
from suasion.uncertainty.ensemble import run
from suasion.uncertainty.metrics import metrics as measured_by_compare
from suasion.uncertainty.sample import Sample

TWO = ["threshold", "unilateral"]
ROUNDING = 1e-6


def directly(plan: Plan, chunk: Chunk, variant: str, theory: str) -> dict[str, NDArray[Any]]:
    """A variant's metrics by the model that `compare` plays, at the values of a chunk."""
    draws = chunk.values.shape[1]
    columns = {name: np.full(draws, at) for name, at in plan.held.items()}
    values = {}
    for one, u, value in zip(plan.columns, chunk.quantiles, chunk.values, strict=True):
        columns[one.name] = u
        if one.prior is not None:
            values[one.name] = value
    sample = Sample(draws, 1, "headline", plan.priors, columns, values)
    case, guarantees = plan.loaded.case, plan.loaded.guarantees
    wanted = {key: guarantees[key] for key in (case.baseline, variant)}
    found = run(case, guarantees[case.baseline], wanted, [theory], sample, 25)
    numbers = measured_by_compare(found, variant, case.baseline)
    return {
        name: np.asarray(getattr(numbers, name)).reshape(-1, draws)[0]
        for name in names("comparison")
        if hasattr(numbers, name)
    }


def test_each_draw_is_the_model_at_the_drawn_assumptions() -> None:
    plan = small(theories=TWO, metrics="all")
    chunk = evaluate(plan, 0)
    theory = chunk.values[plan.factors.index("theory")]
    for variant in plan.variants:
        for at, name in enumerate(TWO):
            for metric, wanted in directly(plan, chunk, variant, name).items():
                row = chunk.metrics[plan.metrics.index(metric), plan.variants.index(variant), 0]
                close = np.allclose(
                    row[theory == at], wanted[theory == at], ROUNDING, ROUNDING, equal_nan=True
                )
                assert close, (variant, name, metric)


def test_draws_that_are_held_are_the_model_at_the_middle() -> None:
    plan = small(factors=["situation:win_alone", "fact:korean-model.forces.size"], metrics="all")
    chunk = evaluate(plan, 0)
    wanted = directly(plan, chunk, "korean-model", "threshold")["through_horizon"]
    assert np.allclose(chunk.metrics[0, 0, 0], wanted, ROUNDING, ROUNDING)
    assert np.ptp(wanted) > 0.01


def test_a_study_of_all_factors_agrees_with_a_comparison() -> None:
    """Two Latin hypercubes of the same priors: means agree within their errors."""
    draws = 500
    plan = small(theory="each", design=SMALL["design"] | {"draws": draws}, theories=TWO)
    chunk = evaluate(plan, 0)
    options = options_for(plan.loaded, SMALL["guarantees"], TWO, draws=draws, seed=5)
    found = compare(plan.loaded, options).found
    for row, name in enumerate(plan.metrics[:3]):
        for column, key in enumerate(plan.variants):
            ours, theirs = chunk.metrics[row, column], getattr(found[key], name)
            error = np.sqrt((ours.var(axis=1) + theirs.var(axis=1)) / draws)
            assert np.all(np.abs(ours.mean(axis=1) - theirs.mean(axis=1)) < 3 * error), (name, key)


def test_chunks_follow_from_the_plan_and_their_number_alone() -> None:
    plan = small(design=SMALL["design"] | {"chunk": 20})
    late, early, again = evaluate(plan, 2), evaluate(plan, 0), evaluate(plan, 2)
    assert late.metrics.tobytes() == again.metrics.tobytes()
    assert late.values.tobytes() == again.values.tobytes()
    assert not np.array_equal(late.metrics, early.metrics)
    with pytest.raises(IndexError, match="there is no chunk 3; there are 3"):
        evaluate(plan, 3)


def test_levers_move_what_they_should_and_no_draw() -> None:
    plan = small(guarantees=["us-article-5-like"], levers={"duration.years": [5, 50]})
    chunk = evaluate(plan, 0)
    through = chunk.metrics[plan.metrics.index("through_horizon"), :, 0]
    assert through[1].mean() > through[0].mean()
    plain = small(guarantees=["us-article-5-like"])
    shared = [name for name in plan.factors if name in plain.factors]
    ours, theirs = ([one.factors.index(name) for name in shared] for one in (plan, plain))
    assert len(shared) > 40
    assert np.array_equal(chunk.values[ours], evaluate(plain, 0).values[theirs])


@pytest.mark.parametrize(
    "design",
    [
        {"kind": "sobol", "draws": 16},
        {"kind": "saltelli", "base": 4},
        {"kind": "morris", "trajectories": 3},
        {"kind": "factorial", "levels": 3},
    ],
)
def test_every_design_can_be_played(design: dict[str, Any]) -> None:
    plan = small(factors=["situation:win_alone", "mechanism:tripwire"], design=design)
    chunk = evaluate(plan, 0)
    assert chunk.metrics.shape == (5, 2, 1, plan.draws)
    assert not chunk.faults
    assert np.isfinite(chunk.metrics).all()


def test_a_prior_that_the_model_cannot_play_fails_in_its_draws_only() -> None:
    """A correlation of approvals of exactly 0 has no beta-binomial: half of the draws have it."""
    own = {"entry:approval_correlation": {"quantiles": [0, 0, 0.5], "judgement": "planted"}}
    plan, clean = small(priors=own), evaluate(small(), 0)
    chunk = evaluate(plan, 0)
    wrong = chunk.values[plan.factors.index("entry:approval_correlation")] == 0
    assert wrong.sum() == 30
    assert [one.draw for one in chunk.faults] == np.flatnonzero(wrong).tolist()
    assert chunk.faults[0].reason == "unconditional_horizon of korean-model is nan"
    assert chunk.faults[0].seed == f"1/0/{chunk.faults[0].draw}"
    assert np.isnan(chunk.metrics[..., wrong]).all()
    given = plan.metrics.index("through_horizon")
    assert np.array_equal(chunk.metrics[given][..., ~wrong], clean.metrics[given][..., ~wrong])


def test_a_factor_without_a_finite_value_is_told_by_name() -> None:
    own = {"mechanism:legal-form": {"quantiles": [0.1, 0.2, 1e308], "judgement": "planted"}}
    faults = evaluate(small(priors=own), 0).faults
    assert len(faults) == 30
    assert faults[0].reason == "mechanism:legal-form.cost is inf"


def test_a_base_rate_that_is_not_met_is_a_flag_and_no_fault() -> None:
    own = {"anchor:recurrence_ten_years": {"uniform": [0, 1], "judgement": "planted"}}
    chunk = evaluate(small(priors=own), 0)
    met = chunk.metrics[-1]
    assert set(np.unique(met)) == {0, 1}
    assert not chunk.faults


def breaking(limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that raises an error where the challenger is likely to win alone."""
    real = comparison.numbers

    def numbers(plan: Plan, sample: Sample, parts: Any) -> Iterator[tuple[int, NDArray[Any]]]:
        if np.any(sample.values["situation:win_alone"] > limit):
            raise ZeroDivisionError("planted\nin two lines")
        return real(plan, sample, parts)

    monkeypatch.setattr(comparison, "numbers", numbers)


def test_an_error_of_the_model_costs_its_draws_only(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = evaluate(small(), 0)
    breaking(0.73, monkeypatch)
    chunk = evaluate(small(), 0)
    wrong = chunk.values[small().factors.index("situation:win_alone")] > 0.73
    assert 0 < wrong.sum() < 5
    assert [one.draw for one in chunk.faults] == np.flatnonzero(wrong).tolist()
    assert {one.reason for one in chunk.faults} == {"ZeroDivisionError: planted"}
    assert np.array_equal(chunk.metrics[..., ~wrong], clean.metrics[..., ~wrong])
    assert np.isnan(chunk.metrics[..., wrong]).all()


def test_a_model_that_always_fails_is_soon_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    breaking(0.0, monkeypatch)
    plan = small(design=SMALL["design"] | {"draws": 500})
    chunk = evaluate(plan, 0)
    assert len(chunk.faults) == plan.chunk > MOST_APART
    assert np.isnan(chunk.metrics).all()


@pytest.mark.slow
def test_the_full_model_of_the_years_is_played() -> None:
    """The case without a guarantee meets, in ten years, the base rate of each draw."""
    plan = small(model="years", guarantees=["no-guarantee"], horizon_years=10, metrics="all")
    assert "concession" not in plan.metrics
    assert any(name.startswith("years:") for name in plan.factors)
    chunk = evaluate(plan, 0)
    assert not chunk.faults
    through = chunk.metrics[plan.metrics.index("through_horizon"), 0, 0]
    recurrence = chunk.values[plan.factors.index("anchor:recurrence_ten_years")]
    met = chunk.metrics[-1, 0, 0] == 1
    assert met.mean() > 0.9
    assert np.allclose(through[met], 1 - recurrence[met], atol=2e-4)


ALONE = """
import os, sys
devices, cores = int(sys.argv[1]), {int(core) for core in sys.argv[2].split(",")}
os.sched_setaffinity(0, cores)
import hashlib
import jax
jax.config.update("jax_num_cpu_devices", devices)
jax.devices()
from tests.study.planning import small
from suasion.study.chunk import evaluate
chunk = evaluate(small(guarantees=["no-guarantee"], horizon_years=10), 0)
found = hashlib.sha256(chunk.metrics.tobytes() + chunk.values.tobytes())
print(len(jax.devices()), found.hexdigest())
"""


def alone(devices: int, cores: set[int]) -> list[str]:
    """Devices and digest of a chunk evaluated in a process of its own on some cores."""
    words = [str(devices), ",".join(map(str, sorted(cores)))]
    command = [sys.executable, "-c", ALONE, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no way to hold on to a core")
def test_the_bytes_do_not_depend_on_cores_or_devices() -> None:
    cores = os.sched_getaffinity(0)
    one, several = alone(2, {min(cores)}), alone(4, cores)
    assert (one[0], several[0]) == ("2", "4")
    assert one[1] == several[1]


def test_every_metric_of_the_table_can_be_read() -> None:
    assert [one.name for one in METRICS] == list(READINGS)
    assert all(one.meaning and one.unit in ("1", "1/year") for one in METRICS)
