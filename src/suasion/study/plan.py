"""From a study file to a plan: everything that a chunk needs, every name looked up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from suasion.describe.gathering import Gathering
from suasion.describe.loading import Loaded
from suasion.mechanism.prior import Prior
from suasion.study import looking
from suasion.study.correlating import pairs
from suasion.study.designs.copula import Pair
from suasion.study.factors import THEORY, Factor
from suasion.study.file import Study, Written, written_of
from suasion.study.metrics import MET, names
from suasion.study.selecting import EVERYTHING_ELSE, drawn_and_held
from suasion.study.sizing import powers_of_two, sized
from suasion.study.variants import Variant, variants

DRAWN = "drawn"

Played = tuple[dict[str, Variant], tuple[str, ...]]
Named = tuple[tuple[str, ...], dict[str, str]]
Selected = tuple[tuple[Factor, ...], dict[str, float]]


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
    groups
        Group of each of them: its own name, or `everything else`.
    held
        Quantile at which each other open fact is held, by factor.
    priors
        By factor; what is not drawn is fixed.
    pairs
        Factors that go together.
    played
        What is played, by name: the variants, then the cases without a guarantee they need.
    variants
        Names of what is kept.
    games
        Text of each theory that comes from a file, by theory.
    stages
        Identifiers of the theories that are played; the value of the factor `theory` counts them.
    theories
        Names on the theory axis; `drawn` alone where the theory is a factor.
    metrics
        Names of what is kept; `base_rate_met` is always the last.
    draws, chunk
        Draws in all and in a chunk; the last chunk may be shorter.
    """

    study: Study
    loaded: Loaded
    columns: tuple[Factor, ...]
    groups: tuple[str, ...]
    held: Mapping[str, float]
    priors: Mapping[str, Prior]
    pairs: tuple[Pair, ...]
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
        return THEORY in self.factors

    def draws_of(self, number: int) -> range:
        """The draws of a chunk, numbered from 0.

        Raises
        ------
        IndexError
            Where there is no such chunk.
        """
        if not 0 <= number < self.chunks:
            raise IndexError(f"there is no chunk {number}; there are {self.chunks}, from 0")
        return range(number * self.chunk, min((number + 1) * self.chunk, self.draws))


def planned(study: str | Path | Written | Study, loaded: Loaded | None = None) -> Plan:
    """A plan from a study file, a packaged study by name, or a study that was read or made.

    Parameters
    ----------
    study
        What to plan.
    loaded
        A case in place of the one that the study names, such as one with edited guarantees.

    Raises
    ------
    InputError
        For every name that stands for nothing, and all that cannot be done.
    UnknownName
        Where there is no such study.

    Examples
    --------
    >>> plan = planned("which-assumption")
    >>> plan.theories, plan.metrics[-1]
    (('drawn',), 'base_rate_met')
    """
    written, gathered = written_of(study), Gathering()
    loaded = loaded or gathered.of(looking.case, written)
    wanted = gathered.of(_guarantees, written, loaded)
    played_kept = gathered.of(variants, written, loaded, wanted)
    theories_games = gathered.of(looking.theories, written)
    priors = gathered.of(looking.priors, written)
    metrics = gathered.of(_metrics, written)
    gathered.of(powers_of_two, written)
    selected = gathered.of(_selected, written, loaded, played_kept, priors, theories_games)
    together = gathered.of(_pairs, written, selected)
    size = gathered.of(_size, written, selected, theories_games)
    gathered.told()
    (played, kept), (theories, games) = played_kept, theories_games
    (drawn, held), (draws, chunk) = selected, size
    is_drawn = _is_drawn(drawn)
    return Plan(
        study=written.study,
        loaded=loaded,
        columns=drawn,
        groups=_groups(drawn),
        held=held,
        priors=_fixed(priors, drawn),
        pairs=together,
        played=played,
        variants=kept,
        games=games,
        stages=theories,
        theories=(DRAWN,) if is_drawn else theories,
        metrics=(*(name for name in metrics if name != MET), MET),
        draws=draws,
        chunk=chunk,
    )


def _guarantees(written: Written, loaded: Loaded) -> tuple[str, ...]:
    return looking.chosen(written, "guarantees", list(loaded.guarantees), "guarantee")


def _metrics(written: Written) -> tuple[str, ...]:
    return looking.chosen(written, "metrics", names(written.study.model), "metric")


def _selected(
    written: Written, loaded: Loaded, played: Played, priors: Mapping[str, Prior], named: Named
) -> Selected:
    return drawn_and_held(written, loaded, played[0], priors, named[0])


def _pairs(written: Written, selected: Selected) -> tuple[Pair, ...]:
    return pairs(written, selected[0])


def _size(written: Written, selected: Selected, named: Named) -> tuple[int, int]:
    drawn = selected[0]
    return sized(written, drawn, _groups(drawn), len(named[0]) if _is_drawn(drawn) else 1)


def _is_drawn(drawn: Sequence[Factor]) -> bool:
    """Whether the theory is a factor."""
    return any(one.name == THEORY for one in drawn)


def _groups(drawn: Sequence[Factor]) -> tuple[str, ...]:
    """The group of each factor that is drawn."""
    return tuple(EVERYTHING_ELSE if one.other else one.name for one in drawn)


def _fixed(priors: Mapping[str, Prior], drawn: Sequence[Factor]) -> dict[str, Prior]:
    """Priors with what is not drawn held at its median."""
    names = {one.name for one in drawn}
    return {name: one if name in names else _held(one) for name, one in priors.items()}


def _held(prior: Prior) -> Prior:
    """A prior's median for certain."""
    middle = float(prior.quantile(np.array([0.5]))[0])
    return Prior("fixed", (middle,), prior.deters, prior.source, f"the median of {prior}")


def inputs_digest(plan: Plan) -> str:
    """SHA-256 over everything but the code that goes into a plan's numbers.

    Two plans with the same digest, evaluated by the same code, give the same numbers.
    """
    priors = {name: [one.shape, *one.parameters] for name, one in plan.priors.items()}
    record = {
        "study": plan.study.model_dump(mode="json"),
        "case": dict(plan.loaded.raw),
        "priors": priors,
        "factors": [[one.name, one.kind, one.readings] for one in plan.columns],
        "groups": plan.groups,
        "held": dict(plan.held),
        "variants": plan.variants,
        "theories": plan.stages,
        "games": dict(plan.games),
        "metrics": plan.metrics,
        "size": [plan.draws, plan.chunk],
    }
    text = json.dumps(record, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
