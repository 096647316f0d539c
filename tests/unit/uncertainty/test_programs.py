"""Stored programs give what compiled ones give, and whatever is wrong with a file is no matter."""

import hashlib
import importlib
import subprocess
import sys
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import suasion.uncertainty.programs as module
import suasion.uncertainty.stored as files
from suasion.describe.loading import load_case
from suasion.theory.built_in import BUILT_IN
from suasion.theory.registry import stages
from suasion.uncertainty import ahead
from suasion.uncertainty.blocks import CHUNK, blocks
from suasion.uncertainty.device import MAX_DEVICES, in_double, ready, spread
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.programs import program
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.stored import DIGEST_BYTES, load_ahead, shapes_of

THEORY, TIMES = "threshold", 3
NUMBERS = np.linspace(0.1, 2.0, MAX_DEVICES * 3 * 5 * 7)
"""Divisible by any number of devices."""


@partial(jax.jit, static_argnames=("theory", "times"))
def kernel(x, theory, times):
    return jnp.exp(x) * times + len(theory)


def in_folder(monkeypatch, path):
    for one in (module, files):
        monkeypatch.setattr(one, "program_folder", lambda: path)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    in_folder(monkeypatch, tmp_path / "programs")
    module._built_in.cache_clear()
    with in_double():
        yield tmp_path / "programs"
    module._built_in.cache_clear()


def called() -> bytes:
    """What a process that starts now gets from the kernel."""
    module._built_in.cache_clear()
    found = program(kernel, THEORY, times=TIMES)(spread(NUMBERS))
    np.testing.assert_allclose(found, np.exp(NUMBERS) * TIMES + len(THEORY), rtol=1e-14)
    return np.asarray(found).tobytes()


def stored(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


@pytest.fixture
def untraced(monkeypatch):
    """Fails the test where anything is compiled."""

    def refuse():
        raise AssertionError("compiled although it was stored")

    return lambda: monkeypatch.setattr(module, "_compiled_anew", refuse)


def test_a_stored_program_is_not_compiled_again_and_gives_the_same_bytes(folder, untraced):
    first = called()
    assert stored(folder).stat().st_size > DIGEST_BYTES
    untraced()
    assert called() == first


def test_a_program_that_was_compiled_elsewhere_in_the_process_runs_when_stored(folder, untraced):
    # What comes out of the compiler's own cache lacks its code when it is stored again.
    for _ in range(2):
        first = called()
        stored(folder).unlink()
        jax.clear_caches()
    called()
    untraced()
    assert called() == first


def test_a_program_that_is_loaded_ahead_is_used(folder, untraced):
    first = called()
    untraced()
    shape = jax.ShapeDtypeStruct(NUMBERS.shape, np.float64)
    load_ahead([(f"{__name__}.kernel", {"theory": THEORY, "times": TIMES}, (shape,))])
    assert len(files._AHEAD) == 1
    assert called() == first
    assert not files._AHEAD


def test_nothing_is_loaded_ahead_where_nothing_is_stored():
    shape = jax.ShapeDtypeStruct(NUMBERS.shape, np.float64)
    load_ahead([(f"{__name__}.kernel", {"theory": THEORY, "times": TIMES}, (shape,))])
    called()


def checked(body: bytes) -> bytes:
    return hashlib.sha256(body).digest() + body


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:100],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: b"\0" * len(content),
        lambda content: checked(b"not a pickle"),
        lambda content: checked(b"cno_such_module\nname\n."),
        lambda content: checked(content[DIGEST_BYTES : DIGEST_BYTES + 200]),
    ],
    ids=["empty", "cut", "flipped", "zeros", "text", "foreign", "half"],
)
def test_a_file_that_cannot_be_used_is_made_anew(folder, untraced, damage):
    first = called()
    path = stored(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert called() == first
    untraced()
    assert called() == first


def test_a_folder_that_others_may_write_to_is_not_read(folder, untraced):
    called()
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o777)
    untraced()
    with pytest.raises(AssertionError, match="compiled although"):
        called()


def test_a_folder_that_cannot_be_written_is_no_matter(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    in_folder(monkeypatch, tmp_path / "file" / "programs")
    assert called() == called()


@pytest.mark.parametrize(
    ("name", "value"),
    [("kernel_digest", lambda: "other"), ("features", lambda: "other"), ("version", lambda _: "0")],
)
def test_other_code_processors_and_compilers_have_programs_of_their_own(
    folder, monkeypatch, name, value
):
    called()
    monkeypatch.setattr(files, name, value)
    called()
    assert len(list(folder.iterdir())) == 2


def test_a_theory_that_is_not_built_in_is_never_stored(folder, monkeypatch):
    monkeypatch.setattr(module, "built_in", lambda names: [])
    called()
    assert not folder.exists()


def test_the_oldest_programs_go_first(folder, monkeypatch):
    monkeypatch.setattr(files, "MOST", 2)
    for times in range(4):
        program(kernel, THEORY, times=times)(spread(NUMBERS))
    assert len(list(folder.iterdir())) == 2


def test_a_compiler_without_an_option_compiles_without_it(monkeypatch):
    monkeypatch.setattr(module, "PLAIN", {"xla_cpu_no_such_option": ""})
    compiled = module._compiled(jax.jit(lambda x: x + 1).lower(1.0))
    assert float(compiled(1.0)) == 2.0


@pytest.mark.parametrize("name", [ahead.ANCHOR, ahead.TIED])
def test_what_is_loaded_ahead_goes_by_the_kernels_names(name):
    place, _, attribute = name.rpartition(".")
    found = getattr(importlib.import_module(place), attribute)
    assert f"{found.__module__}.{found.__qualname__}" == name


def test_what_is_loaded_ahead_has_the_shapes_and_theories_of_a_comparison():
    loaded = load_case("ukraine-2025")
    draws, horizon = CHUNK * ready(), 12
    sample = Sample(draws, 1)
    _, inputs = prepare(loaded.guarantees["budapest-1994"], loaded.case, sample, horizon)
    (block,) = blocks([(inputs, np.zeros(draws))])
    assert shapes_of(block) == shapes_of(ahead.shapes(horizon))
    assert tuple(one.id for one in stages()) == BUILT_IN


PUT_OFF = """
import sys
from suasion.uncertainty.ahead import put_off
put_off("numpy.f2py")
import numpy, scipy.special
assert "numpy.f2py.crackfortran" not in sys.modules
assert callable(numpy.f2py.run_main)
assert "numpy.f2py.crackfortran" in sys.modules
"""


def test_what_is_put_off_is_imported_when_it_is_used():
    subprocess.run([sys.executable, "-c", PUT_OFF], check=True)
