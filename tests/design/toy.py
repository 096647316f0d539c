"""A toy with a known front: cost, robustness and acceptability in closed form."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suasion.design.score import Score
from suasion.design.space import Choice, Space

WORDS = {"form": ("note", "pact", "treaty"), "backing": ("none", "some"), "veto": (False, True)}
NUMBERS = {"aid": tuple(range(11)), "troops": tuple(range(11))}
SPACE = Space({**WORDS, **NUMBERS}, {})
DRAWS = 400


def score_of(cost: float, robust: np.ndarray, accepted: float) -> Score:
    measures = {"most_usd_billion_per_year": cost, "least_entry": accepted}
    by_theory = {"one": float(robust.mean())}
    return Score(cost, (cost, cost), robust, by_theory, 0.0, accepted, {}, {}, measures)


@dataclass(frozen=True)
class Toy:
    """Aid and troops cost and help ever less; a treaty helps and is refused; a veto only harms."""

    bounds: Mapping[str, float] | None = None
    noise: float = 0.0
    seed: int = 0

    def key(self, choice: Choice) -> Hashable:
        return tuple(choice[name] for name in SPACE.domains)

    def worth(self, choice: Choice) -> tuple[float, float, float]:
        form = WORDS["form"].index(str(choice["form"]))
        backing = WORDS["backing"].index(str(choice["backing"]))
        aid, troops = float(choice["aid"]), float(choice["troops"])
        cost = aid + 0.5 * troops
        robust = 0.1 + 0.15 * form + 0.1 * backing + 0.06 * np.sqrt(aid) + 0.03 * np.sqrt(troops)
        accepted = 0.9 - 0.2 * form - 0.1 * backing - 0.02 * troops
        if choice["veto"]:
            cost, robust, accepted = cost + 1, robust - 0.05, accepted - 0.05
        return cost, robust, accepted

    def violations(self, choice: Choice) -> dict[str, float]:
        cost, _, accepted = self.worth(choice)
        found = {}
        for name, bound in (self.bounds or {}).items():
            over = cost - bound if name.startswith("most_") else bound - accepted
            if over > 1e-9:
                found[name] = over
        return found

    def scores(self, choices: Sequence[Choice]) -> list[Score]:
        return [self.score(choice) for choice in choices]

    def score(self, choice: Choice) -> Score:
        cost, robust, accepted = self.worth(choice)
        own = zlib.crc32(repr(self.key(choice)).encode())
        stream = np.random.default_rng([self.seed, own])
        drawn = robust + self.noise * stream.standard_normal(DRAWS)
        return score_of(cost, drawn if self.noise else np.full(DRAWS, robust), accepted)
