"""Groups of commands, one module each: `suasion GROUP COMMAND`."""

from __future__ import annotations

import typer

GROUPS: tuple[typer.Typer, ...] = ()
"""In the order in which `suasion --help` lists them."""
