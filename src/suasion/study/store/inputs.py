"""The inputs of a study as files that stand for themselves: the study, its case, its games.

What is kept names nothing outside its folder, so that the study can be planned again from there,
by anybody and on any machine.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from suasion.describe.loading import CASES
from suasion.describe.reading import text_of
from suasion.study.file import Written

HEAD = "# As it was run, every field spelled out.\n"


def texts_of(written: Written) -> dict[str, str]:
    """The inputs of a study by path: study, bibliographies beside it, case, game files.

    Parameters
    ----------
    written
        A study that can be planned.
    """
    folder = case_folder(written)
    case = folder.resolve().name
    files = {f"{case}/{path.name}": path for path in _case_files(folder)}
    files |= {path.name: path for path in sorted(written.folder.glob("*.bib"))}
    games = _games(written)
    files |= {path.name: path for path in games.values()}
    study = written.study.model_dump(mode="json", exclude_none=True)
    study["case"] = case
    if study["theories"] != "all":
        study["theories"] = [games[n].name if n in games else n for n in study["theories"]]
    texts = {path: text_of(file, str(file)) for path, file in files.items()}
    return {"study.yaml": HEAD + _yaml(study), **texts}


def case_folder(written: Written) -> Path:
    """The folder of a study's case: beside the study file, or elsewhere, or packaged."""
    name = written.study.case
    for folder in (written.folder / name, Path(name)):
        if (folder / "case.yaml").is_file():
            return folder
    return CASES / name


def _case_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".bib"))


def _games(written: Written) -> dict[str, Path]:
    """The theories that are files, by their name in the study."""
    wanted = written.study.theories
    named = {} if wanted == "all" else {name: written.folder / name for name in wanted}
    return {name: path for name, path in named.items() if path.is_file()}


def _yaml(data: dict[str, Any]) -> str:
    stream = io.StringIO()
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False
    writer.width = 100
    writer.dump(data, stream)
    return stream.getvalue()
