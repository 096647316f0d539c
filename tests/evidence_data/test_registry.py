"""The registry lists every data set of the mirror, with sources that exist and a fresh page."""

import csv
import re
import runpy
from pathlib import Path

import pytest

from suasion.describe.bibliography import built_in
from suasion.evidence import data as package
from suasion.evidence.data.columns import columns, keys
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.registry import data_set, registry

ROOT = Path(__file__).resolve().parents[2]
SHA256 = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TERMS_WIDTH, ID_WIDTH = 15, 32  # what a terminal of 80 columns has room for
SETS = list(registry().values())


@pytest.fixture(scope="module")
def sources(record_folder: Path) -> dict[str, dict[str, str]]:
    with (record_folder / "SOURCES.csv").open(encoding="utf-8", newline="") as text:
        return {row["file"]: row for row in csv.DictReader(text)}


def test_every_file_of_the_mirror_is_registered(sources: dict[str, dict[str, str]]) -> None:
    assert {one.file for one in SETS} == set(sources)


def test_sizes_rows_checksums_and_origins_are_those_of_the_mirror(
    sources: dict[str, dict[str, str]],
) -> None:
    for one in SETS:
        row = sources[one.file]
        assert (one.rows, one.bytes) == (int(row["rows"]), int(row["bytes"])), one.id
        assert (one.sha256, one.origin) == (row["sha256"], row["origin_repo"]), one.id
        assert (one.licence, one.citation) == (row["licence"], row["citation"]), one.id


def test_every_record_is_complete() -> None:
    for one in SETS:
        assert NAME.fullmatch(one.id), one.id
        assert len(one.id) <= ID_WIDTH, one.id
        assert SHA256.fullmatch(one.sha256), one.id
        assert 0 < len(one.terms) <= TERMS_WIDTH, one.id
        assert all((one.title, one.unit, one.version, one.citation, one.made)), one.id
        assert one.bytes > 0, one.id
        assert one.rows > 0, one.id
        assert one.years is None or one.years[0] <= one.years[1], one.id


def test_only_what_can_be_rewritten_has_an_address() -> None:
    rewritten = [one for one in SETS if one.how == "rewritten"]
    assert rewritten
    assert {one.id for one in SETS if one.address} == {one.id for one in rewritten}
    for one in rewritten:
        assert one.file.endswith(".csv"), one.id
        repository, _, place = one.origin.removeprefix("github.com/").partition("@")
        commit, _, file = place.partition(":")
        assert one.address.endswith(f"/{repository}/{commit}/{file}"), one.id


def test_every_work_is_in_the_bibliography() -> None:
    missing = {(one.id, key) for one in SETS for key in one.works if key not in built_in()}
    assert not missing


def test_every_loader_has_its_columns_and_stands_in_the_package() -> None:
    loaders = {one.id: one.loader for one in SETS if one.loader}
    assert set(loaders) == set(columns())
    assert set(loaders.values()) == {name for name in package.__all__ if name.startswith("load_")}
    for name, loader in loaders.items():
        assert callable(getattr(package, loader)), name


def test_columns_have_kinds_meanings_and_keys() -> None:
    kinds = {"code", "year", "int", "flag", "number", "text", "date", "us-date"}
    for name, listed in columns().items():
        assert len({column.name for column in listed}) == len(listed), name
        assert {column.kind for column in listed} <= kinds, name
        assert all(column.meaning for column in listed), name
        assert keys(name), name
        assert all(column.optional for column in listed if column.missing), name


def test_every_docstring_tells_every_column_unit_and_publication() -> None:
    for one in SETS:
        if not one.loader:
            continue
        text = " ".join((getattr(package, one.loader).__doc__ or "").split())
        assert one.title in text, one.loader
        assert one.unit in text, one.loader
        for key in one.works:
            assert f"[{key}]_" in text, (one.loader, key)
        for column in columns()[one.id]:
            assert f"- `{column.name}`: {column.meaning}" in text, (one.loader, column.name)


def test_the_page_is_fresh() -> None:
    tool = runpy.run_path(str(ROOT / "tools/derive_data_page.py"))
    assert tool["PAGE"].read_text(encoding="utf-8") == tool["page"](), (
        "stale: run `python tools/derive_data_page.py`"
    )


def test_the_guide_counts_the_data_sets() -> None:
    guide = (ROOT / "docs/how-to/get-the-data.md").read_text(encoding="utf-8")
    assert f"a registry of {len(SETS)} data sets" in guide


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(DataFault, match=r"no data set is called 'regin'\. Did you mean reign"):
        data_set("regin")
    with pytest.raises(DataFault, match="List them: suasion data list"):
        data_set("!!!")


def test_an_unknown_name_of_the_package_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="load_nothing"):
        getattr(package, "load_nothing")  # noqa: B009 - the name is looked up when it runs
