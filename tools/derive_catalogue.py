"""Writes src/suasion/theory/data/models.csv from the modules of the library.

Run it after a model was added or its title changed: ``python tools/derive_catalogue.py``.
"""

import csv
import io
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from suasion.theory.catalogue import TABLE
from suasion.theory.model import Model

COLUMNS = ("id", "module", "title", "stage", "reduced", "tree")
LIBRARY = Path(__file__).resolve().parents[1] / "src/suasion/theory/library"


def models() -> list[tuple[str, Model]]:
    """Every model with its module, in the order of identifiers."""
    found = [
        (module.name, model)
        for module in iter_modules([str(LIBRARY)])
        for model in getattr(import_module(f"suasion.theory.library.{module.name}"), "MODELS", ())
    ]
    return sorted(found, key=lambda one: one[1].id)


def table() -> str:
    """The catalogue as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for module, model in models():
        flags = ["yes" if flag else "no" for flag in (model.reduced, model.tree is not None)]
        writer.writerow([model.id, module, model.title, model.stage, *flags])
    return buffer.getvalue()


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    print(f"{len(models())} models in {TABLE}")
