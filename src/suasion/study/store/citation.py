"""How to cite a run: as text and as BibTeX."""

from __future__ import annotations

TEXT = (
    "{title} Study of {draws:,} draws, run {run}, computed with suasion {version} on {date}. "
    "Code {code}, inputs {inputs}. To check a copy: suasion verify FOLDER."
)
BIBTEX = """\
@misc{{suasion-run-{run},
  title = {{{{{title}}}}},
  year = {{{year}}},
  howpublished = {{Study computed with suasion {version}}},
  note = {{Run {run}, {draws} draws, {date}; code {code}, inputs {inputs}}},
}}
"""
SHORT = 12
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{letter: rf"\{letter}" for letter in "&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""What BibTeX and LaTeX would read as commands."""


def citation(
    title: str, run: str, draws: int, *, version: str, code: str, inputs: str, date: str
) -> dict[str, str]:
    r"""The citation block of a run.

    Parameters
    ----------
    title
        Of the study.
    run, code, inputs
        Digests.
    date
        As YYYY-MM-DD.

    Examples
    --------
    >>> found = citation("A & B", "ab12", 5, version="1", code="c", inputs="i", date="2026-01-31")
    >>> print(found["bibtex"].splitlines()[1])
      title = {{A \& B}},
    """
    given = {
        "run": run,
        "draws": draws,
        "version": version,
        "code": code[:SHORT],
        "inputs": inputs[:SHORT],
        "date": date,
        "year": date[:4],
    }
    told = title.strip().rstrip(".")
    escaped = "".join(SPECIAL.get(letter, letter) for letter in told)
    return {
        "text": TEXT.format(title=told if told.endswith(("?", "!")) else f"{told}.", **given),
        "bibtex": BIBTEX.format(title=escaped, **given),
    }
