"""The check of a limits file: against its case where that is packaged or beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from suasion.describe.checking import Findings
from suasion.describe.loading import load_case
from suasion.describe.reading import read
from suasion.design.limits import Limits
from suasion.design.reading import load_limits
from suasion.errors import InputError, Problem, SuasionError


def check(path: Path) -> Findings:
    """Problems of a limits file."""
    try:
        return Findings(path, "limits", (), (), summary(load_limits(_case(path), path)))
    except InputError as error:
        return Findings(path, "limits", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "limits", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())


def _case(path: Path) -> Any:
    """The case beside the file, as `suasion design --out` leaves it, or the packaged one."""
    beside = path.resolve().parent
    name = read(path).data.get("case")
    return load_case(beside if (beside / "case.yaml").is_file() else str(name))


def summary(limits: Limits) -> str:
    """What may be searched over, in words."""
    size = 1
    for values in limits.domains.values():
        size *= len(values)
    return f"file of limits on a search over {len(limits.domains)} fields or levers, {size:,} texts"
