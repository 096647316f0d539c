"""`suasion study rank`: guarantees by several criteria side by side, and where orders part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suasion.cli.study_analysed import (
    Analysed,
    analysed,
    better_high,
    head_of,
    named_metric,
    refused,
    sample_of,
    threshold,
)
from suasion.cli.study_plain import show_csv, show_json
from suasion.cli.study_printing import (
    checked_plot,
    decimal,
    digits_of,
    draw,
    head,
    say,
    spread,
    table,
)
from suasion.report.words import listed
from suasion.study.analysis.decision.criteria import CRITERIA, Criterion
from suasion.study.analysis.decision.decide import Decision, Reversal, Standing, decide

Options = Mapping[str, Any]
FEW, SHARE_DIGITS = 20, 2
"""Resamples under each theory, where only orders are shown; decimals of a share."""
TITLES = {one.id: one.title for one in CRITERIA}


def run(options: Options) -> None:
    """Order, print and draw; `options` are those of the command, by name."""
    checked_plot(options["plot"])
    study = sample_of(analysed(options["folder"], options["draws"], options["seed"]))
    name = named_metric(study, options["metric"])
    enough = threshold(name, options["below"], options["above"])
    variants = study.variants(options["guarantee"] or [])
    if len(variants) < 2:
        message = "names only one guarantee, and an order takes two"
        raise refused("--guarantee", variants[0], message, "Name more, or none for all")
    futures = study.futures(name, variants, options["theory"])
    high = better_high(name)
    found = decide(variants, futures.result, enough, options["seed"], high=high)
    told = head_of(study, name, futures, options["theory"]) | {"threshold": enough}
    theories = () if options["theory"] else study.theories()
    under = {one: _under(study, name, variants, one, enough) for one in theories}
    show(told, found, under, options)
    text = f"Ordered by {len(CRITERIA)} criteria; {_first(found, 'expected')} has the best mean."
    if options["plot"]:
        from suasion.report.study.box_charts import criteria

        title = f"Guarantees by criterion: {told['meaning']}"
        draw(criteria(found, title), options["plot"], title, text)


def _under(
    study: Analysed, name: str, variants: tuple[str, ...], theory: str, enough: float
) -> Decision:
    """The orders under one theory."""
    futures = study.futures(name, variants, theory)
    high = better_high(name)
    return decide(variants, futures.result, enough, study.seed, high=high, resamples=FEW)


def show(
    told: Mapping[str, Any], found: Decision, under: Mapping[str, Decision], options: Options
) -> None:
    """Print in the form asked for."""
    if options["form"] == "json":
        # Under a theory resamples are few: orders only.
        orders = {key: _orders(one) for key, one in under.items()}
        told = {**told, "criteria": TITLES, **_whole(found), "under_theories": orders}
        show_json(told)
    elif options["form"] == "csv":
        show_csv([_row(found, at) for at in range(len(found.standings))])
    else:
        _print(told, found, under)


def _whole(found: Decision) -> dict[str, Any]:
    reversals = [vars(one) | {"certain": one.certain} for one in found.reversals]
    standings = [
        {
            "guarantee": one.candidate,
            "values": one.values,
            "ranks": one.ranks,
            "best_share": one.best_share,
        }
        for one in found.standings
    ]
    return {"standings": standings, "reversals": reversals}


def _orders(found: Decision) -> dict[str, Any]:
    """By criterion, candidates from the first to the last."""
    return {
        one.id: [
            standing.candidate
            for standing in sorted(found.standings, key=lambda row: row.ranks[one.id])
        ]
        for one in CRITERIA
    }


def _row(found: Decision, at: int) -> dict[str, Any]:
    one = found.standings[at]
    row: dict[str, Any] = {"guarantee": one.candidate, "best_share": one.best_share}
    for criterion in CRITERIA:
        value = one.values[criterion.id]
        row[criterion.id] = {**value._asdict(), "rank": one.ranks[criterion.id]}
    return row


def _print(told: Mapping[str, Any], found: Decision, under: Mapping[str, Decision]) -> None:
    side = "at least" if better_high(told["metric"]) else "at most"
    head(told, f"Orders by {told['meaning']}; good enough: {side} {told['threshold']:g}")
    _print_values(found, digits_of(told["unit"]))
    _print_ranks(found)
    _print_reversals(found)
    if len(under) > 1:
        _print_theories(under)
    say(
        "Intervals are 95 % by bootstrap over futures. Extremes have none: more futures would go "
        "beyond them, and the same drawn again cannot."
    )


def _print_values(found: Decision, digits: int) -> None:
    first, second = CRITERIA[:3], CRITERIA[3:]
    for part in (first, second):
        rows = [
            [one.candidate, *(_value(one, each, digits) for each in part)]
            for one in found.standings
        ]
        table("", ["guarantee", *(HEADS[each.id] for each in part)], rows)


HEADS = {
    "expected": "mean",
    "satisficing": "good enough",
    "tail": "all but worst 5 %",
    "worst": "worst future",
    "tail-regret": "regret in 5 %",
    "most-regret": "largest regret",
}
"""Criteria as heads of columns; their titles say more."""


def _value(one: Standing, by: Criterion, digits: int) -> str:
    """What a candidate comes to; a share has no unit of the metric's."""
    found, places = one.values[by.id], SHARE_DIGITS if by.id == "satisficing" else digits
    return spread(found, places) if by.bootstrap else decimal(found.value, places)


def _print_ranks(found: Decision) -> None:
    short = ["mean", "good\nenough", "worst\n5 %", "worst", "regret\nin 5 %", "most\nregret"]
    heads = ["place by", *short, "best\nin"]
    rows = [
        [
            one.candidate,
            *(str(one.ranks[each.id]) for each in CRITERIA),
            f"{one.best_share:.2f}",
        ]
        for one in found.standings
    ]
    table("Places, and the share of futures in which none does better", heads, rows)


def _print_reversals(found: Decision) -> None:
    if not found.reversals:
        say("No two guarantees change places between criteria.\n")
        return
    for certain, title in ((True, CLEAR), (False, UNCLEAR)):
        pairs = [one for one in found.reversals if one.certain == certain]
        if pairs:
            say(title, bold=True)
        for one in pairs:
            say(f"{one.second} before {one.first} by {_by(one)}", 2)
    say("")


CLEAR = "Against the order of means, clearly (in 95 % of resamples)"
UNCLEAR = "Against the order of means, but another sample may not show it"


def _by(one: Reversal) -> str:
    """The criteria that put the second first."""
    return listed([HEADS[criterion] for criterion in one.behind])


def _print_theories(under: Mapping[str, Decision]) -> None:
    shown = ("expected", "tail", "most-regret")
    rows = [[theory, *(_first(one, each) for each in shown)] for theory, one in under.items()]
    table("First under each theory", ["theory", *(HEADS[one] for one in shown)], rows)


def _first(found: Decision, criterion: str) -> str:
    """The first, or how many share the first place."""
    best = found.best(criterion)
    return best[0] if len(best) == 1 else f"{len(best)} alike"
