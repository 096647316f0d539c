"""Bad input gets one error with place, field, value, what is allowed and what to do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# A text of the good file, what replaces it, and what the error must say: line, field, found
# value, what is allowed, what to do.
FAULTS = {
    "unknown field": (
        "  size: {",
        "  sise: {",
        ["draft.yaml:18:", "forces.sise", "no field 'sise'", "Did you mean size"],
    ),
    "unit in the name": (
        "depth_protege_km:",
        "depth_miles:",
        ["draft.yaml:21:", "zone.depth_miles", "no field", "depth_protege_km"],
    ),
    "unit in the value": (
        "{value: 2,",
        "{value: 2 miles,",
        ["draft.yaml:21:", "zone.depth_protege_km", "'2 miles'", "a number of kilometres", "unit"],
    ),
    "negative depth": (
        "{value: 2,",
        "{value: -2,",
        ["draft.yaml:21:", "(found -2)", "from 0 to 100,000", "within these limits"],
    ),
    "huge integer": (
        "judgement: 100,",
        f"judgement: {'9' * 60},",
        ["draft.yaml:18:", "forces.size", "from 0 to 10,000,000", "999"],
    ),
    "an integer of 5,000 digits": (
        "judgement: 100,",
        f"judgement: {'9' * 5000},",
        ["draft.yaml:18:", "forces.size", "a whole number", "999"],
    ),
    "infinity": ("{value: 2,", "{value: .inf,", ["draft.yaml:21:", "(found inf)", "kilometres"]),
    "not a number": ("{value: 2,", "{value: .nan,", ["draft.yaml:21:", "(found nan)"]),
    "probability above one": (
        "judgement: 0.5,",
        "judgement: 1.5,",
        ["draft.yaml:26:", "coalition.approval_chance_each", "(found 1.5)", "from 0 to 1"],
    ),
    "number or word": (
        "value: open-ended",
        "value: forever",
        [
            "draft.yaml:29:",
            "duration.years",
            "'forever'",
            "a number of years, above 0 and at most 500, or 'open-ended'",
        ],
    ),
    "word outside the vocabulary": (
        "value: treaty",
        "value: treety",
        ["draft.yaml:12:", "instrument.form", "'treety'", "one of declaration", "mean treaty?"],
    ),
    "dates out of order": (
        "value: 1954-11-17",
        "value: 1950-11-17",
        ["draft.yaml:14:", "instrument.in_force", "1950-11-17", "not lie before signed (1953"],
    ),
    "a day that does not exist": (
        "value: 1954-11-17",
        "value: 1954-02-30",
        ["draft.yaml:14:", "1954-02-30", "YYYY-MM-DD"],
    ),
    "a number for a date": (
        "value: 1954-11-17",
        "value: 0",
        ["draft.yaml:14:", "(found 0)", "a date, YYYY-MM-DD"],
    ),
    "yes for true": ("value: true", "value: yes", ["draft.yaml:15:", "'yes'", "true or false"]),
    "missing source": (
        "{value: 2, source: us-rok-1953, where: Art. I}",
        "{value: 2, where: Art. I}",
        ["draft.yaml:21:", "zone.depth_protege_km.source", "missing", "key of the bibliography"],
    ),
    "unknown source key": (
        "us-rok-1953, where: Art. I}",
        "us-rok-1935, where: Art. I}",
        ["draft.yaml:21:", "source", "'us-rok-1935'", "no work", "Did you mean us-rok-1953"],
    ),
    "no kind of fact": (
        "{judgement: 100,",
        "{vlaue: 100,",
        ["draft.yaml:18:", "forces.size", "needs one of value", "a mapping of 3", "Write {value"],
    ),
    "text for a section": (
        "aid: {unknown: not described}",
        "aid: some",
        ["draft.yaml:19:", "aid", "'some'", "must be a mapping"],
    ),
    "missing section": (
        "aid: {unknown: not described}\n",
        "",
        ["draft.yaml:1:", "aid", "missing", "Add it"],
    ),
    "lead that is no party": (
        "lead: CAS",
        "lead: XXX",
        ["draft.yaml:10:", "lead", "XXX", "role guarantor (CAS)", "Correct it"],
    ),
    "party twice": ("id: CAS", "id: ARL", ["draft.yaml:7:", "parties", "ARL", "once"]),
    "nobody to protect": ("[protege]", "[host]", ["parties", "role protege", "Give a party"]),
    "id of another file": (
        "id: draft",
        "id: draught",
        ["draft.yaml:2:", "id", "'draught'", "name of the file, 'draft'", "Rename"],
    ),
    "duplicate key": ("title: A draft", "id: draft", ["draft.yaml:3:", "'id' is given twice"]),
    "tab": ("  - {id: ARL", "\t- {id: ARL", ["draft.yaml:7:", "tab", "Indent with spaces"]),
    "anchors in a cycle": (
        "summary: A draft for tests.",
        "summary: &a [*a]",
        ["draft.yaml:5:", "anchors and aliases are not allowed"],
    ),
    "tag": (
        "summary: A draft for tests.",
        "summary: !!python/name:os.system x",
        ["draft.yaml:5:", "tags are not allowed"],
    ),
    "name that is a number": ("lead: CAS", "1: CAS", ["draft.yaml:10:", "must be text", "quotes"]),
    "open bracket": ("[challenger]", "[challenger", ["draft.yaml:7:", "expected"]),
    "colon in a text": (
        "title: A draft",
        "title: A draft: the first",
        ["draft.yaml:3:", "second ': '", "quotes"],
    ),
    "second document": ("lead: CAS", "---\nlead: CAS", ["draft.yaml:10:", "second document"]),
}

# Whole files.
BOMB = "a: &a [x, x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in ["ab", "bc", "cd"])
FILES = {
    "YAML bomb": (BOMB.encode(), ["draft.yaml:1:", "anchors and aliases are not allowed"]),
    "50 MB": (b"# " + b"x" * 50_000_000, ["draft.yaml:1:", "50,000,002 bytes", "1,048,576"]),
    "binary": (b"\x7fELF\x00\x00\x01", ["draft.yaml:1:", "binary", "UTF-8"]),
    "not UTF-8": ("id: Zürich".encode("latin-1"), ["draft.yaml:1:", "byte 6", "not UTF-8"]),
    "UTF-16": ("id: draft".encode("utf-16"), ["draft.yaml:1:", "binary", "UTF-8"]),
    "control character": (b"id: a\x07b", ["draft.yaml:1:", "not valid YAML"]),
    "empty": (b"", ["draft.yaml:1:", "nothing in it", "suasion new"]),
    "comment only": (b"# later\n", ["draft.yaml:1:", "nothing in it"]),
    "list": (b"- a\n- b\n", ["draft.yaml:1:", "must be a mapping", "a list of 2"]),
    "word": (b"hello", ["draft.yaml:1:", "must be a mapping", "'hello'"]),
    "deep nesting": (b"[" * 5000, ["draft.yaml:1:", "nested deeper than 20"]),
    "many values": (b"[" + b"1," * 60_000 + b"]", ["draft.yaml:1:", "more than 50,000 values"]),
}


def one_error(result: Any, told: list[str]) -> None:
    """The command ended with code 2 and one problem, which says all that is asked for."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.output.splitlines()
    assert len(lines) == 2, result.output
    assert lines[1].endswith(": 1 problem")
    missing = [words for words in told if words not in lines[0]]
    assert not missing, lines[0]


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_gives_one_error(fault: str, draft: Path, suasion: Callable[..., Any]) -> None:
    old, new, told = FAULTS[fault]
    text = draft.read_text(encoding="utf-8")
    assert old in text
    draft.write_text(text.replace(old, new, 1), encoding="utf-8")
    one_error(suasion("check", draft), told)


@pytest.mark.parametrize("fault", FILES)
def test_one_bad_file_gives_one_error(fault: str, draft: Path, suasion: Callable[..., Any]) -> None:
    content, told = FILES[fault]
    draft.write_bytes(content)
    one_error(suasion("check", draft), told)


def test_missing_file(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    one_error(suasion("check", tmp_path / "no.yaml"), ["no.yaml", "there is no such file"])


def test_folder_without_files(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    one_error(suasion("check", tmp_path), [str(tmp_path), "neither .yaml nor .bib"])


def test_broken_bibliography(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    path = tmp_path / "works.bib"
    path.write_text("@book{a,\n  title = {x}\n}\n\n@book{b\n  title = x", encoding="utf-8")
    one_error(suasion("check", path), ["works.bib:6:", "not valid BibTeX", "Mend the entry"])


CASE_FAULTS = {
    "missing candidate": (
        "  - first-draft",
        "  - second-draft",
        ["case.yaml:11:", "candidates", "'second-draft'", "no file second-draft.yaml", "Add the"],
    ),
    "baseline that is no candidate": (
        "baseline: no-guarantee",
        "baseline: nothing",
        ["case.yaml:8:", "baseline", "nothing", "one of the candidates"],
    ),
    "path that no guarantee has": (
        "zone.depth_protege_km: 10",
        "zone.depth_km: 10",
        ["case.yaml:", "levers.0.choices.on.zone.depth_km", "no guarantee", "zone.depth_prot"],
    ),
    "lever with a wrong value": (
        "zone.depth_protege_km: 10",
        "zone.depth_protege_km: -10",
        ["case.yaml:", "levers.0.choices.on", "(found -10)", "from 0 to 100,000"],
    ),
    "environment with a wrong word": (
        "judgement: some,",
        "judgement: somewhat,",
        ["case.yaml:", "environment.coalition.discord", "'somewhat'", "none, some, open"],
    ),
    "id of another folder": (
        "id: my-case",
        "id: a-case",
        ["case.yaml:4:", "id", "'a-case'", "name of the folder, 'my-case'"],
    ),
    "leader without a date": (
        "born: {value: 1960-05-01",
        "born: {value: young",
        ["case.yaml:", "leader.born", "'young'", "YYYY-MM-DD"],
    ),
}


@pytest.mark.parametrize("fault", CASE_FAULTS)
def test_one_fault_in_a_case_gives_one_error(
    fault: str, case: Path, suasion: Callable[..., Any]
) -> None:
    old, new, told = CASE_FAULTS[fault]
    path = case / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    one_error(suasion("check", case), told)


def test_a_process_ends_without_a_traceback_and_writes_nothing(draft: Path) -> None:
    draft.write_text("id: [", encoding="utf-8")
    script = "import sys; from suasion.cli.main import app; app(sys.argv[1:])"
    before = sorted(draft.parent.iterdir())
    result = subprocess.run(
        [sys.executable, "-c", script, "check", str(draft)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert result.returncode == 2
    assert "Traceback" not in result.stdout + result.stderr
    assert sorted(draft.parent.iterdir()) == before
