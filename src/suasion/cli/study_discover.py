"""`suasion study discover`: the futures in which guarantees fail, as boxes and as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from suasion.cli.study_analysed import (
    Analysed,
    Futures,
    analysed,
    better_high,
    head_of,
    named_metric,
    sample_of,
    threshold,
)
from suasion.cli.study_plain import show_csv, show_json
from suasion.cli.study_printing import checked_plot, draw, head, meanings, say, table
from suasion.report.study.naming import short
from suasion.report.study.sentences import box_words, factors_of, holding, limit_words, percent
from suasion.report.words import listed
from suasion.study.analysis.discovery.box import Box
from suasion.study.analysis.discovery.discover import Discovery, Found, Settings, discover
from suasion.study.analysis.discovery.tree import Grown, grown
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.table import Flags

Options = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What was found for one guarantee."""

    guarantee: str
    verb: str
    found: Discovery
    tree: Grown


SAMPLES = {
    "halves": "halves of the futures, on the other halves",
    "bootstrap": "bootstrap samples, on the futures left out",
}


def run(options: Options) -> None:
    """Find, print and draw; `options` are those of the command, by name."""
    checked_plot(options["plot"])
    study = sample_of(analysed(options["folder"], options["draws"], options["seed"]))
    name = named_metric(study, options["metric"])
    enough = threshold(name, options["below"], options["above"])
    variants = study.variants(options["guarantee"] or [])
    every = [study.futures(name, [one], options["theory"]) for one in variants]
    answers = [
        _answer(one, futures, name, enough, options)
        for one, futures in zip(variants, every, strict=True)
    ]
    least = min(every, key=lambda futures: futures.table.draws)
    told = head_of(study, name, least, options["theory"])
    told |= {"threshold": enough, "where": options["where"]}
    show(study, told, answers, options)


def _answer(guarantee: str, futures: Futures, name: str, enough: float, options: Options) -> Answer:
    """Boxes and tree of one guarantee."""
    fails = _fails(futures, name, enough)
    holds = options["where"] == "holds"
    counted = ~fails if holds else fails
    settings = Settings(
        density=options["density"],
        boxes=options["boxes"],
        resamples=options["resamples"],
        by=options["by"],
        seed=options["seed"],
    )
    found = discover(futures.table, counted, settings)
    tree = grown(futures.table, counted, options["seed"])
    return Answer(guarantee, "holds" if holds else "fails", found, tree)


def _fails(futures: Futures, name: str, enough: float) -> Flags:
    """Whether the one guarantee is not good enough, by future."""
    result = futures.result[0]
    return result < enough if better_high(name) else result > enough


def show(
    study: Analysed, told: Mapping[str, Any], answers: Sequence[Answer], options: Options
) -> None:
    """Print in the form asked for, and draw the first box."""
    if options["form"] == "json":
        show_json({**told, "guarantees": [_plain(one) for one in answers]})
    elif options["form"] == "csv":
        show_csv([row for one in answers for row in _rows(one)])
    else:
        _print(told, answers)
    drawn = next((one for one in answers if one.found.found), None)
    if options["plot"] and drawn is None:
        say("Nothing to draw: no box was found.")
    elif drawn is not None and options["plot"]:
        _draw(drawn, told, options)


def _draw(one: Answer, told: Mapping[str, Any], options: Options) -> None:
    from suasion.report.study.box_charts import box

    found = one.found.found[0]
    title = f"Futures in which {one.guarantee} {one.verb}"
    text = box_words(one.guarantee, one.verb, found.box, found.baseline, "all futures")
    draw(box(found, title, one.verb), options["plot"], title, text)


def _plain(one: Answer) -> dict[str, Any]:
    """One guarantee's answer as plain data, its boxes in words too."""
    found = one.found
    return {
        "guarantee": one.guarantee,
        "baseline": found.baseline,
        "futures": found.draws,
        "count": found.failing,
        "chance": found.chance,
        "stopped_because": found.reason,
        "boxes": [_box(one, at) for at in range(len(found.found))],
        "tree": {"explained": one.tree.explained, "leaves": one.tree.leaves},
    }


def _box(one: Answer, at: int) -> dict[str, Any]:
    found = one.found.found[at]
    limited = dict(zip(one.found.factors, found.stability.limited, strict=True))
    shown = sorted(limited, key=lambda name: -limited[name])
    stability = {
        "by": found.stability.by,
        "resamples": found.stability.resamples,
        "found": found.stability.found,
        "coverage": found.stability.coverage,
        "density": found.stability.density,
        "limited": {name: limited[name] for name in shown if limited[name] > 0},
    }
    return {
        "words": box_words(one.guarantee, one.verb, found.box, found.baseline, _among(at)),
        "among": found.among,
        "baseline": found.baseline,
        "chance": found.chance,
        "box": found.box,
        "denser": found.denser,
        "stability": stability,
        "trajectory": found.trajectory,
    }


def _rows(one: Answer) -> list[dict[str, Any]]:
    """A line for each limit of each box."""
    return [
        {
            "guarantee": one.guarantee,
            "box": at + 1,
            "density": found.box.density,
            "baseline": found.baseline,
            "coverage": found.box.coverage,
            "mass": found.box.mass,
            "futures": found.box.draws,
            "chance": found.chance,
            **{key: value for key, value in vars(limit).items() if key != "chance"},
            "limited_in": _limited(one.found, found, limit.factor),
            "quasi_p": limit.chance,
        }
        for at, found in enumerate(one.found.found)
        for limit in found.box.limits
    ]


def _limited(whole: Discovery, found: Found, factor: str) -> float:
    """Share of resamples in which a factor was limited."""
    return found.stability.limited[whole.factors.index(factor)]


def _among(at: int) -> str:
    return "all futures" if at == 0 else "the futures outside the boxes above"


def _print(told: Mapping[str, Any], answers: Sequence[Answer]) -> None:
    side = "below" if better_high(told["metric"]) else "above"
    about = f"Failing means: {told['meaning']}, {side} {told['threshold']:g}"
    head(told, about)
    for one in answers:
        say(
            f"{one.guarantee} {one.verb} in {percent(one.found.baseline)} of "
            f"{one.found.draws:,} futures",
            bold=True,
        )
        for at, found in enumerate(one.found.found):
            _print_box(one, at, found)
        if not one.found.found:
            say(f"Nothing is to be found: {one.found.reason}.", 2)
        _print_tree(one)
    boxes = [found.box for one in answers for found in one.found.found]
    leaves = [leaf for one in answers for leaf in one.tree.leaves]
    meanings(factors_of([*boxes, *leaves]))


def _print_box(one: Answer, at: int, found: Found) -> None:
    words = box_words(one.guarantee, one.verb, found.box, found.baseline, _among(at))
    say(f"Box {at + 1}: {words}", 2)
    say(_capital(holding(found.box, one.verb, _among(at))), 2)
    steady = found.stability
    if steady.density and steady.coverage:
        say(
            f"Made again from {steady.resamples} {SAMPLES[steady.by]}: "
            f"density {_ends(steady.density)}, coverage {_ends(steady.coverage)}; no box in "
            f"{percent(1 - steady.found)} of them.",
            2,
        )
    rows = [
        [limit_words(limit), percent(_limited(one.found, found, limit.factor)), _p(limit.chance)]
        for limit in found.box.limits
    ]
    table("", ["limit", "limited in", "quasi-p"], rows, whole=False)
    for denser in found.denser:
        where = listed([limit_words(limit) for limit in denser.limits])
        say(f"Denser: {percent(denser.density)} where {where}; {_size(denser)}.", 2)
    others = _others(one.found, found)
    if others:
        say(f"Limited in some of them, not here: {others}.", 2)


def _size(box: Box) -> str:
    return f"{box.draws:,} futures, coverage {percent(box.coverage)}"


def _others(whole: Discovery, found: Found) -> str:
    """Factors that other samples would limit."""
    here = {limit.factor for limit in found.box.limits}
    pairs = zip(whole.factors, found.stability.limited, strict=True)
    often = sorted(((share, name) for name, share in pairs if name not in here and share >= 0.1))
    return ", ".join(f"{short(name)} ({percent(share)})" for share, name in often[::-1][:5])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ends(found: Interval) -> str:
    return f"{percent(found.value)} ({percent(found.low)} to {percent(found.high)})"


def _p(chance: float) -> str:
    return "<0.001" if chance < 0.001 else f"{chance:.3f}"


def _print_tree(one: Answer) -> None:
    leaves = one.tree.leaves
    if len(leaves) < 2:
        say("Tree: no split tells futures apart on draws left out.", 2)
        return
    explained = percent(max(one.tree.explained, 0.0))
    rows = [[_path(leaf), percent(leaf.density), f"{leaf.draws:,}"] for leaf in leaves]
    title = f"Tree: explains {explained} of the variance on draws left out"
    table(title, ["where", one.verb, "futures"], rows, whole=False)


def _path(leaf: Box) -> str:
    return "; ".join(limit_words(limit) for limit in leaf.limits)
