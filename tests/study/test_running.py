"""A study gives the same bytes wherever it is run and whatever ended it; checks find the rest."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest
from distributed import LocalCluster

from suasion.errors import InputError
from suasion.study.running.cluster import OnDask, OtherCode
from suasion.study.running.running import run
from suasion.study.running.verifying import (
    Findings,
    check_again,
    check_files,
    check_run_id,
    chosen,
)
from suasion.study.store.counting import missing
from suasion.study.store.digest import digest
from suasion.study.store.environment import environment
from suasion.study.store.folder import create, open_store, writing
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def known() -> Iterator[ModuleType]:
    """The known plan, where new processes find it too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        yield importlib.import_module("known")


@pytest.fixture
def folder(known: ModuleType, tmp_path: Path) -> Path:
    known.study(tmp_path / "study", known.Known())
    return tmp_path / "study"


def silent(done: int, total: int) -> None:
    """Progress that nobody follows."""


def worker_processes() -> list[psutil.Process]:
    """Processes of Dask's workers below this one."""
    below = psutil.Process().children(recursive=True)
    return [one for one in below if "spawn_main" in " ".join(one.cmdline())]


def test_what_fails_in_the_middle_goes_on_where_it_was(
    known: ModuleType, tmp_path: Path, folder: Path
) -> None:
    plan, called = known.Known(), []

    def fails_at_the_third(plan: Any, number: int) -> Any:
        called.append(number)
        if len(called) == 3:
            raise MemoryError
        return known.evaluate(plan, number)

    place = tmp_path / "again"
    with writing(place):
        store = create(place, plan, plan.origin())
        with pytest.raises(MemoryError):
            run(store, plan, fails_at_the_third)
        assert missing(place) == [2, 3]
        run(store, plan, fails_at_the_third)
    assert called == [0, 1, 2, 2, 3]
    assert known.fingerprint(place) == known.fingerprint(folder)


def test_ctrl_c_keeps_what_is_done(known: ModuleType, tmp_path: Path) -> None:
    plan = known.Known()

    def stopped(plan: Any, number: int) -> Any:
        if number == 2:
            raise KeyboardInterrupt
        return known.evaluate(plan, number)

    with writing(tmp_path / "s"):
        with pytest.raises(KeyboardInterrupt):
            run(create(tmp_path / "s", plan, plan.origin()), plan, stopped)
        assert missing(tmp_path / "s") == [2, 3]


def test_progress_counts_draws_once_they_are_stored(known: ModuleType, tmp_path: Path) -> None:
    plan, told = known.Known(draws=600), []
    known.study(tmp_path / "s", plan, told=lambda *now: told.append(now))
    assert told == [(0, 600), (250, 600), (500, 600), (600, 600)]
    told.clear()
    known.study(tmp_path / "s", plan, told=lambda *now: told.append(now))
    assert told == [(600, 600)]


def test_chunks_in_any_order_are_the_same_study(
    known: ModuleType, tmp_path: Path, folder: Path
) -> None:
    from suasion.study.running.here import here

    def backwards(evaluate: Any, plan: Any, numbers: list[int]) -> Any:
        return here(evaluate, plan, numbers[::-1])

    known.study(tmp_path / "backwards", known.Known(), engine=backwards)
    assert known.fingerprint(tmp_path / "backwards") == known.fingerprint(folder)


@pytest.mark.slow
def test_a_killed_worker_costs_time_and_nothing_else(known: ModuleType, tmp_path: Path) -> None:
    plan, killed = known.Known(draws=10_000, seconds=0.1), []

    def kill(done: int, total: int) -> None:
        if done >= 1000 and not killed:
            victim = worker_processes()[0]
            victim.kill()
            killed.append(victim.pid)

    known.study(tmp_path / "workers", plan, engine=OnDask(2), told=kill)
    known.study(tmp_path / "here", replace(plan, seconds=0.0))
    assert killed
    assert not missing(tmp_path / "workers")
    assert known.fingerprint(tmp_path / "workers") == known.fingerprint(tmp_path / "here")
    assert not worker_processes()


@pytest.mark.slow
def test_ctrl_c_ends_the_workers_without_a_word(known: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    process = subprocess.Popen(
        [sys.executable, str(HERE / "known.py"), str(folder), "10000", "0.2", "2"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while len(list(folder.glob("chunks/0*.json"))) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    known.study(folder, known.Known(draws=10_000))
    known.study(tmp_path / "whole", known.Known(draws=10_000))
    assert known.fingerprint(folder) == known.fingerprint(tmp_path / "whole")


@pytest.mark.slow
def test_a_cluster_that_is_there_is_joined_and_its_errors_are_told(
    known: ModuleType, tmp_path: Path, folder: Path
) -> None:
    def wrong(plan: Any, number: int) -> Any:
        raise ZeroDivisionError(f"chunk {number}")

    plan, place = known.Known(), tmp_path / "joined"
    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0") as there:
        engine = OnDask(address=there.scheduler_address)
        with writing(place):
            store = create(place, plan, plan.origin())
            with pytest.raises(ZeroDivisionError, match="chunk"):
                run(store, plan, wrong, engine)
            assert missing(place) == [0, 1, 2, 3]
            run(store, plan, known.evaluate, engine)
    assert known.fingerprint(place) == known.fingerprint(folder)


def test_a_worker_with_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from suasion.study.running import cluster

    ready = cluster.Ready("r", lambda plan, number: None, None, "other")
    worker = type("Worker", (), {"plugins": {"r": ready}})()
    monkeypatch.setattr(cluster, "get_worker", lambda: worker)
    with pytest.raises(OtherCode, match="another version of suasion"):
        cluster.evaluated("r", 0)


def test_a_cluster_that_is_not_there_is_told(
    known: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suasion.study.running.cluster.PATIENCE_SECONDS", 1)
    for address in ("tcp://127.0.0.1:9", "nowhere://x"):
        with pytest.raises(InputError, match="no Dask scheduler answers"):
            known.study(tmp_path / "s", known.Known(), engine=OnDask(address=address))


def checked(folder: Path, known: ModuleType, evaluate: Any = None) -> Findings:
    """A study checked, every chunk computed again."""
    findings, record = Findings(), read_manifest(folder / "manifest.json")
    check_files(findings, folder, record, silent)
    check_again(
        findings,
        folder,
        record,
        known.Known(),
        evaluate or known.evaluate,
        findings.whole,
        silent,
        same_code=True,
    )
    return findings


def test_a_sound_study_is_verified_to_the_bit(folder: Path, known: ModuleType) -> None:
    findings = checked(folder, known)
    assert not findings.wrong
    assert findings.again == [0, 1, 2, 3]
    assert (findings.exact, findings.largest) == (4, 0.0)
    assert findings.values == 1000 * (2 + 2 + 3 + 3)


@pytest.mark.parametrize("name", ["y/c/0/0/1", "quantiles/c/0/1", "nothing/c/0/0/1"])
def test_one_flipped_bit_is_found_and_named(folder: Path, known: ModuleType, name: str) -> None:
    path = folder / "draws.zarr" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    findings = checked(folder, known)
    assert findings.wrong == [f"chunk 1: {name} is not what was written"]
    assert findings.damaged == [1]


def test_a_number_changed_with_its_checksums_is_found_when_computed_again(
    folder: Path, known: ModuleType
) -> None:
    def forged(plan: Any, number: int) -> Any:
        piece = known.evaluate(plan, number)
        metrics = piece.metrics.copy()
        metrics[0, 0, 0, 7] += 1e-6
        return replace(piece, metrics=metrics)

    with writing(folder):
        Layout(folder).marker(2).unlink()
        run(open_store(folder), known.Known(), forged)
    (told,) = checked(folder, known).wrong
    assert told.startswith("chunk 2: y comes out otherwise in 1 of 500 values")


def test_on_another_processor_the_last_bits_may_differ(folder: Path, known: ModuleType) -> None:
    def a_little(by: float) -> Any:
        def evaluate(plan: Any, number: int) -> Any:
            piece = known.evaluate(plan, number)
            return replace(piece, metrics=(piece.metrics * (1 + by)).astype("float32"))

        return evaluate

    for number in range(4):
        path = Layout(folder).marker(number)
        data = json.loads(path.read_text())["marker"] | {"environment": "elsewhere"}
        path.write_text(json.dumps({"marker": data, "sha256": digest(data)}))
    close = checked(folder, known, a_little(1e-6))
    assert not close.wrong
    assert close.exact == 0
    assert 0 < close.largest < 1e-5
    assert checked(folder, known, a_little(1e-3)).wrong


def test_other_failed_draws_are_found(folder: Path, known: ModuleType) -> None:
    def never_fails(plan: Any, number: int) -> Any:
        return replace(known.evaluate(plan, number), faults=())

    assert checked(folder, known, never_fails).wrong == [
        f"chunk {number}: other draws fail than those on record" for number in (1, 3)
    ]


def test_other_inputs_give_another_run_id(folder: Path, known: ModuleType) -> None:
    record, findings = read_manifest(folder / "manifest.json"), Findings()
    check_run_id(findings, record, known.Known().origin().inputs)
    assert not findings.wrong
    check_run_id(findings, record, known.Known(draws=999).origin().inputs)
    assert findings.wrong[0].startswith("run id: the stored inputs give ")


def test_missing_chunks_are_no_difference(folder: Path, known: ModuleType) -> None:
    Layout(folder).marker(0).unlink()
    findings = checked(folder, known)
    assert (findings.wrong, findings.absent) == ([], [0])


def test_chunks_to_compute_again_are_whole_and_as_many_as_asked_for() -> None:
    assert chosen([1, 4, 7], None) == [1, 4, 7]
    picked = chosen(list(range(100)), 5)
    assert len(set(picked)) == 5
    assert picked == sorted(picked)


def test_the_kind_of_machine_follows_the_compilers_options(monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment()["kind"]
    environment.cache_clear()
    monkeypatch.setitem(os.environ, "XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    assert environment()["kind"] != before
    environment.cache_clear()
