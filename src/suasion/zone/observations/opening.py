"""A file of rows by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from suasion.zone.observations.batches import Table, refused
from suasion.zone.observations.mapping_file import Chart

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".geojson": "geojson",
    ".json": "geojson",
}


def table(path: Path, chart: Chart) -> Table:
    """The table in a file.

    Raises
    ------
    FileRefused
        Where there is no such file, or its name has another ending than one of `ENDINGS`.
    """
    if not path.is_file():
        raise refused(path, 0, "there is no such file", "Check the path")
    kind = ENDINGS.get(path.suffix.lower())
    if kind == "csv":
        from suasion.zone.observations.csv_table import CsvTable  # noqa: PLC0415 - one format

        return CsvTable(path, chart)
    if kind == "parquet":
        from suasion.zone.observations.parquet_table import ParquetTable  # noqa: PLC0415

        return ParquetTable(path, chart)
    if kind == "geojson":
        from suasion.zone.observations.geojson_table import GeoJsonTable  # noqa: PLC0415

        return GeoJsonTable(path, chart)
    listed = ", ".join(ENDINGS)
    remedy = f"Give its name one of the endings {listed}"
    raise refused(path, 0, f"the ending {path.suffix!r} says no known format", remedy)
