"""Bad games of the years get one clear error each."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from tests.laws.years_givens import game, space_of

from suasion.describe.fact import Unknown
from suasion.describe.loading import load_case
from suasion.mechanism.calendar import CalendarUnknown, changes
from suasion.mechanism.leaders import LeaderRefused
from suasion.term.years import checking
from suasion.term.years.checking import TermRefused, check
from suasion.term.years.factors.registry import FACTORS
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

SPACE = space_of("leader", "instrument", "zone", horizon_years=5)


def changed(**parts):
    one = game(SPACE, 2, 3)
    return one._replace(**{name: getattr(one, name) | new for name, new in parts.items()})


BAD = {
    "zone: on the first day the chances sum to 0.9": {
        "start": {"zone": np.array([[0.5, 1.0], [0.4, 0.0], [0.0, 0.0]])}
    },
    "zone: on the first day there is 1.2": {
        "start": {"zone": np.array([[1.2, 1.0], [-0.2, 0.0], [0.0, 0.0]])}
    },
    "zone: 2 places on the first day, 3 in the model": {"start": {"zone": np.ones((2, 2)) / 2}},
    "leaves: the calendar has 1.5": {"timed": {"leaves": np.full((10, 2), 1.5)}},
    "leaves: the calendar has a value that is not a number": {
        "timed": {"leaves": np.full((10, 2), np.nan)}
    },
    "expires: the calendar has 4 steps, the plan reaches 10": {
        "timed": {"expires": np.zeros((4, 2))}
    },
    "leader: out of place 'dove' in step 0 there is 1.859": {
        "own": {"successor_rate": jnp.array([-1.0, 0.1])}
    },
}


@pytest.mark.parametrize("said", BAD)
def test_bad_arrays(said):
    with in_double(), pytest.raises(TermRefused) as found:
        check(changed(**BAD[said]), SPACE)
    assert str(found.value).startswith(said)


def test_a_row_of_transitions_that_falls_short(monkeypatch):
    def short(given, now, space, moment):
        return [(np.full(2, 0.5), np.full(2, 0.4), np.zeros(2)) for _ in range(3)]

    factors = [replace(one, rows=short) if one.id == "zone" else one for one in FACTORS]
    monkeypatch.setattr(checking, "FACTORS", factors)
    said = "zone: out of place 'intact' in step 0 the chances sum to 0.9. They must sum to 1."
    with in_double(), pytest.raises(TermRefused) as found:
        check(game(SPACE, 2, 3), SPACE)
    assert str(found.value).startswith(said)


@pytest.mark.parametrize(
    ("said", "space"),
    [
        ("horizon: 0 years", {"horizon_years": 0}),
        ("steps in a year: 0", {"per_year": 0}),
        ("grid of beliefs", {"points": (0.0, 0.5, 0.5, 1.0)}),
    ],
)
def test_bad_spaces(said, space):
    with in_double(), pytest.raises(TermRefused, match=said):
        check(game(SPACE, 2, 3), SPACE._replace(**space))


def test_a_good_game_is_not_refused():
    with in_double():
        check(game(SPACE, 2, 3), SPACE)


def of_case(**leader):
    loaded = load_case("ukraine-2025")
    case = loaded.case.model_copy(update={"leader": loaded.case.leader.model_copy(update=leader)})
    made(loaded.guarantees["korean-model"], case, Sample(2, 1), Wanted(("leader",)), "threshold")


def test_a_leader_older_than_the_table():
    born = load_case("ukraine-2025").case.leader.born
    old = born.model_copy(update={"value": born.value.replace(year=1900)})
    with pytest.raises(LeaderRefused, match="100"):
        of_case(born=old)


def test_an_unknown_calendar():
    loaded = load_case("ukraine-2025")
    first = loaded.case.governments[0]
    blank = first.model_copy(update={"next_change": Unknown(unknown="nobody knows")})
    case = loaded.case.model_copy(update={"governments": [blank]})
    guarantee = next(one for one in loaded.guarantees.values() if one.lead == first.party)
    with pytest.raises(CalendarUnknown, match=f"{first.party}: next_change is unknown"):
        changes(case, guarantee, 5)
