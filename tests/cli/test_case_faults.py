"""Faults of a case that cross fields and files, told together with all others."""

from pathlib import Path

import pytest

from suasion.describe.templates import write

FAULTS = {
    "born after taking office": ("1960-05-01", "2020-05-01", ["in_office_since", "after born"]),
    "in office after the case's date": ("2015-05-01", "2027-05-01", ["in_office_since", "as_of"]),
    "a change that is past": ("2028-11-01", "1999-11-01", ["governments", "next_change", "as_of"]),
    "a leader of nobody": (
        "party: ARL\n",
        "party: XYZ\n",
        ["leader.party", "XYZ", "ARL, BOR, CAS"],
    ),
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write("case", "cc", tmp_path)
    return tmp_path / "cc"


def spoiled(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_between_fields_is_told(suasion, case, fault):
    old, new, told = FAULTS[fault]
    spoiled(case, "case.yaml", old, new)
    result = suasion("check", str(case))
    assert result.exit_code == 2
    assert all(part in result.output for part in [*told, "case.yaml:"])
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "old"), [("governments", "party: CAS"), ("capabilities", "{party: BOR")]
)
def test_what_is_told_of_nobody_is_warned_of(suasion, case, name, old):
    spoiled(case, "case.yaml", old, old.replace("CAS", "XYZ").replace("BOR", "XYZ"))
    result = suasion("check", str(case))
    assert result.exit_code == 0
    assert f"{name} of no candidate's party, not read: XYZ" in result.output


def test_all_files_of_a_case_are_told_of_at_once(suasion, case):
    spoiled(case, "case.yaml", "judgement: autocracy", "judgement: kingdom")
    spoiled(case, "case.yaml", "  - first-draft", "  - first-draft\n  - nowhere")
    spoiled(case, "first-draft.yaml", "lead: CAS", "lead: QQQ")
    told = suasion("check", str(case)).output
    assert all(part in told for part in ("kingdom", "nowhere", "QQQ"))


def test_versions_of_a_date_are_in_order_too(suasion, case):
    versions = (
        "[{value: 2001-01-12, source: a, where: b}, {value: 2002-01-12, source: a, where: b}]"
    )
    text = (case / "first-draft.yaml").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.strip().startswith("form:"))
    dates = "  signed: {judgement: 2024-01-12, because: an example, disagree: nobody}\n"
    dates += f"  in_force: {{contested: {versions.replace(' a,', ' example-yearbook,')}}}"
    spoiled(case, "first-draft.yaml", line, f"{line}\n{dates}")
    result = suasion("check", str(case))
    assert result.exit_code == 2
    assert "in_force" in result.output
    assert "must not lie before signed" in result.output
