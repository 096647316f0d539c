"""What a study plays: each guarantee in each combination of the levers' settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from suasion.describe.guarantee import Guarantee
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded
from suasion.errors import InputError, UnknownName
from suasion.study.file import Scalar, Written


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
        Name of the case without a guarantee under the same settings of the world.
    """

    name: str
    guarantee: Guarantee
    without: str


Settings = tuple[tuple[str, Scalar], ...]


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


def variants(written: Written, loaded: Loaded, guarantees: Sequence[str]) -> dict[str, Variant]:
    """Every variant by name, those without a guarantee that others need at the end."""
    levers = _checked(written, loaded)
    baseline = loaded.case.baseline
    wanted = [(key, settings) for key in guarantees for settings in product(*_choices(levers, key))]
    pairs = [(label(key, one), key, one) for key, one in wanted]
    found = {name: Variant(name, _set(loaded, key, one), "") for name, key, one in pairs}
    return _with_baselines(found, loaded, baseline, pairs)


def _with_baselines(
    found: dict[str, Variant],
    loaded: Loaded,
    baseline: str,
    pairs: Sequence[tuple[str, str, Settings]],
) -> dict[str, Variant]:
    """Each variant told its case without a guarantee, and those cases added."""
    whole = {}
    for name, _, settings in pairs:
        world = tuple((lever, value) for lever, value in settings if ":" not in lever)
        without = label(baseline, world)
        whole[name] = Variant(name, found[name].guarantee, without)
        if without not in found:
            found[without] = Variant(without, _set(loaded, baseline, world), without)
    return whole | {name: one for name, one in found.items() if name not in whole}


def _choices(
    levers: Mapping[str, Sequence[Scalar]], guarantee: str
) -> Iterator[list[tuple[str, Scalar]]]:
    """The settings of each lever that is set for a guarantee."""
    for lever, values in levers.items():
        only, colon, _ = lever.rpartition(":")
        if not colon or only == guarantee:
            yield [(lever, value) for value in values]


def _set(loaded: Loaded, key: str, settings: Settings) -> Guarantee:
    """A guarantee with the settings made."""
    own = [f"{key}:{lever.rpartition(':')[2]}={_word(value)}" for lever, value in settings]
    return apply(loaded, own).guarantees[key]


def _checked(written: Written, loaded: Loaded) -> dict[str, list[Scalar]]:
    """The levers, each value tried once; a fault is told at its place in the study file."""
    for lever, values in written.study.levers.items():
        for at, value in enumerate(values):
            try:
                apply(loaded, [f"{lever}={_word(value)}"])
            except UnknownName as error:
                raise written.wrong(("levers", lever), str(error), "Correct the name") from None
            except InputError as error:
                first = error.problems[0]
                place = ("levers", lever, at)
                raise written.wrong(place, first.message, first.remedy, value) from None
    return dict(written.study.levers)
