"""From a study file, or from a folder, to what can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from suasion.errors import InputError, Problem
from suasion.study.file import Written, load_study
from suasion.study.plan import Plan, inputs_digest, planned
from suasion.study.store.folder import refused
from suasion.study.store.inputs import texts_of
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, Origin, run_id
from suasion.uncertainty.code import code_digest


@dataclass(frozen=True)
class Start:
    """A study that can be run.

    Parameters
    ----------
    texts
        Its inputs, by path.
    """

    plan: Plan
    origin: Origin
    texts: Mapping[str, str]

    @property
    def run(self) -> str:
        """Its run id."""
        return run_id(self.origin.code, self.origin.inputs)

    @property
    def folder(self) -> Path:
        """Where it goes if nothing else is said."""
        return Path("studies") / f"{self.origin.study}-{self.run[:8]}"


def start(file: str | Path, draws: int | None = None) -> Start:
    """A study from its file, or a packaged one by name.

    Parameters
    ----------
    draws
        In place of those in the file.

    Raises
    ------
    InputError, UnknownName
        Where the file has faults, or its design has no number of draws to be set.
    """
    written = load_study(file)
    # Faults are told in the user's own file; what runs is what is kept.
    planned(written)
    texts = texts_of(_sized(written, draws))
    with TemporaryDirectory() as place:
        _put(Path(place), texts)
        plan = _planned_again(Path(place) / "study.yaml", draws)
    command = f"suasion study run {file}" + (f" --draws {draws}" if draws else "")
    return Start(plan, origin_of(plan, command), texts)


def _sized(written: Written, draws: int | None) -> Written:
    """A study with another number of draws."""
    design = written.study.design
    if draws is None:
        return written
    if not hasattr(design, "draws"):
        message = f"a {design.kind} design has as many draws as it needs"
        raise InputError([_of_draws(message, "Change the design in the study file", draws)])
    changed = written.study.model_copy(
        update={"design": design.model_copy(update={"draws": draws})}
    )
    return replace(written, study=changed)


def _of_draws(message: str, remedy: str, draws: int) -> Problem:
    return Problem("--draws", 0, 0, "", str(draws), message, remedy)


def _planned_again(path: Path, draws: int | None) -> Plan:
    """The plan of the inputs as they are kept; a fault can only come from `draws`."""
    try:
        return planned(path)
    except InputError as error:
        if draws is None:
            raise
        first = error.problems[0]
        raise InputError([_of_draws(first.message, first.remedy, draws)]) from None


def _put(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def origin_of(plan: Plan, command: str = "") -> Origin:
    """What identifies a run of a plan by this code."""
    return Origin(
        study=plan.study.study,
        title=plan.study.title or plan.study.study,
        code=code_digest(),
        inputs=inputs_digest(plan),
        command=command,
    )


def plan_of(folder: Path) -> Plan:
    """The plan of the inputs in a study's folder."""
    return planned(Layout(folder).study)


def continued(folder: Path, record: Manifest) -> Plan:
    """The plan of a study that is to go on.

    Raises
    ------
    InputError
        Where the inputs or the code are not those of the run: its chunks would not fit together.
    """
    plan = plan_of(folder)
    again = f"Start anew: suasion study run {Layout(folder).study}"
    if inputs_digest(plan) != record.origin.inputs:
        message = f"the inputs have changed since run {record.run} began"
        raise refused(folder, message, f"Put them back as they were, or start another run. {again}")
    if code_digest() != record.origin.code:
        message = (
            f"suasion's code or tables have changed since run {record.run} began "
            f"(version {record.suasion})"
        )
        raise refused(folder, message, f"Install what it was, or start another run. {again}")
    return plan
