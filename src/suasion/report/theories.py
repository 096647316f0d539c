"""The theories in plain words: what each models, what it leaves out, how one solution is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from suasion.report.references import References
from suasion.report.words import Row, listed, percent, told
from suasion.theory.outcomes import OUTCOMES
from suasion.theory.registry import stage
from suasion.theory.stage import Stage, only_one

ABOUT = {
    "threshold": (
        "The challenger weighs an opportunity against waiting. It attacks where the chance that "
        "the guarantor fights, as the challenger sees it, is too small to make an attack a bad "
        "bargain. The guarantor fights if that is worth more to it than standing aside, and if "
        "it sees, decides and arrives in time."
    ),
    "unilateral": (
        "Challenger and guarantor are each hard or soft, and neither knows which the other is. A "
        "hard challenger would rather fight than back down; a soft one may bluff. Deterrence "
        "rests on how likely a hard guarantor is."
    ),
    "asymmetric-escalation": (
        "The guarantor's side may answer an attack in kind or escalate, and the challenger may "
        "escalate in turn. A guarantee needs to be believed at both levels: at the limited one "
        "and at the all-out one."
    ),
    "tying-hands": (
        "A public promise makes standing aside costly at home and abroad. How costly is fixed by "
        "the text; the challenger weighs a guarantor bound in this way. What troops and money "
        "change counts only by what they change on the ground."
    ),
    "strategic": (
        "Challenger, protege and guarantor move in turn, and each errs now and then: the better "
        "an action, the likelier it is, never certain. The protege may give in, so a coerced "
        "concession is possible."
    ),
    "tripartite": (
        "The protege may give in at once or hold out. The guarantor then stands by it or not; left "
        "alone it gives in after all, or changes sides, which costs the guarantor more. Backed, "
        "it leaves the challenger to back down or fight. A guarantee deters where the challenger "
        "expects the backing, and brings war where it makes the protege hold out against one that "
        "fights all the same."
    ),
    "bargaining": (
        "The challenger demands a part of the prize, but only if war would be better for it than "
        "waiting. How much war would cost the protege is known to the protege alone; a demand "
        "that is too large for it is refused, and war follows. A protege that counts on help "
        "gives in to less."
    ),
    "brinkmanship": (
        "The challenger chooses how far to go, from a probe to an all-out attack. If the guarantor "
        "fights, more force brings a larger risk of nuclear disaster. What the guarantor's own "
        "forces would cost the challenger is left out, so that a guarantee works through that "
        "risk alone."
    ),
    "pawn": (
        "What the protege is worth is known to each side for itself only. A challenger that wants "
        "it much starts and does not back down; one that wants it less may bluff. A guarantor that "
        "expects bluffs resists them even where it would not fight a war."
    ),
}
"""By identifier; a theory that is not here is told by its title."""


@dataclass(frozen=True)
class TheoryRow:
    """A theory as a reader meets it."""

    id: str
    title: str
    about: str
    models: str
    missing: str
    selection: str
    anchor: str
    sources: Markup


def theories(summary: Row, references: References) -> list[TheoryRow]:
    """The theories that were played."""
    return [_row(name, summary, references) for name in summary["options"]["theories"]]


def _row(name: str, summary: Row, references: References) -> TheoryRow:
    one, found = stage(name), summary["diagnosis"]["anchor"]
    missing = [outcome for outcome in OUTCOMES if outcome not in one.models]
    share = percent(found["met_share"][name])
    return TheoryRow(
        name,
        one.title,
        ABOUT.get(name, ""),
        _words(list(one.models)),
        _words(missing) or "none of the common outcomes",
        _selected(one),
        f"met in {share} of draws; a major attack within {found['years']} years without a "
        f"guarantee then has the chance {told(found['reached'][name])}",
        references.cites(one.source),
    )


def _selected(one: Stage) -> str:
    """The rule, and whether a second equilibrium may stand beside the one selected."""
    if one.several is only_one:
        return one.selection
    return f"{one.selection}; a second equilibrium may stand beside it, and is not played"


def _words(outcomes: list[str]) -> str:
    return listed([outcome.replace("_", " ") for outcome in outcomes])
