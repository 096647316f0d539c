"""One boundary for errors: what the user did wrong is told in plain text, without a traceback."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from suasion.errors import NotReproduced, SuasionError

DIFFERENT, FAULT, INTERRUPTED = 1, 2, 130


@contextmanager
def boundary() -> Iterator[None]:
    """End the program with the right message and exit code when its body raises.

    Usable as a decorator of a command.
    """
    try:
        yield
        sys.stdout.flush()
    except SuasionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(DIFFERENT if isinstance(error, NotReproduced) else FAULT) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


@contextmanager
def uncollected() -> Iterator[None]:
    """Import without looking for garbage: what modules make stays, and there is a lot of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
