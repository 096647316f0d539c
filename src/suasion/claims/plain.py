"""Verdicts as plain data with stable keys: what tables, JSON, CSV and pages show."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from suasion.claims.against_record import Held
from suasion.claims.circularity import Circle
from suasion.claims.conditions import Conditions
from suasion.claims.evaluate import Asked
from suasion.claims.loading import Debate
from suasion.claims.premises import Found
from suasion.claims.rule import LENIENT, LINES, STRICT
from suasion.claims.verdict import InFutures, Verdict
from suasion.evidence.record import Rate
from suasion.uncertainty.code import code_digest
from suasion.uncertainty.manifest import digest
from suasion.uncertainty.summary import CAUTION

Row = dict[str, Any]


def told(debate: Debate, asked: Asked, found: Mapping[str, Verdict]) -> Row:
    """All verdicts of a case; keys are documented in docs/theories/claims.md."""
    case = debate.loaded.case
    return {
        "case": {"id": case.id, "title": case.title, "as_of": case.as_of.isoformat()},
        "caution": CAUTION,
        "options": {
            "theories": list(asked.size.theories),
            "draws": asked.size.draws,
            "draws_of_other_priors": asked.size.few,
            "seed": asked.size.seed,
            "horizon_years": asked.size.horizon,
            "years": {"theories": list(asked.years.theories), "draws": asked.years.draws},
        },
        "lines": {"used": vars(LINES), "strict": vars(STRICT), "lenient": vars(LENIENT)},
        "claims": [_claim(one, debate) for one in found.values()],
    }


def manifest(debate: Debate, asked: Asked, command: str) -> Row:
    """The run record: what went in, by hash."""
    record = {
        "suasion": version("suasion"),
        "code": code_digest(),
        "inputs": {name: digest(data) for name, data in sorted(debate.loaded.raw.items())},
        "claims": {name: digest(data) for name, data in sorted(debate.raw.items())},
        "options": {"size": vars(asked.size), "years": vars(asked.years)},
    }
    return {
        "run": digest(record)[:16],
        **record,
        "command": command,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def _claim(one: Verdict, debate: Debate) -> Row:
    claim = one.claim
    return {
        "id": claim.id,
        "text": claim.text,
        "side": claim.side,
        "source": claim.source,
        "where": claim.where,
        "cited": str(debate.loaded.works[claim.source]),
        "scope": claim.scope,
        "type": claim.test.type,
        "because": getattr(claim.test, "because", None),
        "disagree": getattr(claim.test, "disagree", None),
        "word": str(one.graded.word),
        "assumed": one.assumed,
        "steps": list(one.graded.steps),
        "near_a_line": one.near,
        "other_lines": dict(one.other_lines),
        "premises": [_premise(premise) for premise in one.premises],
        "futures": None if one.futures is None else _futures(one.futures),
        "circularity": None if one.circle is None else _circle(one.circle, claim.mechanisms),
        "conditions": None if one.conditions is None else _conditions(one.conditions),
        "record": _record(one.record),
    }


def _premise(one: Found) -> Row:
    return {
        "says": one.premise.says,
        "check": one.premise.check,
        "status": str(one.status),
        "needed": one.premise.needed,
        "firm": one.firm,
        "versions": [vars(version) for version in one.versions],
    }


def _futures(one: InFutures) -> Row:
    mean, low, high = one.effect
    return {
        "model": one.model,
        "metric": one.metric,
        "variants": list(one.variants),
        "draws": one.draws,
        "share": one.share,
        "standard_error": one.error,
        "opposite_share": one.opposite,
        "by_theory": dict(one.by_theory),
        "theories": {key: list(names) for key, names in one.stand.items()},
        "views": dict(one.views),
        "effect": {"mean": mean, "low": low, "high": high},
        "equivalent_on_average": one.equivalent,
        "parts": dict(one.parts),
    }


def _circle(one: Circle, named: Sequence[str]) -> Row:
    return {
        "mechanisms": list(named),
        "shares": dict(one.shares),
        "assumed_by": list(one.by),
        "moved_not_named": list(one.moved_not_named),
        "named_not_moved": list(one.named_not_moved),
    }


def _conditions(one: Conditions) -> Row:
    return {
        "of": one.of,
        "share": one.share,
        "limits": [vars(limit) | {"words": list(limit.words)} for limit in one.limits],
        "density": one.density,
        "coverage": one.coverage,
        "mass": one.mass,
        "reason": one.reason,
        "hinges": [hinge._asdict() for hinge in one.hinges],
    }


def _record(one: Held) -> Row:
    return {
        "silent": one.silent,
        "what": one.what,
        "because": one.because,
        "agrees": one.agrees,
        "first": None if one.first is None else _rate(one.first),
        "second": None if one.second is None else _rate(one.second),
    }


def _rate(one: Rate) -> Row:
    return {
        "events": len(one.events),
        "n": one.n,
        "share": one.share,
        "low": one.interval[0],
        "high": one.interval[1],
        "cases": list(one.counted),
        "left_out": len(one.left_out),
    }
