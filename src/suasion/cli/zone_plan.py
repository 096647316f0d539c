"""`suasion zone plan`: how much monitoring is enough; where it stands; how often to inspect."""

from __future__ import annotations

from typing import Any

from suasion.errors import InputError, Problem

BELONG: dict[str, tuple[str, ...]] = {
    "file": ("time_limit",),
    "sites": ("sectors", "most", "budget", "radius_km", "cell_km", "time_limit"),
    "inspection": (),
}
"""Options by the kind of plan that they belong to; all others belong to chances."""
CALLED = {"file": "a plan file", "sites": "--sites", "inspection": "--inspection"}


def run(options: dict[str, Any]) -> None:
    """Carry out what the options ask for: a mix, a placement, an inspection, or chances."""
    kind = _kind(options)
    if kind == "file":
        from suasion.cli import zone_plan_mix

        zone_plan_mix.run(options)
    elif kind == "sites":
        from suasion.cli import zone_plan_sites

        zone_plan_sites.run(options)
    elif kind == "inspection":
        from suasion.cli import zone_plan_inspection

        zone_plan_inspection.run(options["inspection"], options["format"])
    else:
        from suasion.cli import zone_plan_chances

        zone_plan_chances.run(options)


def _kind(options: dict[str, Any]) -> str:
    """The kind of plan; an option that belongs to another kind is an error, and not ignored."""
    given = [name for name, value in options.items() if name not in ("format", "form") and value]
    asked = [name for name in BELONG if name in given]
    if len(asked) > 1:
        named = " and ".join(CALLED[name] for name in asked)
        raise _odd(f"{named} are plans of different kinds", "Ask for one at a time")
    kind = asked[0] if asked else ""
    elsewhere = {name for names in BELONG.values() for name in names}
    strange = [
        name
        for name in given
        if name != kind and (name not in BELONG[kind] if kind else name in elsewhere)
    ]
    if strange:
        listed = ", ".join(f"--{name.replace('_', '-')}" for name in strange)
        where = f"with {CALLED[kind]}" if kind else "without --sites or a plan file"
        raise _odd(f"{listed} would not count {where}", "Leave it out")
    return kind


def _odd(message: str, remedy: str) -> InputError:
    return InputError([Problem("zone plan", 0, 0, "", "", message, remedy)])
