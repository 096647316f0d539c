"""Which of the factors that bear on a study are drawn, and which are held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from suasion.describe.gathering import each
from suasion.describe.loading import Loaded
from suasion.errors import InputError
from suasion.mechanism.prior import Prior
from suasion.study.bearing import bearing
from suasion.study.designs.kinds import Morris, Saltelli
from suasion.study.factors import THEORY, Factor, theory_factor
from suasion.study.file import Written
from suasion.study.looking import spelled, unknown
from suasion.study.variants import Variant

EVERYTHING_ELSE = "everything else"


def drawn_and_held(
    written: Written,
    loaded: Loaded,
    played: Mapping[str, Variant],
    priors: Mapping[str, Prior],
    theories: Sequence[str],
) -> tuple[tuple[Factor, ...], dict[str, float]]:
    """The factors that are drawn, named ones first, and the quantiles at which facts are held."""
    guarantees = [
        loaded.guarantees[loaded.case.baseline],
        *(one.guarantee for one in played.values()),
    ]
    known = bearing(loaded.case, guarantees, priors, written.study)
    each(
        partial(_bears, written, ("priors", name), name, known, priors)
        for name in written.study.priors
    )
    if written.study.theory == "drawn" and len(theories) > 1:
        known[THEORY] = theory_factor(theories)
    named = _named(written, known, priors)
    drawn = [known[name] for name in known if name in named]
    rest = [one for name, one in known.items() if name not in named]
    if written.study.others == "grouped":
        _can_be_grouped(written, rest)
        drawn += [replace(one, other=True) for one in rest]
        rest = []
    return tuple(drawn), {one.name: one.middle for one in rest if one.prior is None}


def _named(written: Written, known: Mapping[str, Factor], priors: Mapping[str, Prior]) -> set[str]:
    """Names of the factors that the file wants drawn."""
    wanted = written.study.factors
    if wanted == "all":
        return set(known)
    each(
        partial(_bears, written, ("factors", at), name, known, priors)
        for at, name in enumerate(wanted)
        if name != THEORY or name in known
    )
    return {THEORY, *(one for name in wanted for one in spelled(name, known))}


def _bears(
    written: Written,
    place: tuple[str | int, ...],
    name: str,
    known: Mapping[str, Factor],
    priors: Mapping[str, Prior],
) -> None:
    """Refuse a factor that does not exist, or bears on nothing that is played."""
    if spelled(name, known):
        return
    existing = spelled(name, priors)
    if not existing:
        raise unknown(written, place, "factor", name, [*known, *priors])
    if all(priors[one].shape == "fixed" for one in existing):
        if place[0] == "priors":
            return
        message, remedy = "has a fixed value", "Give it a prior under `priors`, or remove it"
    else:
        message, remedy = "bears on none of these guarantees", "Remove it, or add a guarantee"
    raise written.wrong(place, message, remedy, repr(name))


def _can_be_grouped(written: Written, rest: Sequence[Factor]) -> None:
    """Refuse a group where the design has none, or there is nothing to go into it."""
    if not isinstance(written.study.design, Saltelli | Morris):
        raise _fault(written, "only saltelli and morris designs have groups", "factors: all")
    if not rest:
        raise _fault(written, "no factor is left to go into the group", "others: held")


def _fault(written: Written, message: str, instead: str) -> InputError:
    return written.wrong(("others",), message, f"Write {instead}", "'grouped'")
