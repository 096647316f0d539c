"""Derive the posteriors of the priors of which the record says anything, from the data mirror.

    python tools/derive_posteriors.py            prints them as YAML
    python tools/derive_posteriors.py --write    rewrites mechanism/data/posteriors.yaml

The mirror is the folder named by SUASION_DATA (default ../shared/data beside the repository). Only
quantiles and counts are committed, never the data.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from suasion.evidence.calibration.factors import updates
from suasion.mechanism.priors import packaged

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "src/suasion/mechanism/data/posteriors.yaml"
HEADER = (
    "# What the record says of the few priors that it speaks of: values at evenly spaced\n"
    "# probabilities from 0 to 1. Generated: run tools/derive_posteriors.py with --write.\n"
    "# How, and what is missing, is in docs/evidence.md.\n"
)


def data_folder() -> Path:
    """Folder of the mirror: SUASION_DATA, else ../shared/data beside the repository."""
    return Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))


def entries(folder: Path) -> dict:
    """The file's content, from the data."""
    priors = packaged()
    return {name: one.as_data(priors[name].deters) for name, one in updates(folder).items()}


def as_text(found: dict) -> str:
    """The file's text."""
    yaml = YAML()
    yaml.width = 100
    rows = {}
    for name, entry in found.items():
        row = dict(entry)
        for key in ("quantiles", "data_files"):
            row[key] = CommentedSeq(row[key])
            row[key].fa.set_flow_style()
        rows[name] = row
    out = io.StringIO()
    yaml.dump({"posteriors": rows}, out)
    return HEADER + out.getvalue()


def main() -> None:
    """Print or write the posteriors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="rewrite the packaged file")
    text = as_text(entries(data_folder()))
    if parser.parse_args().write:
        OUTPUT.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
