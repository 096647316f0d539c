"""New files pass the check, and no existing file is touched."""

from pathlib import Path

import pytest

from suasion.describe.loading import load_case, load_guarantee
from suasion.describe.templates import write
from suasion.errors import InputError


def test_a_new_guarantee_loads(tmp_path: Path) -> None:
    (path,) = write("guarantee", "my-draft", tmp_path / "new" / "folder")
    assert load_guarantee(path).id == "my-draft"


def test_a_new_case_loads_with_two_candidates(tmp_path: Path) -> None:
    write("case", "my-case", tmp_path)
    loaded = load_case(tmp_path / "my-case")
    assert loaded.case.id == "my-case"
    assert list(loaded.guarantees) == ["no-guarantee", "first-draft"]


def test_what_exists_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "my-case").mkdir()
    (tmp_path / "my-case" / "references.bib").write_text("% mine", encoding="utf-8")
    with pytest.raises(InputError, match="there is such a file already"):
        write("case", "my-case", tmp_path)
    assert [path.name for path in (tmp_path / "my-case").iterdir()] == ["references.bib"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write("guarantee", "my-draft", tmp_path / "file")


@pytest.mark.parametrize("name", ["", "My", "a b", "../a", "a_b", "-a", "a" * 61])
def test_only_identifiers_are_names(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="joined by hyphens"):
        write("guarantee", name, tmp_path)
