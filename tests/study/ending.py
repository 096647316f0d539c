"""A study ended by SIGKILL at a file operation, for each of many, and then run to its end.

Prints as JSON: how many operations a study has, where it was ended, and what differed afterwards.
Each study is a process of its own, forked from this one, which has loaded everything.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from known import Known, fingerprint, study

OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
PLAN = Known(draws=900)


def forked(act: Callable[[], None]) -> int:
    """The status of a process that acts and ends."""
    child = os.fork()
    if not child:
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def counted(folder: Path, last: int, told: Path | None = None) -> Callable[[], None]:
    """A study in a folder that is killed at an operation below it."""

    def act() -> None:
        done = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal done
            if event in OPERATIONS and str(folder) in str(arguments[0]):
                done += 1
                if done == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        study(folder, PLAN)
        if told:
            told.write_text(str(done), encoding="utf-8")

    return act


def main(place: Path, tries: int) -> None:
    whole, number = place / "whole", place / "number"
    assert forked(counted(whole, -1, number)) == 0
    operations = int(number.read_text(encoding="utf-8"))
    ends = sorted({1 + (operations - 1) * step // (tries - 1) for step in range(tries)})
    wrong = []
    for end in ends:
        folder = place / f"ended-{end}"
        killed = forked(counted(folder, end))
        finished = forked(lambda folder=folder: study(folder, PLAN))
        same = forked(lambda folder=folder: _same(folder, whole))
        if (killed, finished, same) != (signal.SIGKILL, 0, 0):
            wrong.append([end, killed, finished, same])
    print(json.dumps({"operations": operations, "ends": ends, "wrong": wrong}))


def _same(folder: Path, whole: Path) -> None:
    assert fingerprint(folder) == fingerprint(whole)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
