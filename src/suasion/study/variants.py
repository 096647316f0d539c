"""What a study plays: each guarantee in each combination of the levers' settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from math import prod

from suasion.describe.gathering import each
from suasion.describe.guarantee import Guarantee
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded
from suasion.errors import InputError, UnknownName
from suasion.study.file import Scalar, Written
from suasion.study.looking import named

MOST_VARIANTS = 1000

Settings = tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True)
class Variant:
    """One guarantee under one combination of settings.

    Parameters
    ----------
    name
        `korean-model`, or `korean-model[duration.years=10]`.
    guarantee
        With the settings made.
    without
        Name of the case without a guarantee under the same settings of all candidates.
    """

    name: str
    guarantee: Guarantee
    without: str


def label(guarantee: str, settings: Settings) -> str:
    """A variant's name.

    Examples
    --------
    >>> label("korean-model", (("duration.years", 10), ("forces.size", 0)))
    'korean-model[duration.years=10,forces.size=0]'
    """
    said = ",".join(f"{lever}={_word(value)}" for lever, value in settings)
    return f"{guarantee}[{said}]" if said else guarantee


def _word(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def variants(
    written: Written, loaded: Loaded, guarantees: Sequence[str]
) -> tuple[dict[str, Variant], tuple[str, ...]]:
    """What is played by name, and the names of what is kept.

    Cases without a guarantee that are needed and not kept come last.

    Raises
    ------
    InputError
        For a lever or a value that a guarantee cannot have, or too many combinations.
    """
    _known(written, loaded, guarantees)
    levers = written.study.levers
    count = sum(prod(map(len, _choices(levers, key))) for key in guarantees)
    if count > MOST_VARIANTS:
        message = f"{count:,} variants; at most {MOST_VARIANTS:,} are played"
        raise written.wrong(("levers",), message, "Give fewer values or guarantees")
    try:
        return _set_all(written, loaded, guarantees)
    except InputError:
        each(
            partial(_tried, written, loaded, guarantees, lever, value)
            for lever, values in levers.items()
            for value in values
        )
        raise


def _set_all(
    written: Written, loaded: Loaded, guarantees: Sequence[str]
) -> tuple[dict[str, Variant], tuple[str, ...]]:
    """Every variant, and the names of those that are kept; the first fault is told."""
    levers, baseline = written.study.levers, loaded.case.baseline
    pairs = [(key, one) for key in guarantees for one in product(*_choices(levers, key))]
    played, needed = {}, {}
    for key, settings in pairs:
        shared = tuple(one for one in settings if ":" not in one[0])
        without = label(baseline, shared)
        name = label(key, settings)
        played[name] = Variant(name, _set(written, loaded, key, settings), without)
        needed[without] = shared
    kept = tuple(played)
    for name, shared in needed.items():
        if name not in played:
            played[name] = Variant(name, _set(written, loaded, baseline, shared), name)
    return played, kept


def _tried(
    written: Written, loaded: Loaded, guarantees: Sequence[str], lever: str, value: Scalar
) -> None:
    """Refuse a setting that one of the guarantees cannot have."""
    only, colon, _ = lever.rpartition(":")
    for key in guarantees:
        if not colon or only == key:
            _set(written, loaded, key, ((lever, value),))


def _choices(
    levers: Mapping[str, Sequence[Scalar]], guarantee: str
) -> Iterator[list[tuple[str, Scalar]]]:
    """The settings of each lever that is set for a guarantee."""
    for lever, values in levers.items():
        only, colon, _ = lever.rpartition(":")
        if not colon or only == guarantee:
            yield [(lever, value) for value in dict.fromkeys(values)]


def _known(written: Written, loaded: Loaded, guarantees: Sequence[str]) -> None:
    """Refuse a lever of a guarantee that does not exist, or is not in this study."""
    each(partial(_of_one, written, loaded, guarantees, lever) for lever in written.study.levers)


def _of_one(written: Written, loaded: Loaded, guarantees: Sequence[str], lever: str) -> None:
    only, colon, _ = lever.rpartition(":")
    if colon and only not in loaded.guarantees:
        error = UnknownName("guarantee", only, list(guarantees))
        raise named(written, ("levers", lever), error)
    if colon and only not in guarantees:
        message = f"{only} is not among the guarantees of this study"
        raise written.wrong(("levers", lever), message, "Add it to them, or remove the lever")


def _set(written: Written, loaded: Loaded, key: str, settings: Settings) -> Guarantee:
    """A guarantee with the settings made; a fault is told at its place in the study file."""
    only = replace(loaded, guarantees={key: loaded.guarantees[key]})
    for lever, value in settings:
        try:
            only = apply(only, [f"{key}:{lever.rpartition(':')[2]}={_word(value)}"])
        except InputError as error:
            first = error.problems[0]
            place = ("levers", lever, written.study.levers[lever].index(value))
            raise written.wrong(place, first.message, first.remedy, repr(value)) from None
    return only.guarantees[key]
