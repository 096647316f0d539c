"""Every module says what it is about, and none grows too long."""

import ast
from pathlib import Path

LONGEST_FILE_LINES = 500


def modules(root: Path) -> list[Path]:
    found = sorted((root / "src").rglob("*.py"))
    assert found, "no module below src"
    return found


def test_every_module_has_a_docstring(root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in modules(root)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent, f"no docstring: {silent}. Say what the module is, with its definitions."


def test_no_module_is_over_500_lines(root: Path) -> None:
    lines = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(root)
    }
    long = {path: count for path, count in lines.items() if count > LONGEST_FILE_LINES}
    assert not long, f"over {LONGEST_FILE_LINES} lines: {long}. Split by idea."
