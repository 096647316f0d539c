"""Names of a study file looked up, with one error at the place of each that stands for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from suasion.describe.gathering import each
from suasion.describe.loading import Loaded, load_case
from suasion.describe.reading import Place
from suasion.errors import InputError, UnknownName
from suasion.mechanism.prior import Prior, from_mapping
from suasion.mechanism.priors import resting_on
from suasion.mechanism.situation import table
from suasion.study.factors import RECURRENCE
from suasion.study.file import OwnPrior, Written
from suasion.theory.registry import stage, stages, text_of

SHARE = (0.0, 1.0)
ENDS = np.array([0.0, 1.0])
ABOVE_ZERO = ("loguniform", "beta")


def unknown(
    written: Written, place: Place, kind: str, name: str, known: Sequence[str]
) -> InputError:
    """The error for a name that stands for nothing, with the nearest names that do."""
    return named(written, place, UnknownName(kind, name, list(dict.fromkeys(known))))


def named(written: Written, place: Place, error: UnknownName) -> InputError:
    """An unknown name told at its place in the study file."""
    said, _, hint = str(error).partition(". ")
    return written.wrong(place, said, hint)


def case(written: Written) -> Loaded:
    """The case: a folder beside the file, or a packaged one."""
    beside = written.folder / written.study.case
    try:
        return load_case(beside if beside.is_dir() else written.study.case)
    except UnknownName as error:
        raise named(written, ("case",), error) from None


def chosen(written: Written, field: str, known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The names in a field of the file, each one known; all of them for `all`."""
    wanted = getattr(written.study, field)
    if wanted == "all":
        return tuple(known)
    errors = [
        unknown(written, (field, at), kind, name, known)
        for at, name in enumerate(wanted)
        if name not in known
    ]
    if errors:
        raise InputError([problem for error in errors for problem in error.problems])
    return tuple(dict.fromkeys(wanted))


def theories(written: Written) -> tuple[tuple[str, ...], dict[str, str]]:
    """Identifiers of the theories, and the text of each that comes from a file."""
    wanted = written.study.theories
    names = [one.id for one in stages()] if wanted == "all" else wanted
    steps = (partial(_theory, written, at, name) for at, name in enumerate(names))
    found = tuple(dict.fromkeys(each(steps)))
    texts = {name: text_of(name) for name in found}
    return found, {name: text for name, text in texts.items() if text is not None}


def _theory(written: Written, at: int, name: str) -> str:
    """The identifier of a theory that is named, or is in a file beside the study."""
    place, path = ("theories", at), written.folder / name
    if name.endswith((".yaml", ".yml")) and not path.is_file():
        message = "there is no such file beside the study"
        raise written.wrong(place, message, "Correct the name, or name a theory", repr(name))
    try:
        return stage(str(path) if path.is_file() else name).id
    except UnknownName as error:
        raise named(written, place, error) from None


def priors(written: Written) -> dict[str, Prior]:
    """Priors by factor, the study's own in place of packaged ones."""
    packaged = dict(resting_on(written.study.basis))
    steps = (partial(_prior_of, written, name, packaged) for name in written.study.priors)
    return packaged | dict(each(steps))


def _prior_of(written: Written, name: str, packaged: Mapping[str, Prior]) -> tuple[str, Prior]:
    """The factor that a prior of the file is for, and the prior."""
    known = spelled(name, packaged)
    if len(known) != 1:
        raise unknown(written, ("priors", name), "factor", name, known or list(packaged))
    own = written.study.priors[name]
    return known[0], _own(written, name, known[0], own, packaged[known[0]])


def spelled(name: str, known: Mapping[str, object] | Sequence[str]) -> list[str]:
    """The factors that a name means: itself, or all strengths of a mechanism.

    Examples
    --------
    >>> spelled("mechanism:tripwire", ["mechanism:tripwire.cost", "mechanism:discord.decision"])
    ['mechanism:tripwire.cost']
    """
    return [name] if name in known else [one for one in known if one.startswith(f"{name}.")]


def _own(written: Written, name: str, factor: str, own: OwnPrior, packaged: Prior) -> Prior:
    """A prior of the file; refused where it is none, or reaches beyond what its number can be."""
    place = ("priors", name, own.shape)
    raw = own.model_dump(exclude_none=True) | {"deters": packaged.deters}
    try:
        found = from_mapping(raw)
    except ValueError as error:
        raise written.wrong(place, str(error), "Give the numbers in rising order") from None
    if own.shape in ABOVE_ZERO and min(found.parameters) <= 0:
        message = f"the numbers of {own.shape} are above 0"
        raise written.wrong(place, message, "Raise the lower one", str(found))
    ends, (low, high) = found.quantile(ENDS), limits(factor)
    if ends[0] < low or ends[-1] > high:
        message = (
            f"reaches from {ends[0]:g} to {ends[-1]:g}, and {factor} is within {low:g} and {high:g}"
        )
        raise written.wrong(place, message, "Keep the prior within them", str(found))
    return found


def limits(factor: str) -> tuple[float, float]:
    """Least and largest value that a factor can have.

    Examples
    --------
    >>> limits("entry:ratification"), limits("situation:win_alone")
    ((0.0, 1.0), (0.001, 0.999))
    """
    section, _, name = factor.partition(":")
    if section == "situation":
        return next((one.low, one.high) for one in table() if one.name == name)
    return SHARE if section == "entry" or factor == RECURRENCE else (-np.inf, np.inf)
