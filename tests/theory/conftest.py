"""What tests of trees share: random games, and every game that the project ships."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from suasion.theory.tree.reading import load, read_game

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "suasion" / "theory" / "library"
DOCUMENTED = ROOT / "docs" / "reference" / "game-format.md"


def module_of(path):
    """A Python file that is in no package, as a module."""
    name = f"_shared_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def random_tree():
    """A function of a seed (and options): see `random_trees.random_tree`."""
    return module_of(Path(__file__).with_name("random_trees.py")).random_tree


@pytest.fixture(scope="session")
def documented_text():
    """The example of docs/reference/game-format.md."""
    return re.search(r"```yaml\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)[1]


@pytest.fixture(scope="session")
def shipped_trees(documented_text):
    """Every game in YAML of the library, and the documented example."""
    trees = [load(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return [*trees, read_game(documented_text, "documented.yaml")]


@pytest.fixture(scope="session")
def fuzz():
    """The tool that mutates games: tools/fuzz_games.py."""
    return module_of(ROOT / "tools" / "fuzz_games.py")
