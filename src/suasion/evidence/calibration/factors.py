"""Of which packaged priors the record says anything: their posteriors, and silence for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from suasion.evidence.calibration import honour, recurrence, utilities
from suasion.evidence.calibration.posterior import Posterior
from suasion.mechanism.prior import Array
from suasion.mechanism.priors import packaged

RECURRENCE = "anchor:recurrence_ten_years"
REFERENCE_PAIRS = "recurrence.principal_1946.10y"
REFERENCE_PROMISES = ("all", "late")
"""Promises whose shares are taken in equal parts: which of them a new one is like is not known."""
BEHIND = "tools/derive_posteriors.py"

SILENT = "no data set here speaks of it"
KINDS = {
    "mechanism": "rates here are of whole pacts and tell no mechanism's strength from another's",
    "entry": "guarantees are in the record because they came into being",
}
"""Why priors of a kind have no posterior."""
REASONS = {
    "anchor:leader_exit": "it is the record's already: leaders by age band",
    "situation:opportunity_rate_per_year": "dispute onsets contain the choice to attack; only the "
    "product with it is seen, and the anchor fixes that",
    "situation:incident_rate_per_year": "one line only (Korea), within the prior's range",
    "situation:escalation": "one line only (Korea): no war in 275 incidents, which bounds it far "
    "above the prior",
    "situation:hawk_successor": "no data tell successors' aims from their predecessors'",
    "situation:gain_ratio": "the unit",
    "situation:peace_value_per_year": "solved for, so that the anchor is met",
}
"""Why a prior has no posterior, where there is more to say."""


@dataclass(frozen=True)
class Update:
    """A posterior of one factor and what it rests on."""

    quantiles: tuple[float, ...]
    source: str
    because: str
    events: int
    n: int
    unit: str
    files: tuple[str, ...]

    def as_data(self, deters: int) -> dict[str, Any]:
        """As a data file has it."""
        return {
            "quantiles": list(self.quantiles),
            "deters": deters,
            "source": self.source,
            "because": self.because,
            "events": self.events,
            "n": self.n,
            "unit": self.unit,
            "data_files": list(self.files),
            "computed_by": BEHIND,
        }


def updates(folder: Path | None = None) -> dict[str, Update]:
    """Posteriors by factor, from the data.

    Parameters
    ----------
    folder
        Where to look for data.
    """
    pairs = {one.id: one for one in recurrence.posteriors(folder)}[REFERENCE_PAIRS]
    return {RECURRENCE: _recurrence(pairs)} | _utilities(folder)


def _recurrence(found: Posterior) -> Update:
    because = (
        f"renewed war within ten years for {found.events} of {found.exposure:g} principal pairs of "
        "wars ended 1946-2003, by Kaplan-Meier and the Bayesian bootstrap over wars"
    )
    numbers = (found.events, int(found.exposure), found.unit, found.files)
    return Update(found.parameters, found.source[0], because, *numbers)


def shares(tallies: Mapping[str, honour.Tally]) -> Array:
    """Draws of the share of promises that would be kept, of all references in equal parts."""
    u, v = honour.uniforms()
    return np.concatenate([honour.corrected(tallies[name], u, v) for name in REFERENCE_PROMISES])


def _utilities(folder: Path | None) -> dict[str, Update]:
    tallies = honour.tallies(folder)
    found = utilities.tied(shares(tallies))
    whole = tallies[REFERENCE_PROMISES[0]]
    late = tallies[REFERENCE_PROMISES[1]]
    because = (
        "nearest to the prior with a guarantor under a defence treaty willing with mean chance "
        f"{found.target:.2f} ({found.before:.2f} before): {whole.kept} of {whole.tested} tested "
        f"promises kept since 1816, {late.kept} of {late.tested} since 1945, untested ones kept "
        "more often by an uncertain factor"
    )
    rest = (honour.SOURCE[0], because, whole.kept, whole.tested, "tested promise", honour.FILES)
    return {name: Update(values, *rest) for name, values in found.quantiles.items()}


def silence() -> dict[str, str]:
    """Priors of which the record says nothing, each with the reason.

    Examples
    --------
    >>> "situation:hawk_successor" in silence(), "situation:abandonment_cost" in silence()
    (True, False)
    """
    spoken = {RECURRENCE, *utilities.TIED}
    return {name: _reason(name) for name in packaged() if name not in spoken}


def _reason(name: str) -> str:
    return REASONS.get(name) or KINDS.get(name.partition(":")[0], SILENT)
