"""Texts that were read before."""

import datetime
import json
import os

import pytest

from suasion.describe import remembered as module
from suasion.describe.reading import parse
from suasion.errors import FileRefused

TEXT = (
    'zone: {depth_km: 2, since: 1953-07-27, no: "on"}\nlist: [1.5, .inf, null, true, 2026-02-30]\n'
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SUASION_CACHE", str(tmp_path))
    return tmp_path / "read"


def kept(folder):
    (path,) = folder.iterdir()
    return path


def refuse(text):
    raise AssertionError("read a second time")


def test_what_was_read_comes_back_with_dates_and_places(folder):
    first = parse(TEXT, "a.yaml")
    assert first.data["zone"]["since"] == datetime.date(1953, 7, 27)
    data, positions = module.remembered(TEXT, refuse)
    assert data == first.data
    assert positions == first.positions
    assert folder.stat().st_mode & 0o777 == 0o700


def test_another_text_is_read():
    parse(TEXT, "a.yaml")
    with pytest.raises(AssertionError):
        module.remembered(TEXT + " ", refuse)


@pytest.mark.parametrize("damage", ["", "{}", '[{"zone": 1}, [["list", 7]], []]', "[" * 100_000])
def test_a_damaged_file_is_read_anew_without_a_word(folder, damage):
    first = parse(TEXT, "a.yaml")
    kept(folder).write_text(damage)
    assert parse(TEXT, "a.yaml") == first
    assert json.loads(kept(folder).read_text())


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
def test_a_folder_that_others_may_write_to_is_not_read(folder):
    first = parse(TEXT, "a.yaml")
    kept(folder).write_text(json.dumps(["forged", [], []]))
    assert parse(TEXT, "a.yaml").data == "forged"
    folder.chmod(0o777)
    assert parse(TEXT, "a.yaml") == first


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SUASION_CACHE", str(tmp_path / "file"))
    assert parse(TEXT, "a.yaml").data["list"][0] == 1.5


def test_what_is_refused_is_refused_again(folder):
    for _ in range(2):
        with pytest.raises(FileRefused):
            parse("a: 1\na: 2\n", "a.yaml")
    assert not folder.exists()


def test_the_oldest_go_first(folder, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    for number in range(4):
        parse(f"a: {number}", "a.yaml")
    assert len(list(folder.iterdir())) == 2
