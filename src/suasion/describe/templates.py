"""New files from templates that explain the format and pass the check as they are."""

from __future__ import annotations

import re
from pathlib import Path

from suasion.errors import InputError, Problem

TEMPLATES = Path(__file__).parent / "data" / "templates"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PLACEHOLDER = "TEMPLATE-ID"


def write(kind: str, name: str, folder: Path) -> list[Path]:
    """Write a new file, or a new case of several, and return them.

    Parameters
    ----------
    kind
        `guarantee`, `claim`, `game`, `study`, `zone` or `mapping` for one file, `case` for a
        folder.
    name
        Identifier: lower-case words joined by hyphens.
    folder
        Where the file or the folder goes.

    Raises
    ------
    InputError
        Where the name is not an identifier, or a file of this name exists; nothing is written then.
    """
    _identifier(name)
    texts = _texts(kind, name, folder)
    for path in texts:
        if path.exists():
            raise _refused(path, "there is such a file already", "Choose another name or --dir")
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        message = f"it cannot be written ({error.strerror})"
        raise _refused(folder, message, "Choose another --dir") from None
    return list(texts)


def _identifier(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > 60:
        message = "must be lower-case words or digits joined by hyphens, at most 60 letters"
        problem = Problem("ID", 0, 0, "", repr(name), message, "Write e.g. my-draft-2026")
        raise InputError([problem])


def _texts(kind: str, name: str, folder: Path) -> dict[Path, str]:
    """Text of each file that is to be written."""
    if kind != "case":
        return {folder / f"{name}.yaml": _filled(TEMPLATES / f"{kind}.yaml", name)}
    parts = sorted((TEMPLATES / "case").iterdir())
    return {folder / name / part.name: _filled(part, name) for part in parts}


def _filled(template: Path, name: str) -> str:
    return template.read_text(encoding="utf-8").replace(PLACEHOLDER, name)


def _refused(path: Path, message: str, remedy: str) -> InputError:
    return InputError([Problem(str(path), 0, 0, "", "", message, remedy)])
