"""`suasion study sensitivity`: which assumptions a guarantee's result depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from suasion.cli.study_analysed import (
    BLOCKS,
    Analysed,
    analysed,
    head_of,
    named_metric,
    refused,
)
from suasion.cli.study_plain import show_csv, show_json
from suasion.cli.study_printing import (
    checked_plot,
    digits_of,
    draw,
    head,
    meanings,
    say,
    spread,
    table,
)
from suasion.report.study.naming import short
from suasion.report.study.sentences import percent
from suasion.report.words import listed
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.sensitivity.designed import Designed, from_morris, from_saltelli
from suasion.study.analysis.sensitivity.given import from_draws
from suasion.study.analysis.sensitivity.slopes import Slope, from_slopes
from suasion.study.analysis.table import Array, Whole

Options = Mapping[str, Any]
NOTHING = Interval(float("nan"), float("nan"), float("nan"))
METHODS = {
    "saltelli": "variance shares, first order and total, from a Saltelli design",
    "morris": "elementary effects, from a Morris design",
    "given": "variance shares, first order only, estimated from draws of another design",
    "slopes": "slopes of the full model of the years",
}


@dataclass(frozen=True)
class Answer:
    """What was found for one guarantee, or for the difference of two."""

    of: str
    method: str
    found: Designed | tuple[Slope, ...]
    note: str = ""
    correlated: bool = False

    @property
    def rows(self) -> Sequence[Any]:
        """Records by factor, the largest first."""
        return self.found.rows if isinstance(self.found, Designed) else self.found


def run(options: Options) -> None:
    """Estimate, print and draw; `options` are those of the command, by name."""
    checked_plot(options["plot"])
    study = analysed(options["folder"], options["draws"], options["seed"])
    name = named_metric(study, options["metric"])
    asked = _asked(study, options)
    every = [study.futures(name, pair, options["theory"]) for pair in asked]
    least = min(every, key=lambda futures: futures.table.draws)
    told = head_of(study, name, least, options["theory"])
    if options["slopes"]:
        answers = _sloped(study, [one for one, *_ in asked], name, options)
        told |= {"futures": options["slopes"], "left_out": 0, "base_rate_met": None, "notes": []}
    else:
        answers = [_answer(study, name, pair, options) for pair in asked]
    told |= {"method": METHODS[answers[0].method]}
    show(told, answers, options)


def _asked(study: Analysed, options: Options) -> list[tuple[str, ...]]:
    """Guarantees, each with the one that it is set against."""
    variants, against = study.variants(options["guarantee"] or []), options["against"]
    if against is None:
        return [(one,) for one in variants]
    if options["slopes"]:
        raise refused("--against", against, "does not go with --slopes", "Leave one of them out")
    others = study.variants([against])
    if len(others) > 1:
        message = f"has several settings: {listed(others)}"
        raise refused("--against", against, message, "Name one of them")
    found = [(one, *others) for one in variants if one not in others]
    if not found:
        message = "is the only guarantee asked for, and a lead takes two"
        raise refused("--against", against, message, "Name another with --guarantee")
    return found


def _answer(study: Analysed, name: str, pair: tuple[str, ...], options: Options) -> Answer:
    """One guarantee's sensitivity, or that of its lead over another."""
    of = " less ".join(pair)
    if study.kind in BLOCKS:
        result = _blockwise(study, name, pair, options["theory"])
        return Answer(of, study.kind, _from_blocks(study, result))
    futures = study.futures(name, pair, options["theory"])
    found = from_draws(futures.table, _lead(futures.result), study.seed)
    return Answer(of, "given", found, correlated=bool(study.plan.pairs))


def _lead(result: Array) -> Array:
    """The result of one, or the first less the second."""
    return result[0] if len(result) == 1 else result[0] - result[1]


def _blockwise(study: Analysed, name: str, pair: Sequence[str], theory: str | None) -> Array:
    """Results of every draw in its place; the mean over theories where each was played."""
    if study.plan.drawn and theory is not None:
        message = "was drawn as a factor: blocks of this design hold several theories"
        remedy = "Leave --theory out, or run a study with `theory: each`"
        raise refused("--theory", theory, message, remedy)
    every = study.whole(name, pair)
    if theory is not None:
        every = every[:, [study.plan.theories.index(theory)]]
    return _lead(every.mean(axis=1))


def _from_blocks(study: Analysed, result: Array) -> Designed:
    """Estimates from a design of blocks, as many of them as are whole."""
    design: Any = study.plan.study.design
    groups = study.plan.groups
    names = list(dict.fromkeys(groups))
    second = study.kind == "saltelli" and design.second_order
    size = len(names) + 1 if study.kind == "morris" else (2 if second else 1) * len(names) + 2
    rows = _of_whole_blocks(study.data["draw"].values, size)
    flat = result[rows]
    if np.isfinite(flat.reshape(-1, size)).all(axis=1).sum() < 2:
        message = f"has not two whole blocks of {size} draws without a fault so far"
        raise refused(study.plan.study.study, "", message, "Run more of the study")
    if study.kind == "saltelli":
        return from_saltelli(names, flat, study.seed, second_order=second)
    quantiles = np.asarray(study.data["quantiles"].values, dtype=float).T[rows]
    return from_morris(groups, quantiles, flat, study.seed, design.grid)


def _of_whole_blocks(numbers: Whole, size: int) -> Whole:
    """Rows of draws whose whole block is there; chunks may be stored in any order.

    Examples
    --------
    >>> _of_whole_blocks(np.array([0, 1, 2, 5, 6, 7, 8]), 3).tolist()
    [0, 1, 2, 4, 5, 6]
    """
    _, at, count = np.unique(numbers // size, return_inverse=True, return_counts=True)
    return np.flatnonzero(count[at] == size)


def _sloped(study: Analysed, variants: Sequence[str], name: str, options: Options) -> list[Answer]:
    """Slopes of the full model for each guarantee, of so many new draws."""
    from suasion.cli.progress import bar
    from suasion.uncertainty.device import in_double
    from suasion.uncertainty.gradients import slopes
    from suasion.uncertainty.questions.asked import USUAL
    from suasion.uncertainty.sample import Sample
    from suasion.uncertainty.years import Wanted

    if name != "through_horizon":
        message = "slopes are of through_horizon alone"
        raise refused("--metric", name, message, "Leave --metric out")
    theory = options["theory"] or study.theories()[0]
    wanted = Wanted(USUAL, study.plan.study.horizon_years)
    count = options["slopes"]
    held = {fact: np.full(count, at) for fact, at in study.plan.held.items()}
    sample = Sample(count, options["seed"], priors=study.plan.priors, columns=held)
    answers = []
    for variant in variants:
        key = _described(study, variant)
        with in_double(), bar(f"{key} under {theory}", quiet=options["quiet"]) as told:
            found = slopes(study.plan.loaded, key, theory, sample, wanted, told)
        moving = np.abs(found.slopes).max(axis=0) > 0
        factors = [one for one, moves in zip(found.factors, moving, strict=True) if moves]
        rows = from_slopes(factors, found.slopes[:, moving], found.peace, study.seed)
        note = (
            f"Under {theory}; facts have words and no slope; the base rate is met in "
            f"{percent(float(found.met.mean()))} of draws."
        )
        if study.plan.pairs:
            note += " Factors are drawn independently here, whatever goes together in the study."
        answers.append(Answer(variant, "slopes", rows, note))
    return answers


def _described(study: Analysed, variant: str) -> str:
    """A guarantee as the case describes it."""
    if variant not in study.plan.loaded.guarantees:
        message = "has levers set; slopes are of guarantees as they are described"
        raise refused("--guarantee", variant, message, "Name a guarantee without levers")
    return variant


def show(told: Mapping[str, Any], answers: Sequence[Answer], options: Options) -> None:
    """Print in the form asked for, and draw the first."""
    if options["form"] == "json":
        show_json({**told, "guarantees": [_plain(one) for one in answers]})
    elif options["form"] == "csv":
        show_csv([_row(one, row) for one in answers for row in one.rows])
    else:
        _print(told, answers, options["most"])
    if options["plot"]:
        _draw(answers[0], options)


def _plain(one: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"of": one.of, "note": one.note, "factors": one.rows}
    if isinstance(one.found, Designed):
        found |= {
            "blocks": one.found.blocks,
            "left_out": one.found.left_out,
            "variance": one.found.variance,
            "alone": one.found.alone,
        }
    return found


def _row(one: Answer, row: Any) -> dict[str, Any]:
    """A line of a table; a total share that cannot be had leaves its three cells empty."""
    return {
        "of": one.of,
        **{key: NOTHING if value is None else value for key, value in vars(row).items()},
    }


def _draw(one: Answer, options: Options) -> None:
    from suasion.report.study import charts

    title = f"{one.of}: {METHODS[one.method]}"
    kinds: dict[str, Any] = {"morris": charts.plane, "slopes": charts.slopes}
    chart = kinds.get(one.method, charts.shares)(one.rows, options["most"], title)
    largest = ", ".join(short(row.factor) for row in one.rows[:3])
    draw(chart, options["plot"], title, f"The largest: {largest}.")


def _print(told: Mapping[str, Any], answers: Sequence[Answer], most: int) -> None:
    head(told, f"What it depends on: {told['meaning']}")
    say(f"Method: {told['method']}; 95 % intervals.")
    for one in answers:
        if one.method == "morris":
            _morris(one, most, digits_of(told["unit"]))
        else:
            (_slopes if one.method == "slopes" else _shares)(one, most)
        if one.note:
            say(one.note)
    shown = [row.factor for one in answers for row in one.rows[:most]]
    meanings(shown)


def _shares(one: Answer, most: int) -> None:
    rows = one.rows[:most]
    total = any(row.total is not None for row in rows)
    heads = ["factor", "by itself", *(["with others"] if total else [])]
    cells = [
        [short(row.factor), spread(row.first), *([spread(row.total)] if total else [])]
        for row in rows
    ]
    table(f"{one.of}: shares of the variance{_blocks(one)}", heads, cells)
    if not one.correlated and (alone := getattr(one.found, "alone", None)) is not None:
        rest = "; the rest lies in combinations" if alone.high < 1 else ""
        say(f"All factors by themselves: {spread(alone)} of the variance{rest}.")


def _morris(one: Answer, most: int, digits: int) -> None:
    rows = [
        [
            short(row.factor),
            spread(row.size, digits),
            f"{row.mean.value:+.{digits}f}",
            spread(row.spread, digits),
        ]
        for row in one.rows[:most]
    ]
    title = f"{one.of}: effect of a factor's whole range{_blocks(one)}"
    table(title, ["factor", "size (mu*)", "mean", "spread (sigma)"], rows)


def _blocks(one: Answer) -> str:
    """How many blocks a design left out."""
    found = one.found
    if not isinstance(found, Designed) or not found.left_out or one.method == "given":
        return ""
    return f" ({found.left_out} of {found.left_out + found.blocks} blocks left out)"


def _slopes(one: Answer, most: int) -> None:
    rows = [
        [
            short(row.factor),
            spread(row.size),
            f"{row.mean.value:+.2f}",
            percent(row.up),
            f"{row.bound.value:.2f}",
        ]
        for row in one.rows[:most]
    ]
    heads = ["factor", "mean size", "mean", "raises in", "share at most"]
    table(f"{one.of}: change for a factor's whole range", heads, rows)
