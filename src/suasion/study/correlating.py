"""The correlations of a study file, checked: known, possible together, and fit for the design."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from suasion.describe.gathering import each
from suasion.errors import InputError
from suasion.study.designs import copula
from suasion.study.designs.copula import Pair
from suasion.study.designs.kinds import LatinHypercube, Sobol
from suasion.study.factors import THEORY, Factor
from suasion.study.file import Written
from suasion.study.looking import spelled, unknown

FIELD = "correlations"


def pairs(written: Written, drawn: Sequence[Factor]) -> tuple[Pair, ...]:
    """The pairs of factors that go together.

    Raises
    ------
    InputError
        Where a name is not drawn, a pair is given twice, the pairs cannot hold together, or the
        design rests on independent factors.
    """
    stated = written.study.correlations
    if stated and not isinstance(written.study.design, LatinHypercube | Sobol):
        message = f"a {written.study.design.kind} design rests on independent factors"
        raise written.wrong((FIELD,), message, "Use latin-hypercube or sobol, or remove them")
    names = [one.name for one in drawn if one.name != THEORY]
    found = each(partial(_pair, written, at, names) for at in range(len(stated)))
    each(partial(_once, written, at, found) for at in range(len(found)))
    if found and not copula.fits(copula.matrix(found)):
        raise _impossible(written, found)
    return tuple(found)


def _pair(written: Written, at: int, names: Sequence[str]) -> Pair:
    """The pair that a correlation of the file is of."""
    first, second = each(partial(_name, written, at, side, names) for side in (0, 1))
    if first == second:
        raise _remove(written, at, "goes with itself", first)
    return Pair(first, second, written.study.correlations[at].rank)


def _once(written: Written, at: int, found: Sequence[Pair]) -> None:
    """Refuse a pair that stands before already."""
    pair = found[at]
    if any({pair.first, pair.second} == {one.first, one.second} for one in found[:at]):
        raise _remove(written, at, "is given twice", pair.first)


def _remove(written: Written, at: int, message: str, first: str) -> InputError:
    return written.wrong((FIELD, at, "factors"), f"the pair {message}", "Remove it", first)


def _name(written: Written, at: int, side: int, names: Sequence[str]) -> str:
    """The factor on one side of a pair."""
    name = written.study.correlations[at].factors[side]
    found = spelled(name, names)
    place = (FIELD, at, "factors", side)
    if name == THEORY:
        remedy = "Name two factors that are numbers or facts"
        raise written.wrong(place, "theories are drawn alike in all draws", remedy, THEORY)
    if len(found) != 1:
        raise unknown(written, place, "drawn factor", name, found or names)
    return found[0]


def _impossible(written: Written, found: Sequence[Pair]) -> InputError:
    """The error for correlations that cannot hold together, with the nearest that can."""
    names = copula.members(found)
    near = copula.rank_of(copula.nearest(copula.matrix(found)))
    places = [(names.index(pair.first), names.index(pair.second)) for pair in found]
    said = [
        f"{pair.first} with {pair.second} {near[place]:.2f}"
        for pair, place in zip(found, places, strict=True)
    ]
    message = "these correlations cannot all hold together (their matrix is not positive definite)"
    remedy = (
        f"The nearest that can: {'; '.join(said)}. A pair that is not stated counts as 0; state it "
        "where that is not meant"
    )
    return written.wrong((FIELD,), message, remedy)
