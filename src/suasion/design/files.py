"""Designs as files: a copy of the case with the designs among its candidates.

The folder is a case like any other: `suasion check`, `compare`, `explain` and `study` take it, and
its files may be edited. A folder is written whole or not at all.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from suasion.describe.bibliography import REFERENCES, Bibliography
from suasion.describe.case import Scalar
from suasion.design.choosing import Candidate
from suasion.design.judging import BECAUSE, DISAGREE
from suasion.design.run import Found
from suasion.design.summary import SHOWN, differences, named
from suasion.design.text import rewritten
from suasion.errors import InputError, Problem

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ACCEPTED = "design search: the mean over draws of the case's prior and the moves of the limits file"
LONG = 1900
"""Letters of a summary at most; the format allows 2,000."""


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written, before anything long is started."""
    if not NAME.fullmatch(folder.resolve().name):
        message = "the folder's name becomes the case's: lower-case words joined by hyphens"
        raise _refused(folder, message, "Choose another name")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refused(folder, "there is something there already", "Choose another name")


def write(found: Found, folder: Path, most: int = SHOWN) -> list[Path]:
    """Write the case with the designs that are shown, and the limits.

    Parameters
    ----------
    found
        The search.
    folder
        A folder that is not there yet, or is empty; its name is the case's.
    most
        Designs that are written.

    Returns
    -------
    list of Path
        The designs' files.

    Raises
    ------
    InputError
        Where the folder is not empty, or cannot be written.
    """
    check_folder(folder)
    texts = _texts(found, folder.resolve().name, most)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".suasion-", dir=folder.parent))
    except OSError as error:
        raise _refused(folder, f"cannot be written ({error.strerror})", "Choose another") from None
    try:
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8")
        for path in _own_works(found):
            shutil.copy(path, draft / path.name)
        draft.chmod(0o755)
        draft.replace(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise _refused(folder, f"cannot be written ({error.strerror})", "Choose another") from None
    return [folder / f"{name}.yaml" for name in named(found, most)]


def _texts(found: Found, case: str, most: int) -> dict[str, str]:
    """The text of every file by name."""
    designs = {name: guarantee(found, one, name) for name, one in named(found, most).items()}
    raw = dict(found.loaded.raw)
    head = raw.pop("case")
    names = [*head["candidates"], *designs]
    files = {**raw, **designs, "case": head | {"id": case, "candidates": names}}
    limits = re.sub(r"(?m)^case:.*$", f"case: {case}", found.limits.text, count=1)
    return {f"{name}.yaml": _yaml(data) for name, data in files.items()} | {"limits.yaml": limits}


def guarantee(found: Found, one: Candidate, name: str) -> dict[str, Any]:
    """A design as the plain data of a guarantee file.

    What the parties would accept is written where the limits move it, as single numbers: then a
    comparison counts the same means.
    """
    facts = found.judge.facts(one.choice)
    raw = rewritten(found.loaded.raw[found.start], facts, BECAUSE, DISAGREE)
    raw = _titled(raw)
    if found.limits.file.acceptance:
        accepted: dict[str, Scalar] = {key: round(p, 3) for key, p in one.shown.each.items()}
        raw = rewritten(raw, accepted, ACCEPTED, DISAGREE)
    listed = "; ".join(f"{row['field']} {row['design']}" for row in differences(found, one))
    summary = f"A design of a search that starts from {found.start}. It differs in: {listed}."
    head = {"id": name, "title": f"{name.replace('-', ' ').capitalize()} from {found.start}"}
    return raw | head | {"kind": "candidate", "summary": summary[:LONG]}


def _titled(raw: dict[str, Any]) -> dict[str, Any]:
    """A text that nobody has written has no title and no dates."""
    instrument = raw["instrument"]
    if "none" in instrument or "unknown" in instrument:
        return raw
    nothing = {"unknown": "a design of a search: there is no such text"}
    dated = {key: nothing for key in ("title", "signed", "in_force", "ended") if key in instrument}
    return raw | {"instrument": instrument | dated}


def _yaml(data: Mapping[str, Any]) -> str:
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 100
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.representer.ignore_aliases = lambda *data: True  # the format has no anchors
    buffer = io.StringIO()
    writer.dump(dict(data), buffer)
    return buffer.getvalue()


def _own_works(found: Found) -> list[Path]:
    """BibTeX files beside the case and the limits, which the packaged ones do not hold."""
    works = found.loaded.works
    beside = set(works.files.values()) if isinstance(works, Bibliography) else set()
    beside |= set(found.limits.folder.glob("*.bib"))
    return sorted(path for path in beside if path.parent != REFERENCES)


def _refused(folder: Path, message: str, remedy: str) -> InputError:
    return InputError([Problem("--out", 0, 0, "", str(folder), message, remedy)])
