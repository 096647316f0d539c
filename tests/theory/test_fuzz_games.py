"""Mutated game files: a tree or a fault with its place, at once, and no code is run.

The same files in every run; ``python tools/fuzz_games.py 50000 SEED`` tries others.
"""

import os
import sys
from dataclasses import replace

import pytest

from suasion.errors import InputError, Problem

# About ten seconds each: most of a YAML file's time is its parser's.
FILES = {"yaml": 1000, "efg": 3000}


@pytest.fixture(scope="module")
def watched(fuzz):
    """The tool, with calls of the system and of the compiler watched while files are read."""
    sys.addaudithook(fuzz._watch)
    fuzz.seeds()
    return fuzz


@pytest.mark.parametrize("kind", FILES)
def test_mutated_files_give_a_tree_or_a_fault(kind, watched):
    counts = watched.fuzzed(kind, FILES[kind], 7)
    assert counts.crashes == []
    assert counts.read > FILES[kind] / 20
    assert counts.refused > FILES[kind] / 2
    assert len(counts.faults) > 40


def fail(raw, folder):
    raise KeyError("x")


def run(raw, folder):
    os.system("true")
    raise InputError([Problem("game", 1, 1, "", "", "wrong", "mend it")])


def mumble(raw, folder):
    raise InputError([Problem("game", 0, 0, "", "", "wrong", "")])


def say(raw, folder):
    raise InputError([Problem("game", 1, 1, "", "", "wrong", "mend it")])


@pytest.mark.parametrize(
    ("reader", "said"), [(fail, "KeyError"), (run, "ran code"), (mumble, "without its place")]
)
def test_a_crash_is_noticed(reader, said, watched, monkeypatch, tmp_path):
    counts = watched.Counts("yaml")
    monkeypatch.setitem(watched.READERS, "yaml", reader)
    watched.count(counts, b"", tmp_path)
    assert (counts.read, counts.refused, len(counts.crashes)) == (0, 0, 1)
    assert said in counts.crashes[0]


def test_a_fault_is_no_crash(watched, monkeypatch, tmp_path):
    counts = watched.Counts("yaml")
    monkeypatch.setitem(watched.READERS, "yaml", say)
    watched.count(counts, b"", tmp_path)
    assert (counts.read, counts.refused, counts.crashes) == (0, 1, [])


def test_an_unlawful_tree_is_noticed(watched, random_tree):
    tree = random_tree(8)
    assert watched.unlawful(tree) == ""
    assert "members" in watched.unlawful(replace(tree, information=tree.information[1:]))
    assert "mover" in watched.unlawful(replace(tree, payoffs={}))
