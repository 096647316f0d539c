"""Posteriors against hand counts, earlier counts and the packaged file."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import UnknownName
from suasion.evidence.calibration import ceasefires, disputes, honour, leaders, recurrence
from suasion.evidence.calibration.factors import shares, silence
from suasion.evidence.calibration.posterior import dataset
from suasion.evidence.calibration.utilities import TIED, draws, willing
from suasion.mechanism.priors import packaged, posteriors, read_data, resting_on

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = ROOT / "tools/derive_posteriors.py"
    spec = importlib.util.spec_from_file_location("derive_posteriors", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tallies(record_folder: Path) -> dict[str, honour.Tally]:
    return honour.tallies(record_folder)


def anchors() -> dict[str, dict]:
    return {entry["id"]: entry for entry in read_data("anchors.yaml")["anchors"]}


def test_the_packaged_posteriors_are_those_of_the_data(
    tool: ModuleType, record_folder: Path
) -> None:
    again, stored = tool.entries(record_folder), read_data("posteriors.yaml")["posteriors"]
    assert list(again) == list(stored)
    for name, entry in again.items():
        kept = dict(stored[name])
        # Other libraries may round the last of six digits otherwise.
        assert entry.pop("quantiles") == pytest.approx(kept.pop("quantiles"), rel=1e-4), name
        assert entry == kept, name


def test_recurrence_agrees_with_the_anchors_and_principal_pairs_lie_between(
    record_folder: Path,
) -> None:
    found = {one.id: one for one in recurrence.posteriors(record_folder)}
    known = anchors()
    for name in ("all", "ended_1946", "per_war_1946"):
        for years in recurrence.HORIZONS_YEARS:
            one, anchor = (
                found[f"recurrence.{name}.{years}y"],
                known[f"war_recurrence.{name}.{years}y"],
            )
            assert (one.events, one.exposure) == (anchor["events"], anchor["n"])
            # A posterior mean is no estimate: skewed by less than a quarter of the interval.
            width = anchor["interval_95"][1] - anchor["interval_95"][0]
            assert abs(one.mean - anchor["rate"]) < 0.25 * width
    low, middle, high = (
        found[f"recurrence.{name}.10y"].mean
        for name in ("ended_1946", "principal_1946", "per_war_1946")
    )
    assert low < middle < high


def test_principal_pairs_are_who_one_expects(record_folder: Path) -> None:
    from suasion.evidence.data import load_interstate_wars

    pairs = recurrence.pair_spells(load_interstate_wars(record_folder))
    principal = recurrence.sets(pairs)["principal"].set_index("warnum")
    found = {number: tuple(principal.loc[number, ["ccode1", "ccode2"]]) for number in (106, 193)}
    assert found[193] == (710, 816), "Vietnam 1979: China and Vietnam"
    assert 255 in found[106], "the first world war: Germany"


def test_recurrence_by_hand() -> None:
    row = {"ccode1": 1, "ccode2": 2, "batdeath1": 500, "batdeath2": 900}
    wars = pd.DataFrame(
        [
            {**row, "warnum": 1, "year": 1950},
            {**row, "warnum": 1, "year": 1951},
            {**row, "ccode2": 3, "batdeath1": None, "warnum": 1, "year": 1951},
            {**row, "warnum": 2, "year": 1958},
        ]
    )
    found = recurrence.pair_spells(wars)
    assert found.years.tolist() == [7, 2007 - 1958, 2007 - 1951]
    assert found.again.tolist() == [True, False, False]
    assert recurrence.sets(found)["principal"].ccode2.tolist() == [2, 2]


def test_endings_by_hand() -> None:
    rows = [(1, 7, 1990, 0, None), (1, 7, 1991, 1, 2), (2, 7, 1995, 1, 1), (3, 8, 2010, 1, 5)]
    columns = ["dyadep_id", "dyad_id", "year", "dyadterm", "outcome"]
    years = pd.DataFrame(rows, columns=columns).assign(conflict_id=1, type_of_conflict=2)
    found = ceasefires.endings(years).set_index("dyadep_id")
    assert found.years.to_dict() == {1: 4, 2: 24, 3: 9}
    assert found.again.to_dict() == {1: True, 2: False, 3: False}


def test_ceasefires_count_what_the_file_counts(record_folder: Path) -> None:
    found = {one.id: one for one in ceasefires.posteriors(record_folder)}
    assert found["ceasefires.interstate.ceasefire.5y"].bound is not None
    whole = sum(found[f"ceasefires.all.{ending}.5y"].exposure for ending in ceasefires.ENDINGS)
    raw = pd.read_parquet(record_folder / "peace/ucdp_conflict_termination_dyad_3_2021.parquet")
    assert whole == raw[(raw.dyadterm == 1) & raw.outcome.notna()].dyadep_id.nunique()


def test_disputes_by_hand() -> None:
    labels = ["no ally", "nuclear ally", "nuclear ally", "non-nuclear ally"]
    rows = pd.DataFrame(
        {
            "year": 1960,
            "group": labels,
            "contiguity": [1, 1, 0, 2],
            "land": [True, True, False, False],
            "major1": [False, True, True, False],
            "nuclear1": [False, True, True, False],
            "defense": [False, False, True, False],
            "mid": [True, False, True, False],
            "force": [True, False, False, False],
            "fatal": pd.array([None, False, False, False], dtype="boolean"),
            "war": [False] * 4,
        }
    )
    found = {one.id: one for one in disputes.counted(rows)}
    assert len(found) == len(disputes.TYPES) * 3 * 4
    wanted = {
        "all.nuclear_ally.mid": (1, 2),
        "near.no_ally.force": (1, 1),
        "near.no_ally.fatal": (0, 0),
        "nuclear_land.nuclear_ally.war": (0, 1),
        "major.nuclear_ally.mid": (1, 2),
    }
    seen = {name: found[f"disputes.{name}"] for name in wanted}
    assert {name: (one.events, one.exposure) for name, one in seen.items()} == wanted
    with pytest.raises(UnknownName, match="strict"):
        disputes.panel(definition="loose")


def test_honour_agrees_with_the_published_counts(tallies: dict[str, honour.Tally]) -> None:
    known = anchors()
    for name, anchor in (
        ("late", "honour.defence_1945_2003"),
        ("late_two", "honour.defence_bilateral_1945_2003"),
        ("late_p5", "honour.defence_p5_1945_2003"),
    ):
        assert (tallies[name].kept, tallies[name].tested) == (
            known[anchor]["events"],
            known[anchor]["n"],
        )
    # The record adds three promises of 1925-39 that the replication data do not have, all broken.
    assert tallies["all"] == honour.Tally(
        known["honour.defence"]["events"], known["honour.defence"]["n"] + 3
    )


def test_the_correction_only_raises_and_is_nothing_where_tests_are_blind(
    tallies: dict[str, honour.Tally],
) -> None:
    u = np.linspace(0.05, 0.95, 19)
    blind = honour.corrected(tallies["late"], u, np.ones_like(u))
    some = honour.corrected(tallies["late"], u, np.full_like(u, 0.3))
    assert np.all(some > blind)
    assert blind == pytest.approx(beta.ppf(u, 6.5, 37.5))


def test_marginals_give_the_recorded_share_of_willing_guarantors(
    tallies: dict[str, honour.Tally],
) -> None:
    stored = {name: posteriors()[name].parameters for name in TIED}
    target = float(shares(tallies).mean())
    # Averaging marginals over ten quantiles of the share leaves under one per cent.
    assert float(willing(draws(stored)).mean()) == pytest.approx(target, abs=0.01)
    assert float(willing(draws()).mean()) > target + 0.05


def test_leaders_are_those_of_the_mechanisms() -> None:
    found = leaders.posteriors()
    assert all(one.mean == (one.events + 0.5) / one.exposure for one in found)


def test_every_prior_is_spoken_of_or_silent_with_a_reason() -> None:
    assert set(silence()) | set(posteriors()) == set(packaged())
    assert not set(silence()) & set(posteriors())
    assert all(silence().values())


def test_posteriors_keep_which_way_a_number_bears_and_stay_in_range() -> None:
    record = resting_on("record")
    for name, found in posteriors().items():
        assert found.deters == packaged()[name].deters
        assert record[name] is found
        u = np.linspace(0.001, 0.999, 99)
        assert np.all(np.diff(found.quantile(u)) >= 0)
        if name in TIED:
            ends = packaged()[name].quantile(np.array([1e-9, 1 - 1e-9]))
            assert np.all((found.quantile(u) >= ends[0]) & (found.quantile(u) <= ends[1]))
    assert resting_on("judgement") == packaged()


def test_the_data_set_has_named_dimensions() -> None:
    found = dataset(leaders.posteriors())
    assert dict(found.sizes) == {"posterior": len(leaders.posteriors()), "probability": 99}
    row = found.sel(posterior="leaders.leaving.autocracy.tenure_0_2")
    middle = float(row["quantile"].sel(probability=0.5, method="nearest"))
    assert float(row.low_95) < middle < float(row.high_95)


def test_the_command_shows_and_draws(tmp_path: Path) -> None:
    run = CliRunner().invoke
    shown = run(app, ["evidence", "calibrate"])
    assert shown.exit_code == 0
    assert "silent on" in shown.output
    assert max(map(len, shown.output.splitlines())) <= 80
    data = json.loads(run(app, ["evidence", "calibrate", "--format", "json"]).output)
    assert {row["factor"] for row in data["posteriors"]} == set(posteriors())
    for name in ("priors.svg", "priors.html"):
        assert run(app, ["evidence", "calibrate", "--out", str(tmp_path / name)]).exit_code == 0
        assert "judgement" in (tmp_path / name).read_text()
    refused = run(app, ["evidence", "calibrate", "leaders", "--out", str(tmp_path / "x.svg")])
    assert refused.exit_code == 2
    assert not (tmp_path / "x.svg").exists()
