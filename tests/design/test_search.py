"""The search on a toy whose front is known by playing all of it."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.design.toy import SPACE, Toy

from suasion.design.score import Score, spread, undominated
from suasion.design.search import Effort, Memory, searched, steps
from suasion.design.space import Choice, Space


def test_what_is_undominated_agrees_with_the_definition() -> None:
    rows = np.random.default_rng(3).integers(0, 5, (60, 3)).tolist()

    def dominated(one: list[int]) -> bool:
        pairs = [list(zip(other, one, strict=True)) for other in rows]
        return any(all(a <= b for a, b in p) and any(a < b for a, b in p) for p in pairs)

    found = undominated(rows)
    assert {tuple(rows[at]) for at in found} == {tuple(r) for r in rows if not dominated(r)}
    assert len({tuple(rows[at]) for at in found}) == len(found)


def test_a_space_that_is_small_enough_is_played_whole() -> None:
    small = Space({**SPACE.domains, "aid": (0, 5), "troops": (0,)}, {})
    memory = searched(small, Toy(), Effort(100))
    assert len(memory.played) == small.size == 24
    assert memory.asked == 24


def whole() -> Memory[Score]:
    return searched(SPACE, Toy(), Effort(SPACE.size))


def test_the_search_comes_near_the_front_of_the_whole_space() -> None:
    exact = whole()
    found = searched(SPACE, Toy(), Effort(500, 1))
    assert len(found.played) == 500 < SPACE.size
    best = np.array([exact.played[key][1].objectives for key in exact.front()])
    near = np.array([found.played[key][1].objectives for key in found.front()])
    # How much worse the nearest found design is, in the objective in which it is worst.
    gap = (near[None] - best[:, None]) / (best.max(0) - best.min(0))
    assert np.median(gap.max(axis=2).min(axis=1)) < 0.02
    assert gap.max(axis=2).min(axis=1).max() < 0.15


PLANTED = {"form": "pact", "backing": "some", "veto": False, "aid": 7, "troops": 4}


class Planted(Toy):
    """One design is best; others are the worse the farther they are from it."""

    def worth(self, choice: Choice) -> tuple[float, float, float]:
        words = sum(choice[name] != PLANTED[name] for name in ("form", "backing", "veto"))
        numbers = sum(abs(float(choice[name]) - float(PLANTED[name])) for name in ("aid", "troops"))
        return 1.0, 1 - 0.1 * words - 0.02 * numbers, 0.5


def test_the_planted_best_is_found() -> None:
    found = searched(SPACE, Planted(), Effort(250, 1))
    assert [found.played[key][0] for key in found.front()] == [PLANTED]


def test_a_variable_that_only_harms_is_never_on_the_front() -> None:
    found = searched(SPACE, Toy(), Effort(200, 1))
    assert not any(found.played[key][0]["veto"] for key in found.front())


def test_the_same_seed_gives_the_same_designs_and_another_seed_others() -> None:
    one, same, other = (searched(SPACE, Toy(), Effort(120, seed)) for seed in (5, 5, 6))
    assert list(one.played) == list(same.played)
    assert one.front() == same.front()
    assert set(one.played) != set(other.played)


def test_no_design_that_breaks_a_limit_is_played() -> None:
    toy = Toy({"most_usd_billion_per_year": 6.0, "least_entry": 0.5})
    memory = searched(SPACE, toy, Effort(100, 1))
    assert memory.broken
    assert memory.played
    for choice, score in memory.played.values():
        assert score.cost <= 6.0 + 1e-9
        assert score.acceptability >= 0.5 - 1e-9
        assert not toy.violations(choice)
    assert sum(memory.rejected().values()) < len(memory.broken)


class Counting(Toy):
    asked: list[Choice] = []

    def scores(self, choices: Sequence[Choice]) -> list[Score]:
        self.asked.extend(choices)
        return super().scores(choices)


def test_a_design_is_played_once() -> None:
    Counting.asked.clear()
    memory = searched(SPACE, Counting(), Effort(200, 1))
    keys = [Toy().key(choice) for choice in Counting.asked]
    assert len(keys) == len(set(keys)) == len(memory.played) == 200
    assert memory.asked > 200


def test_the_search_begins_where_it_is_told() -> None:
    begin = {"form": "pact", "backing": "none", "veto": True, "aid": 7, "troops": 3}
    memory = searched(SPACE, Toy(), Effort(1, 1, [begin]))
    assert [choice for choice, _ in memory.played.values()] == [begin]


def test_a_space_without_one_allowed_design_ends() -> None:
    toy = Toy({"least_entry": 2.0})
    memory = searched(SPACE, toy, Effort(20, 1))
    assert not memory.played
    assert memory.front() == []
    assert len(memory.broken) > 20


def test_progress_ends_at_its_goal() -> None:
    told: list[tuple[int, int]] = []
    searched(SPACE, Toy(), Effort(120, 1, report=lambda done, total: told.append((done, total))))
    assert told[-1] == (120, 120)
    assert told == sorted(told)


def test_steps_change_one_variable() -> None:
    start = {"form": "pact", "backing": "none", "veto": False, "aid": 0, "troops": 5}
    found = steps(SPACE, start)
    assert len(found) == 2 + 1 + 1 + 2 + 4
    assert all(sum(one[name] != start[name] for name in start) == 1 for one in found)


@pytest.mark.parametrize("most", [1, 3, 5])
def test_what_lies_apart_has_the_extremes(most: int) -> None:
    rows = np.random.default_rng(1).random((40, 3)).tolist()
    found = spread(rows, most)
    assert len(found) == len(set(found)) == most
    if most >= 3:
        assert {int(at) for at in np.argmin(rows, axis=0)} <= set(found)
