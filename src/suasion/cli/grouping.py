"""How commands are registered: one look, one boundary for errors."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, ParamSpec, get_type_hints

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


Command = Callable[..., None]


def sharing(options: Command, but: Collection[str] = ()) -> Callable[[Command], Command]:
    """What gives a command the options of another function, in place of its last parameter.

    Parameters
    ----------
    options
        A function whose parameters are the shared options. A command takes them as `**shared`.
    but
        Options that are not shared.

    Examples
    --------
    >>> def common(seed: int = 1) -> None: ...
    >>> @sharing(common)
    ... def draw(name: str, **shared: Any) -> None:
    ...     print(name, shared)
    >>> inspect.signature(draw)
    <Signature (name: str, seed: int = 1) -> None>
    >>> draw("threshold", seed=2)
    threshold {'seed': 2}
    """

    def shared(body: Command) -> Command:
        own = [one for one in _parameters(body) if one.kind is not one.VAR_KEYWORD]

        @wraps(body)
        def called(*values: Any, **named: Any) -> None:
            body(*values, **named)

        every = [*own, *(one for one in _parameters(options) if one.name not in but)]
        vars(called)["__signature__"] = inspect.Signature(every, return_annotation=None)
        called.__annotations__ = {one.name: one.annotation for one in every}
        return called

    return shared


def _parameters(function: Command) -> list[inspect.Parameter]:
    """Parameters with their annotations read, not as text."""
    hints = get_type_hints(function, include_extras=True)
    found = inspect.signature(function).parameters.values()
    return [one.replace(annotation=hints.get(one.name, one.annotation)) for one in found]


def _help(body: Callable[..., None]) -> str:
    """A docstring, its examples marked to keep their lines."""
    return (inspect.getdoc(body) or "").replace("Examples\n--------", "\b\nExamples:")
