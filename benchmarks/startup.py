"""Start-up of what needs no solver, against what any such tool must load.

`suasion --help` and `suasion check FILE` as ratios to `python -c "import typer, pydantic"`, each
the best of fifteen processes that take turns, by wall time and by processor time. Target: below 3.
"""

import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from _record import row, save, seconds, suasion

TIMES, TARGET = 15, 3.0
DATA = Path(__file__).resolve().parents[1] / "src/suasion/describe/data"
FILE = DATA / "library/us-rok-1953.yaml"
COMMANDS = {
    "typer_pydantic": ["-c", "import typer, pydantic"],
    "help": suasion("--help"),
    "check": suasion("check", str(FILE)),
}


def processor_seconds() -> float:
    """Processor time of all processes that have run so far."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spent(arguments: list[str]) -> tuple[float, float]:
    """Wall time and processor time of one Python process."""
    before = processor_seconds()
    return seconds(arguments), processor_seconds() - before


def bests() -> dict[str, tuple[float, float]]:
    """Least wall time and least processor time of each command; they run in turns."""
    rounds = [{name: spent(command) for name, command in COMMANDS.items()} for _ in range(TIMES)]
    return {
        name: (min(one[name][0] for one in rounds), min(one[name][1] for one in rounds))
        for name in COMMANDS
    }


def main() -> int:
    """Measure, print, save; 1 if a target is missed."""
    found: dict[str, float] = {}
    print(__doc__.splitlines()[0])
    times = bests()
    base = times["typer_pydantic"]
    for name, (wall, processor) in times.items():
        found[f"{name}_seconds"] = wall
        row(name, wall, "s")
        if name != "typer_pydantic":
            found[f"{name}_ratio"] = wall / base[0]
            found[f"{name}_processor_ratio"] = processor / base[1]
            row(f"{name}, ratio", wall / base[0], "", f"target < {TARGET:g}")
            row(f"{name}, ratio of processor time", processor / base[1], "")
    save("startup", found)
    return int(max(found["help_ratio"], found["check_ratio"]) >= TARGET)


if __name__ == "__main__":
    sys.exit(main())
