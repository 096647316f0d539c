"""A brief command changes how Python collects garbage only while it runs."""

import gc
import os

import pytest

from suasion.cli.brief import ALLOCATIONS, PLUGINS, brief


@pytest.mark.parametrize("plugins", [None, "some-plugin"])
def test_everything_is_as_before_afterwards(
    plugins: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PLUGINS, raising=False)
    if plugins:
        monkeypatch.setenv(PLUGINS, plugins)
    thresholds = gc.get_threshold()
    with pytest.raises(RuntimeError, match="a test"):
        _fail_within()
    assert gc.get_threshold() == thresholds
    assert os.environ.get(PLUGINS) == plugins


@brief()
def _fail_within() -> None:
    assert gc.get_threshold()[0] == ALLOCATIONS
    assert os.environ[PLUGINS] == "1"
    raise RuntimeError("a test")
