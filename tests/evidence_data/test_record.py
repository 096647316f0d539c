"""The record: its files, what follows from them, selections and rates."""

import dataclasses
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scipy.stats import beta, binom

from suasion.describe.fact import Contested, Known, Unknown
from suasion.errors import InputError, UnknownName
from suasion.evidence.record import (
    WHAT,
    Case,
    Certainty,
    Selection,
    Sides,
    Sort,
    case,
    cases,
    jeffreys,
    rate,
    select,
)
from suasion.evidence.record.entry import opened, settled, versions
from suasion.evidence.record.loading import CASES, load
from suasion.evidence.record.selection import EmptyPeriod

SEED = "suasion-record-seed"
GENUINE = 40  # verified cases that the record must have


def test_every_seed_case_is_there_once() -> None:
    assert sorted(one.entry.number for one in cases()) == list(range(1, 121))
    assert all(one.entry.seed is not None for one in cases())


def test_enough_cases_are_verified() -> None:
    verified = select(cases(), Selection(certainty=Certainty.VERIFIED))
    assert len(verified) >= GENUINE


def test_a_verified_case_rests_on_opened_sources_and_never_on_the_seed_list() -> None:
    for one in select(cases(), Selection(certainty=Certainty.VERIFIED)):
        for field in ("entry", "attacked"):
            sound = [v for v in versions(getattr(one.coded, field)) if sound_version(v)]
            assert sound, (one.id, field)
            assert SEED not in {v.source for v in sound}


def sound_version(version: object) -> bool:
    return isinstance(version, Known) and not version.unverified


def test_whatever_the_seed_list_says_is_marked_unverified() -> None:
    told = [
        version
        for one in cases()
        for field in type(one.coded).model_fields
        for version in versions(getattr(one.coded, field))
        if isinstance(version, Known) and version.source == SEED
    ]
    assert len(told) > len(cases())
    assert all(version.unverified for version in told)


def test_an_attack_counted_as_in_the_window_lies_in_it() -> None:
    """The end of force may follow the attack by a few days, in the same year."""
    for one in cases():
        year = one.value("attack_year", include_unverified=True)
        window = one.window
        if one.value("attacked", include_unverified=True) and window and year:
            assert window[0].year <= year <= window[1].year, one.id


def test_a_case_whose_first_attack_came_after_the_window_is_not_attacked_in_it() -> None:
    late = [
        one
        for one in cases()
        if one.window and (one.value("attack_year") or 0) > one.window[1].year
    ]
    assert {"budapest-1994", "italy-albania-1927", "russia-ukraine-1997"} <= {o.id for o in late}
    assert not [one.id for one in late if one.value("attacked")]


def test_a_lone_guarantor_that_attacked_first_has_not_honoured() -> None:
    for one in select(cases(), Selection(sides=Sides.BILATERAL)):
        at_once = one.value("predator") and one.value("tested_year") == one.value("broken_year")
        if at_once and one.value("tested_year") is not None:
            assert one.value("honoured") in ("no", None), one.id


def test_loading_is_quick_when_the_files_were_read_before() -> None:
    cases.cache_clear()
    cases()
    cases.cache_clear()
    start = time.process_time()
    cases()
    assert time.process_time() - start < 0.5


def test_the_record_loads_no_numerics() -> None:
    heavy = "{'numpy', 'scipy', 'pandas', 'jax', 'pyarrow'}"
    code = "import sys; from suasion.evidence.record import cases; cases(); "
    code += f"sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("events", "n"), [(0, 7), (1, 1), (6, 43), (12, 54), (73, 146)])
def test_the_interval_holds_the_share_and_is_the_posterior_of_jeffreys(events: int, n: int) -> None:
    low, high = jeffreys(events, n)
    assert 0 <= low <= events / n <= high <= 1
    inside = beta.cdf(high, events + 0.5, n - events + 0.5) - beta.cdf(
        low, events + 0.5, n - events + 0.5
    )
    assert inside == pytest.approx(0.95 if 0 < events < n else 0.975, abs=1e-9)


def test_the_interval_covers_about_as_often_as_it_says() -> None:
    """Jeffreys' interval is known to cover 95 % on average over shares, here n = 60."""
    n, shares = 60, [k / 40 for k in range(1, 40)]
    ends = [jeffreys(k, n) for k in range(n + 1)]
    cover = [
        sum(binom.pmf(k, n, p) for k, (low, high) in enumerate(ends) if low <= p <= high)
        for p in shares
    ]
    assert sum(cover) / len(cover) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("what", list(WHAT))
@pytest.mark.parametrize("everything", [False, True])
def test_a_rate_accounts_for_every_case(what: str, everything: bool) -> None:
    found = rate(what, include_unverified=everything)
    assert set(found.events) <= set(found.counted)
    assert not set(found.counted) & set(found.left_out)
    assert set(found.counted) | set(found.left_out) == {one.id for one in cases()}


@pytest.mark.parametrize("what", list(WHAT))
def test_unverified_cases_count_only_when_asked_for(what: str) -> None:
    verified = {o.id for o in select(cases(), Selection(certainty=Certainty.VERIFIED))}
    assert set(rate(what).counted) <= verified
    assert set(rate(what, include_unverified=True).counted) > set(rate(what).counted)


def test_honoured_at_least_partly_is_at_least_as_frequent_among_the_same_cases() -> None:
    strict, lenient = rate("honoured"), rate("honoured-or-partly")
    both = set(strict.counted) & set(lenient.counted)
    assert set(strict.events) & both <= set(lenient.events) & both


def test_whether_a_case_counts_does_not_depend_on_what_happened() -> None:
    """Cases that entered after 2014 are left out of attacks, attacked or not."""
    counted = set(rate("attacked", include_unverified=True).counted)
    late = {one.id for one in cases() if one.entry.year > 2014}
    assert "minsk-ii-2015" in late
    assert not counted & late


def test_halves_of_a_selection_add_up() -> None:
    parts = [select(cases(), Selection(sides=sides)) for sides in Sides]
    assert sum(map(len, parts)) == len(cases())
    early = select(cases(), Selection(last_year=1944))
    assert len(early) + len(select(cases(), Selection(first_year=1945))) == len(cases())
    unknown = [one for one in cases() if one.treaty is None]
    halves = [select(cases(), Selection(treaty=wanted)) for wanted in (True, False)]
    assert sum(map(len, halves)) + len(unknown) == len(cases())


def test_nuclear_guarantors_are_found_from_1945_on_only() -> None:
    found = select(cases(), Selection(nuclear=True))
    assert min(one.entry.year for one in found) >= 1945
    assert {"north-atlantic-treaty-1949", "us-rok-1953"} <= {one.id for one in found}


@pytest.mark.parametrize(
    ("name", "sides", "major"),
    [
        ("us-rok-1953", Sides.BILATERAL, True),
        ("budapest-1994", Sides.MULTILATERAL, True),
        ("unficyp", Sides.MULTILATERAL, False),
        ("kenya-ethiopia-1963", Sides.BILATERAL, False),
    ],
)
def test_what_follows_from_the_parties(name: str, sides: Sides, major: bool) -> None:
    assert (case(name).sides, case(name).major) == (sides, major)


def test_a_contested_value_is_settled_by_the_versions_that_were_opened() -> None:
    sound = Known[bool](value=False, source="a", where="p. 1")
    told = Known[bool](value=True, source="b", where="p. 2", unverified=True)
    other = Known[bool](value=True, source="c", where="p. 3")
    assert settled(Contested[bool](contested=[sound, told])) is False
    assert settled(Contested[bool](contested=[sound, other])) is None
    assert opened(told) == []
    assert opened(told, include_unverified=True) == [True]
    assert settled(Unknown(unknown="not found"), include_unverified=True) is None


def test_a_wrong_name_or_period_is_refused() -> None:
    with pytest.raises(UnknownName, match="dual-alliance-1879"):
        case("dual-alliance-1789")
    with pytest.raises(UnknownName, match="attacked"):
        rate("attackd")
    with pytest.raises(EmptyPeriod, match="1990 to 1980"):
        Selection(first_year=1990, last_year=1980)


CHANGES = {
    "year": ("year: 1879", "year: 1880", "must be the year of coded.entry"),
    "neither": ("guarantee:\n", "guarantie:\n", "Did you mean guarantee"),
    "seed alone": (
        "source: PalmerEtAl2022, where",
        "unverified: true, source: PalmerEtAl2022, where",
        "a verified case needs this from a source that was opened",
    ),
    "source": ("source: PalmerEtAl2022", "source: PalmerEtAl2023", "no work of the bibliography"),
    "party": ("lead: DEU", "lead: RUS", "must be a party with the role guarantor"),
    "type": ("type: defence", "type: defense", "Did you mean 'defence'|Did you mean defence"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, change: str) -> None:
    before, after, message = CHANGES[change]
    text = (CASES / "dual-alliance-1879.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "dual-alliance-1879.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        load(path)
    assert all(problem.line > 0 and str(path) in str(problem) for problem in caught.value.problems)


def test_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_bytes((CASES / "dual-alliance-1879.yaml").read_bytes())
    with pytest.raises(InputError, match="must be the name of the file, 'other'"):
        load(path)


def test_a_rate_of_nothing_is_all_that_is_possible() -> None:
    found = rate("attacked", Selection(type=Sort.NONE))
    assert (found.n, found.share, found.interval) == (0, None, (0.0, 1.0))


def test_a_case_is_a_frozen_record() -> None:
    assert dataclasses.is_dataclass(Case)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cases()[0].entry = cases()[1].entry  # type: ignore[misc]


def test_the_obligation_of_a_verified_case_was_opened_or_is_said_to_be_unknown() -> None:
    for one in select(cases(), Selection(certainty=Certainty.VERIFIED)):
        obligation = getattr(one.guarantee.instrument, "obligation", None)
        assert isinstance(obligation, Unknown) or opened(obligation), one.id
