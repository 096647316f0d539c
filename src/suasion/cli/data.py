"""`suasion data`: the registry on the screen, downloads, checksums and places."""

from __future__ import annotations

import csv
import io
import json
import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import aligned
from suasion.cli.progress import bar
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.places import MIRROR, cache, check, digest, found, mirror, path
from suasion.evidence.data.registry import DataSet, data_set, registry

WIDTH = 80
LEGEND = (
    "present: here. fetch: suasion data fetch ID. mirror: read from a mirror only, see "
    "suasion data list ID."
)


def show(name: str | None, form: str) -> None:
    """List the registry, or show one data set of it."""
    sets = list(registry().values()) if name is None else [data_set(name)]
    if form == "json":
        typer.echo(json.dumps([_record(data) for data in sets], indent=2, ensure_ascii=False))
    elif form == "csv":
        typer.echo(_csv([_record(data) for data in sets]), nl=False)
    elif name is None:
        _list(sets)
    else:
        _page(sets[0])


def _list(sets: list[DataSet]) -> None:
    """Data sets by folder, with size, licence and whether they are here."""
    states = {data.id: _state(data) for data in sets}
    here = sum(state == "present" for state in states.values())
    size = _size(sum(data.bytes for data in sets))
    typer.echo(f"{len(sets)} data sets, {size}; {here} present")
    typer.echo(f"mirror: {mirror() or f'none ({MIRROR} is not set)'}\ncache:  {cache()}")
    rows = [_row(data, states[data.id]) for data in sets]
    lines = dict(zip(states, aligned(rows).splitlines(), strict=True))
    for folder, part in groupby(sets, key=lambda data: data.folder):
        typer.secho(f"\n{folder}", bold=True)
        for data in part:
            typer.echo(lines[data.id])
    typer.echo(f"\n{textwrap.fill(LEGEND, _width())}")


def _row(data: DataSet, state: str) -> tuple[str, ...]:
    return f"  {data.id}", _size(data.bytes).rjust(7), data.terms, state


def _state(data: DataSet) -> str:
    if found(data) is not None:
        return "present"
    return "fetch" if data.how == "rewritten" else "mirror"


def _size(count: int) -> str:
    """Bytes for a reader.

    Examples
    --------
    >>> _size(1361), _size(12_345), _size(13_291_139)
    ('1.4 kB', '12 kB', '13.3 MB')
    """
    if count >= 1_000_000:
        return f"{count / 1e6:.1f} MB"
    return f"{count / 1e3:.0f} kB" if count >= 10_000 else f"{count / 1e3:.1f} kB"


def _page(data: DataSet) -> None:
    """Everything that the registry says of one data set."""
    typer.secho(data.title, bold=True)
    for label, text in _fields(data):
        lead = f"{label:<11}"
        typer.echo(
            textwrap.fill(
                text,
                _width(),
                initial_indent=lead,
                subsequent_indent=" " * len(lead),
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def _fields(data: DataSet) -> Iterator[tuple[str, str]]:
    file = found(data)
    years = " to ".join(str(year) for year in sorted(set(data.years or ())))
    origin = f"{data.origin} ({data.made})"
    listed = {
        "id": data.id,
        "one row": f"{data.unit}; {data.rows:,} rows",
        "years": years,
        "version": data.version,
        "publisher": f"{data.publisher.name} {data.publisher.address}".strip(),
        "cite": data.citation,
        "works": ", ".join(data.works),
        "licence": data.licence,
        "caution": data.caution,
        "loader": f"suasion.evidence.data.{data.loader}" if data.loader else "",
        "file": f"{data.file}, {_size(data.bytes)}",
        "sha256": data.sha256,
        "made from": origin,
        "to get it": _to_get(data),
        "here": str(file or "no"),
    }
    return ((label, text) for label, text in listed.items() if text)


def _to_get(data: DataSet) -> str:
    if data.how == "rewritten":
        return f"suasion data fetch {data.id} (from {data.address})"
    return f"from a mirror only: set {MIRROR}, or suasion data fetch {data.id} --from MIRROR"


def _width() -> int:
    return min(shutil.get_terminal_size((WIDTH, 24)).columns, 100)


def _record(data: DataSet) -> dict[str, Any]:
    """One data set as plain data."""
    fields = {name: getattr(data, name) for name in DataSet.__dataclass_fields__}
    fields["publisher"] = data.publisher.name
    fields["publisher_address"] = data.publisher.address
    file = found(data)
    return fields | {"state": _state(data), "path": str(file) if file else None}


def _csv(records: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(records[0]), lineterminator="\n")
    writer.writeheader()
    for record in records:
        record["years"] = "-".join(map(str, record["years"] or ()))
        record["works"] = "; ".join(record["works"])
        writer.writerow(record)
    return buffer.getvalue()


def fetch(names: list[str], *, everything: bool, source: str | None, quiet: bool) -> None:
    """Bring data sets into the cache; what fails is told when the others are done."""
    sets = _wanted(names, everything=everything, source=source)
    said, faults = [], []
    with bar("fetching", quiet=quiet) as report:
        before, total = 0, sum(data.bytes for data in sets)
        for data in sets:
            try:
                said.append(_fetched(data, source, lambda n, _, b=before: report(b + n, total)))
            except DataFault as fault:
                faults.append(str(fault))
            before += data.bytes
    # After the bar, which on a terminal takes over what is printed meanwhile.
    for line in said:
        typer.echo(line)
    left = len(registry()) - len(sets)
    if everything and left:
        typer.echo(f"{left} more are read from a mirror only: set {MIRROR}, or give --from MIRROR")
    if faults:
        raise DataFault("\n".join(faults))


def _wanted(names: list[str], *, everything: bool, source: str | None) -> list[DataSet]:
    if everything and names:
        raise DataFault(f"--all stands beside {names[0]}. Give --all or ids, not both")
    if everything:
        return [data for data in registry().values() if source or data.how == "rewritten"]
    if not names:
        raise DataFault("no data set is named. Name some (suasion data list), or give --all")
    return [data_set(name) for name in dict.fromkeys(names)]


def _fetched(data: DataSet, source: str | None, report: Any) -> str:
    """Bring one data set and say where it is."""
    file = found(data)
    if file is not None and digest(file) == data.sha256:
        return f"{data.id}: here already, {file}"
    from suasion.evidence.data.fetching import fetch as bring

    return f"{data.id}: {bring(data, source=source, report=report)}"


def verify(names: list[str]) -> None:
    """Check every file that is here; all faults at once."""
    sets = [data_set(name) for name in names] or list(registry().values())
    files = {data.id: (data, path(data) if names else found(data)) for data in sets}
    present = [(data, file) for data, file in files.values() if file is not None]
    faults = list(_wrong(present))
    if faults:
        raise DataFault("\n".join(faults))
    if not present:
        raise DataFault(f"no data set is here. Set {MIRROR}, or: suasion data fetch --all")
    absent = len(sets) - len(present)
    rest = f"; {absent} absent" if absent else ""
    typer.echo(f"{len(present)} of {len(sets)} present, every checksum as registered{rest}")


def _wrong(files: list[tuple[DataSet, Path]]) -> Iterator[str]:
    for data, file in files:
        try:
            check(data, file)
        except DataFault as fault:
            yield str(fault)


def where(name: str) -> None:
    """Print the path of a data set."""
    typer.echo(str(path(data_set(name))))
