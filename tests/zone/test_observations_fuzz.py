"""A few hundred mutated files, the same in every run; tools/fuzz_observations.py does more."""

import runpy
from pathlib import Path
from typing import Any

import pytest

FUZZ = Path(__file__).resolve().parents[2] / "tools" / "fuzz_observations.py"
FILES = {"csv": 60, "geojson": 60, "parquet": 60, "mapping": 40}


@pytest.fixture(scope="module")
def fuzz() -> dict[str, Any]:
    return runpy.run_path(str(FUZZ))


@pytest.mark.parametrize("kind", FILES)
def test_mutated_files_are_read_or_refused(fuzz: dict[str, Any], kind: str) -> None:
    counts = fuzz["fuzzed"](kind, FILES[kind], 7)
    assert not counts.crashes, counts.crashes[0]
    assert counts.read
    assert counts.refused


def test_logs_of_mutated_files_are_sound_and_their_edits_are_found(fuzz: dict[str, Any]) -> None:
    counts = fuzz["fuzzed_logs"](60, 7)
    assert not counts.crashes, counts.crashes[0]
    assert counts.read
    assert counts.refused
