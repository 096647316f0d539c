"""Start-up of what needs no solver, against what any such tool must load.

`suasion --help` and `suasion check FILE` as ratios to `python -c "import typer, pydantic"`, best of
seven processes each, in one run. Target: below 3.
"""

import sys
from pathlib import Path

from _record import best, row, save, suasion

TIMES, TARGET = 7, 3.0
DATA = Path(__file__).resolve().parents[1] / "src/suasion/describe/data"
FILE = DATA / "library/us-rok-1953.yaml"


def main() -> int:
    """Measure, print, save; 1 if a target is missed."""
    base = best(["-c", "import typer, pydantic"], TIMES)
    found = {"typer_pydantic_seconds": base}
    print(__doc__.splitlines()[0])
    row("import typer, pydantic", base, "s")
    for name, arguments in (("help", ["--help"]), ("check", ["check", str(FILE)])):
        found[f"{name}_seconds"] = taken = best(suasion(*arguments), TIMES)
        found[f"{name}_ratio"] = taken / base
        row(f"suasion {name}", taken, "s")
        row(f"suasion {name}, ratio", taken / base, "", f"target < {TARGET:g}")
    save("startup", found)
    return int(max(found["help_ratio"], found["check_ratio"]) >= TARGET)


if __name__ == "__main__":
    sys.exit(main())
