"""Work out once what is read in several places."""

from __future__ import annotations

from typing import TypeVar

import jax

Arrays = TypeVar("Arrays")


def once(wait: jax.Array, arrays: Arrays) -> Arrays:
    """The same arrays, each worked out once and kept; they must be as large as `wait`.

    The compiler takes sums and products for cheap and does them again in every place where their
    result is read, chains of a hundred of them too; a division it does once. So each array is
    divided by a one that the compiler cannot know to be one: it has nothing of `wait` added.
    Barriers do not serve, they are gone before operations are put together.
    """
    one = 1.0 + 0.0 * wait
    return jax.tree.map(lambda array: array / one, arrays)
