"""Kernels for one theory each, stored once compiled: see `suasion.uncertainty.stored`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import Any

import jax
from jax.experimental.compilation_cache import compilation_cache

from suasion.theory.registry import built_in, stage
from suasion.theory.stage import Stage
from suasion.uncertainty.stored import (
    UNUSABLE,
    Kernel,
    found,
    name_of,
    program_folder,
    shapes_of,
    store,
)

WIDE: dict[str, str | bool] = {"xla_cpu_prefer_vector_width": "512"}
"""Compiler option: the widest vectors that the processor has, a fifth faster than the default."""
PLAIN: dict[str, str | bool] = {"xla_cpu_experimental_ynn_fusion_type": ""}
"""Compiler option: sums over states without the library for large ones, which costs more to call
than it saves; a tenth of the kernels. Left out where the compiler does not know it."""


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
        shapes = shapes_of(arguments)
        if shapes not in ready:
            ready[shapes] = _made_ready(kernel, options, shapes, arguments)
        return ready[shapes](*arguments)

    return call


def _made_ready(kernel: Any, options: dict[str, Any], shapes: str, arguments: Any) -> Kernel:
    name = f"{kernel.__module__}.{kernel.__qualname__}"
    path = program_folder() / name_of(name, options, shapes)
    kept = found(path)
    if kept is not None:
        return kept
    with _compiled_anew():
        compiled: Kernel = _compiled(kernel.lower(*arguments, **options))
    with suppress(*UNUSABLE):
        store(path, compiled, arguments)
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
