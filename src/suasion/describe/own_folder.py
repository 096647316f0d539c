"""The rule for folders of kept files: the user's own, and nobody else may write to them."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def refuse_shared(folder: Path) -> None:
    """Refuse a folder that others may have put files in.

    Raises
    ------
    PermissionError
        Where the folder belongs to somebody else, or others may write to it.
    OSError
        Where there is no such folder.
    """
    found = folder.stat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    if not mine or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"{folder} must belong to you alone")
