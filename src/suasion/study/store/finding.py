"""The folder of a study, by its path or by its run id."""

from __future__ import annotations

from pathlib import Path

from suasion.errors import InputError, Problem, UnknownName
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest

STUDIES = Path("studies")
LEAST_DIGITS = 6


def folder_of(target: str) -> Path:
    """The folder that is meant.

    Parameters
    ----------
    target
        A folder, or the first digits of a run id found below `./studies`.

    Raises
    ------
    UnknownName
        Where nothing fits.
    InputError
        Where several runs fit.
    """
    if Path(target).is_dir():
        return Path(target)
    found = {path.parent: _run(path.parent) for path in sorted(STUDIES.glob("*/manifest.json"))}
    runs = {folder: run for folder, run in found.items() if run}
    if not runs:
        message = "is no folder, and there are no runs below ./studies"
        remedy = "Give the folder that `suasion study run` named"
        raise InputError([Problem(target, 0, 0, "", "", message, remedy)])
    fitting = [folder for folder, run in runs.items() if run.startswith(target)]
    if len(target) < LEAST_DIGITS or not fitting:
        raise UnknownName("folder or run below ./studies", target, sorted(set(runs.values())))
    if len({runs[folder] for folder in fitting}) > 1:
        message, remedy = "several runs begin like this", "Give more digits, or the folder"
        raise InputError([Problem("suasion verify", 0, 0, "", target, message, remedy)])
    return fitting[0]


def _run(folder: Path) -> str:
    try:
        return read_manifest(Layout(folder).manifest).run
    except InputError:
        return ""
