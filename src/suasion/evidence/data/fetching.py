"""Bringing a data set into the cache: from its publisher or from a mirror, whole or not at all."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pooch
from pooch import HTTPDownloader

from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.places import MIRROR, cache, check, digest
from suasion.evidence.data.registry import DataSet

Report = Callable[[int, int], None]
"""Told bytes done and bytes in all."""
TIMEOUT_SECONDS = 30


class Progress:
    """What pooch tells its progress to, passed on to a report."""

    def __init__(self, report: Report, total: int) -> None:
        self.report, self.total, self.done = report, total, 0

    def update(self, count: int) -> None:
        """More bytes have come."""
        self.done += count
        self.report(self.done, max(self.total, self.done))

    def reset(self) -> None:
        """Start again from nothing."""
        self.done = 0

    def close(self) -> None:
        """Nothing more will come."""


def fetch(data: DataSet, *, source: str | None = None, report: Report | None = None) -> Path:
    """The file of a data set in the cache, brought there first unless it is there whole.

    The file is written under another name, checked and then moved, so that a broken download
    leaves nothing behind.

    Parameters
    ----------
    data
        A data set of the registry.
    source
        Folder or http(s) address of a mirror; by default the publisher.
    report
        Told bytes done and bytes in all.

    Raises
    ------
    DataFault
        If there is nowhere to get it from, the place cannot be reached, or what comes has another
        checksum.
    """
    target = cache() / data.file
    if target.is_file() and digest(target) == data.sha256:
        return target
    progress = Progress(report or (lambda done, total: None), data.bytes)
    with _draft(target) as draft:
        _bring(data, source, draft, progress)
        check(data, draft)
        draft.replace(target)
    return target


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A place for a file in the making, beside its target and gone afterwards."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=target.parent) as folder:
            yield Path(folder) / target.name
    except OSError as error:
        raise DataFault(
            f"{target} cannot be written: {error.strerror or error}. Make room or set "
            "SUASION_CACHE to a folder of your own"
        ) from None


def _bring(data: DataSet, source: str | None, draft: Path, progress: Progress) -> None:
    """Copy, or download and where needed rewrite, into `draft`."""
    if source is None and data.how == "mirror-only":
        raise DataFault(_nowhere(data))
    if source is None:
        _download(data.address, draft, progress)
        _rewrite(data, draft)
    elif source.startswith(("http://", "https://")):
        _download(f"{source.rstrip('/')}/{quote(data.file)}", draft, progress)
    else:
        _copy(data, Path(source).expanduser(), draft)


def _nowhere(data: DataSet) -> str:
    return (
        f"{data.id} can only be read from a mirror: no file of the publisher has its checksum, "
        f"because it is a conversion ({data.made}) of {data.origin}. Set {MIRROR} to a folder "
        f"that has {data.file}, or give --from FOLDER or --from https://…"
    )


def _download(address: str, draft: Path, progress: Progress) -> None:
    """What lies at an address; every failure of the network is one error."""
    pooch.get_logger().setLevel(logging.WARNING)
    downloader = HTTPDownloader(progressbar=progress, timeout=TIMEOUT_SECONDS)
    try:
        pooch.retrieve(
            address, known_hash=None, fname=draft.name, path=draft.parent, downloader=downloader
        )
    except (OSError, ValueError) as error:
        # requests' errors are OSErrors, or ValueErrors where the address itself is malformed.
        raise DataFault(
            f"{address} cannot be downloaded: {_reason(error)}. Check the network and the "
            f"address, or read it from a mirror ({MIRROR}, --from)"
        ) from None


def _reason(error: Exception) -> str:
    """Why a download failed, without the names of the libraries that tell it."""
    answer = getattr(error, "response", None)
    if answer is not None:
        return f"the host answers {answer.status_code} {answer.reason}"
    if "Timeout" in type(error).__name__:
        return f"no answer within {TIMEOUT_SECONDS} s"
    if "Connection" in type(error).__name__:
        return "the host cannot be reached, or ended the connection"
    return str(error).partition("\n")[0]


def _copy(data: DataSet, folder: Path, draft: Path) -> None:
    origin = folder / data.file
    if not origin.is_file():
        raise DataFault(f"{folder} has no {data.file}. Give a folder laid out like the registry")
    shutil.copyfile(origin, draft)


def _rewrite(data: DataSet, draft: Path) -> None:
    """The publisher's CSV as pandas writes it, which is what the registered checksum is of."""
    import pandas as pd  # noqa: PLC0415 - slow to load, and copies from a mirror do without

    try:
        text = pd.read_csv(draft).to_csv(index=False)
    except ValueError as error:
        raise DataFault(
            f"{data.address} gave no readable CSV: {error}. Its publisher may have moved it; read "
            f"{data.id} from a mirror ({MIRROR}, --from)"
        ) from None
    draft.write_text(text, encoding="utf-8", newline="")
