"""Answers of the commands of analysis as JSON and CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np


def plain(found: Any) -> Any:
    """Records as plain data: tuples as lists, what is not a number as None, six figures."""
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        fields = {one.name: getattr(found, one.name) for one in dataclasses.fields(found)}
        return plain(fields)
    if isinstance(found, Mapping):
        return {str(key): plain(value) for key, value in found.items()}
    if hasattr(found, "_asdict"):
        return plain(found._asdict())
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    if isinstance(found, float | np.floating):
        return float(f"{found:.6g}") if math.isfinite(found) else None
    return found


def show_json(found: Any) -> None:
    """Print plain data as JSON."""
    json.dump(plain(found), sys.stdout, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def show_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV, columns in the order in which they first come."""
    flat = [dict(_flat(plain(row))) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    sys.stdout.write(buffer.getvalue())


def _flat(node: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, "; ".join(map(str, node)) if isinstance(node, list) else node
