"""The comparison from Python, in one call."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from suasion.describe.levers import apply
from suasion.describe.loading import Loaded, load_case
from suasion.uncertainty.comparison import compare as compare_loaded
from suasion.uncertainty.comparison import options_for
from suasion.uncertainty.dataset import to_dataset


def compare(
    case: Loaded | str = "ukraine-2025",
    guarantees: Sequence[str] = (),
    theories: Sequence[str] = (),
    settings: Sequence[str] = (),
    *,
    draws: int = 2000,
    seed: int = 1,
    horizon: int = 25,
) -> xr.Dataset:
    """Guarantees of a case compared, with labelled axes.

    Parameters
    ----------
    case
        A loaded case, or a packaged case's name or folder.
    guarantees, theories
        Identifiers; none means all.
    settings
        Changes as for `suasion compare --set`.
    draws, seed, horizon
        Size and seed of the ensemble, and years reported.

    Returns
    -------
    xarray.Dataset
        See `suasion.uncertainty.dataset.to_dataset`.

    Examples
    --------
    >>> found = compare(guarantees=["korean-model"], theories=["threshold"], draws=20)
    >>> found.survival.dims
    ('guarantee', 'theory', 'year', 'draw')
    """
    original = load_case(case) if isinstance(case, str) else case
    changed = apply(original, list(settings))
    asked = options_for(changed, guarantees, theories, draws=draws, seed=seed, horizon=horizon)
    return to_dataset(compare_loaded(changed, asked, original))
