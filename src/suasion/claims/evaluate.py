"""All claims of a case judged together: what each wants is gathered, played once, and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from suasion.claims.against_record import held
from suasion.claims.circularity import Circle, circle, kinds
from suasion.claims.conditions import conditions
from suasion.claims.file import Claim
from suasion.claims.futures import Futures, Play, Size, moved, play
from suasion.claims.loading import Debate
from suasion.claims.measured import Equivalence, Variant
from suasion.claims.metrics import WORDS
from suasion.claims.outcome import (
    REST,
    Joined,
    Outcome,
    coalitions,
    defined,
    joined,
    outcome,
    variants,
)
from suasion.claims.parts import LargestContribution
from suasion.claims.premises import found
from suasion.claims.rule import LINES, Graded, Word, of_facts
from suasion.claims.setups import HEADLINE, VIEWS, Setup, turned
from suasion.claims.testing import NotTestable, Played
from suasion.claims.variants import described, label
from suasion.claims.verdict import Verdict, graded, in_futures, near, other_lines, share_of
from suasion.claims.years import Years, YearsSize
from suasion.mechanism.prior import Array
from suasion.uncertainty.sample import Sample

Progress = Callable[[str, int, int], None]
"""Told what is being done, steps done and steps in all."""
MODELS = {
    "comparison": "the short model of the years, as `suasion compare` plays it",
    "years": "the full model of the years, without beliefs",
}


@dataclass(frozen=True)
class Asked:
    """How claims are to be judged.

    Parameters
    ----------
    size
        Of the short model.
    years
        Of the full model.
    """

    size: Size
    years: YearsSize


@dataclass(frozen=True)
class Bench:
    """What claims are judged on."""

    debate: Debate
    asked: Asked
    futures: Futures
    years: Years


def verdicts(
    debate: Debate, asked: Asked, progress: Progress = lambda what, done, total: None
) -> dict[str, Verdict]:
    """A verdict for every claim, by identifier.

    Parameters
    ----------
    debate
        A case with its claims.
    asked
        Theories, draws, seed and horizon.
    progress
        Told what is being done.
    """
    bench = _bench(debate, asked)
    tests = {key: one.test for key, one in debate.claims.items() if isinstance(one.test, Played)}
    short = [test for test in tests.values() if test.model == "comparison"]
    _play(bench, (one for test in short for one in _first(bench, test)), "Futures", progress)
    views = (HEADLINE, *VIEWS.values())
    _years(bench, tests, dict.fromkeys(tests, views), progress)
    shares = {key: share_of(_outcome(bench, test, HEADLINE)) for key, test in tests.items()}
    setups = {key: _setups(debate.claims[key], test, shares[key]) for key, test in tests.items()}
    wanted = [
        one
        for key, test in tests.items()
        if test.model == "comparison"
        for setup in setups[key]
        for one in _plays(bench, test, setup)
    ]
    _play(bench, wanted, "Priors turned", progress)
    _years(bench, tests, setups, progress)
    judged = {}
    for number, (key, claim) in enumerate(debate.claims.items()):
        progress("Reading", number, len(debate.claims))
        judged[key] = _verdict(bench, claim, setups.get(key, ()))
    return judged


def _bench(debate: Debate, asked: Asked) -> Bench:
    tests = [one.test for one in debate.claims.values() if isinstance(one.test, Played)]
    every = [one for test in tests for one in variants(test)]
    guarantees = {label(one): described(one, debate.loaded) for one in every}
    futures = Futures(debate.loaded, guarantees, asked.size)
    return Bench(debate, asked, futures, Years(debate.loaded, guarantees, asked.years))


def _first(bench: Bench, test: Played) -> list[Play]:
    """What a test wants under the headline's priors and the views'."""
    return [one for setup in (HEADLINE, *VIEWS.values()) for one in _plays(bench, test, setup)]


def _plays(bench: Bench, test: Played, setup: Setup) -> list[Play]:
    return [
        Play(label(one), setup, some) for one in variants(test) for some in _joined(bench, test)
    ]


def _joined(bench: Bench, test: Played) -> list[Joined]:
    """The coalitions of mechanisms that a test plays; None is all of them."""
    if isinstance(test, LargestContribution):
        every = moved(bench.futures, label(test.of))
        named = {name for names in test.parts.values() for name in names}
        players = {**test.parts, REST: [name for name in every if name not in named]}
        return [joined(players, some) for some in coalitions(list(players))]
    part = getattr(test, "part", None)
    return [None] if part is None else [None, frozenset(), frozenset(part)]


def _play(bench: Bench, wanted: Iterable[Play], what: str, progress: Progress) -> None:
    plays = list(wanted)
    if plays:
        play(bench.futures, plays, partial(progress, what))


def _years(
    bench: Bench,
    tests: Mapping[str, Played],
    setups: Mapping[str, tuple[Setup, ...]],
    progress: Progress,
) -> None:
    """Play what claims want of the full model, each under its setups."""
    wanted = [
        (one, setups[key])
        for key, test in tests.items()
        if test.model == "years" and setups[key]
        for one in variants(test)
    ]
    for number, (one, some) in enumerate(wanted):
        progress("The full model", number, len(wanted))
        bench.years.play(label(one), one, some)


def _setups(claim: Claim, test: Played, share: float) -> tuple[Setup, ...]:
    """The turned priors that a claim is put to."""
    if not claim.mechanisms:
        return ()
    return tuple(turned(kind, claim.mechanisms) for kind in kinds(test, share))


def _outcome(bench: Bench, test: Played, setup: Setup) -> Outcome:
    """What a test found under a setup, in the theories that it is limited to."""
    found = outcome(test, partial(_metric, bench, test, setup), partial(_moved, bench))
    rows = [at for at, name in enumerate(_theories(bench, test)) if name in _limited(bench, test)]
    return replace(
        found,
        effect=found.effect[rows],
        holds=found.holds[rows],
        reversed=found.reversed[rows],
        gap=found.gap[rows],
    )


def _moved(bench: Bench, one: Variant) -> list[str]:
    return moved(bench.futures, label(one))


def _theories(bench: Bench, test: Played) -> tuple[str, ...]:
    years = test.model == "years"
    return bench.asked.years.theories if years else bench.asked.size.theories


def _limited(bench: Bench, test: Played) -> tuple[str, ...]:
    """The theories that a test is limited to, of those that are played; all where none is left."""
    every = _theories(bench, test)
    wanted = tuple(name for name in every if test.theories is None or name in test.theories)
    return wanted or every


def _metric(bench: Bench, test: Played, setup: Setup, one: Variant, some: Joined) -> Array:
    """A metric in every future, shape (theory, draw)."""
    if test.model == "years":
        return bench.years.metric(label(one), setup, test.metric, test.year)
    found = bench.futures[Play(label(one), setup, some)]
    if test.metric == "through_year":
        return np.asarray(found.survival[:, (test.year or 1) - 1], dtype=float)
    values: Array = np.asarray(getattr(found, test.metric.value), dtype=float)
    return np.broadcast_to(values, found.through_horizon.shape)


def _verdict(bench: Bench, claim: Claim, setups: tuple[Setup, ...]) -> Verdict:
    premises, record = found(claim, bench.debate.loaded), held(claim.record)
    if not isinstance(claim.test, Played):
        word = _untested(claim) if isinstance(claim.test, NotTestable) else of_facts(premises)
        return Verdict(claim, premises, record, None, None, None, word, {}, near=False)
    test, result = claim.test, _outcome(bench, claim.test, HEADLINE)
    if not defined(result).any():
        word = Graded(Word.NOT_TESTABLE, ("no theory has this metric for these guarantees",))
        return Verdict(claim, premises, record, None, None, None, word, {}, near=False)
    views = {name: share_of(_outcome(bench, test, setup)) for name, setup in VIEWS.items()}
    numbers = in_futures(
        result,
        _limited(bench, test),
        views,
        model=MODELS[test.model],
        metric=WORDS[test.metric].format(year=test.year),
        variants=tuple(label(one) for one in variants(test)),
        margin=test.margin if isinstance(test, Equivalence) else None,
    )
    return Verdict(
        claim,
        premises,
        record,
        numbers,
        _circle(bench, claim, test, numbers.share, setups),
        conditions(
            result,
            _sample(bench, test),
            [bench.futures.guarantees[label(one)] for one in variants(test)],
            entry=test.metric.startswith("unconditional") or test.metric == "entry",
        ),
        graded(numbers, premises, record, LINES),
        other_lines(numbers, premises, record),
        near=near(numbers),
    )


def _untested(claim: Claim) -> Graded:
    test = claim.test
    why = f"{test.kind}: {test.reason}" if isinstance(test, NotTestable) else ""
    return Graded(Word.NOT_TESTABLE, (why,))


def _sample(bench: Bench, test: Played) -> Sample:
    return bench.years.sample(HEADLINE) if test.model == "years" else bench.futures.sample(HEADLINE)


def _circle(
    bench: Bench, claim: Claim, test: Played, share: float, setups: tuple[Setup, ...]
) -> Circle:
    shares = {str(one.kind): share_of(_outcome(bench, test, one)) for one in setups}
    named = [label(one) for one in variants(test)]
    changed = moved(bench.futures, *named)
    return circle(share, shares, claim.mechanisms, changed)
