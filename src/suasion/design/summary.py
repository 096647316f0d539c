"""A search as plain data with stable keys: what tables, JSON, files and charts show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from suasion.design.binding import CONTROL, Gain, Relaxation, binds
from suasion.design.choosing import Candidate
from suasion.design.run import Found
from suasion.design.score import Score, spread
from suasion.design.text import described, in_words
from suasion.uncertainty.code import code_digest
from suasion.uncertainty.manifest import digest, game_texts
from suasion.uncertainty.summary import CAUTION

Row = dict[str, Any]
SHOWN = 8
"""Designs that are named, described and written; they lie apart on the front."""


def summarise(found: Found, most: int = SHOWN) -> Row:
    """The summary of a search; keys are documented in docs/reference/limits-file.md.

    Parameters
    ----------
    found
        The search.
    most
        Designs that are named.
    """
    case = found.loaded.case
    return {
        "case": {"id": case.id, "title": case.title, "as_of": case.as_of.isoformat()},
        "caution": CAUTION,
        "start": found.start,
        "options": _options(found),
        "search": _search(found),
        "front": _front(found),
        "designs": _designs(found, most),
        "candidates": [{"name": name, **_score(score)} for name, score in found.candidates.items()],
        "limits": [_limit(one, found) for one in found.relaxations if one.name != CONTROL],
        "control": _relaxed(found.relaxations[0]),
        "run": _run(found),
    }


def named(found: Found, most: int = SHOWN) -> dict[str, Candidate]:
    """The designs that are shown, by name, cheapest first."""
    losses = [one.shown.objectives for one in found.designs]
    at = spread(losses, most) if losses else []
    return {f"design-{number + 1}": found.designs[where] for number, where in enumerate(at)}


def _options(found: Found) -> Row:
    options, question = found.options, found.judge.ground.question
    return {
        "limits": found.limits.file.title,
        "theories": list(question.theories),
        "draws": options.draws,
        "fresh_draws": found.judge.ground.sample.draws,
        "seed": options.seed,
        "evaluations": options.evaluations,
        "threshold": options.threshold,
        "horizon_years": options.horizon,
        "acceptability": found.limits.file.acceptability,
        "settings": list(options.settings),
    }


def _search(found: Found) -> Row:
    memory, size = found.memory, found.space.size
    return {
        "variables": len(found.space.domains),
        "combinations": size,
        "played": len(memory.played),
        "over_a_limit": len(memory.broken),
        "asked": memory.asked,
        "late_on_front": memory.late(),
        "whole_space": size <= found.options.evaluations,
    }


def _front(found: Found) -> Row:
    front = found.front
    return {
        "in_search": front.found,
        "scored_again": front.finalists,
        "dominated_on_fresh_draws": front.dropped_dominated,
        "over_a_limit_on_fresh_draws": front.dropped_limits,
        "left": len(front.designs),
        "mean_loss_of_robustness": front.search_loss,
        "mean_loss_after_choosing": front.choice_loss,
    }


def _designs(found: Found, most: int) -> list[Row]:
    names = {id(one): name for name, one in named(found, most).items()}
    return [
        {
            "name": names.get(id(one)),
            **_score(one.shown),
            "in_search": {"robustness": one.searched.robustness, "loss": one.loss},
            "differs": differences(found, one),
        }
        for one in found.designs
    ]


def differences(found: Found, one: Candidate) -> list[Row]:
    """The fields by which a design differs from the start, in words."""
    start = found.loaded.guarantees[found.start]
    facts = found.judge.facts(one.choice)
    return [
        {"field": path, "start": described(start, path), "design": in_words(value)}
        for path, value in sorted(facts.items())
    ]


def _score(score: Score) -> Row:
    low, high = score.interval
    worst, least = score.worst
    return {
        "cost_usd_billion_per_year": {
            "mean": score.cost,
            "p5": score.cost_spread[0],
            "p95": score.cost_spread[1],
        },
        "robustness": {"share": score.robustness, "low": low, "high": high},
        "worst_theory": {"theory": worst, "share": least},
        "by_theory": dict(score.by_theory),
        "attack": score.attack,
        "acceptability": score.acceptability,
        "steps": dict(score.steps),
    }


def _limit(one: Relaxation, found: Found) -> Row:
    return {
        "limit": one.name,
        "bound": one.bound,
        "source": found.limits.sourced(one.name),
        **_relaxed(one),
        "binds": binds(one, found.relaxations[0]),
    }


def _relaxed(one: Relaxation) -> Row:
    """Numbers of a relaxation; no bound at all is null."""
    finite = abs(one.relaxed) < float("inf")
    return {
        "relaxed": one.relaxed if finite else None,
        "rejected_alone": one.rejected,
        "steps_forbidden": one.found,
        "steps_played": one.played,
        "robustness_gain": _gain(one.robustness),
        "acceptability_gain": _gain(one.acceptability),
    }


def _gain(gain: Gain | None) -> Row | None:
    if gain is None:
        return None
    step = {"variable": gain.variable, "from": gain.before, "to": gain.after}
    return {"gain": gain.size, "error": gain.error, "sure": gain.sure, "step": step}


def _run(found: Found) -> Row:
    """What went in, by hash."""
    record: Row = {
        "suasion": version("suasion"),
        "code": code_digest(),
        "inputs": {name: digest(data) for name, data in sorted(found.loaded.raw.items())},
        "limits": digest(found.limits.text),
        "options": _options(found),
        "start": found.start,
    }
    if texts := game_texts(found.judge.ground.question.theories):
        record["theories"] = {name: digest(text) for name, text in texts.items()}
    return {"run": digest(record)[:16], **record}


def in_lines(differs: Sequence[Mapping[str, str]]) -> list[str]:
    """Differences from the start as lines."""
    return [f"{one['field']}: {one['design']} (start: {one['start']})" for one in differs]
