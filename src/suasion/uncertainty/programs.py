"""Compiled programs on disk, so that nothing is traced or compiled that an earlier run had.

A program is known by everything that it rests on: code, compiler, processor, kernel, theory, sizes,
shapes and devices. Whatever cannot be used, be it missing, damaged or from elsewhere, is compiled
anew without a word. Loading a program runs it, so files are read only from a folder that belongs
to the user and that nobody else may write to; see docs/decisions/0010-stored-programs.md.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
from jax.experimental.compilation_cache import compilation_cache
from jax.experimental.serialize_executable import deserialize_and_load, serialize

from suasion.theory.registry import built_in, stage
from suasion.theory.stage import Stage
from suasion.uncertainty.code import kernel_digest
from suasion.uncertainty.device import cache_folder, features

WIDE: dict[str, str | bool] = {"xla_cpu_prefer_vector_width": "512"}
"""Compiler option: the widest vectors that the processor has, a fifth faster than the default."""
PLAIN: dict[str, str | bool] = {"xla_cpu_experimental_ynn_fusion_type": ""}
"""Compiler option: sums over states without the library for large ones, which costs more to call
than it saves; a tenth of the kernels. Left out where the compiler does not know it."""
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


def program(kernel: Any, theory: str, **settings: Any) -> Kernel:
    """A kernel for one theory, from disk where it is there.

    Parameters
    ----------
    kernel
        A jitted function with the static arguments `theory` and `settings`.
    theory
        Identifier of a stage. One that is not built in is compiled in every run: its identifier
        does not tell what it is.
    """
    fixed = tuple(sorted(settings.items()))
    if not built_in([theory]):
        return _added(kernel, stage(theory), fixed)
    return _built_in(kernel, theory, fixed)


@cache
def _added(kernel: Any, added: Stage, settings: tuple[tuple[str, Any], ...]) -> Kernel:
    """A program of this process only."""
    return jax.jit(partial(kernel, theory=added.id, **dict(settings)), compiler_options=WIDE)


@cache
def _built_in(kernel: Any, theory: str, settings: tuple[tuple[str, Any], ...]) -> Kernel:
    """The same program for every call of a process, made ready for the shapes that come."""
    ready: dict[str, Kernel] = {}
    options = {"theory": theory, **dict(settings)}

    def call(*arguments: Any) -> Any:
        shapes = _shapes(arguments)
        if shapes not in ready:
            ready[shapes] = _made_ready(kernel, options, shapes, arguments)
        return ready[shapes](*arguments)

    return call


def load_ahead(wanted: Iterable[tuple[Any, dict[str, Any], Any]]) -> None:
    """Load programs beside what the process does until it needs them.

    Parameters
    ----------
    wanted
        Kernels with their settings, the theory among them, and shapes of their arguments, in the
        order in which they will be called.
    """
    loader = ThreadPoolExecutor(max_workers=1)
    for kernel, options, arguments in wanted:
        path = program_folder() / _name(kernel, options, _shapes(arguments))
        _AHEAD[path] = loader.submit(_loaded, path)
    loader.shutdown(wait=False)


_AHEAD: dict[Path, Future[Kernel]] = {}
"""Programs that are being loaded, or are loaded and not yet called."""


def _shapes(arguments: Any) -> str:
    return str([(array.shape, str(array.dtype)) for array in jax.tree.leaves(arguments)])


def _made_ready(kernel: Any, options: dict[str, Any], shapes: str, arguments: Any) -> Kernel:
    path = program_folder() / _name(kernel, options, shapes)
    with suppress(*UNUSABLE):
        return _AHEAD.pop(path).result() if path in _AHEAD else _loaded(path)
    with _compiled_anew():
        compiled = _compiled(kernel.lower(*arguments, **options))
    with suppress(*UNUSABLE):
        _store(path, compiled, arguments)
    return compiled


def _compiled(lowered: Any) -> Any:
    with suppress(RuntimeError):  # an option that another version of the compiler does not have
        return lowered.compile(WIDE | PLAIN)
    return lowered.compile(WIDE)


@contextmanager
def _compiled_anew() -> Iterator[None]:
    """Without the compiler's own cache: what comes out of it cannot be stored a second time."""
    before = jax.config.values["jax_enable_compilation_cache"]
    _use_cache(False)
    try:
        yield
    finally:
        _use_cache(before)


def _use_cache(wanted: bool) -> None:
    jax.config.update("jax_enable_compilation_cache", wanted)
    compilation_cache.reset_cache()


def program_folder() -> Path:
    """Where programs are kept: apart from other processors and other versions of the compiler."""
    return cache_folder() / "programs"


def _name(kernel: Any, options: dict[str, Any], shapes: str) -> str:
    """A file name made of all that the program rests on."""
    versions = (jax.__version__, version("jaxlib"), platform.python_version())
    place = (features(), len(jax.devices()), os.environ.get("XLA_FLAGS", ""))
    what = (kernel.__module__, kernel.__qualname__, sorted(options.items()), shapes)
    text = repr((kernel_digest(), versions, place, what))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def _loaded(path: Path) -> Kernel:
    """The program of a file; OSError or ValueError where it must not be used."""
    _refuse_shared(path.parent)
    content = path.read_bytes()
    written, body = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != written:
        raise ValueError(f"{path} is damaged")
    return deserialize_and_load(*pickle.loads(body))


def _refuse_shared(folder: Path) -> None:
    """Programs are code: refuse a folder that is another's, or that others may write to."""
    found = folder.stat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    if not mine or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"{folder} must belong to you alone")


def _store(path: Path, compiled: Any, arguments: Any) -> None:
    """Write a program, and keep the file if it runs; in one step, for runs beside this one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body, draft = pickle.dumps(serialize(compiled)), path.with_suffix(f".{os.getpid()}")
    try:
        draft.write_bytes(hashlib.sha256(body).digest() + body)
        jax.block_until_ready(_loaded(draft)(*arguments))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    kept = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime)
    for old in kept[:-MOST]:
        old.unlink(missing_ok=True)
