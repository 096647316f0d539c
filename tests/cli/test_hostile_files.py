"""Files that nobody writes by mistake: one clear error each, soon, and in little memory."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from suasion.describe.bibliography import works
from suasion.describe.reading import MAX_BYTES, text_of
from suasion.errors import FileRefused

WORK = "@misc{a-1,\n  title = {A},\n  year = {2000}\n}\n"


def _one_error(found, path: Path, said: str):
    assert found.exit_code == 2
    assert "Traceback" not in found.output
    problem, last = found.output.splitlines()
    assert problem.startswith(str(path))
    assert said in problem
    assert last == f"{path}: 1 problem"


def _abbreviations(deep: int) -> str:
    """A short file, the last abbreviation of which is 8 ** `deep` letters long."""
    lines = ["@string{a0 = {x}}"]
    for number in range(1, deep + 1):
        lines.append(f"@string{{a{number} = {' # '.join([f'a{number - 1}'] * 8)}}}")
    return "\n".join([*lines, f"@misc{{b, title = a{deep}}}"])


BROKEN = {
    "large": (WORK.encode() + b"%" * MAX_BYTES, "at most 1,048,576 are read"),
    "binary": (WORK.encode() + b"\0", "binary"),
    "not text": (b"@misc{a, title = {\xe9}}", "byte 19 of the file is not UTF-8"),
    "empty": (b"", "there is no work in it"),
    "a list": (b"- a\n- b\n", "there is no work in it"),
    "abbreviations of abbreviations": (_abbreviations(9).encode(), "more than 1,000,000 letters"),
    "braces": (b"@misc{a, title = {" + b"{" * 10_000, "too many nested braces"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_hostile_bibliography_gets_one_error(name, tmp_path, suasion):
    raw, said = BROKEN[name]
    path = tmp_path / "own.bib"
    path.write_bytes(raw)
    _one_error(suasion("check", path), path, said)


def test_abbreviations_that_are_not_many_are_read(tmp_path):
    path = tmp_path / "own.bib"
    path.write_text(_abbreviations(3), encoding="utf-8")
    assert works(path)["b"].title == "x" * 8**3


def test_months_are_known_in_any_case(tmp_path):
    path = tmp_path / "own.bib"
    path.write_text("@misc{b, title = {B}, month = JAN # { 5}}", encoding="utf-8")
    assert works(path)["b"].field("month") == "January 5"


def test_a_folder_that_is_called_like_a_file_is_told_beside_the_others(draft, suasion):
    folder = draft.parent / "folder.yaml"
    folder.mkdir()
    found = suasion("check", draft.parent)
    assert found.exit_code == 2
    assert f"{folder}: this folder has neither .yaml nor .bib files" in found.output
    assert f"{draft}: fine, a guarantee" in found.output


def test_a_folder_in_place_of_a_case_is_told(tmp_path, suasion):
    (tmp_path / "case.yaml").mkdir()
    path = tmp_path / "case.yaml"
    _one_error(suasion("check", tmp_path), path, "neither .yaml nor .bib files")


def test_a_folder_is_not_taken_for_a_missing_file(tmp_path):
    with pytest.raises(FileRefused, match="this is a folder, not a file"):
        text_of(tmp_path, "my.yaml")


def test_a_loop_of_links_is_no_file(tmp_path, suasion):
    path = tmp_path / "loop.yaml"
    path.symlink_to(path)
    _one_error(suasion("check", path), path, "there is no such file")


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text("a: 1", encoding="utf-8")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(FileRefused, match=r"cannot be read \(Permission denied\)\. Check the path"):
        text_of(path, str(path))


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(FileRefused, match="cannot be read"):
        text_of(tmp_path / ("x" * 300 + ".yaml"), "x.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lead: CAS", "lead: CAS\n" + "".join(f"u{n}: 1\n" for n in range(3000)), "no field 'u0'"),
        (
            "nuclear:",
            f"also: [{', '.join(f'{{title: a, source: b{n}}}' for n in range(3000))}]\nnuclear:",
            "no work of the bibliography",
        ),
        ("where: Art. I}", f"where: Art. I}}\n  x: {{source: {'a' * 400_000}}}", "no field 'x'"),
    ],
)
def test_thousands_of_faults_are_told_in_part_and_soon(old, new, said, draft, suasion):
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace(old, new, 1), encoding="utf-8")
    began = time.process_time()
    found = suasion("check", draft)
    assert time.process_time() - began < 2  # it takes a tenth of that; without a limit, many
    assert found.exit_code == 2
    assert said in found.output
    assert len(found.output) < 100_000


def test_a_study_of_a_million_million_variants_is_refused_at_once(tmp_path, suasion):
    fields = ("forces.size", "zone.depth_challenger_km", "zone.monitor_size", "site.radius_km")
    levers = ", ".join(f"{name}: {list(range(1, 1001))}" for name in fields)
    path = tmp_path / "a-study.yaml"
    path.write_text(
        f"study: a-study\ncase: ukraine-2025\nlevers: {{{levers}}}\ndesign: {{kind: sobol}}\n"
        "guarantees: [korean-model]\n",
        encoding="utf-8",
    )
    began = time.process_time()
    found = suasion("check", path)
    assert time.process_time() - began < 10
    assert found.exit_code == 2
    assert "1,000,000,000,000 variants; at most 1,000 are played" in found.output


def test_a_line_to_and_fro_across_a_continent_is_refused_at_once(tmp_path, suasion):
    places = ", ".join(f"[{30 + 10 * (n % 2) + n * 1e-5}, {44 + n * 1e-4}]" for n in range(9000))
    path = tmp_path / "my-zone.yaml"
    path.write_text(
        "suasion: 1\nzone: my-zone\ntitle: A\nsummary: A.\nstanding: proposed\n"
        f"lines:\n  main: {{coordinates: [{places}]}}\n"
        "rules:\n  - {rule: absent, weapons: [tank], places: [none-such], "
        "source: korea-armistice-1953, where: para. 1}\n",
        encoding="utf-8",
    )
    began = time.process_time()
    found = suasion("check", path)
    assert time.process_time() - began < 5
    assert found.exit_code == 2
    assert "km long, and at most 40,000 km are drawn" in found.output
    assert "no place of this zone is called 'none-such'" in found.output


def test_check_knows_a_game(game, suasion):
    assert suasion("check", game).output.startswith(f"{game}: fine, a game of challenger, protege")
    text = game.read_text(encoding="utf-8").replace("value: 0.6", "value: 1.6")
    game.write_text(text.replace("title:", "foo: 1\ntitle:"), encoding="utf-8")
    found = suasion("check", game)
    assert found.exit_code == 2
    assert "foo: there is no field" in found.output
