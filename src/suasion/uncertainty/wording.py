"""A chronicle's events in words: what happened, and why it mattered, with the numbers that moved.

Offices are named, never persons.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from suasion.term.years.causes import ACCIDENT
from suasion.term.years.chronicle import PROBES, Danger, Event

Words = tuple[str, str]
"""What happened, in a sentence, and why, in a clause."""

CAUSES = {
    "as designed": "nothing had gone wrong before: the guarantee failed as it stands",
    "not yet in force": "the attack came while the text still waited for entry into force",
    "waiting out": "the guarantee had expired, and the challenger had only to wait",
    "withdrawal": "the guarantor had left the guarantee",
    "hedging": "what went wrong first was a government that hedged",
    "discord": "what went wrong first was the guarantors' quarrel",
    "succession": "what went wrong first was a harder successor in the challenger's office",
    "erosion": "what went wrong first was the zone",
    "shift of power": "what went wrong first was the balance of forces",
    "doubt": "what went wrong first was the belief in the guarantor's resolve",
    ACCIDENT: "nobody decided on it, whatever stood right or wrong",
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
        "The guarantors fall out in the open.",
        "quarrel delays decisions and feeds doubt",
    ),
    ("coalition", "discordant", "cohesive"): (
        "The guarantors make up.",
        "they decide together again",
    ),
    ("balance", "as expected", "challenger ahead"): (
        "The challenger's armament runs ahead of what was expected.",
        "a war against the protege alone looks better to it",
    ),
    ("balance", "challenger ahead", "as expected"): (
        "The protege makes up for the challenger's lead in arms.",
        "the balance is as expected again",
    ),
    ("balance", "as expected", "protege ahead"): (
        "The protege's armament runs ahead of what was expected.",
        "a war against it alone looks worse to the challenger",
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

DAYS = {("instrument", "renewed"), ("instrument", "expired")}
"""What came about on the last day of a term."""
OUTCOMES = {"answered": "answered", "passed": "let pass", "unseen": "unseen or unnamed"}


class Told(NamedTuple):
    """One line of a story: an event, or a run of probes, in words."""

    first: Event
    last: Event
    said: str
    why: str


def told(events: Sequence[Event], *, promised: bool) -> list[Told]:
    """Events in words; probes that follow each other and leave the zone alone share a line.

    Parameters
    ----------
    events
        In the order of time, the first day first.
    promised
        True where somebody guarantees.
    """
    lines: list[list[Event]] = []
    for one in events:
        run = lines and _joins(lines[-1][-1], one)
        if run:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [Told(run[0], run[-1], *_words(run, promised=promised)) for run in lines]


def _joins(before: Event, one: Event) -> bool:
    probes = before.kind in PROBES and one.kind in PROBES
    return probes and not _wears(before) and not _wears(one)


def _wears(one: Event) -> bool:
    return "zone" in one.places


def _words(run: Sequence[Event], *, promised: bool) -> Words:
    first, last = run[0], run[-1]
    if first.kind in PROBES:
        said, why = _probes(run)
    elif first.kind == "start":
        return _start(first), _standing(first.after, promised=promised)
    elif first.kind == "end":
        return "No major attack to the last day of the story.", _standing(
            last.after, promised=promised
        )
    else:
        before, after = first.places[first.kind]
        said, why = CHANGES[first.kind, before, after]
        why = "; ".join(part for part in (why, _likely(first)) if part)
    return said, f"{why}: {_moved(first.before, last.after)}" if why else _moved(
        first.before, last.after
    )


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
    return f"{text} The guarantors quarrel." if found.get("coalition") == "discordant" else text


def _standing(now: Danger, *, promised: bool) -> str:
    parts = [f"the chance of a major attack is {share(now.attack)} a year"]
    if promised:
        parts.append(f"help would come with a chance of {share(now.help_comes)}")
    if now.belief is not None:
        parts.append(f"the challenger's belief in a resolute guarantor is {now.belief:.2g}")
    if now.probes:
        parts.append(f"{now.probes:.1f} probes a year are to be expected")
    return "; ".join(parts)


def _probes(run: Sequence[Event]) -> Words:
    """One probe, or several."""
    if len(run) > 1:
        counts = {word: sum(one.kind == kind for one in run) for kind, word in OUTCOMES.items()}
        listed = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        return f"{len(run)} probes: {listed}.", "each shows a little of the guarantor"
    one = run[0]
    said = {
        "answered": "A probe is answered.",
        "passed": "A probe is seen, named and let pass.",
        "unseen": "A probe goes unseen or is laid at nobody's door.",
    }[one.kind]
    if _wears(one):
        after = one.places["zone"][1]
        return f"{said} The zone is {after}.", "what is not answered wears the zone down"
    return said, _bayes(one)


def _bayes(one: Event) -> str:
    if one.posterior is None or one.before.belief is None:
        return (
            "nothing is learned of the guarantor" if one.kind == "unseen" else "nobody forgets it"
        )
    verb = "speaks for" if one.posterior >= one.before.belief else "speaks against"
    return f"it {verb} a resolute guarantor ({one.before.belief:.2g} becomes {one.posterior:.2f})"


def _moved(before: Danger, after: Danger) -> str:
    """The numbers that an event moved."""
    parts = [_pair("chance of attack", share(before.attack), share(after.attack), " a year")]
    if share(before.help_comes) != share(after.help_comes):
        parts.append(_pair("of help", share(before.help_comes), share(after.help_comes), ""))
    if before.belief is not None and before.belief != after.belief:
        parts.append(_pair("belief", f"{before.belief:.2g}", f"{after.belief:.2g}", ""))
    if f"{before.probes:.1f}" != f"{after.probes:.1f}":
        parts.append(_pair("probes", f"{before.probes:.1f}", f"{after.probes:.1f}", " a year"))
    return ", ".join(parts)


def _pair(name: str, before: str, after: str, unit: str) -> str:
    same = before == after
    return f"{name} still {after}{unit}" if same else f"{name} {before} → {after}{unit}"


def ending(one: Event, cause: str, *, met: bool, promised: bool) -> Words:
    """The attack in words."""
    began = "A major attack." if cause != ACCIDENT else "An incident grows into a major war."
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
