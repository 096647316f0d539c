"""Zone, claim, study and limits files: faults between fields are told beside faults of fields."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from suasion.describe.loading import CASES

ZONE = """\
suasion: 1
zone: my-zone
title: A zone
summary: A zone for tests.
standing: proposed
begins: {value: 2026-01-01, source: korea-armistice-1953, where: para. 1}
ends: {value: 2036-01-01, source: korea-armistice-1953, where: para. 1}
lines:
  main: {coordinates: [[37.0, 48.0], [37.6, 48.3], [38.4, 48.2]]}
sides:
  north: {name: North, place: [37.5, 49.0]}
  south: {name: South, place: [37.5, 47.5]}
belts:
  deep:
    name: Deep belt
    depth_km: {value: 20, source: korea-armistice-1953, where: para. 1}
sites:
  plant:
    name: A plant
    centre: [37.5, 48.0]
    radius_km: {judgement: 5, because: a test, disagree: nobody}
    source: korea-armistice-1953
    where: para. 1
rules:
  - rule: absent
    weapons: [tank]
    places: [deep, plant]
    begins: 2026-02-01
    ends: 2030-02-01
    source: korea-armistice-1953
    where: para. 1
"""
DEPTH = ("value: 20,", "value: -20,")
SITE = ("radius_km: {judgement: 5,", "radius_km: {judgement: 5 miles,")
ENDS = ("value: 2036-01-01", "value: 2006-01-01")
RULE_ENDS = ("ends: 2030-02-01", "ends: 2020-02-01")
NO_PLACE = ("[deep, plant]", "[deep, plnt]")
TWICE = ("standing: proposed", "standing: proposed\nguarantees: [a-pact, a-pact]")
LOOP = ("[38.4, 48.2]]", "[38.4, 48.2], [37.1, 48.0], [37.6, 48.3], [37.3, 48.9]]")
ZONES = {
    "depth and dates": ([DEPTH, ENDS], ["belts.deep.depth_km.value", "ends.value"]),
    "depth and a place that is not there": (
        [DEPTH, NO_PLACE],
        ["belts.deep.depth_km.value", "rules.0.places"],
    ),
    "a unit and the dates of a rule": (
        [SITE, RULE_ENDS],
        ["rules.0.ends", "sites.plant.radius_km.judgement"],
    ),
    "an unknown field, a name twice, dates": (
        [("title:", "foo: 1\ntitle:"), TWICE, ENDS],
        ["ends.value", "foo", "guarantees"],
    ),
    "a class of weapons and a line that crosses itself": (
        [("[tank]", "[tnak]"), LOOP, DEPTH],
        ["belts.deep.depth_km.value", "lines.main.coordinates.0", "rules.0.weapons.0"],
    ),
    "a date that is none, and a ceiling without a limit": (
        [("begins: 2026-02-01", "begins: 2026-02-31"), ("rule: absent", "rule: ceiling")],
        ["rules.0.begins", "rules.0.limit"],
    ),
    "a source, and two sides that are one": (
        [("value: 20, source: korea", "value: 20, source: korrea"), ("37.5, 47.5", "37.5, 49.5")],
        ["belts.deep.depth_km.source", "sides.south.place"],
    ),
    "what hangs on a faulty field is not told": (
        [("place: [37.5, 47.5]", "place: here"), ("name: North, place", "name: 7, place")],
        ["sides.north.name", "sides.south.place"],
    ),
}


@pytest.fixture
def ukraine(tmp_path: Path) -> Path:
    """A copy of the packaged case, without its claims."""
    folder = tmp_path / "ukraine-2025"
    shutil.copytree(CASES / "ukraine-2025", folder, ignore=shutil.ignore_patterns("claims"))
    (folder / "claims").mkdir()
    return folder


def _told(found):
    """The fields of the problems that were printed."""
    *lines, _ = found.output.splitlines()
    return sorted(line.split(" ")[1].rstrip(":") for line in lines if ".yaml:" in line)


def _changed(text, changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def _is_told(suasion, path: Path, fields):
    found = suasion("check", path)
    assert found.exit_code == 2, found.output
    assert "Traceback" not in found.output
    assert _told(found) == sorted(fields), found.output


@pytest.mark.parametrize("name", ZONES)
def test_faults_of_a_zone_are_told_together(name, tmp_path, suasion):
    changes, fields = ZONES[name]
    path = tmp_path / "my-zone.yaml"
    path.write_text(_changed(ZONE, changes), encoding="utf-8")
    _is_told(suasion, path, fields)


CLAIM = """\
claim: 1
id: a-claim
text: A claim for tests.
side: tests
source: Sniehyriov2025
where: nowhere
scope: Tests alone.
premises:
  - says: Forces are in the country.
    check: "korean-model: forces.size > 0"
  - says: The treaty was ratified.
    check: "korean-model: instrument.ratified = true"
test:
  type: contrast
  metric: through_horizon
  first: {guarantee: korean-model}
  second: {guarantee: korean-model, set: {forces.size: 0}}
  direction: higher
  by: 0.02
  because: an example
  disagree: nobody
mechanisms: [tripwire, forward-forces]
record: {what: attacked, first: {troops: true}, second: {troops: false}, direction: lower,
  because: an example}
"""
BY = ("by: 0.02", "by: two per cent")
METRIC = ("metric: through_horizon", "metric: through_year")
CLAIMS = {
    "a size that is none, and a year that lacks": ([BY, METRIC], ["test.by", "test.year"]),
    "an unknown field, and a mechanism that is none": (
        [("side:", "foo: 1\nside:"), ("[tripwire,", "[trip-wire,")],
        ["foo", "mechanisms.0"],
    ),
    "a size, a premise, a guarantee, a direction": (
        [
            BY,
            ("forces.size > 0", "forces.sizes > 0"),
            ("first: {guarantee: korean-model}", "first: {guarantee: korea-model}"),
            ("direction: lower,", ""),
        ],
        ["premises.0.check", "record.direction", "test.by", "test.first.guarantee"],
    ),
    "a premise that is none, and the next one": (
        [("says: Forces are in the country.", "says: 7"), ("ratified = true", "ratifeid = true")],
        ["premises.0.says", "premises.1.check"],
    ),
    "a kind that is none, and the name of the file": (
        [("type: contrast", "type: contrats"), ("id: a-claim", "id: another")],
        ["id", "test.type"],
    ),
    "no mechanism, and a group": (
        [("mechanisms: [tripwire, forward-forces]\n", ""), ("{troops: true}", "{troops: many}")],
        ["mechanisms", "record.first.troops"],
    ),
    "a setting and a source": (
        [("{forces.size: 0}", "{forces.size: many}"), ("Sniehyriov2025", "Nobody1900")],
        ["source", "test.second.set.forces.size"],
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_faults_of_a_claim_are_told_together(name, ukraine, suasion):
    changes, fields = CLAIMS[name]
    path = ukraine / "claims" / "a-claim.yaml"
    path.write_text(_changed(CLAIM, changes), encoding="utf-8")
    _is_told(suasion, path, fields)


def test_faults_of_a_claim_are_told_beside_those_of_its_case(ukraine, suasion):
    path = ukraine / "claims" / "a-claim.yaml"
    path.write_text(_changed(CLAIM, [BY, METRIC]), encoding="utf-8")
    head = ukraine / "case.yaml"
    text = head.read_text(encoding="utf-8")
    was = next(line for line in text.splitlines() if line.startswith("baseline:"))
    head.write_text(text.replace(was, "baseline: nobody"), encoding="utf-8")
    _is_told(suasion, path, ["baseline", "test.by", "test.year"])


STUDY = """\
study: a-study
case: ukraine-2025
guarantees: [korean-model, us-article-5-like]
levers: {forces.size: [0, 10000]}
theories: [threshold]
factors: [mechanism:tripwire, situation:win_alone]
priors:
  mechanism:forward-forces.denial: {uniform: [0, 1], judgement: a guess}
correlations:
  - {factors: [mechanism:tripwire, situation:win_alone], rank: 0.5, judgement: a guess}
metrics: [through_horizon, entry]
design: {kind: sobol, draws: 64, seed: 1}
"""
SEED = ("seed: 1", "seed: one")
RANK = ("rank: 0.5, judgement: a guess", "rank: 0.5")
STUDIES = {
    "a seed, a prior of two shapes, a correlation on nobody's word": (
        [SEED, ("{uniform: [0, 1],", "{uniform: [0, 1], fixed: 2,"), RANK],
        [
            "correlations.0.judgement",
            "design.seed",
            "priors.mechanism:forward-forces.denial.uniform",
        ],
    ),
    "a horizon and names that stand for nothing": (
        [
            ("study: a-study", "study: a-study\nhorizon_years: 900"),
            ("us-article-5-like]", "us-article-5]"),
            ("[threshold]", "[threshhold, tresholds]"),
            ("through_horizon, entry", "through_horizons, entries"),
            ("mechanism:forward-forces.denial:", "mechanism:forward-force:"),
        ],
        [
            "guarantees.1",
            "horizon_years",
            "metrics.0",
            "metrics.1",
            "priors.mechanism:forward-force",
            "theories.0",
            "theories.1",
        ],
    ),
    "an unknown field of a design, its seed, a lever's value and a factor": (
        [
            SEED,
            ("draws: 64", "drawz: 64"),
            ("[0, 10000]", "[few, many]"),
        ],
        ["design.drawz", "design.seed", "levers.forces.size.0", "levers.forces.size.1"],
    ),
    "a draw that is no power of two, an unknown field and two factors": (
        [
            ("draws: 64", "draws: 63"),
            ("case:", "foo: 1\ncase:"),
            ("[mechanism:tripwire, situation:win_alone]\npriors", "[tripwire, win]\npriors"),
        ],
        ["design.draws", "factors.0", "factors.1", "foo"],
    ),
    "a case that is none and a design that is none": (
        [("case: ukraine-2025", "case: ukraine-2026"), ("kind: sobol", "kind: sobel"), RANK],
        ["case", "correlations.0.judgement", "design.kind"],
    ),
    "a source and a metric": (
        [("judgement: a guess}\ncorr", "source: Nobody1900}\ncorr"), ("entry]", "entries]")],
        ["metrics.1", "priors.mechanism:forward-forces.denial.source"],
    ),
}


@pytest.mark.parametrize("name", STUDIES)
def test_faults_of_a_study_are_told_together(name, tmp_path, suasion):
    changes, fields = STUDIES[name]
    path = tmp_path / "a-study.yaml"
    path.write_text(_changed(STUDY, changes), encoding="utf-8")
    _is_told(suasion, path, fields)


def test_a_study_without_a_fault_is_fine(tmp_path, suasion):
    path = tmp_path / "a-study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    assert suasion("check", path).exit_code == 0


LIMITS = """\
suasion: 1
title: Limits for tests
case: ukraine-2025
start: korean-model
search:
  forces.size: {least: 0, most: 30000, step: 10000}
  forces.place: {words: [none, line]}
limits:
  most_troops: {judgement: 30000, because: an example, disagree: nobody}
costs:
  - id: troops
    title: Forces on the spot
    per: {field: forces.size, unit: 1000, unknown: [0, 10]}
    usd_billion_per_year: {uniform: [0.1, 0.3], judgement: a guess}
acceptance:
  - id: forces
    title: Forces near the line
    party: challenger
    when: {forces.place: [line]}
    log_odds: {uniform: [-2, -1], judgement: a guess}
"""
STEP = ("step: 10000", "step: wide")
ORDER = ("uniform: [0.1, 0.3]", "uniform: [0.3, 0.1]")
LIMIT_FILES = {
    "a step that is none, numbers that fall, and a start": (
        [STEP, ORDER, ("start: korean-model", "start: korea-model")],
        ["costs.0.usd_billion_per_year.uniform", "search.forces.size.step", "start"],
    ),
    "a unit, a place that is none, a field that is none": (
        [
            ("judgement: 30000", "judgement: 30000 men"),
            ("words: [none, line]", "words: [none, lin]"),
            ("field: forces.size", "field: forces.sizes"),
        ],
        ["costs.0.per.field", "limits.most_troops.judgement", "search.forces.place"],
    ),
    "an unknown field, bounds the wrong way, a number on nobody's word": (
        [
            ("title: Limits", "foo: 1\ntitle: Limits"),
            ("least: 0", "least: 40000"),
            ("[-2, -1], judgement: a guess", "[-2, -1]"),
        ],
        ["acceptance.0.log_odds.judgement", "foo", "search.forces.size.least"],
    ),
    "a case that is none, and a step": (
        [("case: ukraine-2025", "case: ukraine-2026"), STEP],
        ["case", "search.forces.size.step"],
    ),
    "a field that is not the drafter's, and numbers of both faults": (
        [
            ("forces.place: {words", "pressure.bases: {words"),
            ("[0.1, 0.3], judgement: a guess", "[3, 1]"),
        ],
        [
            "costs.0.usd_billion_per_year.judgement",
            "costs.0.usd_billion_per_year.uniform",
            "search.pressure.bases",
        ],
    ),
}


@pytest.mark.parametrize("name", LIMIT_FILES)
def test_faults_of_limits_are_told_together(name, tmp_path, suasion):
    changes, fields = LIMIT_FILES[name]
    path = tmp_path / "limits.yaml"
    path.write_text(_changed(LIMITS, changes), encoding="utf-8")
    _is_told(suasion, path, fields)


def test_limits_without_a_fault_are_fine(tmp_path, suasion):
    path = tmp_path / "limits.yaml"
    path.write_text(LIMITS, encoding="utf-8")
    assert suasion("check", path).exit_code == 0


def test_a_case_tells_two_checks_that_cross(ukraine, suasion):
    path = ukraine / "case.yaml"
    text = path.read_text(encoding="utf-8")
    changes = [("candidates:\n", "candidates:\n  - korean-model\n"), ("baseline: ", "baseline: x-")]
    path.write_text(_changed(text, changes), encoding="utf-8")
    _is_told(suasion, ukraine, ["baseline", "candidates"])
