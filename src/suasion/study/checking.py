"""The check of a study file: every fault of its form, or the first name that stands for nothing."""

from __future__ import annotations

from pathlib import Path

from suasion.describe.checking import Findings
from suasion.errors import InputError, Problem, SuasionError
from suasion.study.plan import Plan, planned


def check(path: Path) -> Findings:
    """Problems and warnings of a study file."""
    try:
        plan = planned(path)
    except InputError as error:
        return Findings(path, "study", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "study", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())
    return Findings(path, "study", (), (), summary(plan))


def summary(plan: Plan) -> str:
    """What a study does, in words."""
    theories = f"{len(plan.stages)} {'theory' if len(plan.stages) == 1 else 'theories'}"
    drawn = f"one of {theories} a draw" if plan.drawn else f"{theories} in every draw"
    variants = "1 variant" if len(plan.variants) == 1 else f"{len(plan.variants)} variants"
    return f"study of {plan.draws:,} draws of {len(plan.columns)} factors, {variants}, {drawn}"
