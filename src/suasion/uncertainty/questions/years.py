"""The years of one or several guarantees at a glance: peace, hazards, causes, states."""

from __future__ import annotations

import numpy as np

from suasion.describe.sections import Absent
from suasion.mechanism.prior import Array
from suasion.term.years.causes import CAUSES
from suasion.uncertainty.metrics import HOLDS
from suasion.uncertainty.questions.answer import Question, Reading
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.questions.overview_causes import (
    OFFICES,
    cause_figure,
    cause_table,
    has_leader,
    office_table,
    shares,
)
from suasion.uncertainty.questions.overview_peace import (
    commitment_table,
    peace_figure,
    peace_table,
)
from suasion.uncertainty.questions.overview_states import state_figure, state_table
from suasion.uncertainty.questions.playing import Played, Run, shown
from suasion.uncertainty.questions.reading import (
    survival,
    unconditional,
)
from suasion.uncertainty.questions.saying import compared, difference, listed, mean_told, percent
from suasion.uncertainty.questions.trust import doubts, noise
from suasion.uncertainty.questions.variant import QUIET, Variant

NOTABLE = 0.005
"""Causes with a smaller share are not named in a sentence."""


def variants(asked: Asked) -> list[Variant]:
    """Each guarantee as described, and without deliberate probes where there are any."""
    found = [Variant(key, key) for key in asked.guarantees]
    probed = [key for key in asked.guarantees if asked.probes and _probed(asked, key)]
    return found + [Variant(key + QUIET, key, probes=False) for key in probed]


def _probed(asked: Asked, key: str) -> bool:
    """Whether something remembers a probe: a zone, or beliefs about a guarantor."""
    one, on = asked.loaded.guarantees[key], asked.wanted.factors
    zone = "zone" in on and not isinstance(one.zone, Absent)
    return zone or ("belief" in on and one.lead is not None)


def read(run: Run) -> Reading:
    """Tables and figures of every guarantee."""
    tables = [peace_table(run), commitment_table(run), cause_table(run)]
    tables += [office_table(run)] if has_leader(run) else []
    tables += [state_table(run, label) for label in shown(run)]
    figures = [peace_figure(run), cause_figure(run)]
    figures += [state_figure(run, label) for label in shown(run)]
    return Reading(_says(run), tables, figures, NOTES)


NOTES = (
    "A first cause tells what had gone wrong first when the attack came, not what would have "
    "prevented it; compare with --without for that. Cost is what the guarantor loses by fighting, "
    "abandoning and answering, in units of its stake.",
)


def _says(run: Run) -> list[str]:
    return [text for label, one in shown(run).items() for text in _told(run, label, one)]


def _told(run: Run, label: str, one: Played) -> list[str]:
    last = survival(one, run.asked.wanted.per_year)[:, -1]
    free = unconditional(one, run)[:, -1]
    holds = percent(float(np.mean(last >= HOLDS)))
    text = (
        f"{label}: the chance of no major attack through {run.asked.years} years is "
        f"{mean_told(last, run.theories)}, at least {HOLDS} in {holds} of futures"
    )
    if one.guarantee.lead is not None:
        text += (
            f"; with a chance of entry of {one.entry.mean():.2f} and no guarantee where it fails, "
            f"it is {free.mean():.2f}"
        )
    certain = [noise(label, run.asked.sample, last), *doubts(label, one, last, run.theories)]
    return [f"{text}.{_unprobed(run, label, last)}", _broken(one), *certain]


def _unprobed(run: Run, label: str, last: Array) -> str:
    """What rests on the chances for deliberate probes."""
    quiet = run.variants.get(label + QUIET)
    if quiet is None:
        return ""
    values = survival(quiet, run.asked.wanted.per_year)[:, -1]
    gap = difference(values, last, run.theories)
    return (
        f" With deliberate probes ruled out and the record met anew it is {values.mean():.2f}, "
        f"{compared(gap)}."
    )


def _broken(one: Played) -> str:
    """What mostly comes first, and who is then in office."""
    found = shares(one, "causes")
    order = np.argsort(-found)[:3]
    parts = [f"{CAUSES[at]} ({percent(float(found[at]))})" for at in order if found[at] > NOTABLE]
    text = f"Where it breaks, the first cause is most often {listed(parts)}"
    if not one.has("leader"):
        return f"{text}."
    office = shares(one, "office")
    at = int(np.argmax(office))
    who = list(OFFICES.values())[at]
    who = "the incumbent" if at == 0 else who
    return f"{text}; {who} is in office in {percent(float(office[at]))} of the cases."


QUESTION = Question("years", "What happens to the guarantee through the years?", variants, read)
