"""How one guarantee's facts become its result."""

from __future__ import annotations

from typing import Any

import numpy as np

from suasion.describe.loading import Loaded
from suasion.mechanism.assembly import Assembly
from suasion.mechanism.facts import Facts
from suasion.mechanism.mechanism import Mechanism
from suasion.mechanism.priors import resting_on
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import from_link, table
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs
from suasion.uncertainty.comparison import Options
from suasion.uncertainty.diagnosis import interval
from suasion.uncertainty.difference import said
from suasion.uncertainty.ensemble import Progress, prepare
from suasion.uncertainty.first_day import first_day, middling_draw
from suasion.uncertainty.metrics import term_end
from suasion.uncertainty.playing import anchored
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.shapley import Shares, shares


def explain(
    loaded: Loaded,
    original: Loaded,
    options: Options,
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """The way from facts to mechanisms to the situation, and the mechanisms' Shapley shares.

    Parameters
    ----------
    loaded, original
        The case with and without levers.
    options
        With exactly one guarantee.
    """
    guarantee = loaded.guarantees[options.guarantees[0]]
    sample = Sample(options.draws, options.seed, priors=resting_on(options.prior))
    baseline = original.guarantees[loaded.case.baseline]
    without, zero = prepare(baseline, loaded.case, sample, options.horizon)
    anchors = {}
    for theory in options.theories:
        recurrence = sample.draw("anchor:recurrence_ten_years")
        anchors[theory] = anchored(zero, recurrence, theory, options.horizon)
        progress(len(anchors), len(options.theories) + 2)
    prepared, inputs = prepare(guarantee, loaded.case, sample, options.horizon)
    year = int(np.median(term_end(prepared.term_years, options.horizon)))
    credited = shares(
        prepared.assembly,
        inputs,
        anchors,
        year,
        options.horizon,
        options.seed,
        without.assembly,
    )
    progress(1, 1)
    facts = Facts(guarantee, loaded.case, sample.column)
    return {
        "guarantee": guarantee.id,
        "title": guarantee.title,
        "mechanisms": [
            _mechanism(one, prepared.assembly, facts) for one in _active(prepared.assembly)
        ],
        "situation": _situation(inputs),
        "equilibria": [
            _equilibria(inputs, anchors[theory], theory, options.horizon) for theory in anchors
        ],
        "shapley": _shapley(credited, year),
    }


def _active(assembly: Assembly) -> list[Mechanism]:
    return [one for one in MECHANISMS if one.id in assembly.active]


def _mechanism(one: Mechanism, assembly: Assembly, facts: Facts) -> dict[str, Any]:
    paths = [path for path in one.reads if "." in path and not path.startswith("case.")]
    moves = assembly.moves[one.id]
    return {
        "id": one.id,
        "title": one.title,
        "facts": [{"path": path, "said": said(facts.found(path))} for path in paths],
        "moves": [
            {"number": name, "direction": one.moves[name], **interval(move)}
            for name, move in moves.items()
        ],
        "strengths": [f"{name} {prior}" for name, prior in one.strengths.items()],
        "theory": list(one.theory),
    }


def _situation(inputs: Inputs) -> list[dict[str, Any]]:
    """Numbers that any mechanism moves, before and after."""
    base, total = np.asarray(inputs.base), np.asarray(inputs.moves).sum(axis=0)
    rows = []
    for row, number in enumerate(table()):
        if np.any(total[row]):
            before, after = from_link(base[row], number), from_link(base[row] + total[row], number)
            rows.append(
                {
                    "number": number.name,
                    "unit": number.unit,
                    "meaning": number.meaning,
                    "before": interval(before),
                    "after": interval(after),
                }
            )
    return rows


def _equilibria(inputs: Inputs, tied: Anchor, theory: str, horizon: int) -> dict[str, Any]:
    """Every equilibrium of a theory on the first day, at the middling value of peace."""
    draw = middling_draw(tied)
    found = first_day(inputs, tied, theory, horizon, draw)
    return {
        "theory": theory,
        "draw": draw,
        "selection": found.selection,
        "selected": found.selected,
        "status": {"code": found.status.code, "sentence": found.status.sentence},
        "equilibria": [
            {
                "label": one.label,
                "strategies": dict(one.strategies),
                "outcomes": dict(one.outcomes),
                "values": dict(one.values),
                "beliefs": dict(one.beliefs),
            }
            for one in found.equilibria
        ],
    }


def _shapley(credited: Shares, year: int) -> dict[str, Any]:
    order = np.argsort(-np.abs(credited.credit))
    rows = [
        {
            "mechanism": credited.mechanisms[i],
            "credit": float(credited.credit[i]),
            "standard_error": float(credited.standard_error[i]),
        }
        for i in order
    ]
    return {
        "years": year,
        "with_none": credited.with_none,
        "with_all": credited.with_all,
        "shares": rows,
    }
