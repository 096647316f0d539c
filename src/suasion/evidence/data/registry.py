"""The registry: every data set that suasion knows, with its publisher, checksum and licence.

Definitions
-----------
data set     one file of research data, made by others; suasion never ships it
publisher    who publishes the data; the origin is the very file that a copy was made from
mirror       a folder or address with the files of the registry under their registered names
rewritten    the publisher's CSV, read and written again; suasion can do that after a download
mirror-only  a conversion that no file of the publisher equals byte for byte
terms        the licence in a word or two; `cite` is free use with citation, passing on not stated
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

from suasion.evidence.data.faults import DataFault

REGISTRY = Path(__file__).with_name("registry.toml")


@dataclass(frozen=True)
class Publisher:
    """Who publishes a data set.

    Parameters
    ----------
    name
        Project, institute or authors.
    address
        Where they are found; empty where there is no single place.
    """

    name: str
    address: str


@dataclass(frozen=True)
class DataSet:
    """One data set of the registry.

    Parameters
    ----------
    id
        Name on the command line.
    file
        Place in a mirror, `folder/name`.
    title
        What it is, in one line.
    unit
        What one row is.
    publisher
        Who publishes it.
    version
        The publisher's version, or the state of the copy.
    rows
        Number of rows, or of features.
    bytes
        Size of the file [byte].
    sha256
        Checksum of the file.
    terms
        Licence in a word or two.
    licence
        Licence as far as it is known.
    citation
        What to cite.
    origin
        The file that the copy was made from.
    how
        How the copy relates to the publisher's file.
    made
        How it was converted.
    years
        First and last year covered; `None` where time plays no part.
    works
        Keys of the bibliography.
    address
        Where the publisher's file is downloaded, if it can be rewritten into this one.
    caution
        What misleads.
    loader
        Name of its loader in `suasion.evidence.data`; empty if none.
    """

    id: str
    file: str
    title: str
    unit: str
    publisher: Publisher
    version: str
    rows: int
    bytes: int
    sha256: str
    terms: str
    licence: str
    citation: str
    origin: str
    how: Literal["rewritten", "mirror-only"]
    made: str
    years: tuple[int, int] | None = None
    works: tuple[str, ...] = ()
    address: str = ""
    caution: str = ""
    loader: str = ""

    @property
    def folder(self) -> str:
        """The folder of a mirror in which it lies."""
        return self.file.partition("/")[0]


@cache
def registry() -> dict[str, DataSet]:
    """Every data set by its id, folder by folder.

    Examples
    --------
    >>> registry()["reign"].terms
    'MIT'
    """
    with REGISTRY.open("rb") as text:
        listed = tomllib.load(text)
    publishers = {key: Publisher(**fields) for key, fields in listed["publisher"].items()}
    return {key: _data_set(key, fields, publishers) for key, fields in listed["set"].items()}


def data_set(name: str) -> DataSet:
    """The data set of this id.

    Raises
    ------
    DataFault
        If the registry has none; the nearest ids are named.
    """
    known = registry()
    if name not in known:
        near = get_close_matches(name, known, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "List them: suasion data list."
        raise DataFault(f"no data set is called {name!r}. {hint}")
    return known[name]


def _data_set(key: str, fields: dict[str, object], publishers: dict[str, Publisher]) -> DataSet:
    """A record of the registry, lists as tuples and the publisher in place of its key."""
    plain = {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
    plain["publisher"] = publishers[str(fields["publisher"])]
    return DataSet(id=key, **plain)  # type: ignore[arg-type]
