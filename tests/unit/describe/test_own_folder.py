"""Kept files are read only from a folder that nobody else may write to."""

import os

import pytest

from suasion.describe.own_folder import refuse_shared


def test_a_folder_of_ones_own_is_fine(tmp_path):
    tmp_path.chmod(0o755)
    refuse_shared(tmp_path)


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
def test_a_folder_that_others_may_write_to_is_refused(mode, tmp_path):
    tmp_path.chmod(mode)
    with pytest.raises(PermissionError, match="must belong to you alone"):
        refuse_shared(tmp_path)


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(PermissionError, match="must belong to you alone"):
        refuse_shared(tmp_path)


def test_a_folder_that_is_not_there_is_no_folder_of_ones_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        refuse_shared(tmp_path / "none")
