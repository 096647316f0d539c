"""The command line starts without the solver: help and checks load no heavy library."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"altair", "dask", "jax", "pandas", "scipy", "xarray"}
NOT_FOR_ONE_GOOD_GUARANTEE = {
    "numpy",
    "pybtex",
    "rich",
    "suasion.describe.case",
    "suasion.describe.problems",
}
LIBRARY = Path("src/suasion/describe/data/library")

# Runs the command line as the console script does, then tells on stderr what it has loaded.
RUN = """
import json, sys
from suasion.cli.main import app
try:
    app(sys.argv[1:], prog_name="suasion")
    code = 0
except SystemExit as stop:
    code = stop.code
print("\\n" + json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""

# The precision inside the solver's context and outside it, which is the user's own business.
PRECISION = """
from suasion.uncertainty.device import in_double
from jax import numpy
with in_double():
    print(numpy.ones(1).dtype)
print(numpy.ones(1).dtype)
"""


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "JAX_ENABLE_X64"}


def run(*arguments: str) -> set[str]:
    """The modules that one call of the command line has loaded."""
    result = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        capture_output=True,
        check=False,
        text=True,
        env=environment(),
    )
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stderr.splitlines()[-1])
    assert told["code"] in (0, None), f"suasion {' '.join(arguments)}: {result.stderr}"
    return set(told["modules"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help"),
        ("compare", "--help"),
        ("solve", "--help"),
        ("theories", "--help"),
    ],
)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not run(*arguments) & HEAVY


def test_the_list_of_models_loads_no_model() -> None:
    loaded = run("theories")
    assert not loaded & HEAVY
    assert not [name for name in loaded if name.startswith("suasion.theory.library")]


def test_check_of_a_library_file_loads_only_what_it_needs(root: Path) -> None:
    library = sorted((root / LIBRARY).rglob("*.yaml"))
    assert library, f"{LIBRARY} holds no guarantee"
    assert not run("check", str(library[0])) & (HEAVY | NOT_FOR_ONE_GOOD_GUARANTEE)


def test_import_of_the_package_loads_nothing_heavy() -> None:
    script = "import sys, suasion; print(*{name.partition('.')[0] for name in sys.modules})"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert not set(result.stdout.split()) & HEAVY


def test_solver_computes_in_64_bit_by_itself() -> None:
    result = subprocess.run(
        [sys.executable, "-c", PRECISION],
        capture_output=True,
        check=True,
        text=True,
        env=environment(),
    )
    assert result.stdout.split() == ["float64", "float32"]
