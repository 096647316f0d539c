"""Files without a fault, to be broken; the command line in this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.templates import write

GUARANTEE = """\
suasion: 1
id: draft
title: A draft
kind: candidate
summary: A draft for tests.
parties:
  - {id: ARL, name: Arland, roles: [challenger]}
  - {id: "NO", name: Norway, roles: [protege]}
  - {id: CAS, name: Castia, roles: [guarantor]}
lead: CAS
instrument:
  form: {value: treaty, source: us-rok-1953, where: title}
  signed: {value: 1953-10-01, source: us-rok-1953, where: end}
  in_force: {value: 1954-11-17, source: us-rok-1953, where: end}
  ratified: {value: true, source: us-rok-1953, where: Art. V}
nuclear: {unknown: not described}
forces:
  size: {judgement: 100, because: an example, disagree: nobody}
aid: {unknown: not described}
zone:
  depth_protege_km: {value: 2, source: us-rok-1953, where: Art. I}
site: {none: no such place, source: us-rok-1953, where: whole text}
economy: {unknown: not described}
pressure: {unknown: not described}
coalition:
  approval_chance_each: {judgement: 0.5, because: an example, disagree: nobody}
settlement: {unknown: not described}
duration:
  years: {value: open-ended, source: us-rok-1953, where: Art. VI}
"""

GAME = """\
game: my-game
title: A guarantor that may be hard or soft
players: [challenger, protege, guarantor]
parameters:
  p: {value: 0.6, low: 0, high: 1, meaning: chance that the guarantor is hard}
types:
  guarantor: {hard: p, soft: 1 - p}
define:
  war: 0.3 - 1.2
nodes:
  start: {player: challenger, actions: {wait: SQ, attack: reply}}
  reply: {player: protege, actions: {concede: CON, resist: help}}
  help: {player: guarantor, actions: {abandon: ALONE, fight: WAR}}
outcomes:
  SQ: {common: status_quo, payoffs: {challenger: 0, protege: 0, guarantor: 0}}
  CON: {common: concession, payoffs: {challenger: 0.8, protege: -1, guarantor: -0.2}}
  ALONE: {common: war_without_guarantor, payoffs: {challenger: 0.5, protege: -1.2, guarantor: -1}}
  WAR:
    common: war_with_guarantor
    payoffs: {challenger: war, protege: -0.5, guarantor: {hard: -0.3, soft: -1.5}}
"""


@pytest.fixture
def suasion() -> Callable[..., Any]:
    """Run one command line in this process."""
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A guarantee file without a fault."""
    path = tmp_path / "draft.yaml"
    path.write_text(GUARANTEE, encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case folder without a fault."""
    write("case", "my-case", tmp_path)
    return tmp_path / "my-case"


@pytest.fixture
def game(tmp_path: Path) -> Path:
    """A game file without a fault."""
    path = tmp_path / "game.yaml"
    path.write_text(GAME, encoding="utf-8")
    return path
