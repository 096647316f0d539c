"""Latin hypercube draws, one stream for each factor.

Every factor has its own stratified column, made from the seed and the factor's name. So the draws
of a factor are the same for every guarantee, theory and setting (common random numbers), and a
factor that is added or dropped leaves all others as they were. A column is one dimension of a Latin
hypercube, a random point in each of as many strata as there are draws, in random order.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from suasion.mechanism.prior import Array, Prior, View
from suasion.mechanism.priors import packaged

TILTED = ("mechanism:", "entry:")
"""What a sceptic and an optimist see differently: what guarantees do, not the world."""


@dataclass
class Sample:
    """Draws of every factor that was asked for.

    Parameters
    ----------
    draws
        Number of draws.
    seed
        Root seed.
    view
        Whose priors: the headline's, a sceptic's or an optimist's.
    priors
        By factor; the packaged ones.
    """

    draws: int
    seed: int
    view: View = "headline"
    priors: Mapping[str, Prior] = field(default_factory=packaged)
    columns: dict[str, Array] = field(default_factory=dict)
    values: dict[str, Array] = field(default_factory=dict)

    def column(self, factor: str) -> Array:
        """Uniform numbers of a factor, one in each of `draws` strata."""
        if factor not in self.columns:
            stream = np.random.default_rng([self.seed, zlib.crc32(factor.encode())])
            strata = stream.permutation(self.draws) + stream.random(self.draws)
            self.columns[factor] = strata / self.draws
        return self.columns[factor]

    def draw(self, factor: str) -> Array:
        """Values of a factor under its prior, one for each draw."""
        if factor not in self.values:
            prior = self.priors[factor]
            if prior.shape == "fixed":
                self.values[factor] = np.full(self.draws, prior.parameters[0])
                return self.values[factor]
            view = self.view if factor.startswith(TILTED) else "headline"
            self.values[factor] = prior.draw(self.column(factor), view)
        return self.values[factor]
