"""Claim files of a case, every fault of each told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suasion.claims.checking import faults
from suasion.claims.file import Claim
from suasion.describe.bibliography import beside
from suasion.describe.lacking import besides
from suasion.describe.loading import CASES, Loaded, examined
from suasion.describe.reading import read
from suasion.errors import InputError, Problem, UnknownName


@dataclass(frozen=True)
class Debate:
    """A case with the claims about it.

    Parameters
    ----------
    loaded
        The case as described.
    claims
        By identifier, in the order of their names.
    raw
        Their plain data, by identifier.
    """

    loaded: Loaded
    claims: Mapping[str, Claim]
    raw: Mapping[str, Any]


def folder_of(case: str | Path) -> Path:
    """The folder in which a case keeps its claims."""
    path = Path(case)
    if (path / "case.yaml").is_file():
        return path / "claims"
    return (path.parent if path.is_file() else CASES / str(case)) / "claims"


def load_claims(loaded: Loaded, folder: Path, only: str | None = None) -> Debate:
    """The claims in a folder, or one of them.

    Parameters
    ----------
    loaded
        The case that they are about.
    folder
        Where the files are.
    only
        Identifier of one claim.

    Raises
    ------
    UnknownName
        Where there is no claim of this name.
    InputError
        With every problem of every file.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    if not paths:
        message, remedy = "there are no claim files here", "Add one; see docs/reference/claim-file"
        raise InputError([Problem(str(folder), 0, 0, "", "", message, remedy)])
    if only is not None and only not in paths:
        raise UnknownName("claim", only, list(paths))
    wanted = paths if only is None else {only: paths[only]}
    return _loaded(loaded, wanted, folder)


def _loaded(loaded: Loaded, paths: Mapping[str, Path], folder: Path) -> Debate:
    works = {**loaded.works, **beside(folder)} if any(folder.glob("*.bib")) else loaded.works
    claims: dict[str, Claim] = {}
    raw, problems = {}, []
    for key, path in paths.items():
        try:
            document = read(path)
            claims[key], told = examined(document, Claim, works)
            raw[key] = document.data
            problems += besides(told, faults(claims[key], document, loaded, key))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return Debate(loaded, claims, raw)
