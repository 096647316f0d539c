"""The check of a limits file: against its case where that is packaged or beside it."""

from __future__ import annotations

from pathlib import Path

from suasion.describe.bibliography import beside
from suasion.describe.checking import Findings
from suasion.describe.lacking import besides
from suasion.describe.loading import Loaded, examined, load_case
from suasion.describe.reading import read
from suasion.design.limits import Limits, LimitsFile
from suasion.design.reading import load_limits
from suasion.errors import InputError, UnknownName


def check(path: Path) -> Findings:
    """Problems of a limits file."""
    try:
        return Findings(path, "limits", (), (), summary(load_limits(_case(path), path)))
    except InputError as error:
        return Findings(path, "limits", tuple(error.problems), ())


def _case(path: Path) -> Loaded:
    """The case beside the file, as `suasion design --out` leaves it, or the packaged one.

    Where there is none, or it has faults, they are told beside those of the limits' form.
    """
    folder = path.resolve().parent
    document = read(path)
    file, told = examined(document, LimitsFile, beside(folder))
    name = getattr(file, "case", None)
    if name is None:
        raise InputError(told)
    try:
        return load_case(folder if (folder / "case.yaml").is_file() else name)
    except InputError as error:
        raise InputError(told + error.problems) from None
    except UnknownName as error:
        message, _, remedy = str(error).partition(". ")
        found = document.problem(("case",), message, remedy.rstrip("."), repr(name))
        raise InputError(besides(told, [found])) from None


def summary(limits: Limits) -> str:
    """What may be searched over, in words."""
    size = 1
    for values in limits.domains.values():
        size *= len(values)
    return f"file of limits on a search over {len(limits.domains)} fields or levers, {size:,} texts"
