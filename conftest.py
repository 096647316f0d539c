"""What holds for every test, in `tests/`, docstrings and documents alike.

The Python blocks of the README and of every page in `docs/` are tests. A page is one session: a
block sees the names that the blocks before it made. Lines with `>>>` are compared with the output
below them. `<!-- skip: next "why" -->` before a block leaves it out, and says why in the summary.
See docs/decisions/0004-docs-as-tests.md.
"""

import os
import socket
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from typing import Any

import jax
import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

LOOPBACK = ("127.", "::1", "localhost")

# suasion asks for 64-bit numbers itself; a test must not pass because the shell did.
os.environ.pop("JAX_ENABLE_X64", None)
os.environ.setdefault("JAX_PLATFORMS", "cpu")
# Games called directly, outside the context in which suasion plays them, in double as well.
jax.config.update("jax_enable_x64", True)

pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["*.md"],
    fixtures=["no_network"],
).pytest()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"a test tried to reach {address}; tests run without a network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield
