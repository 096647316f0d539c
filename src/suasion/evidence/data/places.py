"""Where the file of a data set lies, and whether it is the registered one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from suasion.describe.remembered import cache_root
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.registry import DataSet

MIRROR = "SUASION_DATA"
"""Environment variable that names a folder laid out like the registry."""


def cache() -> Path:
    """The folder in which downloads are kept."""
    return cache_root() / "data"


def mirror() -> Path | None:
    """The local mirror that the environment names, if any.

    Raises
    ------
    DataFault
        If it names something that is no folder.
    """
    named = os.environ.get(MIRROR)
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise DataFault(
            f"{MIRROR} names {folder}, which is no folder. Set it to a folder with the files of "
            "the registry (alliances/…, disputes/…), or unset it"
        )
    return folder


def found(data: DataSet, folder: Path | None = None) -> Path | None:
    """The file of a data set: in `folder` if given, else in the mirror, else in the cache."""
    folders = [folder] if folder else [place for place in (mirror(), cache()) if place]
    files = (place / data.file for place in folders)
    return next((file for file in files if file.is_file()), None)


def path(data: DataSet, folder: Path | None = None) -> Path:
    """The file of a data set.

    Parameters
    ----------
    data
        A data set of the registry.
    folder
        The only place to look in, laid out like a mirror; by default the mirror named by
        `SUASION_DATA`, then the cache.

    Raises
    ------
    DataFault
        If it is nowhere; the message says how to get it.
    """
    file = found(data, folder)
    if file is None:
        looked = folder or " and ".join(str(place) for place in (mirror(), cache()) if place)
        raise DataFault(f"{data.id} ({data.file}) is not in {looked}. {how_to_get(data)}")
    return file


def how_to_get(data: DataSet) -> str:
    """What to do to have the data set here."""
    if data.how == "rewritten":
        return f"Get it: suasion data fetch {data.id}"
    return (
        f"It is read from a mirror only ({data.made}): set {MIRROR} to a folder that has it, or "
        f"suasion data fetch {data.id} --from MIRROR"
    )


def digest(file: Path) -> str:
    """The SHA-256 checksum of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check(data: DataSet, file: Path) -> None:
    """Raise unless the file is the registered one.

    Raises
    ------
    DataFault
        If its checksum is another.
    """
    found_digest = digest(file)
    if found_digest != data.sha256:
        raise DataFault(
            f"{file}: checksum {found_digest[:12]}… is not that of {data.id} "
            f"({data.sha256[:12]}…). Another version, or a damaged copy: get it anew, or take "
            "another mirror"
        )
