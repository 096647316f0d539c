"""The check of a study file: every fault of its form, and every name that stands for nothing."""

from __future__ import annotations

from pathlib import Path

from suasion.describe.checking import Findings
from suasion.describe.lacking import besides
from suasion.errors import InputError, Problem, SuasionError
from suasion.study.file import read_study
from suasion.study.plan import Plan, planned


def check(path: Path) -> Findings:
    """Problems and warnings of a study file."""
    try:
        plan = _plan(path)
    except InputError as error:
        return Findings(path, "study", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "study", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())
    return Findings(path, "study", (), (), summary(plan))


def _plan(path: Path) -> Plan:
    """The plan; the faults of what is well formed are told beside those of what is not."""
    written, told = read_study(path)
    try:
        plan = planned(written)
    except InputError as error:
        raise InputError(besides(told, error.problems)) from None
    if told:
        raise InputError(told)
    return plan


def summary(plan: Plan) -> str:
    """What a study does, in words."""
    theories = f"{len(plan.stages)} {'theory' if len(plan.stages) == 1 else 'theories'}"
    drawn = f"one of {theories} a draw" if plan.drawn else f"{theories} in every draw"
    variants = "1 variant" if len(plan.variants) == 1 else f"{len(plan.variants)} variants"
    return f"study of {plan.draws:,} draws of {len(plan.columns)} factors, {variants}, {drawn}"
