"""Fresh draws undo the winner's curse; limits hold in every sample."""

import numpy as np
from tests.design.toy import SPACE, Toy

from suasion.design.choosing import chosen, layers
from suasion.design.search import Effort, searched
from suasion.design.space import Space

FLAT = Space({name: SPACE.domains[name] for name in SPACE.domains}, {})


class Noise(Toy):
    """Every design costs the same and is accepted alike; all that differs is noise."""

    def worth(self, choice: dict) -> tuple[float, float, float]:
        return 1.0, 0.5, 0.5


def test_a_design_that_won_by_noise_does_not_stay_better() -> None:
    # The mean of 400 draws of noise 2 has a standard error of 0.1: the best of 150 looks 0.2 to 0.3
    # better than the truth, which is 0.5 for all.
    noise = [Noise(noise=2.0, seed=seed) for seed in range(3)]
    memory = searched(FLAT, noise[0], Effort(150, 1))
    front = chosen(memory, noise[1], noise[2])
    assert front.search_loss > 0.15
    shown = [one.shown.robustness for one in front.designs]
    assert abs(np.mean(shown) - 0.5) < 0.25
    losses = [one.loss for one in front.designs]
    assert all(
        np.isclose(one.searched.robustness - one.shown.robustness, loss)
        for one, loss in zip(front.designs, losses, strict=True)
    )


def test_over_many_searches_what_is_shown_is_the_truth() -> None:
    """What is shown has chosen nothing, so its mean error is that of chance: 0.1 / sqrt(20)."""
    shown, sought = [], []
    for seed in range(20):
        noise = [Noise(noise=2.0, seed=3 * seed + at) for at in range(3)]
        memory = searched(FLAT, noise[0], Effort(40, seed))
        front = chosen(memory, noise[1], noise[2])
        shown += [one.shown.robustness for one in front.designs]
        sought += [max(score.robustness for _, score in memory.played.values())]
    assert abs(np.mean(shown) - 0.5) < 0.07
    assert np.mean(sought) > 0.65


def test_without_noise_nothing_is_lost_or_dropped() -> None:
    memory = searched(SPACE, Toy(), Effort(120, 1))
    front = chosen(memory, Toy(), Toy())
    assert front.search_loss == front.choice_loss == 0.0
    assert front.dropped_dominated == front.dropped_limits == 0
    assert len(front.designs) >= min(front.found, 80)


def test_a_design_over_a_limit_on_fresh_draws_is_dropped() -> None:
    memory = searched(SPACE, Toy(), Effort(120, 1))
    strict = Toy({"most_usd_billion_per_year": 4.0})
    for second, third in ((strict, Toy()), (Toy(), strict)):
        front = chosen(memory, second, third)
        assert front.dropped_limits > 0
        assert front.designs
        assert all(one.shown.cost <= 4.0 for one in front.designs)


def test_no_dominated_design_is_left_in_the_sample_that_chooses() -> None:
    noise = [Toy(noise=0.5, seed=seed) for seed in range(3)]
    front = chosen(searched(SPACE, noise[0], Effort(120, 1)), noise[1], noise[2])
    rows = np.array([one.chosen.objectives for one in front.designs])
    for row in rows:
        assert not ((rows <= row).all(1) & (rows < row).any(1)).any()


def test_layers_begin_with_the_front() -> None:
    memory = searched(SPACE, Toy(), Effort(150, 1))
    first = memory.front()
    assert layers(memory, len(first) + 7)[: len(first)] == first
    assert len(layers(memory, len(first) + 7)) == len(first) + 7


def test_a_search_that_found_nothing_leaves_nothing() -> None:
    memory = searched(SPACE, Toy({"least_entry": 2.0}), Effort(20, 1))
    front = chosen(memory, Toy(), Toy())
    assert front.designs == ()
    assert front.found == 0
