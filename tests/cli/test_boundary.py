"""However a command ends early, it ends with the right code and without a traceback."""

import subprocess
import sys

import pytest
import typer

from suasion.cli.boundary import boundary
from suasion.errors import UnknownName

SCRIPT = "import sys; from suasion.cli.main import app; app(sys.argv[1:])"


def test_our_errors_are_told_on_stderr_with_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stop, boundary():
        raise UnknownName("case", "ukrain", ["ukraine-2025"])
    assert stop.value.exit_code == 2
    told = capsys.readouterr()
    assert told.err == "no case is called 'ukrain'. Did you mean ukraine-2025?\n"
    assert not told.out


def test_an_interrupt_ends_with_code_130() -> None:
    with pytest.raises(typer.Exit) as stop, boundary():
        raise KeyboardInterrupt
    assert stop.value.exit_code == 130


def test_a_fault_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), boundary():
        raise ZeroDivisionError


def test_a_reader_that_stops_early_hears_nothing_more() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "library", "us-rok-1953"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert not told


def test_output_that_is_no_terminal_has_no_colours() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, "library"], capture_output=True, check=True, text=True
    )
    assert "\x1b" not in result.stdout
    assert result.stdout.startswith("id ")
