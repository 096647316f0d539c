"""Every key that a command prints stands in the reference page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.study.planted import PAIR, as_json, stored
from typer.testing import CliRunner

from suasion.cli.main import app

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "study-json.md"
BY_NAME = ("limited", "under_theories", "criteria", "values", "ranks")
"""Their keys are names of factors, theories or criteria."""


def keys(node, name=""):
    """All keys of an answer that are not names of its own."""
    if isinstance(node, dict):
        for key, value in node.items():
            if name not in BY_NAME:
                yield key
            yield from keys(value, "" if name in BY_NAME else key)
    elif isinstance(node, list):
        for one in node:
            yield from keys(one)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("planted"))


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("show",),
        ("sensitivity", *PAIR),
        ("discover", *PAIR, "--resamples", 2),
        ("rank",),
        ("learn", *PAIR),
    ],
)
def test_every_key_is_explained(folder, command):
    name, *options = command
    printed = set(keys(as_json(name, folder, *options)))
    page = PAGE.read_text(encoding="utf-8")
    told = {one for one in printed if f"`{one}`" in page or f'"{one}"' in page}
    assert printed == told


def test_so_is_every_key_of_verify(folder):
    result = CliRunner().invoke(app, ["verify", str(folder), "--chunks", "0", "--format", "json"])
    page = PAGE.read_text(encoding="utf-8")
    assert [key for key in json.loads(result.stdout) if f"`{key}`" not in page] == []
