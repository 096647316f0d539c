"""The programs of a comparison, loaded while its modules are still being imported.

Light on purpose: neither theories nor descriptions are imported here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import LazyLoader, find_spec, module_from_spec

import jax
import numpy as np

from suasion.mechanism.situation import names
from suasion.term.inputs import FULL, GROUPS, LOOK_AHEAD_YEARS, NO_ZONE, Inputs
from suasion.theory.built_in import BUILT_IN
from suasion.uncertainty.blocks import CHUNK
from suasion.uncertainty.device import ready
from suasion.uncertainty.stored import load_ahead as load

ANCHOR, TIED = "suasion.term.anchor.anchor", "suasion.uncertainty.playing.tied"
"""The kernels by their full names."""
SIZES = (NO_ZONE, FULL)
"""What guarantees mostly need, in the order in which the programs are loaded."""


def load_ahead(theories: Sequence[str], horizon: int) -> None:
    """Begin to load the programs that a comparison under built-in theories is going to call.

    Parameters
    ----------
    theories
        Identifiers; all built-in theories where none is named, and files are passed over.
    """
    put_off("numpy.f2py")
    wanted = [name for name in BUILT_IN if name in (theories or BUILT_IN)]
    settings = [{"theory": theory, "horizon": horizon} for theory in wanted]
    arguments = shapes(horizon)
    load(
        [(ANCHOR, one, arguments) for one in settings]
        + [(TIED, {**one, "sizes": sizes}, arguments) for sizes in SIZES for one in settings]
    )


def put_off(name: str) -> None:
    """Import a submodule when it is first used: SciPy names all of NumPy's and uses few of them.

    Examples
    --------
    >>> put_off("numpy.f2py")
    """
    spec, (package, _, last) = find_spec(name), name.rpartition(".")
    if name in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    setattr(sys.modules[package], last, sys.modules[name])


def shapes(horizon: int) -> tuple[Inputs, jax.ShapeDtypeStruct]:
    """Shapes and types of a block's inputs, and of one number a draw."""
    block, years = CHUNK * ready(), horizon + LOOK_AHEAD_YEARS
    by_year = jax.ShapeDtypeStruct((years, block), np.float64)
    base = jax.ShapeDtypeStruct((len(names()), block), np.float64)
    moves = jax.ShapeDtypeStruct((GROUPS, *base.shape), np.float64)
    each = jax.ShapeDtypeStruct((block,), np.float64)
    return Inputs(base, moves, by_year, by_year, by_year), each
