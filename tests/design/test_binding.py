"""The limit that was planted binds, and the one that is far away does not."""

from collections.abc import Mapping

from tests.design.toy import SPACE, Toy

from suasion.design.binding import CONTROL, Relaxation, binds, relaxations
from suasion.design.choosing import chosen
from suasion.design.score import Score
from suasion.design.search import Effort, Judge, searched
from suasion.design.space import Space


def found(bounds: dict[str, float]) -> dict[str, Relaxation]:
    memory = searched(SPACE, Toy(bounds), Effort(SPACE.size))
    front = chosen(memory, Toy(bounds), Toy(bounds))

    def make(space: Space, looser: Mapping[str, float]) -> tuple[Judge[Score], Judge[Score]]:
        return Toy(looser), Toy(looser)

    rows = relaxations(SPACE, bounds, memory, front.designs, make)
    return {one.name: one for one in rows}


def test_a_limit_that_stops_better_designs_binds() -> None:
    """Of troops more than these give more robustness, but are refused."""
    rows = found({"least_entry": 0.5, "most_usd_billion_per_year": 100.0})
    control = rows[CONTROL]
    assert binds(rows["least_entry"], control)
    assert not binds(rows["most_usd_billion_per_year"], control)
    assert rows["most_usd_billion_per_year"].found == 0


def test_its_step_is_named() -> None:
    rows = found({"least_entry": 0.45})
    gain = rows["least_entry"].robustness
    assert gain is not None
    assert gain.variable in SPACE.domains
    assert gain.before != gain.after
    assert gain.sure > 0


def test_the_control_gains_nothing_where_the_whole_space_was_played() -> None:
    control = found({"least_entry": 0.5})[CONTROL]
    assert control.found == 0
    assert control.robustness is None
    assert control.acceptability is None


def test_designs_that_only_one_limit_kept_out_are_counted() -> None:
    bounds = {"least_entry": 0.5, "most_usd_billion_per_year": 6.0}
    rows = found(bounds)
    for name in bounds:
        alone = [
            choice for choice in SPACE.every() if set(Toy(bounds).violations(choice)) == {name}
        ]
        assert rows[name].rejected == len(alone) > 0


def test_a_front_without_designs_binds_nothing() -> None:
    rows = found({"least_entry": 2.0})
    assert not binds(rows["least_entry"], rows[CONTROL])
