"""What commands of estimation read: a table of data, and options with a name and a value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from suasion.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from suasion.evidence.data.registry import DataSet

READERS = {".csv": "read_csv", ".parquet": "read_parquet"}


def data(path: Path) -> pd.DataFrame:
    """The table of a file, or of a data set of the registry by its id."""
    if path.suffix or path.exists() or (one := _registered(str(path))) is None:
        return _read(path)
    from suasion.evidence import data as loaders
    from suasion.evidence.data.places import path as where

    found: pd.DataFrame = getattr(loaders, one.loader)() if one.loader else _read(where(one))
    return found


def _registered(name: str) -> DataSet | None:
    from suasion.evidence.data.registry import registry

    return registry().get(name)


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.suffix not in READERS:
        message = "no table of a known kind"
        remedy = "Give a .csv or a .parquet file, or the id of a data set (suasion data list)"
        raise InputError([Problem(str(path), 0, 0, "", path.suffix, message, remedy)])
    try:
        found: pd.DataFrame = getattr(pd, READERS[path.suffix])(path)
    except (OSError, ValueError, UnicodeError) as error:
        reason = str(error).partition("\n")[0]
        remedy = "Check that it is there and has one header and rows of equal length"
        raise InputError(
            [Problem(str(path), 0, 0, "", "", f"cannot be read: {reason}", remedy)]
        ) from None
    return found


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say the name of the file where a fault is in the data."""
    try:
        yield
    except InputError as error:
        problems = [
            replace(one, file=str(path)) if one.file == "data" else one for one in error.problems
        ]
        raise InputError(problems) from None


def shown(quiet: bool) -> AbstractContextManager[Any]:
    """A sign of life on a terminal while an estimate is searched for."""
    console = Console(stderr=True)
    return console.status("Estimating") if console.is_terminal and not quiet else nullcontext()


def formula(texts: Sequence[str], example: str) -> list[str]:
    """The parts of a formula; `example` is told where there are none."""
    if not texts:
        message, remedy = "a formula is missing", f'Give --formula "{example}"'
        raise InputError([Problem("--formula", 0, 0, "", "", message, remedy)])
    return list(texts)


def pairs(option: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Names and values of an option that is given as NAME=VALUE."""
    return [_pair(option, text) for text in texts]


def numbers(option: str, texts: Sequence[str]) -> dict[str, float]:
    """Names and numbers of an option that is given as NAME=NUMBER."""
    return {name: _number(option, name, text) for name, text in pairs(option, texts)}


def _pair(option: str, text: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name or not value:
        message, remedy = "needs a name, = and a value", f"Write {option} NAME=VALUE"
        raise InputError([Problem(option, 0, 0, "", text, message, remedy)])
    return name, value


def _number(option: str, name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        message, remedy = "must be a number", "Write it as 0.2"
        raise InputError([Problem(option, 0, 0, name, text, message, remedy)])
    return value
