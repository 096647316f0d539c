"""Stage games solved in a second, by theory, and against one exponential of as many numbers.

Each theory plays a batch of situations drawn from the priors, compiled, in 64 bit, on one core's
device. The ratio tells how many exponentials one opportunity costs, whatever the machine.
"""

import sys
import time
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from _record import row, save
from suasion.mechanism.assembly import base
from suasion.term.states import values
from suasion.theory.registry import stages
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample

DRAWS, STATES, TIMES = 1000, 24, 7


def best(kernel: Callable[[], jax.Array]) -> float:
    """Least wall time of a compiled call [s]."""
    kernel()
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        jax.block_until_ready(kernel())
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> int:
    """Measure, print, save."""
    print(__doc__.splitlines()[0])
    found: dict[str, float] = {}
    with in_double():
        numbers = values(jnp.asarray(np.repeat(base(Sample(DRAWS, 1).draw), STATES, axis=1)))
        wait = jnp.linspace(-1.0, 3.0, DRAWS * STATES)
        exponential = jax.jit(jnp.exp)
        unit = best(lambda: exponential(wait))
        found["exponential_seconds"] = unit
        for stage in stages():
            play = jax.jit(stage.play)
            taken = best(lambda play=play: play(numbers, wait).outcomes)
            found[f"{stage.id}_per_second"] = DRAWS * STATES / taken
            found[f"{stage.id}_ratio"] = taken / unit
            row(stage.id, DRAWS * STATES / taken / 1e6, "million games/s")
            row(f"{stage.id}, ratio", taken / unit, "exponentials a game")
    save("kernels", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
