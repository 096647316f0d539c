"""What a comparison settles before any future is played, and what two futures cannot tell."""

import json

import pytest


@pytest.fixture
def unplayed(monkeypatch):
    """Any start of a comparison fails the test."""

    def start(*_arguments, **_named):
        pytest.fail("futures were played")

    monkeypatch.setattr("suasion.cli.compare.load_case", start)


def test_a_report_in_no_folder_is_refused_and_makes_none(suasion, tmp_path, unplayed):
    out = tmp_path / "no" / "such" / "x.html"
    found = suasion("compare", "--out", out)
    assert found.exit_code == 2
    told = " ".join(found.output.split())
    assert told.startswith("--out: there is no folder")
    assert "Make it first, or name another" in told
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_refused(suasion, tmp_path, unplayed):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    found = suasion("compare", "--out", tmp_path / "file" / "x.html")
    assert found.exit_code == 2
    assert "there is no folder" in found.output


def test_two_futures_reverse_no_pair_and_warn_of_nothing(suasion):
    guarantees = ("-g", "korean-model", "-g", "budapest-1994", "-g", "no-guarantee")
    games = ("--theory", "strategic", "--theory", "bargaining")
    found = suasion("compare", *guarantees, *games, "--draws", 2, "--quiet", "--format", "json")
    assert found.exit_code == 0, found.output
    rows = json.loads(found.stdout)["guarantees"]
    assert [row["next"]["reversed_by"] for row in rows[:-1]] == [None, None]
