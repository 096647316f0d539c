"""The futures of all claims of a case, played in one go: each variant once under every setup.

A setup's draws of all variants come from the same columns (common random numbers). The anchor is
solved for anew only where the setup changes what the case without a guarantee does. All plays of a
variant, those of coalitions of its mechanisms among them, are laid end to end, so that they share
blocks of draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from suasion.claims.setups import HEADLINE, Setup, sample_of, world_of
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded
from suasion.mechanism.assembly import Assembly, grouped
from suasion.mechanism.prior import Array
from suasion.term.anchor import Anchor
from suasion.term.inputs import Inputs
from suasion.uncertainty.ensemble import Prepared, World, one_ahead, prepare, world
from suasion.uncertainty.metrics import Metrics, measured
from suasion.uncertainty.playing import anchored_together, played_together, results
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.shapley import differing

Progress = Callable[[int, int], None]
FEW = 250
"""Draws of all setups but the headline's: shares, not distributions."""


class Play(NamedTuple):
    """One variant under one setup, with all its mechanisms or with some.

    Parameters
    ----------
    variant
        Its label.
    setup
        Whose priors.
    joined
        Mechanisms that do what they do under the variant, the others what they do without a
        guarantee; None for all.
    """

    variant: str
    setup: Setup = HEADLINE
    joined: frozenset[str] | None = None


@dataclass(frozen=True)
class Size:
    """How much is played.

    Parameters
    ----------
    theories
        Identifiers of stages.
    draws, seed
        Size and seed of the headline's sample.
    horizon
        Years reported.
    """

    theories: tuple[str, ...]
    draws: int = 500
    seed: int = 1
    horizon: int = 25

    @property
    def few(self) -> int:
        """Draws of the other setups."""
        return min(self.draws, FEW)


@dataclass
class Futures:
    """What was played, and what it rests on.

    Parameters
    ----------
    loaded
        The case as described: its baseline is the anchor.
    guarantees
        By label of a variant.
    size
        How much is played.
    """

    loaded: Loaded
    guarantees: Mapping[str, Guarantee]
    size: Size
    samples: dict[Setup, Sample] = field(default_factory=dict)
    anchors: dict[Setup, Mapping[str, Anchor]] = field(default_factory=dict)
    without: dict[Setup, Array] = field(default_factory=dict)
    bare: dict[Setup, Prepared] = field(default_factory=dict)
    worlds: dict[Setup, World] = field(default_factory=dict)
    assemblies: dict[str, Assembly] = field(default_factory=dict)
    found: dict[Play, Metrics] = field(default_factory=dict)

    def __getitem__(self, play: Play) -> Metrics:
        return self.found[play]

    @property
    def baseline(self) -> Guarantee:
        """The case without a guarantee, as described."""
        return self.loaded.guarantees[self.loaded.case.baseline]

    def sample(self, setup: Setup) -> Sample:
        """The draws of a setup."""
        if setup not in self.samples:
            draws = self.size.draws if setup == HEADLINE else self.size.few
            self.samples[setup] = sample_of(setup, draws, self.size.seed)
        return self.samples[setup]

    def made(self, variant: str, setup: Setup) -> tuple[Prepared, Inputs]:
        """A variant made ready under a setup."""
        case, sample, horizon = self.loaded.case, self.sample(setup), self.size.horizon
        if setup not in self.worlds:
            self.worlds[setup] = world(case, sample, horizon)
        return prepare(self.guarantees[variant], case, sample, horizon, self.worlds[setup])

    def without_any(self, setup: Setup) -> tuple[Prepared, Inputs]:
        """The case without a guarantee made ready under a setup."""
        return prepare(self.baseline, self.loaded.case, self.sample(setup), self.size.horizon)


def play(
    futures: Futures, wanted: Iterable[Play], progress: Progress = lambda done, total: None
) -> None:
    """Play what claims want, and keep the numbers in `futures`.

    Parameters
    ----------
    wanted
        What to play; each once.
    progress
        Called with steps done and steps in all.
    """
    plays = list(dict.fromkeys(wanted))
    by_variant: dict[str, list[Play]] = {}
    for one in plays:
        by_variant.setdefault(one.variant, []).append(one)
    total = len(by_variant) + 1
    _anchor(futures, list(dict.fromkeys(one.setup for one in plays)))
    progress(1, total)
    started = (_start(futures, some) for some in by_variant.values())
    for number, finish in enumerate(one_ahead(started)):
        finish()
        progress(number + 2, total)


def _anchor(futures: Futures, setups: Sequence[Setup]) -> None:
    """Anchors and survival without a guarantee, for every setup."""
    worlds = {}
    for setup in setups:
        futures.bare[setup] = futures.without_any(setup)[0]
        worlds[setup] = world_of(setup, futures.bare[setup].assembly.active)
    solved = _solved(futures, list(dict.fromkeys(worlds.values())))
    for setup, world_setup in worlds.items():
        futures.anchors[setup], futures.without[setup] = solved[world_setup]


def _solved(
    futures: Futures, setups: Sequence[Setup]
) -> dict[Setup, tuple[Mapping[str, Anchor], Array]]:
    """Anchor and survival of the case without a guarantee, all setups end to end."""
    size, inputs = futures.size, [futures.without_any(one)[1] for one in setups]
    met = [futures.sample(one).draw("anchor:recurrence_ten_years") for one in setups]
    anchors = anchored_together(inputs, met, size.theories, size.horizon)
    work = played_together(inputs, anchors, size.theories, size.horizon)
    by_theory = [results(work, theory) for theory in size.theories]
    return {
        setup: (anchors[at], np.stack([one[at].survival for one in by_theory]))
        for at, setup in enumerate(setups)
    }


def _start(futures: Futures, plays: Sequence[Play]) -> Callable[[], None]:
    """Plays of one variant begun; what is returned waits for them and keeps their numbers."""
    size = futures.size
    made = {setup: futures.made(plays[0].variant, setup) for setup in _setups(plays)}
    inputs = [_masked(futures, one, *made[one.setup]) for one in plays]
    anchors = [futures.anchors[one.setup] for one in plays]
    work = played_together(inputs, anchors, size.theories, size.horizon)

    def finish() -> None:
        by_theory = {theory: results(work, theory) for theory in size.theories}
        for at, one in enumerate(plays):
            alone = {theory: by_theory[theory][at] for theory in size.theories}
            without = futures.without[one.setup]
            futures.found[one] = measured(made[one.setup][0], alone, without)

    return finish


def _setups(plays: Sequence[Play]) -> list[Setup]:
    return list(dict.fromkeys(one.setup for one in plays))


def _masked(futures: Futures, one: Play, prepared: Prepared, inputs: Inputs) -> Inputs:
    """Inputs in which only some mechanisms have joined."""
    if one.joined is None:
        return inputs
    draws = inputs.base.shape[-1]
    bare = futures.bare[one.setup].assembly
    names = list(prepared.assembly.moves)
    keep = {name: np.array([float(name in one.joined)]) for name in names}
    absent = {name: 1 - weight for name, weight in keep.items()}
    moves = grouped(prepared.assembly, draws, keep) + grouped(bare, draws, absent)
    return inputs._replace(moves=moves)


def moved(futures: Futures, first: str, second: str | None = None) -> list[str]:
    """Mechanisms that do otherwise under one variant than under another, or the baseline."""
    return differing(_assembly(futures, first), _assembly(futures, second))


def _assembly(futures: Futures, variant: str | None) -> Assembly:
    """What every mechanism does in the headline's draws, under a variant or the baseline."""
    key = variant or ""
    if key not in futures.assemblies:
        made = futures.made(variant, HEADLINE) if variant else futures.without_any(HEADLINE)
        futures.assemblies[key] = made[0].assembly
    return futures.assemblies[key]
