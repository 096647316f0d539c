"""What the tests share: fixed draws, the raw research data, and a reminder of long modules."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
LONG_FILE_LINES = 200

# The same examples in every run. `pytest --hypothesis-profile=explore` looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None, database=None, max_examples=50)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("fixed")


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of the usual width, whatever the one that runs the tests has."""
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture(scope="session")
def record_folder() -> Path:
    """The folder of raw research data: $SUASION_DATA, or `shared/data` beside the repository."""
    folder = Path(os.environ.get("SUASION_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no research data in {folder}; set SUASION_DATA to where they are")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the modules that grow long: a reminder to split by idea, not a failure."""
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / "src").rglob("*.py"))
    }
    long = {path: count for path, count in lines.items() if count > LONG_FILE_LINES}
    if long:
        terminalreporter.section(f"modules over {LONG_FILE_LINES} lines")
        for path, count in sorted(long.items(), key=lambda item: -item[1]):
            terminalreporter.write_line(f"{count:4d}  {path}")
