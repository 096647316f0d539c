"""Loaders give checked tables, and published counts; broken files are told in one line."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from suasion.evidence import data
from suasion.evidence.data.columns import Column, columns, keys
from suasion.evidence.data.registry import data_set, registry
from suasion.evidence.data.table import table
from suasion.evidence.data.values import values

LOADED = [one for one in registry().values() if one.loader]
DTYPES = {
    "code": "int64",
    "year": "int64",
    "int": "int64",
    "flag": "int64",
    "number": "float64",
    "text": "str",
    "date": "datetime64[s]",
    "us-date": "datetime64[s]",
}
NOT_UNIQUE = {"cow-interstate-wars": 16}  # pairs that met twice in one war and year
COUNTRY = "cow-states"


def load(name: str, folder: Path) -> pd.DataFrame:
    found: pd.DataFrame = getattr(data, data_set(name).loader)(folder)
    return found


# --- the mirror -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one.id for one in LOADED])
def test_a_table_has_its_columns_types_rows_and_order(name: str, record_folder: Path) -> None:
    frame = load(name, record_folder)
    assert len(frame) == data_set(name).rows
    for column in columns()[name]:
        whole = DTYPES[column.kind] == "int64"
        expected = "Int64" if whole and column.optional else DTYPES[column.kind]
        assert frame[column.name].dtype == expected, column.name
        assert column.optional or frame[column.name].notna().all(), column.name
    assert list(frame.columns) == [column.name for column in columns()[name]]
    order = frame.sort_values(keys(name), kind="stable").index
    assert order.is_monotonic_increasing
    assert int(frame.duplicated(keys(name)).sum()) == NOT_UNIQUE.get(name, 0)


@pytest.mark.parametrize("name", [one.id for one in LOADED])
def test_the_docstring_shows_the_first_rows(name: str, record_folder: Path) -> None:
    text = getattr(data, data_set(name).loader).__doc__
    block = text.split("First rows::\n\n")[1].split("\n\n")[0].splitlines()
    shown = [line.split() for line in block if line.strip() and line.strip() != '"""']
    frame = load(name, record_folder).head(3)[shown[0]]
    assert [line.split() for line in frame.to_string(index=False).splitlines()] == shown


def test_codes_for_not_known_are_missing(record_folder: Path) -> None:
    disputes = data.load_mid_disputes(record_folder)
    assert disputes.fatality.min() == 0
    assert int(disputes.fatality.isna().sum()) == 268
    assert data.load_reign(record_folder).birthyear.min() > 1850
    assert data.load_archigos(record_folder).yrdied.min() > 1850
    members = data.load_atop_members(record_folder)
    assert members.yrexit.min() == 1815
    assert members[members.ineffect == 1].yrexit.isna().mean() > 0.99


def test_counts_that_others_published(record_folder: Path) -> None:
    assert len(data.load_mid_disputes(record_folder)) == 2436  # Palmer et al. 2022
    cases = data.load_huth_cases(record_folder)
    assert cases.outcome.value_counts().to_dict() == {1: 34, 4: 14, 3: 10}
    wars = data.load_war1800(record_folder)[["sq", "capit", "war"]].sum()
    assert wars.to_list() == [133, 86, 94]  # Kenkel and Signorino 2014
    honour = data.load_berkemeier_fuhrmann(record_folder)
    assert (honour.honorBF.sum(), honour.violateBF.sum()) == (69, 70)
    assert len(data.load_atop_alliances(record_folder)) == 745


def test_facts_that_everybody_can_look_up(record_folder: Path) -> None:
    pledges = data.load_atop_dyad_years(record_folder)
    korea = pledges.query("ccode1 == 2 and ccode2 == 732 and atop_defense == 1").year
    assert (korea.min(), korea.max()) == (1953, 2018)
    troops = data.load_us_troops(record_folder).query("ccode == 732 and year == 1953").troops
    assert troops.item() == 326_863
    attack = data.load_gml_directed_disputes(record_folder).query(
        "dispnum == 51 and ccode1 == 731 and ccode2 == 732 and midonset == 1"
    )
    assert attack[["year", "sidea1", "hostlev"]].to_numpy().tolist() == [[1950, 1, 5]]
    crimea = data.load_mid_participants(record_folder).query("dispnum == 4682")
    assert set(crimea.ccode) == {365, 369}
    clinton = data.load_archigos(record_folder).query("obsid == 'USA-1993'")
    assert clinton.startdate.item() == pd.Timestamp("1993-01-20")
    ended = data.load_ucdp_terminations(record_folder)
    assert (ended.start_date2.dt.year <= ended.year).all()
    years_off = (ended.ependdate.dt.year - ended.year).abs()
    assert (
        years_off > 1
    ).sum() == 1  # Uganda 1982, which its publisher's file ends in another year


# --- broken files ---------------------------------------------------------------------------

STATES = """\
stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday
USA,2,United States of America,1816,1,1,2016,12,31
CAN,20,Canada,1920,1,10,2016,12,31
"""


def states(folder: Path, text: str) -> Path:
    file = folder / data_set(COUNTRY).file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_rows_are_sorted_and_further_columns_left_out(tmp_path: Path) -> None:
    head, first, second = STATES.splitlines()
    text = "\n".join([f"{head},more", f"{second},1", f"{first},2"])
    frame = data.load_cow_states(states(tmp_path, text))
    assert frame.ccode.to_list() == [2, 20]
    assert "more" not in frame


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("statenme", "name", r"has no column 'statenme'; it has stateabb, ccode, name"),
        (
            "20,Canada",
            "C20,Canada",
            r"'ccode' must hold a state's number, 1 to 999; row 2 has 'C20'",
        ),
        ("20,Canada", "1020,Canada", r"row 2 has 1020"),
        ("20,Canada", "20.5,Canada", r"row 2 has 20.5"),
        (
            "20,Canada",
            ",Canada",
            r"'ccode' must hold a state's number, 1 to 999; row 2 has nothing",
        ),
        ("1920", "920", r"'styear' must hold a year, 1400 to 2100; row 2 has 920"),
        ("1,1,2016", "x,y,2016", r"'stmonth' must hold a whole number; row 1 has 'x'"),
    ],
)
def test_a_wrong_csv_is_told_by_column_row_and_value(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder = states(tmp_path, STATES.replace(old, new, 1))
    with pytest.raises(data.DataFault, match=message) as caught:
        data.load_cow_states(folder)
    assert "cow_states.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00a", b"a,b\n1,2,3,4\n1\n"])
def test_an_unreadable_csv_is_one_error(tmp_path: Path, content: bytes) -> None:
    file = states(tmp_path, "") / data_set(COUNTRY).file
    file.write_bytes(content)
    with pytest.raises(data.DataFault, match=r"cow_states\.csv (cannot be read as csv|has no col)"):
        data.load_cow_states(tmp_path)


@pytest.mark.parametrize("cut", [0, 4, 400])
def test_a_cut_parquet_file_is_one_error(tmp_path: Path, cut: int) -> None:
    file = tmp_path / data_set("reign").file
    file.parent.mkdir()
    pd.DataFrame({"ccode": np.arange(2000)}).to_parquet(file)
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(data.DataFault, match=r"cannot be read as parquet: .* suasion data verify"):
        data.load_reign(tmp_path)


def test_a_parquet_file_without_a_column_says_what_it_has(tmp_path: Path) -> None:
    file = tmp_path / data_set("lead").file
    file.parent.mkdir()
    pd.DataFrame({"obsid": ["USA-1993"], "combat": [0]}).to_parquet(file)
    with pytest.raises(data.DataFault, match=r"has no column 'leveledu'.*it has obsid, combat"):
        data.load_lead(tmp_path)


def test_an_absent_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(data.DataFault, match=r"read from a mirror only.*set SUASION_DATA"):
        data.load_reign(tmp_path)
    with pytest.raises(data.DataFault, match="Get it: suasion data fetch ajps-audience-costs"):
        data.load_ajps_audience_costs(tmp_path)


# --- values ---------------------------------------------------------------------------------


def typed(kind: str, raw: list[object], missing: tuple[str, ...] = ()) -> pd.Series:
    column = Column("x", kind.rstrip("?"), kind.endswith("?"), 0, missing, "a value")
    return values(pd.Series(raw), column, "file")


def test_two_digits_of_a_year_are_of_the_right_century() -> None:
    days = typed("us-date?", ["7/21/46", "12/1/99", "1/31/00", "5/6/21", "5/6/22", "."])
    assert days.dt.strftime("%Y-%m-%d").to_list()[:5] == [
        "1946-07-21",
        "1999-12-01",
        "2000-01-31",
        "2021-05-06",
        "1922-05-06",
    ]
    assert days.isna().to_list() == [False] * 5 + [True]


def test_missing_codes_of_numbers_and_of_texts() -> None:
    assert typed("int?", [-9, 3.0, 0], ("-9",)).to_list() == [pd.NA, 3, 0]
    assert typed("int?", [-9.0, -8.0, 1.0], ("-9", "-8")).isna().to_list() == [True, True, False]
    assert typed("text?", [".", "a", "0"], (".", "0")).isna().to_list() == [True, False, True]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("flag", [0, 1, 2]),
        ("date", ["2014-02-30"]),
        ("us-date", ["13/1/46"]),
        ("us-date", ["1946-01-01"]),
        ("number", ["1", "one"]),
        ("date", ["2014-01-01", None]),
        ("text", ["a", None]),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, raw: list[object]) -> None:
    with pytest.raises(data.DataFault, match=f"file: column 'x' must hold .*row {len(raw)} has"):
        typed(kind, raw)


def test_a_fault_counts_the_rows_that_are_wrong() -> None:
    with pytest.raises(data.DataFault, match=r"row 1 has 5, and 2 more rows are wrong"):
        typed("flag", [5, 6, 0, 7])


# --- the panel ------------------------------------------------------------------------------

# Counted earlier from the same files: dyad-years, disputes, force, fatal, war; 1950-2010, the
# target without nuclear weapons of its own.
COUNTED = {
    "no ally": (30617, 376, 272, 123, 21),
    "non-nuclear ally": (24894, 335, 253, 112, 15),
    "nuclear ally": (47869, 444, 283, 90, 4),
}
COUNTED_BY_LAND = {
    "no ally": (8600, 307, 232, 110, 16),
    "non-nuclear ally": (7409, 266, 204, 98, 14),
    "nuclear ally": (10471, 289, 200, 76, 3),
}
OUTCOMES = ["mid", "force", "fatal", "war"]


@pytest.fixture(scope="module")
def panel(record_folder: Path) -> pd.DataFrame:
    return data.dyad_year_panel(record_folder, far=True)


def counts(rows: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    grouped = rows.groupby("group")
    sums = grouped[OUTCOMES].sum().astype(int)
    sizes = grouped.size()
    return {str(name): (int(sizes[name]), *sums.loc[name]) for name in sizes.index}


def test_the_panel_gives_the_earlier_counts(panel: pd.DataFrame) -> None:
    exposed = panel[(panel.year >= 1950) & ~panel.nuclear2]
    assert counts(exposed) == COUNTED
    assert counts(exposed[exposed.land]) == COUNTED_BY_LAND


def test_the_panel_has_one_row_for_each_directed_dyad_year(panel: pd.DataFrame) -> None:
    assert 200_000 < len(panel) < 260_000
    ranked = panel[["ccode1", "ccode2", "year"]]
    assert not ranked.duplicated().any()
    assert ranked.equals(ranked.sort_values(list(ranked), ignore_index=True))
    back = ranked.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    assert len(ranked.merge(back)) == len(ranked)
    assert (panel.ccode1 != panel.ccode2).all()


def test_outcomes_are_nested(panel: pd.DataFrame) -> None:
    assert (panel.mid | ~panel.force).all()
    assert (panel.force | ~panel.war).all()
    assert (panel.mid | ~panel.fatal.fillna(False)).all()
    assert panel.fatal[~panel.mid].eq(False).all()
    assert 0 < panel.fatal.isna().sum() < 100


def test_distant_pairs_are_left_out_unless_asked_for(
    panel: pd.DataFrame, record_folder: Path
) -> None:
    near = data.dyad_year_panel(record_folder)
    apart = (panel.contiguity == 0) & ~panel.major1 & ~panel.major2
    assert apart.any()
    assert len(near) == int((~apart).sum())
    assert (near.contiguity.between(1, 5) | near.major1 | near.major2).all()


def test_a_sample_equals_the_definitions_written_out(
    panel: pd.DataFrame, record_folder: Path
) -> None:
    """Rows drawn at random, looked up one at a time in the files as they are."""
    raw = {
        name: pd.read_parquet(record_folder / data_set(name).file)
        for name in ("atop-dyad-years", "gml-mid-directed-disputes", "cow-nmc")
    }
    distance = pd.read_parquet(record_folder / data_set("cow-minimum-distance").file)
    distance = distance.set_index(["ccode1", "ccode2", "year"]).mindist
    states = pd.read_csv(record_folder / data_set("cow-states").file)
    since = states.groupby("ccode").styear.min()
    tests = {2: 1945, 365: 1949, 200: 1952, 220: 1960, 710: 1964}
    tests |= {666: 1972, 750: 1998, 770: 1998, 731: 2006}
    pact = raw["atop-dyad-years"].query("atop_defense == 1")
    fought = raw["gml-mid-directed-disputes"]
    started = fought.query("midonset == 1 and sidea1 == 1 and orig1 == 1 and orig2 == 1")
    drawn = [panel.sample(60, random_state=1), panel[panel.mid].sample(20, random_state=2)]
    for one in pd.concat(drawn).itertuples():
        here = f"year == {one.year} and ccode2 == {one.ccode2}"
        helpers = set(pact.query(here).ccode1) - {one.ccode1}
        assert one.allies == len(helpers)
        assert one.nuclear_allies == sum(tests.get(h, 9999) <= one.year for h in helpers)
        begun = started.query(f"{here} and ccode1 == {one.ccode1}")
        assert one.mid == (len(begun) > 0)
        assert one.war == (begun.hostlev == 5).any()
        pair = fought.query(f"ccode1 == {one.ccode1} and ccode2 == {one.ccode2}").year
        last = pair[pair < one.year].max()
        began = max(since[one.ccode1], since[one.ccode2])
        assert one.peace_years == one.year - (began if np.isnan(last) else last + 1)
        place = (min(one.ccode1, one.ccode2), max(one.ccode1, one.ccode2), one.year)
        assert one.distance_km == pytest.approx(distance.get(place, np.nan), nan_ok=True)
        power = raw["cow-nmc"].query(f"year == {one.year}").set_index("ccode").cinc
        share = power[one.ccode1] / (power[one.ccode1] + power[one.ccode2])
        assert one.capability_share == pytest.approx(share)


def test_loose_pacts_make_fewer_nuclear_allies(panel: pd.DataFrame, record_folder: Path) -> None:
    from suasion.evidence.data.allies import LOOSE_PACTS

    strict = data.dyad_year_panel(record_folder, far=True, without=LOOSE_PACTS)
    assert len(strict) == len(panel)
    assert (strict.nuclear_allies <= panel.nuclear_allies).all()
    latin = panel.query("ccode1 == 160 and ccode2 == 155 and year == 1970").index
    assert panel.nuclear_allies[latin].item() == 1  # Chile: the United States, by the Rio treaty
    assert strict.nuclear_allies[latin].item() == 0
    german = panel.query("ccode1 == 365 and ccode2 == 260 and year == 1970").index
    assert strict.nuclear_allies[german].item() == panel.nuclear_allies[german].item() == 3


def test_who_is_nuclear_is_a_choice(record_folder: Path) -> None:
    def armed(nuclear: object) -> set[tuple[int, int]]:
        rows = data.dyad_year_panel(record_folder, first=1980, nuclear=nuclear)  # type: ignore[arg-type]
        held = rows[rows.nuclear1]
        return set(zip(held.ccode1, held.year, strict=True))

    assert (560, 1985) in armed("owid") - armed("first-test")  # South Africa
    assert {code for code, _ in armed({740: 1990})} == {740}
    assert min(year for _, year in armed({740: 1990})) == 1990


def test_the_other_list_of_disputes_goes_on_to_2014(record_folder: Path) -> None:
    rows = data.dyad_year_panel(record_folder, first=2011, disputes="cow")
    assert (rows.year.min(), rows.year.max()) == (2011, 2014)
    attack = rows.query("ccode1 == 365 and ccode2 == 369 and year == 2014")
    assert attack[["mid", "force"]].to_numpy().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"last": 2011}, "years 1816 to 2011 are not possible: gml disputes are known from 1816"),
        ({"first": 1815}, "years 1815 to 2010"),
        ({"first": 2000, "last": 1999}, "years 2000 to 1999"),
        ({"disputes": "icb"}, "disputes is 'icb'; give gml or cow"),
        ({"nuclear": "everybody"}, "nuclear is 'everybody'; give first-test, owid"),
        ({"obligations": ("defence",)}, "give one or more of defense, offense"),
        ({"obligations": ()}, "give one or more of defense, offense"),
        ({"without": (1,)}, "ATOP 4.01 has no alliance 1"),
    ],
)
def test_an_impossible_panel_is_refused(
    record_folder: Path, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(data.DataFault, match=re.escape(message)):
        data.dyad_year_panel(record_folder, **arguments)  # type: ignore[arg-type]


def test_table_may_keep_the_order_of_the_file(tmp_path: Path) -> None:
    head, first, second = STATES.splitlines()
    folder = states(tmp_path, "\n".join([head, second, first]))
    assert table(COUNTRY, folder, ordered=False).ccode.to_list() == [20, 2]
