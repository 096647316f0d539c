"""Compiled programs on disk: their names, how they are loaded, ahead of need too, and kept.

A program is known by everything that it rests on: code, compiler, processor, kernel, theory, sizes,
shapes and devices. Whatever cannot be used, be it missing, damaged or from elsewhere, is compiled
anew without a word. Loading a program runs it, so files are read only from a folder that belongs
to the user and that nobody else may write to; see docs/decisions/0010-stored-programs.md.

Light on purpose: loading begins before the theories are imported, which it does not need.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
from jax.experimental.serialize_executable import deserialize_and_load, serialize

from suasion.describe.own_folder import refuse_shared
from suasion.uncertainty.code import kernel_digest
from suasion.uncertainty.device import cache_folder, compiler_options, features

MOST = 400
"""Programs kept; the oldest go first. One is about a megabyte."""
DIGEST_BYTES = 32
UNUSABLE = (
    OSError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ImportError,
    EOFError,
    pickle.PickleError,
)
"""What a file that cannot be read, or that another compiler wrote, may raise."""

Kernel = Callable[..., Any]


def load_ahead(wanted: Iterable[tuple[str, dict[str, Any], Any]]) -> None:
    """Load programs beside what the process does until it needs them.

    Parameters
    ----------
    wanted
        Kernels by their full names, with their settings, the theory among them, and shapes of their
        arguments, in the order in which they will be called.
    """
    loader = ThreadPoolExecutor(max_workers=1)  # a second one would slow down the imports
    for kernel, options, arguments in wanted:
        path = program_folder() / name_of(kernel, options, shapes_of(arguments))
        _AHEAD[path] = loader.submit(loaded, path)
    loader.shutdown(wait=False)


_AHEAD: dict[Path, Future[Kernel]] = {}
"""Programs that are being loaded, or are loaded and not yet called."""


def found(path: Path) -> Kernel | None:
    """The program of a file, loaded ahead or now; None where it cannot be used."""
    coming = _AHEAD.pop(path, None)
    with suppress(*UNUSABLE):
        # One that is still in the queue is loaded here, beside the one being loaded there.
        return loaded(path) if coming is None or coming.cancel() else coming.result()
    return None


def shapes_of(arguments: Any) -> str:
    """Shapes and types of a kernel's arguments."""
    return str([(array.shape, str(array.dtype)) for array in jax.tree.leaves(arguments)])


def program_folder() -> Path:
    """Where programs are kept: apart from other processors and other versions of the compiler."""
    return cache_folder() / "programs"


def name_of(kernel: str, options: dict[str, Any], shapes: str) -> str:
    """A file name made of all that the program rests on."""
    versions = (jax.__version__, version("jaxlib"), platform.python_version())
    place = (features(), len(jax.devices()), compiler_options())
    what = (kernel, sorted(options.items()), shapes)
    text = repr((kernel_digest(), versions, place, what))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def loaded(path: Path) -> Kernel:
    """The program of a file; OSError or ValueError where it must not be used."""
    refuse_shared(path.parent)
    content = path.read_bytes()
    written, body = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != written:
        raise ValueError(f"{path} is damaged")
    return deserialize_and_load(*pickle.loads(body))


def store(path: Path, compiled: Any, arguments: Any) -> None:
    """Write a program, and keep the file if it runs; in one step, for runs beside this one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body, draft = pickle.dumps(serialize(compiled)), path.with_suffix(f".{os.getpid()}")
    try:
        draft.write_bytes(hashlib.sha256(body).digest() + body)
        jax.block_until_ready(loaded(draft)(*arguments))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    kept = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in kept[:-MOST]:
        old.unlink(missing_ok=True)
