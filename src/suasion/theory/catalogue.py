"""The library of models by identifier, without loading one before it is asked for.

The table `data/models.csv` is made from the modules by `tools/derive_catalogue.py`; a test fails
when it is stale.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from suasion.errors import UnknownName

if TYPE_CHECKING:
    from suasion.theory.model import Model

TABLE = Path(__file__).resolve().parent / "data" / "models.csv"


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue; `stage` is empty where the model stands alone."""

    id: str
    module: str
    title: str
    stage: str
    reduced: bool
    tree: bool


@cache
def entries() -> tuple[Entry, ...]:
    """Every model of the library, in the order of identifiers."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(map(_entry, csv.DictReader(file)))


def _entry(row: dict[str, str]) -> Entry:
    flags = {name: row.pop(name) == "yes" for name in ("reduced", "tree")}
    return Entry(**row, **flags)  # type: ignore[arg-type]


def get(name: str) -> Model:
    """A model by its identifier, or by that of the stage that plays it.

    Raises
    ------
    UnknownName
        Where there is none.

    Examples
    --------
    >>> get("unilateral").solve(p_ch=0.3, p_def=0.2).chosen.label
    'bluff'
    """
    for found in (
        [entry for entry in entries() if entry.id == name],
        [entry for entry in entries() if entry.stage == name],
    ):
        if found:
            models = import_module(f"suasion.theory.library.{found[0].module}").MODELS
            return next(model for model in models if model.id == found[0].id)
    raise UnknownName("model", name, [entry.id for entry in entries()])
