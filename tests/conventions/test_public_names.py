"""What `import suasion` offers is listed, sorted and complete: a renaming is a decision."""

from types import ModuleType

import suasion


def test_public_names_are_listed_in_order() -> None:
    assert list(suasion.__all__) == sorted(set(suasion.__all__))


def test_every_listed_name_exists() -> None:
    missing = [name for name in suasion.__all__ if not hasattr(suasion, name)]
    assert not missing


def test_no_public_name_is_left_out() -> None:
    public = {
        name
        for name in dir(suasion)
        if not name.startswith("_")
        and name != "annotations"
        and not isinstance(getattr(suasion, name), ModuleType)
    }
    assert public <= set(suasion.__all__)
