"""From a study file to a plan: everything that a chunk needs, every name looked up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from suasion.describe.loading import Loaded, load_case
from suasion.errors import UnknownName
from suasion.mechanism.prior import Prior, from_mapping
from suasion.mechanism.priors import resting_on
from suasion.study.designs.registry import sized
from suasion.study.factors import THEORY, Factor, bearing, theory_factor
from suasion.study.file import Study, Written, load_study
from suasion.study.metrics import MET, names
from suasion.study.variants import Variant, variants
from suasion.term.inputs import LOOK_AHEAD_YEARS
from suasion.theory.registry import stage, stages, text_of

DRAWN = "drawn"


@dataclass(frozen=True)
class Plan:
    """Everything that a chunk needs; a worker gets it whole.

    Parameters
    ----------
    study
        The study file.
    loaded
        The case as described, with its candidates; its baseline is the anchor.
    columns
        The factors that are drawn, the theory among them where it is.
    held
        Quantile at which each other open fact is held, by factor.
    priors
        By factor; what is not drawn is fixed.
    played
        What is played, by name: the variants, then the cases without a guarantee they need.
    variants
        Names of what is kept.
    games
        Text of each theory that comes from a file, by theory.
    stages
        Identifiers of the theories that are played.
    theories
        Names on the theory axis; `drawn` alone where the theory is a factor.
    metrics
        Names of what is kept; `base_rate_met` always among them.
    draws, chunk
        Draws in all and in a chunk; the last chunk may be shorter.
    """

    study: Study
    loaded: Loaded
    columns: tuple[Factor, ...]
    held: Mapping[str, float]
    priors: Mapping[str, Prior]
    played: Mapping[str, Variant]
    variants: tuple[str, ...]
    games: Mapping[str, str]
    stages: tuple[str, ...]
    theories: tuple[str, ...]
    metrics: tuple[str, ...]
    draws: int
    chunk: int

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors that are drawn."""
        return tuple(one.name for one in self.columns)

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.draws // self.chunk)

    @property
    def drawn(self) -> bool:
        """Whether the theory is a factor."""
        return self.theories == (DRAWN,)

    def draws_of(self, number: int) -> range:
        """The draws of a chunk."""
        if not 0 <= number < self.chunks:
            raise IndexError(f"chunk {number} of {self.chunks}")
        return range(number * self.chunk, min((number + 1) * self.chunk, self.draws))


def planned(study: str | Path | Written) -> Plan:
    """A plan from a study file, a packaged study by name, or a study that was read.

    Raises
    ------
    InputError
        Where a name of the file stands for nothing, or what it asks for cannot be done.
    UnknownName
        Where there is no such study or case.

    Examples
    --------
    >>> plan = planned("which-assumption")
    >>> plan.chunks * plan.chunk >= plan.draws
    True
    """
    written = study if isinstance(study, Written) else load_study(study)
    loaded = _case(written)
    guarantees = _chosen(written, "guarantees", list(loaded.guarantees), "guarantee")
    played = variants(written, loaded, guarantees)
    kept = tuple(name for name in played if name.partition("[")[0] in guarantees)
    theories, games = _theories(written)
    priors = _priors(written)
    drawn, known = _factors(written, loaded, played, priors, theories)
    metrics = tuple(dict.fromkeys([*_metrics(written), MET]))
    draws, chunk = sized(written, drawn, theories)
    is_drawn = any(one.name == THEORY for one in drawn)
    return Plan(
        written.study,
        loaded,
        drawn,
        {name: one.middle for name, one in known.items() if one.prior is None},
        _fixed(priors, drawn),
        played,
        kept,
        games,
        theories,
        (DRAWN,) if is_drawn else theories,
        metrics,
        draws,
        chunk,
    )


def _case(written: Written) -> Loaded:
    beside = written.folder / written.study.case
    try:
        return load_case(beside if beside.is_dir() else written.study.case)
    except UnknownName as error:
        raise written.wrong(("case",), str(error), "Correct the name") from None


def _chosen(written: Written, field: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The names in a field of the file, each one known; all of them for `all`."""
    wanted = getattr(written.study, field)
    if wanted == "all":
        return tuple(known)
    for at, name in enumerate(wanted):
        if name not in known:
            error = UnknownName(kind, name, list(known))
            raise written.wrong((field, at), str(error), "Correct the name", name)
    return tuple(dict.fromkeys(wanted))


def _metrics(written: Written) -> tuple[str, ...]:
    return _chosen(written, "metrics", names(written.study.model), "metric")


def _theories(written: Written) -> tuple[tuple[str, ...], dict[str, str]]:
    """Identifiers of the theories, and the text of those that come from files."""
    wanted = written.study.theories
    if wanted == "all":
        return tuple(one.id for one in stages()), {}
    found = []
    for at, name in enumerate(wanted):
        path = written.folder / name
        try:
            found.append(stage(str(path) if path.is_file() else name).id)
        except UnknownName as error:
            raise written.wrong(("theories", at), str(error), "Correct the name", name) from None
    texts = {name: text_of(name) for name in found}
    return tuple(dict.fromkeys(found)), {name: text for name, text in texts.items() if text}


def _priors(written: Written) -> dict[str, Prior]:
    """Priors by factor, the study's own in place of packaged ones."""
    found = dict(resting_on(written.study.basis))
    for name, own in written.study.priors.items():
        if name not in found:
            error = UnknownName("factor", name, list(found))
            raise written.wrong(("priors", name), str(error), "Correct the name")
        raw = own.model_dump(exclude_none=True)
        try:
            found[name] = from_mapping(raw | {"deters": found[name].deters})
        except ValueError as error:
            raise written.wrong(("priors", name), str(error), "Mend the numbers") from None
    return found


def _factors(
    written: Written,
    loaded: Loaded,
    played: Mapping[str, Variant],
    priors: Mapping[str, Prior],
    theories: Sequence[str],
) -> tuple[tuple[Factor, ...], dict[str, Factor]]:
    """The factors that are drawn, and all that bear on what is played."""
    baseline = loaded.guarantees[loaded.case.baseline]
    guarantees = [baseline, *(one.guarantee for one in played.values())]
    years = written.study.horizon_years + LOOK_AHEAD_YEARS
    known = bearing(loaded.case, guarantees, priors, years)
    if written.study.theory == DRAWN and len(theories) > 1:
        known[THEORY] = theory_factor(theories)
    wanted = _chosen(written, "factors", list(known), "factor")
    named = [name for name in known if name in wanted or name == THEORY]
    return tuple(known[name] for name in named), known


def _fixed(priors: Mapping[str, Prior], drawn: Sequence[Factor]) -> dict[str, Prior]:
    """Priors with what is not drawn held at its median."""
    names = {one.name for one in drawn}
    return {name: prior if name in names else _held(prior, name) for name, prior in priors.items()}


def _held(prior: Prior, name: str) -> Prior:
    import numpy as np

    middle = float(prior.quantile(np.array([0.5]))[0])
    return Prior("fixed", (middle,), prior.deters, None, f"{name} held at its median")


def inputs_digest(plan: Plan) -> str:
    """SHA-256 over everything that goes into a plan's numbers but the code: who has the same
    digest and code has the same numbers.
    """
    record = {
        "study": plan.study.model_dump(mode="json"),
        "case": plan.loaded.raw,
        "priors": {name: [one.shape, one.parameters] for name, one in plan.priors.items()},
        "factors": [[one.name, one.kind, one.readings] for one in plan.columns],
        "held": dict(plan.held),
        "variants": list(plan.variants),
        "theories": list(plan.stages),
        "games": dict(plan.games),
        "metrics": list(plan.metrics),
        "draws": [plan.draws, plan.chunk],
    }
    text = json.dumps(record, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
