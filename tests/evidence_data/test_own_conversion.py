"""Without a mirror a table can be written anew: loaders look at it, not at its bytes."""

from pathlib import Path

import pandas as pd
import pytest

from suasion.evidence import data
from suasion.evidence.data.places import digest

# Of each kind: a CSV and an R object kept as Parquet, an R object and a Stata file kept as CSV.
SETS = ("reign", "gml-mid-disputes", "sigint-sanctions", "huth-cases")


@pytest.mark.parametrize("name", SETS)
def test_a_table_written_anew_is_loaded_the_same(
    name: str, record_folder: Path, tmp_path: Path
) -> None:
    one = data.data_set(name)
    mirrored, own, plain = record_folder / one.file, tmp_path / one.file, tmp_path / "plain.csv"
    own.parent.mkdir()
    as_csv = own.suffix == ".csv"
    table = pd.read_csv(mirrored) if as_csv else pd.read_parquet(mirrored)
    table.to_csv(plain, index=False)
    again = pd.read_csv(plain, low_memory=False)
    if as_csv:
        again.to_csv(own, index=False, quoting=2)
    else:
        again.to_parquet(own, compression="gzip")
    assert digest(own) != one.sha256
    load = getattr(data, one.loader)
    pd.testing.assert_frame_equal(load(tmp_path), load(record_folder))
