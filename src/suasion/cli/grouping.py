"""How commands are registered: one look, one boundary for errors."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import ParamSpec

import typer

from suasion.cli.boundary import boundary

P = ParamSpec("P")


def group(name: str, about: str | None = None) -> typer.Typer:
    """An empty group of commands.

    Parameters
    ----------
    name
        Its name on the command line.
    about
        What it is for, with examples; the first line is shown in the list of commands.
    """
    return typer.Typer(
        name=name,
        help=about,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def commands(app: typer.Typer) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """What registers a function as a command of `app`, within the boundary for errors."""

    def command(body: Callable[P, None]) -> Callable[P, None]:
        return app.command(help=_help(body))(boundary()(body))

    return command


def _help(body: Callable[..., None]) -> str:
    """A docstring, its examples marked to keep their lines."""
    return (inspect.getdoc(body) or "").replace("Examples\n--------", "\b\nExamples:")
