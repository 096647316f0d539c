"""Derive the weights of theories from the backtests, from the data mirror. It takes minutes.

    python tools/derive_weights.py            prints them as YAML
    python tools/derive_weights.py --write    rewrites evidence/backtest/weights.yaml

The mirror is the folder named by SUASION_DATA (default ../shared/data beside the repository).
"""

import argparse
import io
import os
import sys
from pathlib import Path

from ruamel.yaml import YAML

from suasion.evidence.backtest.run import WEIGHTS, of_dyads, of_guarantees, summary
from suasion.uncertainty.sample import Sample

ROOT = Path(__file__).resolve().parents[1]
HEADER = (
    "# Stacking weights of theories: weight, and 90 % of the bootstrap over cases or pairs of\n"
    "# states; log scores out of sample. Generated: run tools/derive_weights.py with --write.\n"
    "# What they are worth is in docs/evidence.md: not much.\n"
)
CASE_DRAWS, DYAD_DRAWS, SEED = 48, 32, 1
OUTCOMES = ("fatal", "war")
FOLDS = ("out", "forward")


def data_folder() -> Path:
    """Folder of the mirror: SUASION_DATA, else ../shared/data beside the repository."""
    return Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))


def tested(folder: Path):
    """Names of the backtests, and each one's summary."""
    for folds in FOLDS:
        found = of_guarantees(Sample(CASE_DRAWS, SEED), folds, folder)
        yield f"guarantees.attacked.{folds}", summary(found["attacked"])
    for outcome in OUTCOMES:
        yield (
            f"dyads.{outcome}.out",
            summary(of_dyads(Sample(DYAD_DRAWS, SEED), outcome, "out", folder)),
        )


def entry(found: dict) -> dict:
    """What is kept of a summary, rounded."""
    scores = {row["predictor"]: round(row["log_score"], 6) for row in found["predictors"]}
    weights = {
        name: [round(one[key], 4) for key in ("weight", "low_90", "high_90")]
        for name, one in found["weights"]["theories"].items()
    }
    counts = {"cases": found["cases"], "happened": found["happened"]}
    return {"what": found["what"], **counts, "log_scores": scores, "weights": weights}


def main() -> None:
    """Print or write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="rewrite the packaged file")
    write = parser.parse_args().write
    yaml, out = YAML(), io.StringIO()
    yaml.width = 100
    yaml.dump({name: entry(found) for name, found in tested(data_folder())}, out)
    text = HEADER + out.getvalue()
    if write:
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
