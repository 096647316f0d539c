"""What is stored is whole or not there; what is read is what was computed."""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from suasion.errors import InputError, UnknownName
from suasion.study.store.counting import missing
from suasion.study.store.digest import file_digest
from suasion.study.store.finding import folder_of
from suasion.study.store.folder import create, open_store, write, writing
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest
from suasion.study.store.reading import read
from suasion.study.store.status import status
from suasion.study.store.summary import summary

HERE = Path(__file__).parent
TRIES = 8
"""Moments at which a study is ended; each file operation was tried once by hand."""


@pytest.fixture(scope="module")
def known() -> Iterator[ModuleType]:
    """A plan whose results are known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield importlib.import_module("known")


@pytest.fixture
def folder(known: ModuleType, tmp_path: Path) -> Path:
    """A finished study of 900 draws in four chunks, the last of 150."""
    known.study(tmp_path / "study", known.Known(draws=900))
    return tmp_path / "study"


def chunk_file(folder: Path, name: str, number: int) -> Path:
    place = "c/0/0" if name in ("y", "nothing") else "c/0"
    return folder / "draws.zarr" / name / place / str(number)


def test_what_is_read_is_what_was_computed(folder: Path, known: ModuleType) -> None:
    data, plan = read(folder), known.Known(draws=900)
    pieces = [known.evaluate(plan, number) for number in range(4)]
    y = np.concatenate([piece.metrics[0] for piece in pieces], axis=-1)
    assert data["y"].dims == ("variant", "theory", "draw")
    assert data["y"].dtype == np.float32
    assert np.array_equal(data["y"].values, y, equal_nan=True)
    for name in ("quantiles", "values"):
        drawn = np.concatenate([getattr(piece, name) for piece in pieces], axis=-1)
        assert np.array_equal(data[name].values, drawn)
    assert data["variant"].values.tolist() == ["as-published", "one-higher"]
    assert data["draw"].values.tolist() == list(range(900))
    assert float(data["y"][0].mean()) == pytest.approx(known.MEAN, abs=0.4)


def test_arrays_are_read_chunk_by_chunk(folder: Path) -> None:
    assert read(folder)["quantiles"].chunks == ((3,), (250, 250, 250, 150))


def test_a_metric_that_is_never_there_is_stored_like_any_other(folder: Path) -> None:
    assert all(chunk_file(folder, "nothing", number).is_file() for number in range(4))
    assert read(folder)["nothing"].isnull().all()


def test_a_chunk_without_its_marker_is_not_read(folder: Path) -> None:
    Layout(folder).marker(1).unlink()
    assert missing(folder) == [1]
    assert read(folder)["draw"].values.tolist() == [*range(250), *range(500, 900)]


@pytest.mark.parametrize("harm", ["removed", "shorter"])
def test_a_marker_without_its_data_does_not_count(folder: Path, harm: str) -> None:
    path = chunk_file(folder, "y", 2)
    path.unlink() if harm == "removed" else path.write_bytes(path.read_bytes()[:-1])
    assert missing(folder) == [2]


def test_a_damaged_marker_does_not_count(folder: Path) -> None:
    marker = Layout(folder).marker(3)
    marker.write_text(marker.read_text().replace('"draws": 150', '"draws": 151'))
    assert missing(folder) == [3]


def test_what_cannot_be_decoded_is_computed_again(folder: Path, known: ModuleType) -> None:
    whole = known.fingerprint(folder)
    for number in (0, 3):
        Layout(folder).marker(number).unlink()
        chunk_file(folder, "quantiles", number).write_bytes(b"half of a chu")
    known.study(folder, known.Known(draws=900))
    assert known.fingerprint(folder) == whole


def test_a_chunk_written_twice_is_there_once(folder: Path, known: ModuleType) -> None:
    before = known.fingerprint(folder)
    with writing(folder):
        write(open_store(folder), known.evaluate(known.Known(draws=900), 2))
    assert known.fingerprint(folder) == before


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(sys, "getwindowsversion") and sys.platform != "linux", reason="fork"
)
def test_ended_at_any_file_operation_it_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "ending.py"), str(tmp_path), str(TRIES)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert len(found["ends"]) == TRIES
    assert found["operations"] > 100
    assert not found["wrong"]


def test_another_run_is_refused(folder: Path, known: ModuleType) -> None:
    other = known.Known(draws=800)
    with writing(folder), pytest.raises(InputError, match=r"holds run .* and this is run"):
        create(folder, other, other.origin())
    with writing(folder), pytest.raises(InputError, match="Name another folder"):
        create(folder, known.Known(draws=900), known.Known(draws=900).origin("d"))


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match=r"holds something else than a study: thesis\.txt"):
        writing(tmp_path).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        writing(tmp_path / "file").__enter__()


def test_two_writers_are_kept_apart(folder: Path) -> None:
    with writing(folder), pytest.raises(InputError, match="another process is writing"):
        writing(folder).__enter__()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}'])
def test_a_damaged_manifest_is_told(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(InputError, match="run record of this study is damaged"):
        missing(folder)


def test_a_folder_without_a_study_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"it has no manifest\.json"):
        status(tmp_path)


def test_the_manifest_says_what_went_in_and_how_to_cite(folder: Path, known: ModuleType) -> None:
    found = read_manifest(folder / "manifest.json")
    origin = known.Known(draws=900).origin()
    assert found.files == {"study.yaml": file_digest(folder / "inputs/study.yaml")}
    assert found.origin == origin
    assert {"jax", "numpy", "zarr"} <= set(found.environment["libraries"])
    assert found.run in found.citation["text"]
    assert r"Ishigami \& Homma" in found.citation["bibtex"]
    assert f"suasion-run-{found.run}" in found.citation["bibtex"]


def test_the_run_id_follows_inputs_and_code(known: ModuleType, tmp_path: Path) -> None:
    def run(name: str, draws: int, code: str) -> str:
        plan = known.Known(draws=draws)
        with writing(tmp_path / name):
            return create(tmp_path / name, plan, plan.origin(code)).manifest.run

    first = run("a", 300, "c")
    assert run("b", 300, "c") == first
    assert run("c", 301, "c") != first
    assert run("d", 300, "d") != first


def test_status_counts_draws_and_failures(folder: Path) -> None:
    Layout(folder).marker(0).unlink()
    found = status(folder)
    assert found["draws"] == {"wanted": 900, "done": 650, "missing": 250, "failed": 2}
    assert found["chunks"] == {"wanted": 4, "done": 3}
    assert found["draws_per_second"] > 0
    assert found["changed"] == {"inputs": [], "code": True}


def test_status_names_a_changed_input(folder: Path) -> None:
    (folder / "inputs/study.yaml").write_text("study: other\n")
    (folder / "inputs/more.yaml").write_text("x: 1\n")
    assert status(folder)["changed"]["inputs"] == ["more.yaml", "study.yaml"]


def test_summary_agrees_with_the_arrays(folder: Path, known: ModuleType) -> None:
    found = summary(folder, ["y"])
    row = next(one for one in found["rows"] if one["variant"] == "one-higher")
    y = read(folder)["y"].values[1]
    y = y[~np.isnan(y)]
    assert row["futures"] == y.size == 898
    assert row["mean"] == pytest.approx(float(y.mean(dtype=float)), rel=1e-12)
    assert [row[name] for name in ("low", "median", "high")] == pytest.approx(
        np.quantile(y, [0.05, 0.5, 0.95]).tolist()
    )
    assert row["share_holding"] is None
    assert found["faults"] == [
        {
            "reason": "did not converge",
            "draws": 2,
            "example_draw": 250,
            "example_seed": "5/1/0",
        }
    ]


def test_summary_of_nothing_says_so(folder: Path) -> None:
    row = summary(folder, ["nothing"])["rows"][0]
    assert (row["futures"], row["mean"], row["low"]) == (0, None, None)
    for number in range(4):
        Layout(folder).marker(number).unlink()
    assert summary(folder)["draws"]["done"] == 0


def test_summary_in_small_pieces_is_the_same(folder: Path, monkeypatch: Any) -> None:
    whole = summary(folder)
    monkeypatch.setattr("suasion.study.store.summary.MOST_BYTES", 1)
    assert summary(folder) == whole


def test_a_drawn_theory_is_told_apart(known: ModuleType, tmp_path: Path) -> None:
    plan = known.Known(draws=500, factors=("x1", "x2", "theory"), stages=("a", "b"))

    def evaluate(_: Any, number: int) -> Any:
        piece = known.evaluate(known.Known(draws=500), number)
        values = np.concatenate([piece.values[:2], np.arange(250)[None] % 2.0])
        metrics = np.broadcast_to(values[2], piece.metrics.shape).astype(np.float32)
        return replace(piece, values=values, metrics=metrics, faults=())

    with writing(tmp_path / "drawn"):
        store = create(tmp_path / "drawn", plan, plan.origin())
        for number in range(2):
            write(store, evaluate(plan, number))
    rows = {row["theory"]: row["mean"] for row in summary(tmp_path / "drawn", ["y"])["rows"][:3]}
    assert rows == {"all": 0.5, "a": 0.0, "b": 1.0}


def test_an_unknown_metric_is_told(folder: Path) -> None:
    with pytest.raises(UnknownName, match="no metric of this study is called 'z'"):
        summary(folder, ["z"])


def test_a_study_is_found_by_its_run(
    known: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known.study(Path("studies/one"), known.Known(draws=10))
    run = read_manifest(Path("studies/one/manifest.json")).run
    assert folder_of(run[:8]) == Path("studies/one")
    assert folder_of("studies/one") == Path("studies/one")
    for wrong in (run[:3], "0" * 16):
        with pytest.raises(UnknownName, match=run):
            folder_of(wrong)


def test_a_full_disk_is_told_and_costs_no_chunk_that_is_stored(
    folder: Path, known: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    Layout(folder).marker(1).unlink()
    monkeypatch.setattr("suasion.study.store.folder.flushed", full)
    with pytest.raises(InputError, match=r"could not be written .No space left on device.*resume"):
        known.study(folder, known.Known(draws=900))
    assert missing(folder) == [1]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written to"):
        writing(tmp_path / "file" / "below").__enter__()
