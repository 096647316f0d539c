"""The graded word of a verdict, by a written rule: docs/theories/claims.md.

A word is a function of numbers that the verdict shows: shares of futures, by theory and by view,
the premises' states and the record's direction. It says how far a claim stands under stated
assumptions, and nothing of who made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from suasion.claims.premises import Found, Status


class Word(StrEnum):
    """Grades, the best first; the last is not on the scale."""

    SUPPORTED = "supported"
    MOSTLY = "mostly"
    CONTESTED = "contested"
    MOSTLY_NOT = "mostly not"
    NOT = "not"
    NOT_TESTABLE = "not testable"


SCALE = (Word.NOT, Word.MOSTLY_NOT, Word.CONTESTED, Word.MOSTLY, Word.SUPPORTED)


@dataclass(frozen=True)
class Lines:
    """Where the rule draws its lines; all are judgements.

    Parameters
    ----------
    nearly_all
        Share of futures from which a claim may be `supported`; up to one minus it, `not`.
    most
        Share from which it is at least `mostly`; up to one minus it, at most `mostly not`.
    theory
        Share of a theory's futures from which the theory is for the claim; up to one minus it,
        against.
    """

    nearly_all: float = 0.9
    most: float = 2 / 3
    theory: float = 0.6


LINES = Lines()
STRICT, LENIENT = Lines(0.95, 0.75, 0.7), Lines(0.8, 0.6, 0.55)
"""Other lines under which the word is given beside."""


@dataclass(frozen=True)
class Graded:
    """A word with the steps that led to it."""

    word: Word
    steps: tuple[str, ...]


def side(share: float, lines: Lines = LINES) -> int:
    """1 where a claim holds in most futures, -1 where it fails in most, 0 between.

    Examples
    --------
    >>> side(0.7), side(0.5), side(0.2)
    (1, 0, -1)
    """
    return int(share >= lines.most) - int(share <= 1 - lines.most)


def of_theories(shares: Mapping[str, float], lines: Lines = LINES) -> dict[str, list[str]]:
    """Theories for the claim, against it, and divided.

    Examples
    --------
    >>> of_theories({"a": 0.9, "b": 0.5, "c": 0.1})
    {'for': ['a'], 'against': ['c'], 'divided': ['b']}
    """
    found: dict[str, list[str]] = {"for": [], "against": [], "divided": []}
    for theory, share in shares.items():
        stands = "for" if share >= lines.theory else "divided"
        found["against" if share <= 1 - lines.theory else stands].append(theory)
    return found


def of_futures(
    share: float,
    theories: Mapping[str, float],
    views: Mapping[str, float],
    lines: Lines = LINES,
) -> Graded:
    """The word of the futures alone.

    Parameters
    ----------
    share
        Share of all futures in which the claim holds.
    theories
        The same by theory.
    views
        The same under a sceptic's and an optimist's priors.
    """
    whither = side(share, lines)
    if whither == 0:
        return Graded(Word.CONTESTED, (f"holds in {100 * share:.0f} % of futures",))
    grade = Word.MOSTLY if whither > 0 else Word.MOSTLY_NOT
    reach = share if whither > 0 else 1 - share
    doubts = _doubts(whither, theories, views, lines)
    steps = (f"holds in {100 * share:.0f} % of futures", *doubts)
    if reach < lines.nearly_all or doubts:
        return Graded(grade, steps)
    return Graded(Word.SUPPORTED if whither > 0 else Word.NOT, steps)


def _doubts(
    whither: int, theories: Mapping[str, float], views: Mapping[str, float], lines: Lines
) -> list[str]:
    """What keeps a word from the end of the scale: a theory or a view on the other side."""
    stand = of_theories(theories, lines)
    other = stand["against" if whither > 0 else "for"]
    doubts = [f"{', '.join(other)} on the other side"] if other else []
    for view, share in views.items():
        if (share - 0.5) * whither < 0:
            doubts.append(f"on the other side for the {view}")
    return doubts


def of_facts(premises: Sequence[Found]) -> Graded:
    """The word of a claim that is nothing but its premises."""
    needed = [one for one in premises if one.premise.needed]
    states = [one.status for one in needed]
    count = {status: states.count(status) for status in Status}
    steps = (_counted(count),)
    if count[Status.CONTRADICTED]:
        every = count[Status.CONTRADICTED] == len(states)
        return Graded(Word.NOT if every else Word.MOSTLY_NOT, steps)
    if count[Status.UNKNOWN]:
        nothing = not count[Status.HOLDS] and not count[Status.CONTESTED]
        return Graded(Word.NOT_TESTABLE if nothing else Word.CONTESTED, steps)
    if count[Status.CONTESTED]:
        most = count[Status.HOLDS] > count[Status.CONTESTED]
        return Graded(Word.MOSTLY if most else Word.CONTESTED, steps)
    if all(one.firm for one in needed):
        return Graded(Word.SUPPORTED, steps)
    weak = "a premise rests on a judgement, an unopened source or the claim's own"
    return Graded(Word.MOSTLY, (*steps, weak))


def _counted(count: Mapping[Status, int]) -> str:
    told = [f"{number} {status}" for status, number in count.items() if number]
    return f"premises: {', '.join(told)}"


def with_premises(graded: Graded, premises: Sequence[Found]) -> Graded:
    """The word of the futures, capped by the premises that the claim needs."""
    states = {one.status for one in premises if one.premise.needed}
    if Status.CONTRADICTED in states:
        return _capped(graded, Word.MOSTLY_NOT, "a premise is contradicted by the facts")
    if states & {Status.CONTESTED, Status.UNKNOWN}:
        return _capped(graded, Word.MOSTLY, "a premise is contested or unknown")
    return graded


def _capped(graded: Graded, most: Word, why: str) -> Graded:
    if SCALE.index(graded.word) <= SCALE.index(most):
        return Graded(graded.word, (*graded.steps, why))
    return Graded(most, (*graded.steps, f"{why}: at most {most}"))


def with_record(graded: Graded, direction: int) -> Graded:
    """The word, one step nearer to contested where the record clearly points the other way.

    Parameters
    ----------
    direction
        1 where the record's intervals lie apart in the claim's direction, -1 the other way, 0
        where they overlap or there is nothing to compare.
    """
    at = SCALE.index(graded.word)
    middle = SCALE.index(Word.CONTESTED)
    if direction == 0 or (at - middle) * direction >= 0:
        return graded
    nearer = SCALE[at - 1 if at > middle else at + 1]
    why = "the record clearly points the other way: one step nearer to contested"
    return Graded(nearer, (*graded.steps, why))
