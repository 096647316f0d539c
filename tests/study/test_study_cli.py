"""`suasion study` and `suasion verify` on the real case, small; and what they say of bad input."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.study.store.counting import missing
from suasion.study.store.layout import Layout
from suasion.study.store.reading import read

STUDY = """\
study: small
title: "Two guarantees under one theory"
case: ukraine-2025
guarantees: [korean-model, no-guarantee]
theories: [threshold]
metrics: [through_horizon, hazard_after]
design: {kind: latin-hypercube, draws: 600, seed: 1, chunk: 250}
"""
HEAVY = {"dask", "distributed", "jax", "xarray", "zarr", "pandas", "scipy"}
COMMAND = [sys.executable, "-c", "from suasion.cli.main import app; app()"]


def suasion(*arguments: object) -> Any:
    """One command line in this process."""
    return CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "small.yaml"
    path.write_text(STUDY, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(file: Path) -> Path:
    """A study that was run once, to be copied or only read."""
    folder = file.parent / "finished"
    result = suasion("study", "run", file, "--folder", folder, "--quiet")
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A finished study that may be harmed."""
    import shutil

    return Path(shutil.copytree(finished, tmp_path / "study"))


def arrays(folder: Path) -> dict[str, bytes]:
    data = read(folder)
    return {str(name): data[name].values.tobytes() for name in data.data_vars}


def test_run_puts_a_study_where_its_run_is_told(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, finished: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    result = suasion("study", "run", file, "--format", "json", "--draws", "250")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["draws"] == {"wanted": 250, "done": 250, "missing": 0, "failed": 0}
    assert found["folder"] == f"studies/small-{found['run'][:8]}"
    first = read(Path(found["folder"]))["through_horizon"]
    assert (first.values == read(finished)["through_horizon"][..., :250].values).all()
    again = suasion("verify", found["run"][:10], "--quiet")
    assert again.exit_code == 0
    assert "250 values" not in again.stdout


def test_run_goes_on_where_its_folder_is_there(file: Path, folder: Path, finished: Path) -> None:
    Layout(folder).marker(1).unlink()
    result = suasion("study", "run", file, "--folder", folder)
    assert result.exit_code == 0
    assert "350 of 600 draws" in result.stderr
    assert arrays(folder) == arrays(finished)


def test_resume_makes_what_is_missing(folder: Path, finished: Path) -> None:
    for number in (0, 2):
        Layout(folder).marker(number).unlink()
    told = suasion("study", "status", folder)
    assert "draws missing  350" in told.stdout
    assert f"suasion study resume {folder}" in told.stdout
    result = suasion("study", "resume", folder, "--quiet")
    assert result.exit_code == 0
    assert "600 of 600 (100%)" in result.stdout
    assert arrays(folder) == arrays(finished)


def test_show_in_every_format(finished: Path) -> None:
    table = suasion("study", "show", finished).stdout
    found = json.loads(suasion("study", "show", finished, "--format", "json").stdout)
    rows = list(
        csv.DictReader(io.StringIO(suasion("study", "show", finished, "--format", "csv").stdout))
    )
    assert "not probabilities of events" in " ".join(table.split())
    assert "korean-model" in table
    assert f"@misc{{suasion-run-{found['run']}," in table
    assert max(map(len, table.splitlines())) <= 80 or "note = " in table
    first, data = found["rows"][0], read(finished)["through_horizon"]
    assert (first["metric"], first["variant"], first["theory"]) == (
        "through_horizon",
        "korean-model",
        "all",
    )
    assert first["mean"] == pytest.approx(float(data[0].mean(dtype=float)))
    assert first["share_holding"] == pytest.approx(float((data[0] >= 0.9).mean()))
    assert float(rows[0]["mean"]) == first["mean"]
    assert len(rows) == len(found["rows"]) == 3 * 2


def test_verify_says_what_it_checked(finished: Path) -> None:
    result = suasion("verify", finished, "--chunks", "all")
    assert result.exit_code == 0
    assert "3 of 3 have their checksums" in result.stdout
    assert "chunks 0, 1, 2" in result.stdout
    assert "to the last bit" in result.stdout


def test_verify_finds_a_flipped_byte(folder: Path) -> None:
    path = folder / "draws.zarr/through_horizon/c/0/0/1"
    content = bytearray(path.read_bytes())
    content[40] ^= 255
    path.write_bytes(content)
    result = suasion("verify", folder, "--quiet")
    assert result.exit_code == 1
    assert "chunk 1: through_horizon/c/0/0/1 is not what was written" in result.stderr
    found = json.loads(suasion("verify", folder, "--quiet", "--format", "json").stdout)
    assert (found["reproduced"], found["damaged"], found["again"]) == (False, [1], [])


def test_verify_finds_a_changed_input(folder: Path) -> None:
    path = folder / "inputs/ukraine-2025/korean-model.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("value: treaty", "value: executive-agreement", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    result = suasion("verify", folder, "--quiet")
    assert result.exit_code == 1
    assert "inputs: ukraine-2025/korean-model.yaml has changed" in result.stderr
    assert "run id: the stored inputs give" in result.stderr
    assert (
        "Changed since the run began: inputs/ukraine-2025"
        in suasion("study", "status", folder).stdout
    )
    refused = suasion("study", "resume", folder)
    assert refused.exit_code == 2
    assert "the inputs have changed since run" in refused.stderr


def test_verify_finds_an_input_that_cannot_be_read(folder: Path) -> None:
    (folder / "inputs/study.yaml").write_text("study: [", encoding="utf-8")
    result = suasion("verify", folder, "--quiet")
    assert result.exit_code == 1
    assert "inputs: cannot be planned any more" in result.stderr


def test_other_code_is_refused_by_resume_and_told_by_status(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("running.starting", "store.status"):
        monkeypatch.setattr(f"suasion.study.{place}.code_digest", lambda: "f" * 64)
    assert "code or tables have changed" in suasion("study", "status", folder).stdout
    result = suasion("study", "resume", folder)
    assert result.exit_code == 2
    assert "code or tables have changed since run" in result.stderr
    assert "Start anew: suasion study run" in result.stderr


def test_the_stored_inputs_stand_for_themselves(finished: Path, tmp_path: Path) -> None:
    result = suasion(
        "study", "run", finished / "inputs/study.yaml", "--folder", tmp_path / "again", "--quiet"
    )
    assert result.exit_code == 0
    assert arrays(tmp_path / "again") == arrays(finished)
    runs = {
        json.loads((at / "manifest.json").read_text())["run"]
        for at in (finished, tmp_path / "again")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("study", "run", "nowhere.yaml"), "nowhere.yaml"),
        (("study", "run", "which-assumptoin"), "Did you mean which-assumption"),
        (
            ("study", "run", "which-assumption", "--workers", "2", "--cluster", "tcp://a:1"),
            "not both",
        ),
        (("study", "status", "nowhere"), "it has no manifest.json"),
        (("study", "resume", "nowhere"), "it has no manifest.json"),
        (("study", "show", "nowhere"), "it has no manifest.json"),
        (("verify", "nowhere"), "nowhere: is no folder, and there are no runs below ./studies"),
        (("verify", "nowhere", "--chunks", "some"), "must be a number from 0 or `all`"),
    ],
)
def test_bad_input_is_told_in_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = suasion(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_folder_of_another_run_is_refused(file: Path, folder: Path) -> None:
    result = suasion("study", "run", file, "--folder", folder, "--draws", "500")
    assert result.exit_code == 2
    assert "holds run" in result.stderr
    assert "Name another folder with --folder" in result.stderr


def test_an_unknown_metric_is_told(finished: Path) -> None:
    result = suasion("study", "show", finished, "--metric", "through_horizn")
    assert result.exit_code == 2
    assert "Did you mean through_horizon" in result.stderr


@pytest.mark.parametrize("command", [("study",), ("study", "run"), ("verify",)])
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    script = (
        "import sys; from suasion.cli.main import app\n"
        f"try: app({[*command, '--help']!r})\n"
        "except SystemExit: pass\n"
        "print('LOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "Examples:" in result.stdout
    assert not set(result.stdout.splitlines()[-1].split()) & HEAVY


def started(file: Path, folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "study", "run", str(file), "--folder", str(folder), *more],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def wait_until(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while not done() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)


@pytest.mark.slow
@pytest.mark.parametrize("chunks", [0, 1, 4])
def test_killed_and_resumed_equals_never_ended(
    chunks: int, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, ended = tmp_path / "whole", tmp_path / "ended"
    suasion("study", "run", file, "--folder", whole, "--draws", "3000", "--quiet")
    process = started(file, ended, "--draws", "3000")
    wait_until(
        lambda: ended.is_dir() and len(list(ended.glob("chunks/0*.json"))) >= chunks, process
    )
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert suasion("study", "run", file, "--folder", ended, "--draws", "3000").exit_code == 0
    assert not missing(ended)
    assert arrays(ended) == arrays(whole)


@pytest.mark.slow
def test_ctrl_c_says_how_to_go_on(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stopped"
    process = started(file, folder, "--draws", "100000")
    wait_until(lambda: len(list(folder.glob("chunks/0*.json"))) >= 2, process)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"Go on with: suasion study resume {folder}" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_workers_give_the_bytes_of_one_process(file: Path, finished: Path, tmp_path: Path) -> None:
    process = started(file, tmp_path / "workers", "--workers", "2")
    _, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert arrays(tmp_path / "workers") == arrays(finished)
