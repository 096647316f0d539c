"""A chronicle's events in words: what happened, and why it mattered, with the numbers that moved.

Offices are named, never persons.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from suasion.mechanism.calendar import DAYS_A_YEAR
from suasion.term.years.causes import ACCIDENT
from suasion.term.years.chronicle import PROBES, Danger, Event

Words = tuple[str, str]
"""What happened, in a sentence, and why, in a clause."""

CAUSES = {
    "as designed": "nothing was wrong at the time: the guarantee failed as it stands",
    "not yet in force": "the text still waited for entry into force",
    "waiting out": "of all that was wrong by then, the expiry that it waited for had come first",
    "withdrawal": "of all that was wrong by then, the withdrawal had come first",
    "hedging": "of all that was wrong by then, a hedging government had come first",
    "discord": "of all that was wrong by then, the quarrel with partners had come first",
    "succession": "of all that was wrong by then, a more hawkish successor had come first",
    "erosion": "of all that was wrong by then, the erosion of the zone had come first",
    "shift of power": "of all that was wrong by then, the challenger's lead in arms had come first",
    "doubt": "of all that was wrong by then, doubt of the guarantor's resolve had come first",
    ACCIDENT: "nobody decided on it, whatever was right or wrong at the time",
}
"""What a first cause says."""

CHANGES: dict[tuple[str, str, str], Words] = {
    ("instrument", "pending", "in force"): (
        "The guarantee enters into force.",
        "what was promised binds from now on",
    ),
    ("instrument", "in force", "renewed"): ("The term ends; the guarantee is renewed.", ""),
    ("instrument", "renewed", "renewed"): ("A term ends; the guarantee is renewed again.", ""),
    ("instrument", "in force", "expired"): (
        "The term ends and nobody renews: the guarantee expires.",
        "all that rested on the text lapses",
    ),
    ("instrument", "renewed", "expired"): (
        "The renewed term ends and nobody renews: the guarantee expires.",
        "all that rested on the text lapses",
    ),
    ("instrument", "in force", "withdrawn"): (
        "The hedging government withdraws from the guarantee.",
        "all that rested on the text lapses",
    ),
    ("instrument", "renewed", "withdrawn"): (
        "The hedging government withdraws from the guarantee.",
        "all that rested on the text lapses",
    ),
    ("government", "committed", "committed"): (
        "The guarantor's government may change; who governs stays committed.",
        "",
    ),
    ("government", "committed", "hedging"): (
        "The guarantor has a new government, and it hedges on the guarantee.",
        "the text stands, a part of the will behind it is gone",
    ),
    ("government", "hedging", "hedging"): (
        "The guarantor's government may change; who governs goes on hedging.",
        "",
    ),
    ("government", "hedging", "committed"): (
        "The guarantor has a new government, committed to the guarantee.",
        "the will is behind the text again",
    ),
    ("coalition", "cohesive", "discordant"): (
        "Guarantor and partners fall out in the open.",
        "quarrel slows decisions and feeds doubt",
    ),
    ("coalition", "discordant", "cohesive"): (
        "Guarantor and partners make up.",
        "they decide together again",
    ),
    ("balance", "as expected", "challenger ahead"): (
        "The challenger's armament runs ahead of what was expected.",
        "a war against the protege alone looks better to it, and the guarantor has more to save",
    ),
    ("balance", "challenger ahead", "as expected"): (
        "The protege makes up for the challenger's lead in arms.",
        "the balance is as expected again",
    ),
    ("balance", "as expected", "protege ahead"): (
        "The protege's armament runs ahead of what was expected.",
        "a war against it alone looks worse to the challenger, and the guarantor has less to save",
    ),
    ("balance", "protege ahead", "as expected"): (
        "The challenger makes up for the protege's lead in arms.",
        "the balance is as expected again",
    ),
    ("zone", "intact", "eroded"): (
        "The zone erodes.",
        "violations that nobody saw or named have added up",
    ),
    ("zone", "eroded", "collapsed"): (
        "The zone collapses.",
        "erosion went unanswered for too long",
    ),
    ("zone", "collapsed", "eroded"): (
        "The zone is agreed anew.",
        "after its collapse both sides accept a line again, and keep it in part",
    ),
    ("zone", "eroded", "intact"): (
        "The zone is restored.",
        "what was seen and named was put right",
    ),
    ("ties", "none", "growing"): ("Economic ties begin to grow.", "war would destroy more"),
    ("ties", "growing", "grown"): ("Economic ties are fully grown.", "war would destroy more"),
    ("leader", "incumbent", "dove"): (
        "A successor takes the challenger's highest office, less hawkish.",
        "the prize is worth less to it",
    ),
    ("leader", "incumbent", "hawk"): (
        "A successor takes the challenger's highest office, more hawkish.",
        "the prize is worth more to it",
    ),
    ("leader", "dove", "hawk"): (
        "The challenger's leader changes again, to a more hawkish one.",
        "the prize is worth more to it",
    ),
    ("leader", "hawk", "dove"): (
        "The challenger's leader changes again, to a less hawkish one.",
        "the prize is worth less to it",
    ),
}
"""Factor, place before and after -> what happened and why it matters."""

NUMBERS = {
    "window_years": "Mean time from signature to entry into force [year]",
    "coalition_break_per_year": "How often guarantor and partners fall out [1/year]",
    "coalition_heal_per_year": "How fast they make up [1/year]",
    "balance_step": "What being ahead or behind in arms is worth [log-odds of victory]",
    "balance_rate_per_year": "How often either side gets ahead in arms [1/year]",
    "balance_return_per_year": "How fast the other side catches up [1/year]",
    "rebuild_gain": "What the challenger's forces win back in peace [log-odds of victory]",
    "rebuild_years": "How long that takes them [year]",
    "probe_rate_per_year": "Chances to probe that the challenger has [1/year]",
    "probe_spread": "Passing reasons for a probe [its gain]",
    "erosion_per_probe": "Chance that an unanswered probe erodes the zone",
    "zone_collapse_per_year": "How fast an eroded zone collapses [1/year]",
    "zone_restoration_per_year": "How fast an eroded zone is restored [1/year]",
    "zone_renewal_per_year": "How soon a collapsed zone is agreed anew [1/year]",
    "resolve_persistence": "How much of the guarantor's unknown will is its lasting nature",
    "ratification_signal": "What ratification says of a resolute guarantor [log-odds]",
    "ties_growth_per_year": "How fast economic ties grow [1/year]",
    "successor_hazard_ratio": "How much sooner than on record successors leave",
    "guarantor_discount_per_year": "What the guarantor makes today of a loss a year later",
    "leader_mortality": "Mortality of leaders in office, within its count",
    "successor_exit": "How soon successors leave, within the count",
}
"""What the numbers that only the years need stand for."""
PROBED = {
    "answered": "A probe is answered.",
    "passed": "A probe is seen, named and let pass.",
    "unseen": "A probe goes unseen or is laid at nobody's door.",
}
OUTCOMES = {"answered": "answered", "passed": "let pass", "unseen": "unseen or unnamed"}


LAPSED = ("expired", "withdrawn")
"""Places of an instrument that binds nobody any more."""
SLIGHT = 0.005
"""A belief that moves by less is told as one that does not."""
UNMOVED = "none of the chances told here moves"
LONGEST = 5.0
"""Years of probes that nothing followed, told in one line."""


class Told(NamedTuple):
    """One line of a story: an event, or probes that share a line, in words."""

    time: float
    said: str
    why: str


def told(events: Sequence[Event], first: datetime.date) -> list[Told]:
    """Events in words, in the order of time; probes that nothing followed share lines.

    Parameters
    ----------
    events
        In the order of time, from the first day on, without the attack.
    first
        The first day.
    """
    return sorted(_lines(events, first), key=lambda one: one.time)


def _lines(events: Sequence[Event], first: datetime.date) -> Iterator[Told]:
    quiet: list[Event] = []
    lapsed = False
    for one in events:
        if quiet and (_tells(one) or one.time - quiet[0].time > LONGEST):
            yield _quiet(quiet, first)
            quiet = []
        if one.kind in PROBES and not one.places:
            quiet.append(one)
        elif not (lapsed and one.kind == "government" and _same(one)):
            yield Told(one.time, *_words(one, lapsed=lapsed))
        lapsed = lapsed or one.places.get("instrument", ("", ""))[1] in LAPSED
    if quiet:
        yield _quiet(quiet, first)


def _tells(one: Event) -> bool:
    """True of a probe that has consequences, and of the last day."""
    return one.kind == "end" or (one.kind in PROBES and bool(one.places))


def _same(one: Event) -> bool:
    """True of a day in the calendar that brought nothing new."""
    before, after = one.places[one.kind]
    return before == after


def _quiet(run: Sequence[Event], first: datetime.date) -> Told:
    """Probes that moved neither the zone nor the belief."""
    if len(run) == 1:
        return Told(run[0].time, PROBED[run[0].kind], _learned(run[0]))
    counts = {word: sum(one.kind == kind for one in run) for kind, word in OUTCOMES.items()}
    listed = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    since = first + datetime.timedelta(days=round(run[0].time * DAYS_A_YEAR))
    nothing = "nothing that lasts came of them"
    return Told(run[-1].time, f"{len(run)} probes since {since}: {listed}.", nothing)


def _words(one: Event, *, lapsed: bool) -> Words:
    if one.kind in PROBES:
        return _probe(one)
    if one.kind == "start":
        return _start(one), standing(one.after)
    if one.kind == "end":
        return "No major attack to the last day of the story.", standing(one.after)
    said, why = CHANGES[one.kind, *one.places[one.kind]]
    if one.kind == "government" and lapsed:
        why = "it inherits no text that binds it"
    moved = "" if _same(one) else _moved(one.before, one.after) or UNMOVED
    return said, "; ".join(part for part in (why, _likely(one), moved) if part)


def _likely(one: Event) -> str:
    """How likely the turn was that a day in the calendar took."""
    if math.isnan(one.chance):
        return ""
    return f"this had a chance of {share(one.chance)}"


def _start(one: Event) -> str:
    found = {name: after for name, (_, after) in one.places.items()}
    text = {
        "pending": "The text is signed and waits for entry into force.",
        "in force": "The guarantee is in force.",
    }.get(found.get("instrument", ""), "The first day.")
    quarrel = found.get("coalition") == "discordant"
    return f"{text} Guarantor and partners quarrel." if quarrel else text


def standing(now: Danger) -> str:
    """How things stand, in a sentence."""
    parts = [
        f"the chance of a major attack is {share(now.attack)} a year, "
        f"{share(now.accident)} of it by accident"
    ]
    if now.help_comes > 0:
        parts.append(f"help would come with a chance of {share(now.help_comes)}")
    if now.belief is not None:
        parts.append(f"the challenger's belief in a resolute guarantor is {now.belief:.2g}")
    if now.probes:
        parts.append(f"{now.probes:.1f} probes a year are to be expected")
    return "; ".join(parts)


def _probe(one: Event) -> Words:
    """A probe with consequences for the zone or the belief."""
    said, parts = PROBED[one.kind], []
    if "zone" in one.places:
        said = f"{said} The zone {'erodes' if one.places['zone'][1] == 'eroded' else 'collapses'}."
        parts.append("what is not answered wears the zone down")
    if one.posterior is not None:
        parts.append(_learned(one))
    parts.append(_moved(one.before, one.after))
    return said, "; ".join(part for part in parts if part)


def _learned(one: Event) -> str:
    """What a probe shows of the guarantor."""
    if one.posterior is None or one.before.belief is None:
        return "nobody learns anything of the guarantor"
    was = one.before.belief
    if abs(one.posterior - was) < SLIGHT:
        return f"it says next to nothing of the guarantor's resolve (belief {was:.2g})"
    verb = "for" if one.posterior > was else "against"
    found = f"it speaks {verb} a resolute guarantor: belief {was:.2g} → {one.posterior:.2f}"
    if one.after.belief is not None and one.after.belief != was:
        return f"{found}, put at {one.after.belief:.2g} on the model's grid"
    return f"{found}, left at {was:.2g} on the model's grid"


def _moved(before: Danger, after: Danger) -> str:
    """The numbers that an event moved; nothing where it moved none."""
    pairs = (
        ("chance of attack", share(before.attack), share(after.attack), " a year"),
        ("chance of help", share(before.help_comes), share(after.help_comes), ""),
        ("probes", f"{before.probes:.1f}", f"{after.probes:.1f}", " a year"),
    )
    return ", ".join(f"{name} {a} → {b}{unit}" for name, a, b, unit in pairs if a != b)


def ending(one: Event, cause: str, *, met: bool, promised: bool) -> Words:
    """The attack in words."""
    began = (
        "Major attack."
        if cause != ACCIDENT
        else "An incident that nobody decided on grows into a major war."
    )
    help_comes = "The guarantor fights." if met else "The guarantor stands aside."
    said = f"{began} {help_comes}" if promised else began
    chances = [f"chance of attack {share(one.before.attack)} a year"]
    if promised:
        chances.append(f"of help {share(one.before.help_comes)}")
    return said, f"{CAUSES[cause]} ({', '.join(chances)})"


def share(chance: float) -> str:
    """A chance in per cent, two digits at least.

    Examples
    --------
    >>> share(0.412), share(0.0321), share(0.00042)
    ('41 %', '3.2 %', '0.042 %')
    """
    percent = 100 * chance
    if percent >= 10 or percent == 0:
        return f"{percent:.0f} %"
    if percent >= 0.01:
        return f"{percent:.2g} %"
    return "under 0.01 %"
