"""Several faults of one file are told in one check, without follow-up errors."""

import pytest

UNKNOWN = ("lead: CAS", "foo: 1\nlead: CAS")
DEPTH = ("{value: 2,", "{value: -2,")
LEAD = ("lead: CAS", "lead: XYZ")
DATES = ("value: 1954-11-17", "value: 1950-11-17")
# What is changed in the good file, and the fields that must be told, no others.
TOGETHER = {
    "three faults": ([DEPTH, UNKNOWN, LEAD], ["foo", "lead", "zone.depth_protege_km.value"]),
    "dates and an unknown field": ([DATES, UNKNOWN], ["foo", "instrument.in_force.value"]),
    "dates and an unknown field beside them": (
        [DATES, ("  ratified:", "  ratifeid:")],
        ["instrument.in_force.value", "instrument.ratifeid"],
    ),
    "source and unit": (
        [
            ("signed: {value: 1953-10-01, source: us", "signed: {value: 1953-10-01, source: uk"),
            ("{value: 2,", "{value: 2 miles,"),
        ],
        ["instrument.signed.source", "zone.depth_protege_km.value"],
    ),
    "name of the file and depth": (
        [("id: draft", "id: draught"), DEPTH],
        ["id", "zone.depth_protege_km.value"],
    ),
    "two checks that cross": ([LEAD, ("[protege]", "[host]")], ["lead", "parties"]),
    "dates and lead": ([DATES, LEAD], ["instrument.in_force.value", "lead"]),
    "a party's name and the lead": (
        [("name: Norway", "name: 7"), LEAD],
        ["lead", "parties.1.name"],
    ),
    "a role that is no word tells nothing of who is missing": (
        [("[protege]", "[protegee]"), DEPTH],
        ["parties.1.roles.0", "zone.depth_protege_km.value"],
    ),
    "a party without a proper id is not missed by the lead": (
        [("id: CAS", "id: cas"), UNKNOWN],
        ["foo", "parties.2.id"],
    ),
    "a day that is none is in no order": (
        [("value: 1954-11-17", "value: 1954-02-30"), DEPTH],
        ["instrument.in_force.value", "zone.depth_protege_km.value"],
    ),
    "a name that is no name": ([("id: draft", "id: My Draft"), UNKNOWN], ["foo", "id"]),
    "parties in words": (
        [("  - {id: ARL, name: Arland, roles: [challenger]}", "  - Arland"), LEAD],
        ["parties.0"],
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_faults_are_told_together(name, draft, suasion):
    changes, fields = TOGETHER[name]
    text = draft.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    draft.write_text(text, encoding="utf-8")
    found = suasion("check", draft)
    assert found.exit_code == 2
    *lines, last = found.output.splitlines()
    told = [line.split(" ")[1].rstrip(":") for line in lines]
    assert sorted(told) == sorted(fields), found.output
    assert last.endswith(f"{len(fields)} problems") or len(fields) == 1


def test_a_case_tells_its_baseline_beside_an_unknown_field(case, suasion):
    path = case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    was = next(line for line in text.splitlines() if line.startswith("baseline:"))
    path.write_text(text.replace(was, "foo: 1\nbaseline: nobody"), encoding="utf-8")
    found = suasion("check", case)
    assert found.exit_code == 2
    assert "baseline: must be one of the candidates" in found.output
    assert "foo: there is no field" in found.output
    assert found.output.splitlines()[-1].endswith("2 problems")
