"""Time until the command line answers, against the time that its two main libraries take to load.

    python benchmarks/start_up.py

Best of ten runs each: what else the machine does only ever adds time.
"""

import subprocess
import sys
import time

from suasion.describe.loading import CASES, LIBRARY

RUNS = 10
CALL = "import sys; from suasion.cli.main import app; app(sys.argv[1:])"
COMMANDS = {
    "import typer, pydantic": ["import typer, pydantic"],
    "import suasion.cli.check": ["import suasion.cli.main, suasion.cli.check"],
    "suasion --help": [CALL, "--help"],
    "suasion check --help": [CALL, "check", "--help"],
    "suasion check (one file)": [CALL, "check", str(LIBRARY / "us-rok-1953.yaml")],
    "suasion check (a case)": [CALL, "check", str(CASES / "ukraine-2025")],
}


def seconds(arguments: list[str]) -> float:
    """Wall time of one run in a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    best = {
        name: min(seconds(arguments) for _ in range(RUNS)) for name, arguments in COMMANDS.items()
    }
    base = next(iter(best.values()))
    for name, taken in best.items():
        print(f"{name:26} {taken:.3f} s  {taken / base:.2f} x")
