"""What the benchmarks share: timing of processes, a small table, and build/benchmarks.json."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BUILD = Path(__file__).resolve().parents[1] / "build"
SUASION = "import sys; from suasion.cli.main import app; app(sys.argv[1:], prog_name='suasion')"


def seconds(arguments: list[str]) -> float:
    """Wall time of one Python process; its output is dropped, its failure raises."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def best(arguments: list[str], times: int) -> float:
    """Least of several wall times: what the machine's other work does not add to."""
    return min(seconds(arguments) for _ in range(times))


def by_turns(commands: list[list[str]], times: int) -> list[tuple[float, float]]:
    """Least wall and processor time of several processes each, one after the other in turns.

    What the machine does beside changes from minute to minute; by turns it falls on all alike.
    """
    found: list[list[tuple[float, float]]] = [[] for _ in commands]
    for _ in range(times):
        for number, arguments in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken = seconds(arguments)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
            found[number].append((taken, used))
    return [(min(wall for wall, _ in one), min(used for _, used in one)) for one in found]


def suasion(*arguments: str) -> list[str]:
    """Arguments of Python that run the command line as its console script does."""
    return ["-c", SUASION, *arguments]


def row(name: str, value: float, unit: str, target: str = "") -> None:
    """Print one line of the table."""
    print(f"  {name:<44} {value:>12.3f} {unit:<22} {target}")


def save(benchmark: str, found: dict[str, Any]) -> None:
    """Put the figures of one benchmark beside those of the others."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "benchmarks.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    text = json.dumps(old | {benchmark: found}, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
