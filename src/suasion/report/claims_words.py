"""A verdict in sentences, from its plain data: what the terminal and the page both say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from suasion.report.naming import meaning
from suasion.report.words import NONE, Row, number, signed

KINDS = {
    "zero": "with these strengths at nought",
    "flip": "with their sign turned round",
    "full": "with these strengths at the strong end of their priors",
}
TYPES = {
    "contrast": "contrast",
    "threshold": "threshold",
    "equivalence": "equivalence",
    "largest-contribution": "largest contribution",
    "sufficiency": "sufficiency",
    "fact-only": "fact only",
    "not-testable": "not testable",
}
CHANCE = 0.01
"""A limit of a box that chance would give more often than this is left out of the sentence."""

COMPARING = ("contrast", "equivalence")
"""Tests that set one variant against another: others move all that the variant has."""


def percent(share: float) -> str:
    """A share in whole percent.

    Examples
    --------
    >>> percent(0.624)
    '62 %'
    """
    return f"{100 * share:.0f} %"


def graded(row: Row) -> str:
    """The word, and beside it that the verdict is assumed where it is."""
    return f"{row['word']} (assumed)" if row["assumed"] else str(row["word"])


def futures(row: Row) -> Iterator[str]:
    """What the futures say."""
    found = row["futures"]
    if found is None:
        return
    yield (
        f"Holds in {percent(found['share'])} of futures (standard error "
        f"{number(100 * found['standard_error'], 1)} points); {_opposite(row)}."
    )
    yield f"{_stand(found['theories'])}. {_views(found['views'])}."
    effect = found["effect"]
    yield (
        f"Mean effect in the claim's direction {signed(effect['mean'], 3)} (95 % by number of "
        f"draws {signed(effect['low'], 3)} to {signed(effect['high'], 3)}){_unit(row)}."
    )
    if found["equivalent_on_average"] is not None:
        lies = "lies" if found["equivalent_on_average"] else "does not lie"
        yield f"The mean difference {lies} within the margin (two one-sided tests at 5 %)."
    if found["parts"]:
        told = ", ".join(f"{key} {signed(value, 3)}" for key, value in found["parts"].items())
        yield f"Mean contributions: {told}."


def _unit(row: Row) -> str:
    """What an effect counts, where it is no plain difference."""
    what = {
        "equivalence": ": what is left of the margin",
        "threshold": ": distance from the level",
        "largest-contribution": ": its lead over the next part",
        "sufficiency": ": what the part alone keeps beyond the share asked for",
    }
    return what.get(row["type"], "")


def _opposite(row: Row) -> str:
    share = percent(row["futures"]["opposite_share"])
    if row["type"] in ("equivalence", "threshold"):
        return f"it fails in {share}"
    return f"the opposite, by the same size, in {share}"


def _stand(theories: Row) -> str:
    told = [f"{key} {', '.join(names) or 'none'}" for key, names in theories.items()]
    return f"Theories {'; '.join(told)}"


def _views(views: Row) -> str:
    told = [
        f"under a{'n' if key == 'optimist' else ''} {key}'s priors {percent(share)}"
        for key, share in views.items()
    ]
    return f"Holds {', '.join(told)}"


def circularity(row: Row) -> Iterator[str]:
    """Whether the verdict follows its own prior."""
    found = row["circularity"]
    if found is None:
        return
    if found["shares"]:
        named = ", ".join(found["mechanisms"])
        told = ", ".join(f"{KINDS[key]} {percent(share)}" for key, share in found["shares"].items())
        yield f"Its own mechanisms: {named}. It holds {told}: {_follows(row)}."
    if found["moved_not_named"] and row["type"] in COMPARING:
        yield f"The comparison also moves, unnamed: {', '.join(found['moved_not_named'])}."
    if found["named_not_moved"]:
        yield f"Named, but not moved by the comparison: {', '.join(found['named_not_moved'])}."


def _follows(row: Row) -> str:
    if row["assumed"]:
        return "the verdict follows its own prior and is assumed"
    if row["futures"]["share"] > 1 / 3 and row["futures"]["share"] < 2 / 3:
        return "there is no side that could be assumed"
    return "the verdict does not follow its own prior"


def conditions(row: Row) -> Iterator[str]:
    """What would have to be true for the other answer."""
    found = row["conditions"]
    if found is None:
        return
    verb = "fails" if found["of"] == "fail" else "holds"
    if found["limits"]:
        where = " and ".join(map(limit, _telling(found["limits"])))
        yield (
            f"It {verb} in {percent(found['density'])} of the draws in which {where} "
            f"({percent(found['share'])} of all draws; these are {percent(found['coverage'])} of "
            "them)."
        )
    else:
        yield f"No box of assumptions was found in which it {verb}: {found['reason']}."
    if found["hinges"]:
        told = "; ".join(
            f"“{meaning(one['factor'])}” ({signed(one['correlation'])})" for one in found["hinges"]
        )
        yield f"The effect hinges on (rank correlation): {told}."


def _telling(limits: Sequence[Row]) -> list[Row]:
    """The limits that are more than chance; the first where none is."""
    return [one for one in limits if one["chance"] <= CHANCE] or [limits[0]]


def limit(one: Row) -> str:
    """A limit of a box in words.

    Examples
    --------
    >>> limit({"factor": "situation:win_alone", "words": [], "low": 0.5, "high": None})
    '“Chance that the challenger reaches its aims in a war against the protege alone” is above 0.5'
    """
    named = f"“{meaning(one['factor'])}”"
    if one["words"]:
        return f"{named} is {' or '.join(one['words'])}"
    low, high = one["low"], one["high"]
    if low is not None and high is not None:
        return f"{named} is between {low:.3g} and {high:.3g}"
    return f"{named} is above {low:.3g}" if low is not None else f"{named} is at most {high:.3g}"


def record(row: Row) -> Iterator[str]:
    """What the record says: rates with counts and intervals, or that it is silent."""
    found = row["record"]
    if found["first"] is None:
        yield f"The record is silent: {found['because']}."
        return
    yield f"{found['what'][0].upper()}{found['what'][1:]}: {_rates(found)}. {_agrees(found)}"
    yield f"Cases: {found['because']}."


def _rates(found: Row) -> str:
    first = _rate(found["first"])
    return first if found["second"] is None else f"{first} against {_rate(found['second'])}"


def _rate(one: Row) -> str:
    if not one["n"]:
        return "no case that counts"
    interval = f"{100 * one['low']:.0f}–{percent(one['high'])}"
    return f"{one['events']} of {one['n']} ({percent(one['share'])}, 95 % {interval})"


def _agrees(found: Row) -> str:
    if found["silent"]:
        return "The record is silent: one group has no case."
    if found["second"] is None:
        return "One rate alone decides nothing."
    return {
        1: "The intervals lie apart, the claim's way.",
        -1: "The intervals lie apart, the other way.",
        0: "The intervals overlap: the record does not decide.",
    }[found["agrees"]]


def premise(one: Row) -> str:
    """A premise in one line."""
    rests = "" if one["needed"] else " (not needed)"
    return f"{one['status']}{rests}: {one['says']}"


def version(one: Row) -> str:
    """A version of a fact in one line: value, source, note."""
    where = f"{one['source']}, {one['where']}" if one["source"] else one["note"]
    marks = [one["date"], "the claim's own source" if one["own"] else "", ""]
    if one["source"] and not one["firm"]:
        marks[2] = "not verified"
    told = "; ".join(mark for mark in marks if mark)
    meets = {True: "meets it", False: "does not", None: "cannot tell"}[one["meets"]]
    return f"{one['value']} ({meets}): {where}{f' [{told}]' if told else ''}"


def steps(row: Row) -> str:
    """How the word was reached."""
    told = "; ".join(row["steps"])
    told = told[0].upper() + told[1:]
    other = row["other_lines"]
    if not other:
        return f"{told}."
    lines = ", ".join(f"{word} under {name} lines" for name, word in other.items())
    near = " More draws might move it across a line." if row["near_a_line"] else ""
    return f"{told}. It would be {lines}.{near}"


SHORT = {"contradicted": "against", "contested": "contest.", "holds": "hold"}
ORDER = ("contradicted", "unknown", "contested", "holds")


def worst(row: Row) -> str:
    """How the premises stand, by the worst that the claim needs."""
    states = {one["status"] for one in row["premises"] if one["needed"]}
    found = next((state for state in ORDER if state in states), NONE)
    return SHORT.get(found, found)


def stand(row: Row) -> str:
    """How many theories are for the claim and against it; a dash where none was played."""
    if row["futures"] is None:
        return NONE
    theories = row["futures"]["theories"]
    return f"{len(theories['for'])}:{len(theories['against'])}"


def in_record(row: Row) -> str:
    """What the record says, in a word."""
    found = row["record"]
    if found["silent"] or found["second"] is None:
        return "silent" if found["silent"] else "a rate"
    return {1: "with", -1: "against", 0: "open"}[found["agrees"]]
