"""Solve random stochastic games by sgamesolver, for a table that the tests compare ours with.

    python -m venv sg
    sg/bin/pip install "numpy<2" "pandas<3" setuptools wheel cython
    sg/bin/pip install --no-build-isolation sgamesolver==1.0.2
    PYTHONPATH=. sg/bin/python tools/derive_sgamesolver.py

The last rewrites tests/oracle/sgamesolver.json.

sgamesolver 1.0.2 (MIT licence) has no wheel for Linux and needs a NumPy before 2, so it cannot
stand beside what the workbench itself is tested with.

Definitions
-----------
at a precision
    The agents' quantal response on the branch from precision 0: chances of every action, player by
    state by action. Its value of a state leaves out the worth of the shocks themselves.
limit
    Where the branch ends as precision grows without bound.
null
    sgamesolver lost the branch.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import sgamesolver
from tests.oracle.sgamesolver_games import COUNT, PRECISIONS, drawn

TABLE = Path("tests/oracle/sgamesolver.json")
COMMAND = "PYTHONPATH=. python tools/derive_sgamesolver.py"


def solved(game: sgamesolver.SGame, precision: float) -> list | None:
    """Chances of every action at the end of the branch, or nothing where it was lost."""
    branch = sgamesolver.homotopy.QRE(game)
    branch.solver_setup(target_lambda=precision)
    branch.solver.verbose = 0
    branch.solve()
    if branch.equilibrium is None:
        return None
    return np.moveaxis(branch.equilibrium.strategies, 0, 1).round(9).tolist()


def row(seed: int) -> dict:
    """What is found of a game, and the sum of its numbers by which it is known again."""
    payoffs, moves, discount = drawn(seed)
    game = sgamesolver.SGame(list(np.moveaxis(payoffs, 1, 0)), list(moves), discount)
    at = {f"{precision:g}": solved(game, precision) for precision in PRECISIONS}
    total = round(float(payoffs.sum() + moves[..., 0].sum() + discount.sum()), 9)
    return {"seed": seed, "sum": total, "at": at, "limit": solved(game, np.inf)}


def main() -> None:
    """Write the table, a game a line."""
    made = {
        "by": f"sgamesolver {version('sgamesolver')}, NumPy {np.__version__}, "
        f"Python {platform.python_version()}",
        "command": COMMAND,
    }
    head = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in made.items())
    rows = ",\n".join(json.dumps(row(seed), separators=(",", ":")) for seed in range(COUNT))
    TABLE.write_text(f'{{{head},\n"games": [\n{rows}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
